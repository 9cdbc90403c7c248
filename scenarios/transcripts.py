"""The transcript of a run: every step as it was shown, with what was decided, how surely and why.

Read-only, for its owner alone. Feedback stands in it as far as the learner may have read it by now:
all of it after the debrief, before that only what the case gives away on the way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.people.models import Person
from scenarios import reports, texts
from scenarios.aftermath import timing_of
from scenarios.forms import SURE, scale_of
from scenarios.graph import Scene
from scenarios.models import Run, Step
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
    version: int = 0


def transcript(play: Play) -> list[Line]:
    """Every step of a run in order, those taken back included. Three queries at any length."""
    run = play.run
    steps = list(Step.objects.filter(run=run).select_related("version").order_by("seq"))
    written = reports.words_of(Person(pk=play.person_id), steps)
    counted = {entry["seq"]: entry for entry in run.path}
    reflected = _reflected(steps)
    return [_line(run, step, written, counted, reflected) for step in steps]


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
        where=" · ".join(part for part in (scene.place, scene.time) if part),
        text=texts.html(scene.body) if moves_on or step.kind == Step.Kind.CLOSE else "",
        at=step.at,
        answer=_answer(scene, step),
        sure=dict(SURE).get(step.confidence or 0, ""),
        words=_words(scene, step, written),
        road=_road(run, step, reflected),
        taken_back=moves_on and step.seq not in counted,
        by_time=bool(counted.get(step.seq, {}).get("by_time")),
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
        or timing == "now"
        or (timing == "after_reflection" and step.seq < reflected)
    )
    return reports.road_of(found[1]) if is_told else None
