"""Rules about the people who play and the people who are told of: time, effort, pictures, names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scenarios import dominance, routes
from scenarios.graph import Graph, Scene
from scenarios.problems import Problem

MIN_SECONDS = 20
MOST_REASONS = 3
# Words that give a person an origin, a faith or an orientation. A case may well say them; the rule
# asks who else has one.
GROUP_WORDS = re.compile(
    r"\b(African|Arab|Asian|Black|Buddhist|Chinese|Christian|Gypsy|Hindu|Indian|Jew|Jewish|"
    r"Muslim|Nigerian|Pakistani|Polish|Roma|Romanian|Sikh|Somali|Syrian|Traveller|Turkish|White|"
    r"gay|lesbian|trans|transgender|immigrant|migrant|refugee)s?\b"
)


def check(graph: Graph) -> list[Problem]:
    """Return the problems of timers, media and effort, and the prompts about fairness."""
    return [
        *(problem for scene in graph.scenes for problem in _timer(scene)),
        *(problem for scene in graph.scenes for problem in _media(scene)),
        *(problem for scene in graph.scenes for problem in _prompt(scene)),
        *_must(graph),
        *_reasons(graph),
        *_fairness(graph),
        *_bottlenecks(graph),
    ]


def _timer(scene: Scene) -> Iterator[Problem]:
    if scene.timer is None:
        return
    if scene.timer.seconds < MIN_SECONDS:
        message = f"Give a learner at least {MIN_SECONDS} seconds: this is a reading task too"
        yield Problem("E15", scene.key, "timer.seconds", message)
    open_to_all = {c.key for c in scene.choices if c.when is None and not c.once}
    if scene.timer.choice not in open_to_all:
        message = "Say which choice the time makes; it must be open to everybody"
        yield Problem("E15", scene.key, "timer.choice", message)


def _media(scene: Scene) -> Iterator[Problem]:
    for number, medium in enumerate(scene.media):
        place = f"media.{number}"
        if medium.id <= 0:
            yield Problem("E13", scene.key, f"{place}.id", "Choose a file from the library")
        if medium.kind == "image" and not medium.alt.strip() and not medium.decorative:
            message = "Say what the picture shows, or mark it as decorative"
            yield Problem("E13", scene.key, f"{place}.alt", message)
        if medium.kind != "image" and not medium.transcript.strip():
            message = "Write down what is said and what can be heard: not everybody can listen"
            yield Problem("E13", scene.key, f"{place}.transcript", message)


def _prompt(scene: Scene) -> Iterator[Problem]:
    if scene.kind == "panel" and not (scene.prompt and scene.prompt.question.strip()):
        message = "Write the question that learner and panel answer here"
        yield Problem("E11", scene.key, "prompt", message)
    elif scene.prompt and scene.prompt.type == "likert_sct" and not scene.prompt.new_info.strip():
        message = "A concordance question needs the new information that it asks about"
        yield Problem("E11", scene.key, "prompt.new_info", message)


def _must(graph: Graph) -> Iterator[Problem]:
    marked = [scene for scene in graph.scenes if scene.must != "none"]
    if not marked:
        return
    always = set(dominance.always_passed(graph))
    for scene in marked:
        if scene.must == "visit" and always and scene.key not in always:
            message = "Marked as one to see, but a learner can come to an ending without it"
            yield Problem("W17", scene.key, "must", message)
        if scene.must == "avoid" and scene.key in always:
            message = "Marked as one to avoid, but no way leads round it"
            yield Problem("W17", scene.key, "must", message)


def _reasons(graph: Graph) -> Iterator[Problem]:
    """W22: the fourth required reason in a row, scenes without a decision left aside."""
    asking = {s.key for s in graph.scenes if s.kind == "decision" and s.commit.reason == "required"}
    if len(asking) <= MOST_REASONS:
        return
    after = _next_decisions(graph)
    row = asking
    for _ in range(MOST_REASONS):
        row = {to for key in row for to in after[key] if to in asking}
    for scene in graph.scenes:
        if scene.key in row:
            message = f"More than {MOST_REASONS} reasons in a row are asked for: make one optional"
            yield Problem("W22", scene.key, "commit.reason", message)
            return


def _next_decisions(graph: Graph) -> dict[str, set[str]]:
    ways = routes.own_edges(graph)
    found: dict[str, set[str]] = {}
    for scene in graph.scenes:
        if scene.kind != "decision":
            continue
        seen: set[str] = set()
        waiting = list(ways[scene.key])
        while waiting:
            key = waiting.pop()
            if key not in seen:
                seen.add(key)
                if graph.scene[key].kind != "decision":
                    waiting.extend(ways[key])
        found[scene.key] = {key for key in seen if graph.scene[key].kind == "decision"}
    return found


def _fairness(graph: Graph) -> Iterator[Problem]:
    """W20: a question to the author, never a verdict: is only the wrongdoer given an origin?"""
    named: dict[str, str] = {}
    for scene in graph.scenes:
        for match in GROUP_WORDS.finditer(f"{scene.title} {scene.body}"):
            named.setdefault(match[1], scene.key)
    if len(named) == 1:
        word, key = next(iter(named.items()))
        message = (
            f"“{word}” is the only such word in the case. Does only one person have an origin, "
            "a faith or an orientation, and is it the one who does wrong?"
        )
        yield Problem("W20", key, "body", message)


def _bottlenecks(graph: Graph) -> Iterator[Problem]:
    always = [key for key in dominance.always_passed(graph) if key != graph.start]
    if always:
        titles = ", ".join(f"“{graph.scene[key].title}”" for key in always[:6])
        more = f" and {len(always) - 6} more" if len(always) > 6 else ""
        yield Problem("I04", "", "", f"Every way passes {titles}{more}")
