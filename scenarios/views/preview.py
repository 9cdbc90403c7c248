"""Play a draft inside the editor, from its start or from any scene that a learner can reach.

The way stands in the address; nothing is kept. Beginning in the middle means walking a way that a
learner could really take: the variables are what that way makes of them.
"""

from types import SimpleNamespace

from django.shortcuts import render
from django.utils.http import urlencode

from scenarios import aftermath, engine, feasible, forms, pages, reports, texts
from scenarios.engine import NotOpen, NoWayOn, State
from scenarios.graph import Graph, Scene
from scenarios.services.versions import Case
from scenarios.shapes import ShapeError
from scenarios.validation import check

SEED = 1
ON = feasible.ON
# With one of these a case cannot be walked at all.
BROKEN = ("E01", "E02", "E07", "E11")
MAX_WAY = 400
MAX_PLACES = 200  # scenes that are offered to begin at; the address takes any


def preview(request, scenario):
    """The scene at the end of the way in the address, or the debrief after an ending."""
    way = [key for key in getattr(request, "preview_way", []) if key][:MAX_WAY]
    wanted = getattr(request, "preview_from", "")
    try:
        graph = Graph.from_data(scenario.draft)
        if wanted:
            return _begin_at(request, scenario, graph, wanted)
        states = feasible.walk(graph, [key for key in way if key != "debrief"], SEED)
    except (ShapeError, NotOpen, NoWayOn, KeyError):
        return render(request, "scenarios/preview_broken.html", {"scenario": scenario})
    case = _case(scenario, graph)
    base = {"case": case, "restart": "?", "preview": True}
    if way and way[-1] == "debrief" and engine.is_over(graph, states[-1]):
        return render(
            request, "scenarios/preview_debrief.html", {**base, **_debrief(case, way, states)}
        )
    before = states[-2] if len(states) > 1 else None
    context = {
        **base,
        **pages.scene_page(case, states[-1], before),
        "aftermath": aftermath.read_now(case, _path(graph, way, states), {}),
        "scale": forms.scale_of(_scene(graph, states)),
        "on_url": _address([*way, "debrief" if engine.is_over(graph, states[-1]) else ON]),
        "back_url": _address(way[:-1]) if way else "",
        "known": _values(graph, states[-1]),
        "places": [
            (texts.typographic(scene.title), f"?{urlencode({'from': scene.key})}")
            for scene in graph.scenes[:MAX_PLACES]
        ],
    }
    context["roads"] = [(card, _address([*way, card.key])) for card in context["cards"]]
    return render(request, "scenarios/preview.html", context)


def _scene(graph: Graph, states: list[State]) -> Scene:
    """The scene at the end of a way."""
    return graph.scene[states[-1].scene]


def _path(graph: Graph, way: list[str], states: list[State]) -> list[dict]:
    """A way as a run keeps it."""
    return [
        {"scene": state.scene, "choice": key if key in graph.choice else ""}
        for key, state in zip(way, states, strict=False)
    ]


def _address(way: list[str]) -> str:
    return f"?{urlencode({'way': way}, doseq=True)}" if way else "?"


def _begin_at(request, scenario, graph: Graph, wanted: str):
    """The ways that lead to a scene: the shortest is offered first, each with what it makes so."""
    case = _case(scenario, graph)
    ways = feasible.ways_to(graph, wanted) if not _unfinished(graph) else []
    context = {
        "case": case,
        "restart": "?",
        "scene": graph.scene.get(wanted),
        "ways": [
            {
                "address": _address(list(way.keys)) if way.keys else "?",
                "steps": _steps(graph, way.keys),
                "counters": _values(graph, way.state),
            }
            for way in ways
        ],
    }
    status = 200 if ways else 404
    return render(request, "scenarios/preview_begin.html", context, status=status)


def _unfinished(graph: Graph) -> bool:
    return any(problem.rule in BROKEN for problem in check(graph))


def _steps(graph: Graph, keys: tuple[str, ...]) -> list[dict]:
    """Each step of a way in words: the scene, and what was chosen there."""
    states = feasible.walk(graph, keys, SEED)
    return [
        {
            "title": texts.typographic(graph.scene[state.scene].title),
            "choice": texts.typographic(graph.choice[key][1].label) if key in graph.choice else "",
        }
        for state, key in zip(states, keys, strict=False)
    ]


def _values(graph: Graph, state: State) -> list[dict]:
    return pages.counters(graph, state, None, ("never", "play", "debrief"))


def _case(scenario, graph: Graph) -> Case:
    names = (
        "title", "illustration", "illustration_alt", "mode", "back_policy", "peer_compare",
        "feedback_timing",
    )  # fmt: skip
    head = {name: getattr(scenario, name) for name in names}
    return Case(0, scenario.uuid, 0, graph, head)


def _debrief(case: Case, way: list[str], states: list[State]) -> dict:
    """The debrief of a way that was never recorded."""
    steps = [
        SimpleNamespace(
            seq=number,
            scene_key=state.scene,
            choice_key=key if key in case.graph.choice else "",
            branch_key=key.removeprefix(feasible.BRANCH) if key[0] == feasible.BRANCH else "",
            confidence=None,
            answer=None,
        )
        for number, (key, state) in enumerate(zip(way[:-1], states, strict=False))
    ]
    return reports.debrief(case, states[-1], steps, {}, {})
