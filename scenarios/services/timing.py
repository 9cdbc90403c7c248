"""Time limits: a scene may have one, a learner may turn them all off, and no answer is lost in
silence.

When the time is over, the choice that the author named is made, and the page says so. The server
knows when somebody came to a scene, so this holds without a script too. What time chose is not a
first answer.
"""

import datetime as dt
from dataclasses import dataclass, replace

from courses.people.services.accommodations import arranged_for
from scenarios import engine
from scenarios.graph import Graph, Scene
from scenarios.models import Run, Step
from scenarios.services import plays
from scenarios.services.plays import Answer, NotOpen, Play
from scenarios.texts import typographic

GRACE = dt.timedelta(seconds=3)  # for an answer that was on its way


@dataclass(frozen=True)
class Limit:
    """The time limit of the present scene, as its page shows it."""

    seconds: int
    left: int
    choice: str
    label: str
    is_off: bool
    is_arranged: bool = False  # that it is off was arranged for this person

    @property
    def is_up(self) -> bool:
        """Whether the time is over."""
        return not self.is_off and self.left <= 0


def limit_of(play: Play, now: dt.datetime) -> Limit | None:
    """The limit where the learner stands; None where the scene has none."""
    limit = set_for(play.case.graph, play.scene)
    if limit is None:
        return None
    run = play.run
    arranged = arranged_for(play.person_id)
    seconds = None if arranged.no_timers else arranged.seconds(limit.seconds)
    passed = (now - run.last_at).total_seconds()
    return replace(
        limit,
        seconds=seconds or limit.seconds,
        left=max(0, round((seconds or limit.seconds) - passed)),
        is_off=seconds is None or run.timers_off or run.state.get("relaxed") == run.seq,
        is_arranged=seconds is None,
    )


def set_for(graph: Graph, scene: Scene) -> Limit | None:
    """The limit that the author set for a scene, all of it; None where there is none."""
    timer = scene.timer
    if timer is None or scene.kind != "decision" or timer.choice not in graph.choice:
        return None
    return Limit(
        seconds=timer.seconds,
        left=timer.seconds,
        choice=timer.choice,
        label=typographic(graph.choice[timer.choice][1].label),
        is_off=False,
    )


def is_late(play: Play, now: dt.datetime) -> bool:
    """Whether an answer that arrives now comes after the time."""
    limit = limit_of(play, now)
    over = now - play.run.last_at - GRACE
    return limit is not None and not limit.is_off and over > dt.timedelta(seconds=limit.seconds)


def run_out(*, play: Play, answer: Answer, now: dt.datetime) -> Play:
    """Make the choice that the time makes. Raises `NotOpen` before the time is over, `Stale` or
    `Ended`.
    """
    limit = limit_of(play, now)
    if limit is None:
        raise NotOpen(play.run.scene_key)
    made = replace(answer, choice=limit.choice, confidence=None, texts=(), by_time=True)
    if plays.sent_before(play=play, answer=made):
        return play
    if not limit.is_up:
        raise NotOpen(limit.choice)
    move = engine.choose(play.case.graph, play.state, limit.choice)
    plays.step(play, move, Step.Kind.CHOICE, made, now)
    return play


def switch(*, play: Play, off: bool) -> None:
    """Turn time limits off for this run, at once, or on again, from the next scene on."""
    state = {key: value for key, value in play.run.state.items() if key != "relaxed"}
    if not off:
        state["relaxed"] = play.run.seq
    Run.objects.filter(pk=play.run.pk, seq=play.run.seq).update(timers_off=off, state=state)
