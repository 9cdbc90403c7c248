"""The other road: from a debrief back to a decision, and on from there, for practice.

A road is a run of its own beside the one that counts. It has no attempt, so it completes nothing,
is in no share and in no count; the way up to the fork stays the learner's.
"""

import datetime as dt
import secrets
import uuid
from typing import Any

from django.db import IntegrityError, transaction

from courses.people.models import Person
from scenarios import engine
from scenarios.models import Run
from scenarios.services import versions
from scenarios.services.plays import Play, played, replayed

__all__ = ["NoFork", "fork", "own_road"]


class NoFork(Exception):
    """The case isn't over yet, or the way has no such decision."""


def fork(*, person: Person, attempt: uuid.UUID, seq: int | None, now: dt.datetime) -> Run:
    """Begin a road at the decision that was step `seq` of a finished run; None: at the start.

    A road that is open from there already is returned as it stands. Raises `Run.DoesNotExist` for
    everybody else's run, and `NoFork`.
    """
    parent = Run.objects.annotate(text_uuid=versions.newest_text()).get(
        attempt__uuid=attempt, attempt__enrolment__person__in=person.selves
    )
    if parent.is_playing:
        raise NoFork(str(parent.uuid))
    kept = [] if seq is None else [entry for entry in parent.path if entry["seq"] < seq]
    if seq is not None and not any(e["seq"] == seq and e["choice"] for e in parent.path):
        raise NoFork(str(seq))
    case = versions.case_of(parent.text_uuid)
    # On the same way chance falls as it fell; a whole new way meets circumstances of its own.
    seed = secrets.randbelow(2**62) if seq is None else parent.seed
    if seq is not None and seq <= parent.moved_seq:
        raise NoFork(str(seq))  # decided in an older version of the case
    state = engine.begin(case.graph).after if seq is None else replayed(case, parent, kept)
    road = Run(
        parent=parent,
        forked_seq=seq or 0,
        version_id=case.version_id,
        seq=seq or 0,
        scene_key=state.scene,
        state={**state.as_json(), **_moved(parent, seq)},
        path=kept,
        seed=seed,
        started_at=now,
        last_at=now,
    )
    try:
        with transaction.atomic():
            road.save(force_insert=True)
    except IntegrityError:
        return Run.objects.get(parent=parent, forked_seq=seq or 0, phase=Run.Phase.PLAYING)
    return road


def _moved(parent: Run, seq: int | None) -> dict[str, Any]:
    """What a road must know of a move on the way that it begins with."""
    moved = parent.state.get("moved")
    return {"moved": moved} if moved and seq is not None else {}


def own_road(*, person: Person, road: uuid.UUID) -> Play:
    """A person's own road, in one query. Raises `Run.DoesNotExist` for everyone else's."""
    run = (
        Run.objects.select_related("parent__attempt__enrolment")
        .annotate(**versions.texts())
        .get(uuid=road, parent__attempt__enrolment__person__in=person.selves)
    )
    return played(run)
