"""Rules about where a learner can go: reached, stuck, trapped, never so, always so.

Conditions are first ignored (routes), then estimated (ranges), then, for a case of usual size,
played out in full (exploration), which turns every estimate into an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from scenarios import ranges, routes
from scenarios.condition_trees import Condition
from scenarios.engine import State
from scenarios.exploration import Exploration, explore
from scenarios.graph import Graph, Interrupt, Scene
from scenarios.problems import Problem


def check(graph: Graph) -> list[Problem]:
    """Return the problems of a graph whose start, targets, keys and conditions are sound."""
    known = ranges.analyse(graph)
    played = explore(graph)
    return [
        *_reach(graph),
        *_ways_out(graph),
        *_open(graph, known, played),
        *_trapped(graph, played),
        *_choice_conditions(graph, known, played),
        *_interrupts(graph, known, played),
        *_blocks(graph, known, played),
        *_never_read(graph, known, played),
        *_variables(graph, known),
    ]


def _reach(graph: Graph) -> Iterator[Problem]:
    found = routes.reach([graph.start], routes.edges(graph))
    for scene in graph.scenes:
        if scene.key not in found:
            yield Problem(
                "E03",
                scene.key,
                "",
                "No way leads here: let a choice lead to it, or delete the scene",
            )


def _ways_out(graph: Graph) -> Iterator[Problem]:
    ways = routes.edges(graph)
    endings = [scene.key for scene in graph.scenes if scene.kind == "ending"]
    safe = routes.reach(endings, routes.backwards(ways))
    looping: set[str] = set()
    for knot in routes.loops(ways):
        if not safe.keys() & set(knot) and all(set(ways[key]) <= set(knot) for key in knot):
            looping |= set(knot)
            titles = ", ".join(f"“{graph.scene[key].title}”" for key in sorted(knot)[:4])
            yield Problem(
                "E06",
                sorted(knot)[0],
                "",
                f"{titles} go round for ever: give one of them a way out",
            )
    for scene in graph.scenes:
        if scene.key not in safe and scene.key not in looping:
            yield Problem("E04", scene.key, "", "No ending can be reached from here")


def _open(graph: Graph, known: ranges.Ranges, played: Exploration) -> Iterator[Problem]:
    stuck = {state.scene: state for state in reversed(played.stuck)}
    for scene in graph.scenes:
        env = known.standing.get(scene.key)
        if scene.kind != "decision" or not scene.choices or env is None:
            continue
        if played.complete and scene.key not in stuck:
            continue
        if not ranges.exhaustive(scene.choices, env):
            where = f" (when {_values(graph, stuck[scene.key])})" if scene.key in stuck else ""
            message = (
                f"A learner can find every choice closed here{where}: keep one choice open to all"
            )
            yield Problem("E05", scene.key, "choices", message)


def _trapped(graph: Graph, played: Exploration) -> Iterator[Problem]:
    if not played.complete:
        return
    stuck = {state.scene for state in played.stuck}
    first = {state.scene: state for state in reversed(played.trapped)}
    safe = routes.reach(
        [scene.key for scene in graph.scenes if scene.kind == "ending"],
        routes.backwards(routes.edges(graph)),
    )
    for key, state in first.items():
        if key in safe and key not in stuck and not _leads_to(graph, key, stuck):
            message = f"From here no ending can be reached any more when {_values(graph, state)}"
            yield Problem("E04", key, "", message)


def _leads_to(graph: Graph, key: str, stuck: set[str]) -> bool:
    """Whether a scene where learners get stuck explains the trap; that one is reported already."""
    return bool(stuck & routes.reach([key], routes.edges(graph)).keys())


def _values(graph: Graph, state: State) -> str:
    said = [
        f"{var.label or var.key} is {var.word(state.vars[var.key])}"
        for var in graph.vars
        if var.key in state.vars
    ]
    return ", ".join(said[:6]) or "these choices were made"


def _seen(
    place: str, condition: Condition, env: ranges.Env | None, played: Exploration
) -> tuple[bool, bool]:
    """Return whether the condition can be so, and whether it can be not so."""
    if played.complete:
        seen = played.seen.get(place, set())
        return True in seen, False in seen
    if env is None:
        return True, True
    return (
        ranges.refine(condition.node, env, True) is not None,
        ranges.refine(condition.node, env, False) is not None,
    )


def _choice_conditions(
    graph: Graph, known: ranges.Ranges, played: Exploration
) -> Iterator[Problem]:
    reached = played.scenes
    for scene in graph.scenes:
        env = known.standing.get(scene.key)
        if env is None or (played.complete and scene.key not in reached):
            continue
        for choice in scene.choices:
            if choice.when is not None:
                place = f"choices.{choice.key}.when"
                so, not_so = _seen(place, choice.when, env, played)
                yield from _judged(scene.key, place, f"“{choice.label}”", so, not_so)


def _judged(key: str, place: str, what: str, so: bool, not_so: bool) -> Iterator[Problem]:
    if not so:
        message = f"{what} can never appear: no learner who gets here fulfils its condition"
        yield Problem("E08", key, place, message)
    elif not not_so:
        yield Problem("W02", key, place, f"{what} has a condition that is always fulfilled")


def _interrupts(graph: Graph, known: ranges.Ranges, played: Exploration) -> Iterator[Problem]:
    for number, interrupt in enumerate(graph.interrupts):
        if interrupt.when is None:
            continue
        envs = [
            env
            for key, env in known.entered.items()
            if graph.scene[key].kind != "ending" and key != interrupt.to
        ]
        if not any(ranges.possible(interrupt.when.node, env) for env in envs):
            message = "This rule can never lead away: its condition is never fulfilled"
            yield Problem("E08", "", f"interrupts.{number}.when", message)
        if number in played.tangled or _pulls(graph, number, interrupt, envs):
            message = "This rule and another one lead to each other: make one of them act only once"
            yield Problem("E12", "", f"interrupts.{number}", message)


def _pulls(graph: Graph, number: int, interrupt: Interrupt, envs: list[ranges.Env]) -> bool:
    """Whether a second repeating rule can be so at the same time and leads elsewhere."""
    if interrupt.once or interrupt.when is None or graph.scene[interrupt.to].kind == "ending":
        return False
    for other, rival in enumerate(graph.interrupts):
        if other == number or rival.once or rival.when is None or rival.to == interrupt.to:
            continue
        if graph.scene[rival.to].kind == "ending":
            continue
        for env in envs:
            both = ranges.refine(interrupt.when.node, env, True)
            if both is not None and ranges.possible(rival.when.node, both):
                return True
    return False


def _blocks(graph: Graph, known: ranges.Ranges, played: Exploration) -> Iterator[Problem]:
    env: ranges.Env | None = None
    for scene in graph.scenes:
        if scene.kind == "ending" and scene.key in known.standing:
            env = ranges.join(env, known.standing[scene.key])
    for number, block in enumerate(graph.debrief.blocks):
        if block.when is not None and env is not None:
            place = f"debrief.blocks.{number}.when"
            so, not_so = _seen(place, block.when, env, played)
            yield from _judged("", place, f"Part {number + 1} of the debrief", so, not_so)


def _never_read(graph: Graph, known: ranges.Ranges, played: Exploration) -> Iterator[Problem]:
    """W01 where no learner arrives; W23 where they arrive and a rule takes them on before they can
    read.
    """
    found = routes.reach([graph.start], routes.edges(graph))
    read = played.scenes if played.complete else known.standing.keys()
    entered = played.passed.keys() if played.complete else known.entered.keys()
    for scene in graph.scenes:
        if scene.key not in found or scene.key in read:
            continue
        if scene.key in entered:
            message = _passed_over(graph, scene, known, played)
            yield Problem("W23", scene.key, "", message)
        else:
            yield Problem("W01", scene.key, "", _closed_off(graph, scene, read))


def _passed_over(graph: Graph, scene: Scene, known: ranges.Ranges, played: Exploration) -> str:
    if played.complete:
        numbers = sorted(played.passed[scene.key])
    else:
        env = known.entered[scene.key]
        numbers = [
            number
            for number, rule in graph.urgent
            if rule.when and rule.to != scene.key and ranges.possible(rule.when.node, env)
        ]
    titles = dict.fromkeys(graph.scene[graph.interrupts[number].to].title for number in numbers)
    rules = " or ".join(f"“{title}”" for title in titles)
    return (
        f"Nobody can read this scene: whoever comes here is taken to {rules} at once, by a rule of"
        " the whole case. Change when that rule acts, or write what matters here into another scene"
    )


def _closed_off(graph: Graph, scene: Scene, read: AbstractSet[str]) -> str:
    """Say which closed way leads here, or which scene before it has to be mended first."""
    closed = [
        f"“{choice.label}” in “{before.title}”"
        for before in graph.scenes
        if before.key in read and before.kind == "decision"
        for choice in before.choices
        if choice.to == scene.key
    ]
    if closed:
        ways = _listed(closed)
        return (
            f"No learner can come here: the condition of {ways} is never fulfilled."
            " Change the condition, or let another choice lead here"
        )
    before = [each for each in graph.scenes if any(to == scene.key for _, _, to in each.ways())]
    titles = _listed([f"“{each.title}”" for each in before])
    if titles:
        return (
            f"No learner can come here: the ways here begin in {titles}, where nobody gets to"
            " choose. Mend that first, or let another scene lead here"
        )
    return (
        "No learner can come here: the rule of the whole case that leads here never acts."
        " Change its condition, or let a choice lead here"
    )


def _listed(words: list[str]) -> str:
    return ", ".join(words[:2]) + (f" and {len(words) - 2} more" if len(words) > 2 else "")


def _variables(graph: Graph, known: ranges.Ranges) -> Iterator[Problem]:
    read = {
        key
        for _, _, condition in graph.conditions()
        for kind, key in ranges.asked(condition.node)
        if kind == "var"
    }
    changed = {
        effect.var
        for scene in graph.scenes
        for effects in (
            scene.on_enter,
            *(choice.effects for choice in scene.choices),
            *(branch.effects for branch in scene.branches),
        )
        for effect in effects
    }
    for var in graph.vars:
        place = f"vars.{var.key}"
        if var.key not in read and var.show == "never":
            yield Problem("W03", "", place, f"Nothing reads “{var.label}”: use it or delete it")
        if var.key not in changed:
            yield Problem("W03", "", place, f"Nothing changes “{var.label}”: use it or delete it")
        if var.key in known.clipped:
            message = f"“{var.label}” can reach its limit, and then a change has no effect"
            yield Problem("W04", "", place, message)
