"""Everything that is checked before a case may be published: E blocks, W asks for a second look, I
informs.

`check` runs on a draft of any state and never raises. The rules that need a walk through the case
run only once the structure holds together, so an author first sees what is missing, then what is
unreachable, then what is unwise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from scenarios import care, flow, scores, teaching
from scenarios.concordance import Heard, weak_items
from scenarios.condition_checks import faults
from scenarios.conditions import KEYWORDS
from scenarios.graph import Effect, Graph, Scene
from scenarios.problems import Problem
from scenarios.texts import disallowed

KEY = re.compile(r"[a-z][a-z0-9_-]{0,79}")
MAX_SCENES, MAX_CHOICES, MAX_VARS, MAX_BODY = 2_000, 12, 40, 20_000


def check(
    graph: Graph,
    est_minutes: int | None = None,
    heard: Mapping[str, Sequence[Heard]] | None = None,
) -> list[Problem]:
    """Return every problem of the draft, the grave ones first.

    `heard` are the facts of a panel's answers, by scene, for whoever has them at hand.
    """
    problems = [
        *_start(graph),
        *_targets(graph),
        *_keys(graph),
        *_conditions(graph),
        *_effects(graph),
        *_scenes(graph),
        *_caps(graph),
        *_html(graph),
    ]
    if not any(problem.rule in ("E01", "E02", "E07", "E11") for problem in problems):
        problems += [*flow.check(graph), *scores.check(graph)]
    problems += care.check(graph)
    problems += teaching.check(graph, est_minutes)
    problems += weak_items(graph, heard or {})
    return sorted(set(problems), key=lambda problem: ("EWI".index(problem.severity), problem))


def _start(graph: Graph) -> Iterator[Problem]:
    if graph.start not in graph.scene:
        yield Problem("E01", "", "start", "Say with which scene the case begins")
    if not any(scene.kind == "ending" for scene in graph.scenes):
        yield Problem(
            "E10",
            "",
            "scenes",
            "Add at least one ending: without one the case never comes to its debrief",
        )


def _targets(graph: Graph) -> Iterator[Problem]:
    for scene in graph.scenes:
        for name, key, to in scene.ways():
            if to not in graph.scene:
                what = (
                    f"“{to}” does not exist: choose a scene"
                    if to
                    else "Choose the scene that follows"
                )
                yield Problem("E02", scene.key, f"{name}.{key}.to" if key else name, what)
    for number, interrupt in enumerate(graph.interrupts):
        if interrupt.to not in graph.scene:
            yield Problem(
                "E02", "", f"interrupts.{number}.to", "Choose the scene to which this rule leads"
            )


def _keys(graph: Graph) -> Iterator[Problem]:
    groups = {
        "scenes": [scene.key for scene in graph.scenes],
        "choices": [choice.key for scene in graph.scenes for choice in scene.choices],
        "vars": [var.key for var in graph.vars],
        "principles": [principle.key for principle in graph.principles],
        "scales": [scale.key for scale in graph.scales],
        "sections": [section.key for section in graph.sections],
    }
    for name, keys in groups.items():
        for key, count in Counter(keys).items():
            if count > 1:
                yield Problem(
                    "E11",
                    key if name == "scenes" else "",
                    name,
                    f"The key “{key}” is used {count} times",
                )
            if not KEY.fullmatch(key) or key in KEYWORDS:
                message = f"“{key}” cannot be a key: use a small letter, then letters and digits"
                yield Problem("E11", "", name, message)
    for scene in graph.scenes:
        if not scene.title.strip():
            yield Problem("E11", scene.key, "title", "Give the scene a title")
        for choice in scene.choices:
            if not choice.label.strip():
                yield Problem(
                    "E11",
                    scene.key,
                    f"choices.{choice.key}.label",
                    "Write what the learner would do",
                )
    for var in graph.vars:
        if not var.label.strip():
            yield Problem(
                "E11", "", f"vars.{var.key}.label", f"Give the variable “{var.key}” a name"
            )


def _conditions(graph: Graph) -> Iterator[Problem]:
    for key, place, condition in graph.conditions():
        for fault in faults(condition.node, graph.names):
            yield Problem("E07", key, place, f"In the condition: {fault}")
    for number, interrupt in enumerate(graph.interrupts):
        if interrupt.when is None:
            yield Problem("E07", "", f"interrupts.{number}.when", "Say when this rule leads away")
    for var in graph.vars:
        yield from _variable(graph, var.key)


def _variable(graph: Graph, key: str) -> Iterator[Problem]:
    var = graph.variable[key]
    if var.type == "count" and not (type(var.initial) is int and var.min <= var.initial <= var.max):
        yield Problem(
            "E07",
            "",
            f"vars.{key}.initial",
            f"“{var.label}” starts between its lowest and highest value",
        )
    if var.type == "option" and var.initial not in var.options:
        yield Problem(
            "E07", "", f"vars.{key}.initial", f"“{var.label}” starts with one of its options"
        )
    if var.type == "flag" and var.initial not in (False, True):
        yield Problem("E07", "", f"vars.{key}.initial", f"“{var.label}” starts as so or not so")
    if var.type == "count" and var.words and len(var.words) != var.max - var.min + 1:
        count = var.max - var.min + 1
        message = f"“{var.label}” needs {count} words, one for each value, not {len(var.words)}"
        yield Problem("E07", "", f"vars.{key}.words", message)


def _effects(graph: Graph) -> Iterator[Problem]:
    for scene in graph.scenes:
        for place, effects in _scene_effects(scene):
            for effect in effects:
                fault = _effect_fault(graph, effect)
                if fault:
                    yield Problem("E07", scene.key, place, f"In the effect: {fault}")


def _scene_effects(scene: Scene) -> Iterator[tuple[str, tuple[Effect, ...]]]:
    yield "on_enter", scene.on_enter
    yield from ((f"choices.{choice.key}.effects", choice.effects) for choice in scene.choices)
    yield from ((f"branches.{branch.key}.effects", branch.effects) for branch in scene.branches)


def _effect_fault(graph: Graph, effect: Effect) -> str:
    var = graph.variable.get(effect.var)
    if var is None:
        return f"there is no variable “{effect.var}”"
    if (effect.op in ("on", "off")) != (var.type == "flag"):
        return f"“{effect.op}” does not fit “{var.label or var.key}”, which is a {var.type}"
    if var.type == "option" and (effect.op != "set" or effect.value not in var.options):
        return f"set “{var.label or var.key}” to one of its options"
    if var.type == "count" and type(effect.value) is not int:
        return f"“{var.label or var.key}” changes by a whole number"
    return ""


def _scenes(graph: Graph) -> Iterator[Problem]:
    principles = {principle.key for principle in graph.principles}
    scales = {scale.key for scale in graph.scales}
    sections = {section.key for section in graph.sections}
    for scene in graph.scenes:
        if scene.kind == "decision" and not scene.choices:
            yield Problem("E05", scene.key, "choices", "A decision needs choices: add at least two")
        if scene.kind == "ending" and not scene.debrief.strip():
            yield Problem("E09", scene.key, "debrief", "Write the debrief for this ending")
        if scene.illustration and not scene.illustration_alt.strip() and not scene.decorative:
            yield Problem(
                "E13",
                scene.key,
                "illustration_alt",
                "Say what the picture shows, or mark it as decorative",
            )
        weights = [branch.weight for branch in scene.branches]
        if scene.kind == "chance" and (len(weights) < 2 or min(weights) <= 0):
            yield Problem(
                "E14",
                scene.key,
                "branches",
                "Chance needs two branches or more, each with a weight above 0",
            )
        if scene.kind == "reflect" and not (scene.prompt and scene.prompt.question.strip()):
            yield Problem(
                "E11", scene.key, "prompt", "Write the question that the learner answers here"
            )
        if scene.section and scene.section not in sections:
            yield Problem("E07", scene.key, "section", f"There is no section “{scene.section}”")
        for choice in scene.choices:
            for key in choice.points:
                if key not in scales:
                    place = f"choices.{choice.key}.points"
                    yield Problem("E07", scene.key, place, f"There is no scale “{key}”")
            for stance in choice.principles:
                if stance.key not in principles:
                    message = f"There is no principle “{stance.key}” in this case"
                    yield Problem("E07", scene.key, f"choices.{choice.key}.principles", message)


def _caps(graph: Graph) -> Iterator[Problem]:
    if len(graph.scenes) > MAX_SCENES:
        yield Problem(
            "E16", "", "scenes", f"A case has at most {MAX_SCENES:,} scenes; make two cases of it"
        )
    if len(graph.vars) > MAX_VARS:
        yield Problem("E16", "", "vars", f"A case remembers at most {MAX_VARS} variables")
    for scene in graph.scenes:
        if len(scene.choices) > MAX_CHOICES:
            yield Problem(
                "E16",
                scene.key,
                "choices",
                f"A decision has at most {MAX_CHOICES} choices; use two scenes",
            )
        if len(scene.body) > MAX_BODY:
            yield Problem(
                "E16",
                scene.key,
                "body",
                f"A scene has at most {MAX_BODY:,} characters; use two scenes",
            )


def _html(graph: Graph) -> Iterator[Problem]:
    for scene in graph.scenes:
        texts = {"body": scene.body, "expert": scene.expert, "debrief": scene.debrief}
        texts |= {
            f"choices.{choice.key}.feedback": choice.feedback.text for choice in scene.choices
        }
        for name, text in texts.items():
            for fault in disallowed(text):
                yield Problem("E17", scene.key, name, fault)
    for number, block in enumerate(graph.debrief.blocks):
        for fault in disallowed(block.text):
            yield Problem("E17", "", f"debrief.blocks.{number}.text", fault)
    for number, resource in enumerate(graph.debrief.resources):
        if resource.url and urlsplit(resource.url).scheme not in ("http", "https"):
            yield Problem(
                "E17",
                "",
                f"debrief.resources.{number}.url",
                "A resource's address begins with https://",
            )
