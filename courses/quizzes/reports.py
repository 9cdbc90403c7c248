"""What the quiz's pages show, read with a fixed number of queries."""

import uuid
from dataclasses import dataclass
from typing import Any

from courses.models import Attempt, Enrolment
from courses.people.models import Person
from courses.quizzes import marking, sheets
from courses.quizzes.models import DrawnQuestion
from courses.quizzes.services.answers import drawn_of
from courses.services.attempts import own_attempt
from courses.services.releases import extras_of
from courses.services.structures import structure_of
from courses.structure import NO_EXTRA, Turn, by_key, tries_left


@dataclass(frozen=True)
class Paper:
    """An attempt as its learner works on it: no part of it knows what is right."""

    attempt: Attempt
    intro: str
    layout: str
    attempts: int | None
    needed: int
    questions: tuple[sheets.Asked, ...]

    @property
    def answered(self) -> int:
        return sum(question.answered for question in self.questions)

    @property
    def unanswered(self) -> int:
        return len(self.questions) - self.answered

    @property
    def first_unanswered(self) -> int | None:
        return next((q.position for q in self.questions if not q.answered), None)

    @property
    def last_saved(self):
        return max((q.answered_at for q in self.questions if q.answered_at), default=None)


_RELATIONS = (
    "sitting__attempt__enrolment",
    "sitting__attempt__activity",
    "sitting__attempt__edition_activity",
    "sitting__attempt__snapshot",
)


def paper(*, person: Person, attempt_uuid: uuid.UUID) -> Paper:
    """A person's own sitting (one query; one more where nothing could be drawn).

    Raises `Attempt.DoesNotExist` for everyone else's.
    """
    mine = DrawnQuestion.objects.filter(
        sitting__attempt__uuid=attempt_uuid,
        sitting__attempt__enrolment__person__in=person.selves,
    )
    rows = list(drawn_of(mine).select_related("snapshot", *_RELATIONS))
    attempt = (
        rows[0].sitting.attempt
        if rows
        else own_attempt(person=person, uuid=attempt_uuid, type="quiz")
    )
    rules, content = attempt.edition_activity.rules, attempt.snapshot.data
    return Paper(
        attempt=attempt,
        intro=content["intro"],
        layout=content["layout"],
        attempts=rules["attempts"],
        needed=marking.needed(asked=len(rows), pass_mark=rules["pass_mark"]),
        questions=tuple(_asked(row) for row in rows),
    )


def _asked(row: Any) -> sheets.Asked:
    return sheets.asked(
        position=row.position,
        data=row.snapshot.data,
        order=row.option_order,
        chosen=row.chosen or (),
        seen=row.seq or 0,
        answered_at=row.answered_at,
    )


def outcome(*, attempt: Attempt, rows: list[Any] | None = None) -> dict[str, Any]:
    """How an ended attempt came out, and what of it may be shown.

    No query after a pass where the drawn `rows` are at hand; one more after a miss, since what may
    be shown then depends on the other tries; one more where rows must be read.
    """
    rules = attempt.edition_activity.rules
    asked, right = attempt.evidence.get("asked", 0), attempt.evidence.get("right", 0)
    passed, left, busy = bool(attempt.passed), None, False
    if not passed:
        turns = list(
            Attempt.objects.filter(
                enrolment=attempt.enrolment_id, activity=attempt.activity_id
            ).values_list("uuid", "state", "passed", named=True)
        )
        passed = any(turn.passed for turn in turns)
        busy = any(turn.state in ("open", "submitted") for turn in turns)
        left = _tries_left(attempt, turns)
    may_show = marking.may_show(
        mode=rules["feedback"],
        finished=attempt.state == Attempt.State.FINISHED,
        passed=passed,
        tries_left=left,
        busy=busy,
    )
    open_turn = attempt.enrolment.state == Enrolment.State.OPEN
    if may_show and rows is None:
        rows = list(drawn_of().filter(sitting__attempt=attempt))
    return {
        "right": right,
        "asked": asked,
        "percent": right * 100 // asked if asked else 0,
        "needed": marking.needed(asked=asked, pass_mark=rules["pass_mark"]),
        "tries_left": left,
        "passed_before": passed and not attempt.passed,
        "busy": busy,
        "may_retry": open_turn and not passed and not busy and left != 0,
        "mode": rules["feedback"],
        "shown": _shown(attempt, rows) if may_show else (),
    }


def _tries_left(attempt: Attempt, turns: list[Any]) -> int | None:
    fact = by_key(structure_of(attempt.enrolment.edition_id)).get(attempt.activity_id)
    if fact is None:  # the course asks for it no more, so nobody can take it again
        return 0
    extra = extras_of(attempt.enrolment) if fact.attempts is not None else NO_EXTRA
    return tries_left(fact, [Turn(turn.state, turn.passed) for turn in turns], extra)


def _shown(attempt: Attempt, rows: list[Any] | None) -> tuple[sheets.Shown, ...]:
    marks = attempt.evidence["marks"]
    return tuple(
        sheets.shown(
            position=row.position,
            data=row.snapshot.data,
            order=row.option_order,
            chosen=row.chosen or (),
            right=bool(marks[number]),
        )
        for number, row in enumerate(rows or ())
    )


def review(*, attempt: Attempt) -> tuple[str, dict[str, Any]]:
    """A replay: questions and answers as they were; right and wrong where the rules allow."""
    rows = list(drawn_of().filter(sitting__attempt=attempt))
    context = outcome(attempt=attempt, rows=rows)
    context["questions"] = [_asked(row) for row in rows]
    return "quizzes/review.html", context
