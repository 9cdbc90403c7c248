"""Stories written for these tests, with the constructs and counts that real ones have."""

from __future__ import annotations

import html
import json

WAR = 149


def war_passages() -> dict[str, str]:
    """A documentary story in Harlowe: 149 passages, 171 link-goto, 16 go-to in links, 1 bracket.

    Sixteen conditions, ten variables; every passage can be reached.
    """
    texts = {f"Day {number}": [f"Day {number} of the *long* road."] for number in range(WAR)}
    names = list(texts)
    for number in range(WAR - 1):
        texts[names[number]].append(f'(link-goto: "Walk on {number}", "{names[number + 1]}")')
    for number in range(23):
        texts[names[number]].append(f'(link-goto: "Look ahead", "{names[number + 40]}")')
    texts[names[147]].append("[[Rest->Day 148]]")
    for number in range(16):
        texts[names[number + 50]].append(
            f'(link: "Help {number}")[(set: $kind{number % 10} to it + 1)'
            f'(go-to: "{names[number + 60]}")]'
        )
    for number in range(16):
        test = f"$kind{number % 10} > {number % 3}"
        if number % 4 == 0:
            test = f'{test} and (history:) contains "Day {number}"'
        texts[names[number + 70]].append(f"(if: {test})[They ''know'' you.](else:)[Nobody looks.]")
    texts[names[0]].insert(0, "".join(f"(set: $kind{number} to 0)" for number in range(10)))
    return {name: "\n\n".join(lines) for name, lines in texts.items()}


def as_twee(
    passages: dict[str, str], title: str = "A story", start: str = "", form: str = "Harlowe"
) -> bytes:
    """Passages as a Twee 3 file."""
    data = {"ifid": "1B2C", "format": form, "start": start or next(iter(passages))}
    parts = [f":: StoryTitle\n{title}", f":: StoryData\n{json.dumps(data)}"]
    for name, text in passages.items():
        escaped = name.replace("[", "\\[").replace("]", "\\]")
        parts.append(f':: {escaped} {{"position":"100,100"}}\n{text}')
    return "\n\n".join(parts).encode()


def as_html(
    passages: dict[str, str], title: str = "A story", start: str = "", form: str = "Harlowe"
) -> bytes:
    """Passages as published Twine 2 HTML, in the opposite order."""
    first = start or next(iter(passages))
    rows = []
    node = 0
    for number, (name, text) in enumerate(reversed(passages.items()), 1):
        node = number if name == first else node
        rows.append(
            f'<tw-passagedata pid="{number}" name="{html.escape(name)}" tags="" '
            f'position="1,1" size="100,100">{html.escape(text)}</tw-passagedata>'
        )
    return (
        "<!DOCTYPE html><html><body>"
        f'<tw-storydata name="{html.escape(title)}" startnode="{node}" format="{form}" '
        f'format-version="3.3.9" hidden><style role="stylesheet" type="text/twine-css"></style>'
        f"{''.join(rows)}</tw-storydata></body></html>"
    ).encode()


def as_archive(passages: dict[str, str], **fields: str) -> bytes:
    """The same in a Twine archive, before another story."""
    page = as_html(passages, **fields).decode()
    story = page[page.index("<tw-storydata") : page.index("</body>")]
    return f"{story}\n\n{as_html({'X': 'Y'}, title='Another').decode()}".encode()


def kidnapping() -> dict[str, str]:
    """SugarCube with a widget of its own for links: without them nearly all is out of reach."""
    texts = {"Start": 'It is dark. <<fade "Open your eyes" "Room 0">>'}
    for number in range(150):
        texts[f"Room {number}"] = (
            f"Room {number}. [[On|Room {number + 1}]]" if number < 149 else "The door."
        )
    for number in range(8):
        texts[f"Room {number * 10}"] += f'\n<<fade "Listen" "Room {number * 10 + 5}">>'
    return texts
