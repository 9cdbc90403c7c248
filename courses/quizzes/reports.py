"""What the quiz's pages show, read with a fixed number of queries."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from courses.models import Attempt
from courses.people.models import Person
from courses.quizzes import contents, marking, pictures, places, sheets
from courses.quizzes.models import DrawnQuestion
from courses.quizzes.services import clock
from courses.quizzes.services.answers import Answer, asks_certainty, drawn_of
from courses.services.attempts import own_attempt

NEWS_FOR = dt.timedelta(days=14)


@dataclass(frozen=True)
class Paper:
    """An attempt as its learner works on it: no part of it knows what is right.

    `in_parts` is whether an answer may be worth a part of its points, `weighed` whether questions
    count differently; `possible` are all points. `newer` are answers as they are
    kept, where the page shows others that somebody sent after them.
    """

    attempt: Attempt
    intro: str
    layout: str
    attempts: int | None
    needed: Decimal
    in_parts: bool
    questions: tuple[sheets.Asked, ...]
    possible: int = 0
    weighed: bool = False
    certainty: str = ""
    newer: tuple[sheets.Asked, ...] = ()
    pictures: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    sitting: Any = None
    is_immediate: bool = False
    told: Mapping[int, sheets.Shown] = field(default_factory=dict)

    @property
    def time(self) -> dict[str, Any] | None:
        """Until when there is time, and the seconds left and in all, by the server's clock."""
        if self.sitting is None or self.sitting.deadline_at is None:
            return None
        ends = self.sitting.deadline_at
        return {
            "ends_at": ends,
            "left": max(0, int((ends - timezone.now()).total_seconds())),
            "all": int((ends - self.attempt.started_at).total_seconds()),
            "shown": not self.sitting.no_timers,
        }

    def is_over(self, now: dt.datetime) -> bool:
        return self.sitting is not None and clock.is_over(self.sitting, now)

    @property
    def answered(self) -> int:
        return sum(question.answered for question in self.questions)

    @property
    def unanswered(self) -> int:
        return len(self.questions) - self.answered

    @property
    def first_unanswered(self) -> int | None:
        """The first question that waits for an answer (for one that stands, where it is told)."""
        for question in self.questions:
            if not question.answered or (self.is_immediate and question.position not in self.told):
                return question.position
        return None

    @property
    def last_saved(self):
        return max((q.answered_at for q in self.questions if q.answered_at), default=None)


_RELATIONS = (
    "sitting__attempt__enrolment",
    "sitting__attempt__activity",
    "sitting__attempt__edition_activity",
    "sitting__attempt__snapshot",
)


def paper(
    *,
    person: Person,
    attempt_uuid: uuid.UUID,
    sent: Mapping[int, Answer] | None = None,
) -> Paper:
    """A person's own sitting (one query; one more where nothing could be drawn, two for pictures).

    Answers that were `sent` and not kept are shown in the place of those that are; where those are
    newer, they come as they are kept too. Raises `Attempt.DoesNotExist` for everyone else's.
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
    is_immediate = rules["feedback"] == marking.IMMEDIATE
    sent = sent or {}
    where = places_of(rows, attempt)
    questions = tuple(
        asked_of(row, sent.get(row.position), place) for row, place in zip(rows, where, strict=True)
    )
    in_parts = any(contents.counts_in_parts(row.snapshot.data) for row in rows)
    points = marking.points_of(rows)
    possible = sum(points) if points else len(rows)
    certainty = asks_certainty(attempt)
    counted = certainty == marking.COUNTED
    possible *= marking.TOP if counted else 1
    return Paper(
        attempt=attempt,
        intro=content["intro"],
        layout="one" if is_immediate else content["layout"],
        attempts=rules["attempts"],
        needed=marking.needed_of(possible, rules["pass_mark"], in_parts or bool(points) or counted),
        in_parts=in_parts,
        questions=questions,
        possible=possible,
        weighed=bool(points),
        certainty=certainty,
        newer=tuple(asked_of(row) for row in rows if _is_newer(row, sent.get(row.position))),
        pictures=pictures_of(questions),
        sitting=rows[0].sitting if rows else None,
        is_immediate=is_immediate,
        told={
            row.position: _told(row, place)
            for row, place in zip(rows, where, strict=True)
            if is_immediate and row.committed
        },
    )


def places_of(rows: Sequence[Any], attempt: Attempt) -> list[places.Place]:
    """Where each drawn question stands in its quiz."""
    named = any(row.section for row in rows)
    placed = [
        places.Placed(
            points=row.points or 1,
            section=row.section,
            case=row.vignette_snapshot.data if row.vignette_snapshot_id else None,
            case_id=row.vignette_snapshot_id,
        )
        for row in rows
    ]
    return places.of(placed, places.headings_of(attempt.snapshot.data) if named else [])


def _told(row: Any, place: places.Place) -> sheets.Shown:
    """An answer that stands, with what is right and why. Only for rows that are `committed`."""
    data, chosen = row.snapshot.data, row.chosen or ()
    return sheets.shown(
        position=row.position,
        data=data,
        order=row.option_order,
        chosen=chosen,
        share=marking.mark_answer(data, chosen).share,
        place=place,
        certainty=row.certainty,
    )


def _is_newer(row: Any, sent: Answer | None) -> bool:
    """Whether another answer is kept than the one that was sent, and a newer one."""
    if sent is None or sent.seen >= (row.seq or 0) or row.committed:
        return False
    chosen = marking.accept(row.snapshot.data, sent.chosen)
    other = sent.certainty is not None and sent.certainty != row.certainty
    return bool(chosen) and (other or chosen != (row.chosen or type(chosen)()))


def asked_of(
    row: Any, sent: Answer | None = None, place: places.Place = sheets.NOWHERE
) -> sheets.Asked:
    chosen = row.chosen or ()
    if sent is not None:
        # What an older page passed by without an answer shows what is kept.
        chosen = marking.accept(row.snapshot.data, sent.chosen) or chosen
    return sheets.asked(
        position=row.position,
        data=row.snapshot.data,
        order=row.option_order,
        chosen=chosen,
        seen=row.seq or 0,
        answered_at=row.answered_at,
        place=place,
        certainty=(sent.certainty if sent else None) or row.certainty,
    )


def pictures_of(questions: Sequence[Any]) -> dict[int, dict[str, Any]]:
    """The pictures of questions and of the cases that they are about."""
    cases = [one.place.case for one in questions if one.place.opens_case]
    return pictures.of([*questions, *cases])
