"""Play a draft inside the editor, from its start or from any scene that a learner can reach.

The way stands in the address; nothing is kept. Beginning in the middle means walking a way that a
learner could really take: the variables are what that way makes of them. What a panel and what
colleagues answered stands where learners read it; a time limit is told and does not run.
"""

from types import SimpleNamespace
from typing import Any

from django.shortcuts import render
from django.utils.http import urlencode

from courses.people.models import Person
from scenarios import (
    aftermath,
    colleagues,
    engine,
    feasible,
    forms,
    pages,
    panelshown,
    quality,
    reports,
    texts,
)  # fmt: skip
from scenarios.colleagues import Share
from scenarios.engine import NotOpen, NoWayOn, State
from scenarios.graph import Graph, Scene
from scenarios.services import panels, timing
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
        is_empty = not (scenario.draft or {}).get("scenes")
        return render(request, "scenarios/preview_broken.html", {"is_empty": is_empty})
    case = _case(scenario, graph)
    base = {"case": case, "restart": "?", "preview": True}
    if way and way[-1] == "debrief" and engine.is_over(graph, states[-1]):
        told = _debrief(case, way, states, request.user.person)
        return render(request, "scenarios/preview_debrief.html", {**base, **told})
    before = states[-2] if len(states) > 1 else None
    context = {
        **base,
        **pages.scene_page(case, states[-1], before),
        "aftermath": _aftermath(case, _path(graph, way, states), request.user.person),
        "limit": timing.set_for(graph, _scene(graph, states)),
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


def _aftermath(case: Case, path: list[dict], person: Person) -> list[aftermath.Aftermath]:
    """What a learner would read now on the last answer, of the panel and of colleagues too."""
    panel = None
    scene = panelshown.just_left(case, path[-1]) if path else None
    if scene is not None:
        view = panels.view(scenario_uuid=case.scenario_uuid, scene_key=scene.key, scene=scene)
        panel = panelshown.shown(scene, view, path[-1]["choice"])
    shares = _peers(case, aftermath.just_chosen(path), person) if case.compares_at_once else {}
    return aftermath.read_now(case, path, shares, panel)


def _peers(case: Case, chosen: dict[str, str], person: Person) -> dict[str, list[Share]]:
    """What colleagues of the author chose first, as a learner there would read it."""
    return colleagues.peers(case=case, person=person, chosen=chosen) if chosen else {}


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
        "feedback_timing", "panel_show",
    )  # fmt: skip
    head = {name: getattr(scenario, name) for name in names}
    return Case(0, scenario.uuid, 0, graph, head)


def _debrief(case: Case, way: list[str], states: list[State], person: Person) -> dict[str, Any]:
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
    chosen = {step.scene_key: step.choice_key for step in steps if step.choice_key}
    return {
        **reports.debrief(
            case,
            states[-1],
            steps,
            {},
            _peers(case, chosen, person) if case.compares else {},
            panelshown.in_debrief(case, _path(case.graph, way[:-1], states)),
        ),
        "worths": quality.worth(case.graph, SEED, [step.choice_key for step in steps]),
    }
