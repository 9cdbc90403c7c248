"""A newer version of a case, for people in the middle of it: nobody is moved who does not want to.

A correction of the text reaches everyone by itself. What adds, moves or removes something is
offered at a resting place and taken only by who accepts; what judges differently never reaches a
run. Of a version that was withdrawn no scene is shown: its people are told, and may begin again.
"""

import datetime as dt
import functools
import uuid
from dataclasses import replace
from typing import Any

from scenarios import engine
from scenarios.changes import carried, classify
from scenarios.engine import Move, State
from scenarios.graph import Graph, Variable
from scenarios.models import Step
from scenarios.services import plays, versions
from scenarios.services.plays import Answer, Play
from scenarios.services.versions import Case

__all__ = ["NoOffer", "accept", "is_newer", "offer", "restart"]


class NoOffer(Exception):
    """There is no version to go on with from here."""


def offer(play: Play) -> Case | None:
    """The newer version that this learner may go on with from where they stand, if there is one."""
    newest: uuid.UUID | None = getattr(play.run, "newest_uuid", None)
    if play.is_road or play.is_withdrawn or not play.run.is_playing or not play.scene.checkpoint:
        return None
    if newest is None or newest == play.text_uuid or play.is_over:
        return None
    case = versions.case_of(newest)
    if case.number < play.case.number or _change(play.text_uuid, newest) not in ("T1", "T2"):
        return None
    return case if _fits(play.state, play.case.graph, case.graph) else None


@functools.lru_cache(maxsize=256)
def _change(old: uuid.UUID, new: uuid.UUID) -> str:
    return classify(versions.case_of(old).graph, versions.case_of(new).graph)


def _fits(state: State, old: Graph, new: Graph) -> bool:
    """Whether the newer version has the learner's scene, and can hold all that was remembered."""
    scene = new.scene.get(state.scene)
    if scene is None or scene.kind != old.scene[state.scene].kind:
        return False
    return all(
        (variable := new.variable.get(key)) is not None
        and variable.type == old.variable[key].type
        and _holds(variable, value)
        for key, value in state.vars.items()
        if key in old.variable
    )


def _holds(variable: Variable, value: Any) -> bool:
    if variable.type == "option":
        return value in variable.options or value == variable.start
    return variable.type == "flag" or variable.min <= value <= variable.max


def accept(*, play: Play, answer: Answer, now: dt.datetime) -> Play:
    """Go on with the newer version from here; the way so far stays as it was taken.

    Raises `NoOffer`, `Stale` or `Ended`.
    """
    if plays.sent_before(play=play, answer=answer):
        return play
    case = offer(play)
    if case is None:
        raise NoOffer(str(play.run.uuid))
    state = carried(play.state, play.case.graph, case.graph)
    return _moved(play, case, state, answer, now, back_to=None)


def is_newer(play: Play) -> bool:
    """Whether the version that may be played instead is newer than the one the learner is in."""
    newest = getattr(play.run, "newest_uuid", None)
    return newest is not None and versions.case_of(newest).number > play.case.number


def restart(*, play: Play, answer: Answer, now: dt.datetime) -> Play:
    """Begin again on the newest version after a withdrawal: the same try, its old steps superseded.

    Raises `NoOffer` while there is nothing to begin on, `Stale` or `Ended`.
    """
    if plays.sent_before(play=play, answer=answer):
        return play
    newest = getattr(play.run, "newest_uuid", None)
    if play.is_road or not play.is_withdrawn or newest is None:
        raise NoOffer(str(play.run.uuid))
    case = versions.case_of(newest)
    state = engine.begin(case.graph).after
    back_to = play.run.path[0]["seq"] if play.run.path else play.run.seq
    return _moved(play, case, state, answer, now, back_to=back_to)


def _moved(
    play: Play, case: Case, state: State, answer: Answer, now: dt.datetime, back_to: int | None
) -> Play:
    move = Move(before=play.state, after=state)
    path = play.run.path if back_to is None else []
    plays.step(play, move, Step.Kind.MOVE, answer, now, path=path, back_to=back_to, to=case)
    run: Any = play.run
    run.open_uuid = run.newest_uuid
    return replace(play, case=case)
