"""Play a draft from its start inside the editor. The way stands in the address; nothing is kept."""

from types import SimpleNamespace

from django.shortcuts import render
from django.utils.http import urlencode

from scenarios import engine, pages, reports
from scenarios.engine import NotOpen, NoWayOn, State
from scenarios.graph import Graph
from scenarios.services.versions import Case
from scenarios.shapes import ShapeError

SEED = 1
ON = "-"  # in the address: a step that takes no choice
MAX_WAY = 400


def preview(request, scenario):
    """The scene at the end of the way in the address, or the debrief after an ending."""
    way = [key for key in getattr(request, "preview_way", []) if key][:MAX_WAY]
    try:
        graph = Graph.from_data(scenario.draft)
        states = _walk(graph, [key for key in way if key != "debrief"])
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
        "on_url": _address([*way, "debrief" if engine.is_over(graph, states[-1]) else ON]),
        "back_url": _address(way[:-1]) if way else "",
    }
    context["roads"] = [(card, _address([*way, card.key])) for card in context["cards"]]
    return render(request, "scenarios/preview.html", context)


def _address(way: list[str]) -> str:
    return f"?{urlencode({'way': way}, doseq=True)}" if way else "?"


def _walk(graph: Graph, way: list[str]) -> list[State]:
    """Every state of the way, the start first."""
    states = [engine.begin(graph).after]
    for key in way:
        if key == ON:
            states.append(engine.advance(graph, states[-1], SEED).after)
        else:
            states.append(engine.choose(graph, states[-1], key).after)
    return states


def _case(scenario, graph: Graph) -> Case:
    names = ("title", "illustration", "illustration_alt", "mode", "back_policy", "peer_compare")
    head = {name: getattr(scenario, name) for name in names}
    return Case(0, scenario.uuid, 0, graph, head)


def _debrief(case: Case, way: list[str], states: list[State]) -> dict:
    """The debrief of a way that was never recorded."""
    steps = [
        SimpleNamespace(
            seq=number,
            scene_key=state.scene,
            choice_key="" if key == ON else key,
            branch_key="",
            confidence=None,
        )
        for number, (key, state) in enumerate(zip(way[:-1], states, strict=False))
    ]
    return reports.debrief(case, states[-1], steps, {}, {})
