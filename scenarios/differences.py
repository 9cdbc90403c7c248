"""What two versions of a case have different, said in the author's words.

Compared by key, so a new title is an edited text and nothing else. Each difference is a sentence;
texts come with the words that went and the words that came.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from scenarios import scores
from scenarios.condition_checks import sentence
from scenarios.condition_trees import Condition
from scenarios.fingerprints import TEXT_FIELDS
from scenarios.graph import Choice, Graph, Scene
from scenarios.shapes import plain

Kind = Literal["added", "removed", "retargeted", "condition", "rule", "judged", "text"]
WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Difference:
    """One difference: its kind, the scene it is in (or none), and the sentence that says it."""

    kind: Kind
    scene: str
    message: str
    words: tuple[tuple[Literal["same", "gone", "new"], str], ...] = ()


def differences(old: Graph, new: Graph) -> list[Difference]:
    """Return everything that differs, structure first, then judgements, then texts."""
    return [
        *_scenes(old, new),
        *_choices(old, new),
        *_case(old, new),
        *_ratings(old, new),
        *_scores(old, new),
        *_texts(old, new),
    ]


def sentences(old: Graph, new: Graph) -> list[str]:
    """Return the differences as sentences alone."""
    return [difference.message for difference in differences(old, new)]


def _scenes(old: Graph, new: Graph) -> Iterator[Difference]:
    for key, scene in new.scene.items():
        if key not in old.scene:
            yield Difference("added", key, f"Scene added: “{scene.title}”")
    for key, before in old.scene.items():
        after = new.scene.get(key)
        if after is None:
            yield Difference("removed", key, f"Scene removed: “{before.title}”")
            continue
        if before.kind != after.kind:
            yield Difference("rule", key, f"“{after.title}” is now of the kind {after.kind}")
        if before.next != after.next:
            message = f"“{after.title}” now leads {_to(new, after.next)}"
            yield Difference("retargeted", key, message)
        for name in ("on_enter", "commit", "checkpoint", "must", "timer", "back", "shuffle"):
            if getattr(before, name) != getattr(after, name):
                yield Difference("rule", key, f"“{after.title}”: {WHAT[name]} differs")
        yield from _branches(before, after, new)
    if old.start != new.start:
        message = f"The case now begins with “{_title(new, new.start)}”"
        yield Difference("retargeted", new.start, message)


WHAT = {
    "on_enter": "what happens on entering",
    "commit": "what is asked beside the choice",
    "checkpoint": "whether it is a checkpoint",
    "must": "whether it should be seen",
    "timer": "the timer",
    "back": "the way back",
    "shuffle": "whether choices are shuffled",
}


def _branches(before: Scene, after: Scene, new: Graph) -> Iterator[Difference]:
    was = {branch.key: branch for branch in before.branches}
    now = {branch.key: branch for branch in after.branches}
    for key, branch in now.items():
        to = _to(new, branch.to)
        if key not in was:
            message = f"Branch added to “{after.title}”: {to}"
            yield Difference("added", after.key, message)
        elif was[key].to != branch.to:
            message = f"A branch of “{after.title}” now leads {to}"
            yield Difference("retargeted", after.key, message)
        elif was[key] != branch:
            message = f"A branch of “{after.title}” has another weight or effect"
            yield Difference("rule", after.key, message)
    for _ in was.keys() - now.keys():
        yield Difference("removed", after.key, f"Branch removed from “{after.title}”")


def _choices(old: Graph, new: Graph) -> Iterator[Difference]:
    for key, (scene, choice) in new.choice.items():
        if key not in old.choice and scene.key in old.scene:
            message = f"Choice added to “{scene.title}”: “{choice.label}”"
            yield Difference("added", scene.key, message)
    for key, (scene, before) in old.choice.items():
        if key in new.choice:
            yield from _choice(old, new, before, *new.choice[key])
        elif scene.key in new.scene:
            message = f"Choice removed from “{scene.title}”: “{before.label}”"
            yield Difference("removed", scene.key, message)


def _choice(
    old: Graph, new: Graph, before: Choice, scene: Scene, after: Choice
) -> Iterator[Difference]:
    if before.to != after.to:
        message = f"“{after.label}” now leads {_to(new, after.to)}"
        yield Difference("retargeted", scene.key, message)
    if before.when != after.when:
        said = f"{_said(old, before.when)} → {_said(new, after.when)}"
        yield Difference("condition", scene.key, f"“{after.label}” opens when: {said}")
    if before.effects != after.effects:
        yield Difference("rule", scene.key, f"“{after.label}” has other effects")
    if (before.once, before.locked) != (after.once, after.locked):
        yield Difference("rule", scene.key, f"“{after.label}” is offered in another way")


def _case(old: Graph, new: Graph) -> Iterator[Difference]:
    for name, one, other in (
        ("variable", old.variable, new.variable),
        ("principle", {p.key: p for p in old.principles}, {p.key: p for p in new.principles}),
        ("scale", {s.key: s for s in old.scales}, {s.key: s for s in new.scales}),
    ):
        for key in other.keys() - one.keys():
            yield Difference("added", "", f"New {name}: “{other[key].label}”")
        for key in one.keys() - other.keys():
            yield Difference("removed", "", f"No {name} “{one[key].label}” any more")
    for key in old.variable.keys() & new.variable.keys():
        if _bare(old.variable[key]) != _bare(new.variable[key]):
            message = f"The variable “{new.variable[key].label}” has another type or range"
            yield Difference("rule", "", message)
    if old.interrupts != new.interrupts:
        yield Difference("rule", "", "The rules of the whole case differ")
    if [(b.when) for b in old.debrief.blocks] != [(b.when) for b in new.debrief.blocks]:
        yield Difference("condition", "", "Who reads which part of the debrief differs")


def _ratings(old: Graph, new: Graph) -> Iterator[Difference]:
    for key, (_, before) in old.choice.items():
        if key not in new.choice:
            continue
        scene, after = new.choice[key]
        if before.rating != after.rating:
            now, was = after.rating or "nothing", before.rating or "nothing"
            message = f"“{after.label}” is rated {now}, was {was}"
            yield Difference("judged", scene.key, message)
        if dict(before.points) != dict(after.points):
            yield Difference("judged", scene.key, f"“{after.label}” gives other points")


def _scores(old: Graph, new: Graph) -> Iterator[Difference]:
    kept = {scale.key for scale in old.scales}
    for scale in new.scales:
        if scale.key not in kept:
            continue
        was, now = (_span(graph, scale.key) for graph in (old, new))
        if was != now:
            message = f"{scale.label or scale.key}: {was} points before, {now} now"
            yield Difference("judged", "", message)


def _span(graph: Graph, scale: str) -> str:
    found = scores.by_ending(graph, scale).values()
    return f"{min(r[0] for r in found)} to {max(r[1] for r in found)}" if found else "no"


def _texts(old: Graph, new: Graph) -> Iterator[Difference]:
    for key, before in old.scene.items():
        after = new.scene.get(key)
        if after is None:
            continue
        was, now = _words(before, after), _words(after, before)
        if was != now:
            message = f"Text edited: “{after.title}”"
            yield Difference("text", key, message, word_difference(was, now))
    if _told(plain(old.debrief)) != _told(plain(new.debrief)):
        yield Difference("text", "", "Text edited: the debrief of the whole case")


def word_difference(old: str, new: str) -> tuple[tuple[Literal["same", "gone", "new"], str], ...]:
    """Return two texts as runs of words that stayed, went and came."""
    one, other = WORD.findall(old), WORD.findall(new)
    found: list[tuple[Literal["same", "gone", "new"], str]] = []
    for act, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if act == "equal":
            found.append(("same", "".join(one[a:b])))
        else:
            found += [("gone", "".join(one[a:b]))] if b > a else []
            found += [("new", "".join(other[c:d]))] if d > c else []
    return tuple(found)


Runs = tuple[tuple[Literal["same", "gone", "new"], str], ...]
REACH = 80  # characters that are shown before and after what changed


def nearby(runs: Runs) -> list[tuple[str, str]]:
    """Shorten runs to what changed, with some words around it; changed words next to each other
    are told as one change.
    """
    found: list[tuple[str, str]] = []
    gone = new = ""
    for number, (act, text) in enumerate(runs):
        last = number == len(runs) - 1
        if act == "gone":
            gone += text
        elif act == "new":
            new += text
        elif (gone or new) and text.isspace() and "\n" not in text and not last:
            gone, new = gone + text, new + text
        else:
            found += _change(gone, new)
            gone = new = ""
            found.append(("same", _around(text, before=number > 0, after=not last)))
    return found + _change(gone, new)


def _change(gone: str, new: str) -> list[tuple[str, str]]:
    return [(act, text) for act, text in (("gone", gone), ("new", new)) if text.strip()]


def _around(text: str, *, before: bool, after: bool) -> str:
    """The words of a run that stand next to a change `before` or `after` it."""
    if len(text) <= 2 * REACH:
        return text
    head = text[:REACH].rsplit(maxsplit=1)[0] if before else ""
    tail = text[-REACH:].split(maxsplit=1)[-1] if after else ""
    return (
        " … ".join(part for part in (head, tail) if part)
        if before and after
        else (f"{head} …" if before else f"… {tail}")
    )


def _words(scene: Scene, other: Scene) -> str:
    """All that is read in a scene; choices that only one of the two has are told elsewhere."""
    shared = {choice.key for choice in other.choices}
    data = plain(scene)
    data["choices"] = [plain(choice) for choice in scene.choices if choice.key in shared]
    return "\n".join(_told(data))


def _told(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [
            text
            for key, item in value.items()
            if key not in ("position", "note", "when")
            for text in (
                [str(item)]
                if key in TEXT_FIELDS and isinstance(item, str)
                else _told(item)
                if isinstance(item, dict | list)
                else []
            )
        ]
    if isinstance(value, list):
        return [
            text for item in value for text in ([item] if isinstance(item, str) else _told(item))
        ]
    return []


def _bare(variable: object) -> object:
    return {key: item for key, item in plain(variable).items() if key not in TEXT_FIELDS}


def _title(graph: Graph, key: str) -> str:
    return graph.scene[key].title if key in graph.scene else key


def _to(graph: Graph, key: str) -> str:
    return f"to “{_title(graph, key)}”" if key else "nowhere"


def _said(graph: Graph, condition: Condition | None) -> str:
    return "always" if condition is None else sentence(condition.node, graph.names)
