"""The transcript of a run: every step as it was shown, with what was decided, how surely and why.

Read-only, for its owner alone. Feedback stands in it as far as the learner may have read it by now:
all of it after the debrief, before that only what the case gives away on the way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from courses.people.models import Person
from scenarios import colleagues, media, panelshown, reports, texts
from scenarios.aftermath import timing_of
from scenarios.colleagues import Share
from scenarios.forms import SURE, scale_of
from scenarios.graph import Scene
from scenarios.models import Run, Step
from scenarios.panelshown import PanelShown
from scenarios.reports import Road
from scenarios.services import versions
from scenarios.services.plays import Play


@dataclass
class Line:
    """One step: the scene that was on the screen, and what came of it."""

    kind: str
    title: str
    where: str
    text: str
    at: dt.datetime
    answer: str = ""
    sure: Any = ""
    words: list[tuple[str, str]] = field(default_factory=list)
    road: Road | None = None
    taken_back: bool = False
    by_time: bool = False
    # After a withdrawal the case was begun again; else it went on in the newer version.
    again: bool = False
    version: int = 0
    media: list[dict[str, Any]] = field(default_factory=list)
    panel: PanelShown | None = None
    shares: list[Share] = field(default_factory=list)


def transcript(play: Play) -> list[Line]:
    """Every step of a run in order, those taken back included, at a fixed number of queries.

    Another road begins with the way of one's own that leads to it.
    """
    run, person = play.run, Person(pk=play.person_id)
    steps = _steps(run)
    written = reports.words_of(person, steps)
    counted = {entry["seq"]: entry for entry in run.path}
    reflected = _reflected(steps)
    lines = [_line(run, step, written, counted, reflected) for step in steps]
    _add_media(lines, steps)
    _add_others(lines, steps, play, person)
    return lines


def _steps(run: Run) -> list[Step]:
    rows = Step.objects.select_related("version").order_by("seq")
    own = list(rows.filter(run=run))
    if run.parent_id is None:
        return own
    kept = {entry["seq"] for entry in run.path}
    before = rows.filter(run=run.parent_id, seq__lt=run.forked_seq)
    return [*(step for step in before if step.seq in kept), *own]


def _add_media(lines: list[Line], steps: Sequence[Step]) -> None:
    """What a scene showed and played, as the version on the screen had it."""
    scenes = {step.pk: _scene(step) for step in steps}
    by_version = {(step.version_id, scenes[step.pk].key): scenes[step.pk] for step in steps}
    # A key may stand for other media in another version: one name for each.
    named = {
        place: replace(scene, key=f"{place[0]}/{place[1]}") for place, scene in by_version.items()
    }
    shown = media.shown_in(named.values())
    for line, step in zip(lines, steps, strict=True):
        if line.text:
            line.media = shown[named[step.version_id, step.scene_key].key]


def _add_others(lines: list[Line], steps: Sequence[Step], play: Play, person: Person) -> None:
    """What the panel and colleagues answered, on the way that counts, where it may be read now."""
    case, run = play.case, play.run
    over = run.phase == Run.Phase.DEBRIEFED
    behind = run.forked_seq or 0 if run.parent_id else 0  # of the debrief of one's own way
    panel = panelshown.in_debrief(
        case,
        [
            entry
            for entry in run.path
            if over or entry["seq"] < behind or panelshown.just_left(case, entry) is not None
        ],
    )
    chosen = {entry["scene"]: entry["choice"] for entry in run.path if entry["choice"]}
    compares = case.compares if over else case.compares_at_once
    shares = colleagues.peers(case=case, person=person, chosen=chosen) if compares else {}
    standing = {entry["seq"] for entry in run.path}
    for line, step in zip(lines, steps, strict=True):
        scene = case.graph.scene.get(step.scene_key)
        if step.seq not in standing or scene is None or not line.text:
            continue
        mine = step.choice_key or ("" if step.answer is None else str(step.answer))
        line.panel = panelshown.shown(scene, panel.get(scene.key), mine)
        line.shares = shares.get(scene.key, []) if step.choice_key else []


def _reflected(steps: Sequence[Step]) -> int:
    """The last step that answered a reflection, -1 without one."""
    return max(
        (step.seq for step in steps if step.kind == Step.Kind.ADVANCE and _reflects(step)),
        default=-1,
    )


def _reflects(step: Step) -> bool:
    return _scene(step).kind == "reflect"


def _scene(step: Step) -> Scene:
    return versions.case_of(step.version.uuid).graph.scene[step.scene_key]


def _line(
    run: Run,
    step: Step,
    written: dict[tuple[int, int], str],
    counted: dict[int, dict[str, Any]],
    reflected: int,
) -> Line:
    scene = _scene(step)
    moves_on = step.kind in (Step.Kind.CHOICE, Step.Kind.ADVANCE)
    return Line(
        kind=step.kind,
        title=texts.typographic(scene.title),
        where=texts.typographic(" · ".join(part for part in (scene.place, scene.time) if part)),
        text=texts.html(scene.body) if moves_on or step.kind == Step.Kind.CLOSE else "",
        at=step.at,
        answer=_answer(scene, step),
        sure=dict(SURE).get(step.confidence or 0, ""),
        words=_words(scene, step, written),
        road=_road(run, step, reflected),
        taken_back=moves_on and step.seq not in counted,
        by_time=bool(counted.get(step.seq, {}).get("by_time")),
        again=step.kind == Step.Kind.MOVE and step.back_to is not None,
        version=step.version.number,
    )


def _answer(scene: Scene, step: Step) -> str:
    if step.choice_key:
        label = next((c.label for c in scene.choices if c.key == step.choice_key), "")
        return texts.typographic(label)
    return "" if step.answer is None else str(dict(scale_of(scene)).get(step.answer, ""))


def _words(scene: Scene, step: Step, written: dict[tuple[int, int], str]) -> list[tuple[str, str]]:
    """What was asked and written at a step; a reason has no question of its own."""
    if step.kind == Step.Kind.CLOSE:
        questions = versions.case_of(step.version.uuid).graph.debrief.questions
        asked = dict(enumerate(questions))
    else:
        asked = {0: scene.prompt.question if scene.prompt else ""}
    return [
        (texts.typographic(asked.get(number, "")), text)
        for (seq, number), text in sorted(written.items())
        if seq == step.seq
    ]


def _road(run: Run, step: Step, reflected: int) -> Road | None:
    """The judgement of a choice, once it may be read."""
    case = versions.case_of(step.version.uuid)
    found = case.graph.choice.get(step.choice_key)
    if found is None:
        return None
    timing = timing_of(case, found[1])
    is_told = (
        run.phase == Run.Phase.DEBRIEFED
        or (run.parent_id is not None and step.seq < (run.forked_seq or 0))
        or timing == "now"
        or (timing == "after_reflection" and step.seq < reflected)
    )
    return reports.road_of(found[1]) if is_told else None
