"""How one person stands in one course: a pure function of facts, with no clock and no database."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True)
class Asked:
    """An assignment: finish by `due_on`; a completion on or after `counts_from` meets it."""

    key: int
    due_on: dt.date
    counts_from: dt.date
    asked_at: dt.datetime
    in_force: bool = True


@dataclass(frozen=True)
class Turn:
    """An enrolment. `completed_on` is the date of its completion on the person's own calendar."""

    key: int
    started_at: dt.datetime
    is_open: bool = False
    completed_at: dt.datetime | None = None
    completed_on: dt.date | None = None


@dataclass(frozen=True)
class Facts:
    """Everything on record about one person and one course."""

    asked: tuple[Asked, ...] = ()
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What the facts come to. It says nothing of today: whether that is late is asked of `status`.

    `due_on`, `counts_from` and `assignment` are those of the assignment that decides; `enrolment`
    and `started_at` those of the turn under way, or of the one that was completed when
    `satisfied`. `completed_at` is the latest completion, whether it counts or not.
    """

    due_on: dt.date | None = None
    counts_from: dt.date | None = None
    assignment: int | None = None
    enrolment: int | None = None
    started_at: dt.datetime | None = None
    completed_at: dt.datetime | None = None
    satisfied: bool = False


class Status(Enum):
    """Where somebody stands on a day; exactly one holds. The values name the page's marks."""

    DONE = "done"
    OVERDUE = "overdue"
    UNDER_WAY = "started"
    NOT_STARTED = "open"
    NOT_ASKED = ""


def standing(facts: Facts) -> Answer:
    """Work out how somebody stands.

    Among the assignments in force that no completion meets, the one due first decides (of two due
    on one day, the newer). When every one is met, or none is in force and the course was completed
    once, the person is done, and the assignment due last is shown. An open turn taken again after
    that changes nothing: earned is earned.
    """
    completed = max(
        (turn for turn in facts.turns if turn.completed_at is not None),
        key=lambda turn: (turn.completed_at, turn.key),
        default=None,
    )
    in_force = [asked for asked in facts.asked if asked.in_force]
    unmet = [asked for asked in in_force if not meets(completed, asked)]
    satisfied = not unmet and completed is not None
    deciding: Asked | None = None
    if unmet:
        newest_first = sorted(unmet, key=lambda asked: (asked.asked_at, asked.key), reverse=True)
        deciding = min(newest_first, key=lambda asked: asked.due_on)
    elif in_force:
        deciding = max(in_force, key=lambda asked: (asked.due_on, asked.asked_at, asked.key))
    under_way = [turn for turn in facts.turns if turn.is_open]
    turn = completed if satisfied else max(under_way, key=lambda turn: turn.key, default=None)
    return Answer(
        due_on=deciding.due_on if deciding else None,
        counts_from=deciding.counts_from if deciding else None,
        assignment=deciding.key if deciding else None,
        enrolment=turn.key if turn else None,
        started_at=turn.started_at if turn else None,
        completed_at=completed.completed_at if completed else None,
        satisfied=satisfied,
    )


def meets(completed: Turn | None, asked: Asked) -> bool:
    """True when a completed turn answers an assignment, by the person's own calendar."""
    return (
        completed is not None
        and completed.completed_on is not None
        and completed.completed_on >= asked.counts_from
    )


def status(*, satisfied: bool, due_on: dt.date | None, under_way: bool, today: dt.date) -> Status:
    """The one word for a standing on the person's own `today`.

    The day itself is still in time: somebody is overdue from the midnight after it.
    """
    if satisfied:
        return Status.DONE
    if due_on is not None and due_on < today:
        return Status.OVERDUE
    if under_way:
        return Status.UNDER_WAY
    return Status.NOT_STARTED if due_on is not None else Status.NOT_ASKED
