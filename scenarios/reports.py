"""Read-only: the debrief of a finished run, and the way of one that was left."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import Attempt, Enrolment
from courses.people.models import Person
from courses.people.services import sealing
from courses.places import back_to
from scenarios import engine, maps, pages, panelshown, quality, sharing, texts
from scenarios.colleagues import Share, peers
from scenarios.concordance import PanelView
from scenarios.engine import State
from scenarios.forms import ASKING, SURE, scale_of
from scenarios.graph import Choice, Graph
from scenarios.models import Justification, Run, Step
from scenarios.panelshown import PanelShown
from scenarios.quality import Worth
from scenarios.services import versions
from scenarios.services.versions import Case

RATINGS = {
    "best": (_("The strongest choice here"), "done"),
    "acceptable": (_("A sound choice"), "open"),
    "problematic": (_("It cost something"), "caution"),
    "harmful": (_("It did harm"), "overdue"),
}
STANCES = {"upholds": _("upheld"), "strains": _("strained"), "breaches": _("breached")}
TONES = {
    "constructive": _("It came out well enough for the people in it."),
    "mixed": _("Something was gained, and something was lost."),
    "harmful": _("Somebody was harmed on this road."),
    "neutral": _("It came to an end."),
}


@dataclass
class Road:
    """One choice of a decision as the debrief judges it."""

    label: str
    rating: str
    words: Any
    icon: str
    feedback: str


@dataclass
class Moment:
    """One decision of the way: what was chosen, what it was worth, and what else there was."""

    title: str
    where: str
    seq: int
    taken: Road
    others: list[Road]
    expert: str
    reason: str = ""
    sure: Any = ""
    shares: list[Share] = field(default_factory=list)
    stances: list[tuple[str, str, Any]] = field(default_factory=list)
    panel: PanelShown | None = None
    # Whether others may read the reason, and what others wrote; see `sharing`.
    sharing: str = ""
    heard: list[str] = field(default_factory=list)
    # Whether another road may be begun here: not where an older version of the case was played.
    may_fork: bool = True
    # Nobody decided here: the time limit did.
    by_time: bool = False


def review(*, attempt: Attempt) -> tuple[str, dict[str, Any]]:
    """Template and context of an attempt's read-only replay, from the text that was shown."""
    run = Run.objects.select_related("version").get(attempt=attempt)
    steps = list(run.steps.select_related("version").order_by("seq"))
    version = steps[-1].version if steps else run.version
    case = versions.case_of(version.uuid)
    if run.is_playing:
        return "scenarios/left.html", {"case": case, "stops": _way(case, run), "run": run}
    context = _debriefed(case, run, steps, attempt)
    person = Person(pk=attempt.enrolment.person_id)
    sharing.add(context["moments"], case=case, run=run, person=person)
    return "scenarios/debrief.html", {
        **context,
        "attempt": attempt,
        "replay_url": _replay(attempt),
        "road_url": reverse("cases:fork", args=[attempt.uuid]),
    }


def review_road(*, road: Run) -> tuple[str, dict[str, Any]]:
    """Template and context of the debrief of another road: its way begins as the learner's own."""
    parent: Any = road.parent
    before = parent.steps.select_related("version").filter(seq__lt=road.forked_seq)
    steps = [*before.order_by("seq"), *road.steps.select_related("version").order_by("seq")]
    case = versions.case_of(steps[-1].version.uuid)
    return "scenarios/debrief.html", {
        **_debriefed(case, road, steps, parent.attempt),
        "is_road": True,
        "own_url": reverse("learn:review", args=[parent.attempt.uuid]),
    }


def _debriefed(case: Case, run: Run, steps: list[Step], attempt: Attempt) -> dict[str, Any]:
    person = Person(pk=attempt.enrolment.person_id)
    written = words_of(person, steps)
    return {
        "case": case,
        "run": run,
        "back_url": back_to(attempt),
        **debrief(
            case,
            State.from_json(run.scene_key, run.state),
            _standing(run, steps),
            written,
            _compared(case, person, run),
            panelshown.in_debrief(case, run.path),
            moved=run.moved_seq,
            by_time={entry["seq"] for entry in run.path if entry.get("by_time")},
        ),
        "worths": _worths(case, run, steps),
        "answers": _answers(case.graph, steps, written),
        "taken_back": _taken_back(case, run, steps),
    }


def _worths(case: Case, run: Run, steps: list[Step]) -> list[Worth]:
    """The points of a way, each step weighed in the version in which it was taken."""
    if not case.graph.scales:
        return []
    ways = [
        (versions.case_of(step.version.uuid).graph, step.choice_key)
        for step in _standing(run, steps)
        if step.kind in (Step.Kind.CHOICE, Step.Kind.ADVANCE)
    ]
    return quality.worth_of(case.graph, run.seed, ways)


def debrief(
    case: Case,
    state: State,
    steps: Sequence[Step],
    written: dict[tuple[int, int], str],
    compared: dict[str, list[Share]],
    panel: dict[str, PanelView] | None = None,
    moved: int = -1,
    by_time: Collection[int] = (),
) -> dict[str, Any]:
    """The debrief of a way through a case; the preview calls it with steps that were never kept."""
    graph = case.graph
    ending = graph.scene[state.scene]
    moments = [
        _moment(
            _shown(graph, step),
            step,
            written.get((step.seq, 0), ""),
            compared.get(step.scene_key, []),
            (panel or {}).get(step.scene_key),
            may_fork=step.seq > moved,
            by_time=step.seq in by_time,
        )
        for step in steps
        if step.choice_key
    ]
    return {
        "ending": ending,
        "tone": TONES[ending.ending.tone] if ending.ending else "",
        "ending_text": texts.html(ending.body),
        "debrief_text": texts.html(ending.debrief),
        "moments": moments,
        "reflections": _reflections(graph, steps, written, panel or {}),
        "principles": _principles(graph, moments),
        "blocks": [texts.html(block.text) for block in engine.debrief_blocks(graph, state)],
        "resources": graph.debrief.resources,
        "counters": pages.counters(graph, state, None, ("play", "debrief")),
        "map": maps.draw(graph, [*(step.scene_key for step in steps), state.scene]),
        "circumstances": [
            _shown(graph, step).scene[step.scene_key].title for step in steps if step.branch_key
        ],
    }


def _standing(run: Run, steps: list[Step]) -> list[Step]:
    """The steps that count: those that no undo superseded."""
    kept = {entry["seq"] for entry in run.path}
    return [step for step in steps if step.seq in kept]


def _shown(graph: Graph, step: Step) -> Graph:
    """The graph that explains a step: the present one, or, after a move to a version in which its
    scene or choice is gone, the one in which it was taken.
    """
    is_known = step.scene_key in graph.scene and (
        not step.choice_key or step.choice_key in graph.choice
    )
    return graph if is_known else versions.case_of(step.version.uuid).graph


def _moment(
    graph: Graph,
    step: Step,
    reason: str,
    compared: list[Share],
    panel: PanelView | None,
    may_fork: bool,
    by_time: bool,
) -> Moment:
    scene, choice = graph.choice[step.choice_key]
    labels = {one.key: texts.typographic(one.label) for one in graph.principles}
    return Moment(
        title=texts.typographic(scene.title),
        where=texts.typographic(" · ".join(part for part in (scene.place, scene.time) if part)),
        seq=step.seq,
        taken=road_of(choice),
        others=[road_of(other) for other in scene.choices if other.key != choice.key],
        expert=texts.html(scene.expert),
        reason=reason,
        sure=dict(SURE).get(step.confidence or 0, ""),
        shares=compared,
        stances=[
            (labels.get(stance.key, stance.key), stance.stance, STANCES[stance.stance])
            for stance in choice.principles
        ],
        panel=panelshown.shown(scene, panel, choice.key),
        may_fork=may_fork,
        by_time=by_time,
    )


def road_of(choice: Choice) -> Road:
    """A choice with its judgement in words."""
    words, icon = RATINGS.get(choice.rating, ("", "open"))
    feedback = texts.html(choice.feedback.text)
    return Road(texts.typographic(choice.label), choice.rating, words, icon, feedback)


def _principles(graph: Graph, moments: list[Moment]) -> list[dict[str, Any]]:
    """Each principle with the scenes in which this way upheld, strained or breached it."""
    found = []
    for principle in graph.principles:
        label = texts.typographic(principle.label)
        rows = {
            stance: [
                moment.title
                for moment in moments
                if any(name == label and kind == stance for name, kind, _word in moment.stances)
            ]
            for stance in STANCES
        }
        if any(rows.values()):
            found.append({"label": label, "source": texts.typographic(principle.source), **rows})
    return found


def _reflections(
    graph: Graph,
    steps: Sequence[Step],
    written: dict[tuple[int, int], str],
    panel: dict[str, PanelView],
) -> list[dict[str, Any]]:
    """What was asked on the way, what the learner wrote or ticked, and what a panel did."""
    found = []
    for step in steps:
        scene = _shown(graph, step).scene[step.scene_key]
        if scene.kind not in ASKING or scene.prompt is None:
            continue
        ticked = dict(scale_of(scene)).get(step.answer) if step.answer is not None else None
        text = str(ticked) if ticked is not None else written.get((step.seq, 0), "")
        mine = "" if step.answer is None else str(step.answer)
        others = panelshown.shown(scene, panel.get(scene.key), mine)
        if text or others:
            found.append({"question": scene.prompt.question, "text": text, "panel": others})
    return found


def _answers(
    graph: Graph, steps: list[Step], written: dict[tuple[int, int], str]
) -> list[dict[str, str]]:
    closing = next((step.seq for step in steps if step.kind == Step.Kind.CLOSE), -1)
    return [
        {"question": question, "text": written[closing, number]}
        for number, question in enumerate(graph.debrief.questions)
        if (closing, number) in written
    ]


def words_of(person: Person, steps: list[Step]) -> dict[tuple[int, int], str]:
    """A person's own words by step and question, or none where their key is gone."""
    numbers = {step.pk: step.seq for step in steps}
    rows = list(Justification.objects.filter(step__in=numbers))
    sealed = [(row.uuid, row.sealed, row.key_uuid) for row in rows]
    try:
        opened = sealing.open_texts(person=person, rows=sealed) if rows else []
    except sealing.KeyUnavailable:
        return {}
    return {
        (numbers[row.step_id], row.number): text for row, text in zip(rows, opened, strict=True)
    }


def _taken_back(case: Case, run: Run, steps: list[Step]) -> list[dict[str, str]]:
    """Choices that an undo superseded: they stay on record, and the learner sees that they do."""
    kept = {entry["seq"] for entry in run.path}
    # What was decided before the case was begun again was not taken back.
    again = [s.seq for s in steps if s.kind == Step.Kind.MOVE and s.back_to is not None]
    return [
        {
            "title": texts.typographic(found[0].title),
            "choice": texts.typographic(found[1].label),
        }
        for step in steps
        if step.seq not in kept
        and step.seq > max(again, default=-1)
        and (found := _shown(case.graph, step).choice.get(step.choice_key))
    ]


def _way(case: Case, run: Run) -> list[dict[str, Any]]:
    return pages.stops(case, run.path, run.scene_key)


def _replay(attempt: Attempt) -> str:
    """Where another try begins, or nothing when the turn has ended or no try is left."""
    rules = attempt.edition_activity.rules
    if attempt.enrolment.state != Enrolment.State.OPEN or rules.get("attempts") is not None:
        return ""
    return reverse("learn:begin", args=[attempt.enrolment.uuid, attempt.activity.uuid])


def _compared(case: Case, person: Person, run: Run) -> dict[str, list[Share]]:
    if not case.compares:
        return {}
    chosen = {entry["scene"]: entry["choice"] for entry in run.path if entry["choice"]}
    return peers(case=case, person=person, chosen=chosen)
