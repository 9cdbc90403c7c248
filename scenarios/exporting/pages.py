"""A case as pages: one that plays without a server, and a numbered gamebook to print.

Both hold everything, feedback and debriefs too: they are for trainers, not a door for learners.
"""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from scenarios import texts
from scenarios.attachments import counted
from scenarios.condition_checks import sentence
from scenarios.exporting.native import missing, zipped
from scenarios.exporting.results import Case, Exported
from scenarios.graph import Choice, Effect, Graph, Media, Scene
from scenarios.importing.reporting import in_story_order

OFFLINE = Path(__file__).parent / "offline"
PRINT_STYLE = """
body { font: 11pt/1.5 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
section { break-inside: avoid-page; margin-block: 0 2rem; }
h2 { font-size: 1.15em; break-after: avoid; }
ol, ul { padding-inline-start: 1.4em; }
.note { font-style: italic; }
.trainer { break-before: page; }
@page { margin: 20mm; }
"""


def export_offline(case: Case) -> Exported:
    """A zip whose index.html plays the case in any browser."""
    graph, attached = counted(case.graph, case.files)
    data = {
        "title": case.title,
        "graph": graph.as_json(),
        "html": _html(graph),
        "files": {f"{one.library} {one.number}": one.name for one in attached},
    }
    stored = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    title = html.escape(case.title)
    page = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title}</title>\n<link rel="stylesheet" href="player.css">\n</head>\n<body>\n'
        f'<main id="scene"><h1>{title}</h1><p>This page needs JavaScript to play the case.</p>'
        f'</main>\n<script type="application/json" id="case">{stored}</script>\n'
        '<script src="player.js"></script>\n</body>\n</html>\n'
    )
    files: dict[str, str | bytes] = {"index.html": page}
    files |= {one.name: one.data for one in attached}
    files |= {
        name: (OFFLINE / name).read_text(encoding="utf-8") for name in ("player.js", "player.css")
    }
    return Exported(zipped(files), ".html.zip", "application/zip", missing(case))


def _html(graph: Graph) -> dict[str, str]:
    """Every text as safe HTML, by what it is."""
    found: dict[str, str] = {}
    for scene in graph.scenes:
        found[f"body {scene.key}"] = texts.html(scene.body)
        found[f"debrief {scene.key}"] = texts.html(scene.debrief)
        for choice in scene.choices:
            found[f"feedback {choice.key}"] = texts.html(choice.feedback.text)
    for number, block in enumerate(graph.debrief.blocks):
        found[f"block {number}"] = texts.html(block.text)
    return {name: text for name, text in found.items() if text}


def export_print(case: Case) -> Exported:
    """A page to print: every scene a numbered section, choices say where to turn to."""
    graph = case.graph
    scenes = in_story_order(graph)
    numbers = {scene.key: number for number, scene in enumerate(scenes, 1)}
    parts = [f"<h1>{html.escape(case.title)}</h1>", _opening(case)]
    parts += [_section(scene, numbers, graph) for scene in scenes]
    parts.append(_for_trainers(scenes, numbers, graph))
    page = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(case.title)}</title>\n<style>{PRINT_STYLE}</style>\n</head>\n<body>\n"
        "<main>\n" + "\n".join(part for part in parts if part) + "\n</main>\n</body>\n</html>\n"
    )
    return Exported(page.encode(), ".print.html", "text/html; charset=utf-8")


def _opening(case: Case) -> str:
    """What to know before section 1: notes on content, and what to keep count of."""
    parts = []
    if case.head.get("content_notes"):
        parts.append(f"<p>{html.escape(str(case.head['content_notes']))}</p>")
    rows = [
        f"<li>{html.escape(var.label or var.key)}: {html.escape(var.word(var.start))}</li>"
        for var in case.graph.vars
    ]
    if rows:
        parts.append(f"<p>Keep count of:</p><ul>{''.join(rows)}</ul>")
    parts += [
        f'<p class="note">Whenever {html.escape(sentence(rule.when.node, case.graph.names))}, turn'
        f" to “{html.escape(case.graph.names.scenes.get(rule.to, rule.to))}”.</p>"
        for rule in case.graph.interrupts
        if rule.when is not None
    ]
    return "".join(parts)


def _section(scene: Scene, numbers: dict[str, int], graph: Graph) -> str:
    number = numbers[scene.key]
    parts = [f'<section id="s{number}"><h2>{number}. {html.escape(scene.title)}</h2>']
    meta = " · ".join(part for part in (scene.place, scene.time, scene.speaker) if part)
    if meta:
        parts.append(f"<p>{html.escape(meta)}</p>")
    parts += [texts.html(scene.body), *(_medium(medium) for medium in scene.media)]
    parts.append(_effects(scene.on_enter, graph))
    if scene.prompt and scene.prompt.question:
        parts.append(f"<p><strong>{html.escape(scene.prompt.question)}</strong></p>")
    rows = [_choice(choice, numbers, graph) for choice in scene.choices]
    if scene.branches:
        whole = sum(branch.weight for branch in scene.branches)
        rows = [
            f"{branch.weight} in {whole}: {_turn(branch.to, numbers)}"
            f" {_effects(branch.effects, graph)}"
            for branch in scene.branches
        ]
    if rows:
        parts.append(f"<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul>")
    elif scene.kind == "ending":
        parts.append("<p><strong>The case ends here.</strong></p>")
    elif scene.next:
        parts.append(f"<p>{_turn(scene.next, numbers)}</p>")
    return "".join([*parts, "</section>"])


def _medium(medium: Media) -> str:
    """What a picture shows or a recording says, since paper plays nothing."""
    if medium.decorative or not (medium.alt or medium.transcript):
        return ""
    words = " ".join(part for part in (medium.alt, medium.transcript) if part)
    name = {"image": "Picture", "audio": "Recording", "video": "Film"}[medium.kind]
    return f'<p class="note">{name}: {html.escape(words)}</p>'


def _turn(to: str, numbers: dict[str, int]) -> str:
    if to not in numbers:
        return "this way leads nowhere yet"
    return f'turn to <a href="#s{numbers[to]}">{numbers[to]}</a>'


def _choice(choice: Choice, numbers: dict[str, int], graph: Graph) -> str:
    when = ""
    if choice.when is not None:
        said = html.escape(sentence(choice.when.node, graph.names))
        when = f' <span class="note">(only if {said})</span>'
    effects = _effects(choice.effects, graph)
    return f"{html.escape(choice.label)}{when}: {_turn(choice.to, numbers)} {effects}".strip()


def _effects(effects: tuple[Effect, ...], graph: Graph) -> str:
    """What to note down."""
    signs = {"add": "+", "sub": "−", "set": "= "}
    rows = []
    for effect in effects:
        label = graph.variable[effect.var].label if effect.var in graph.variable else effect.var
        if effect.op in ("on", "off"):
            rows.append(f"{label}: {'yes' if effect.op == 'on' else 'no'}")
        else:
            rows.append(f"{label} {signs[effect.op]}{effect.value}")
    return f'<span class="note">[{html.escape("; ".join(rows))}]</span>' if rows else ""


def _for_trainers(scenes: tuple[Scene, ...], numbers: dict[str, int], graph: Graph) -> str:
    """Judgements, feedback and debriefs, on pages of their own."""
    parts = ['<div class="trainer"><h1>For the trainer</h1>']
    for scene in scenes:
        rows = [
            f"<li>{html.escape(choice.label)}"
            + (f" ({choice.rating})" if choice.rating else "")
            + texts.html(choice.feedback.text)
            + "</li>"
            for choice in scene.choices
        ]
        words: list[Any] = [texts.html(scene.expert), texts.html(scene.debrief)]
        if rows or any(words):
            parts.append(f"<h2>{numbers[scene.key]}. {html.escape(scene.title)}</h2>")
            parts += [f"<ul>{''.join(rows)}</ul>" if rows else "", *words]
    parts += [texts.html(block.text) for block in graph.debrief.blocks]
    questions = "".join(f"<li>{html.escape(text)}</li>" for text in graph.debrief.questions)
    parts.append(f"<h2>Questions</h2><ul>{questions}</ul>" if questions else "")
    return "".join([*parts, "</div>"])
