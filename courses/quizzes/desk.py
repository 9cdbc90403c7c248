"""What markers read: the queue with its counts, and one answer with all it takes to mark it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from courses.people.models import Person
from courses.quizzes import rubrics, sheets
from courses.quizzes.models import AnswerToMark, Mark
from courses.quizzes.services import markings
from courses.quizzes.services.answers import drawn_of

SHELVES = ("open", "mine", "apart", "others", "done")
ATTEMPT = "drawn__sitting__attempt"


def shelf(
    name: str, *, marker: Person, rows: QuerySet[AnswerToMark], now: dt.datetime
) -> QuerySet[AnswerToMark]:
    """The answers on one shelf: what this marker can do, has taken, what lies apart, what waits for
    others, and what they marked themselves (the newest first).
    """
    if name == "done":
        own = Mark.objects.filter(answer=OuterRef("pk"), marker=marker)
        return rows.filter(Exists(own)).order_by("-sent_at", "-pk")
    waiting = markings.waiting_in(rows)
    free = markings.open_to(marker, waiting, now)
    if name == "mine":
        return free.filter(claimed_by=marker, claimed_at__gt=now - markings.CLAIM)
    if name == "apart":
        return waiting.filter(state=AnswerToMark.State.APART)
    if name == "others":
        return waiting.exclude(pk__in=free.order_by().values("pk"))
    return free


def counts(*, marker: Person, rows: QuerySet[AnswerToMark], now: dt.datetime) -> dict[str, int]:
    """How many there are on each shelf but the last (one query)."""
    own = Exists(Mark.objects.filter(answer=OuterRef("pk"), marker=marker))
    here = Q(claimed_by=marker, claimed_at__gt=now - markings.CLAIM)
    elsewhere = Q(claimed_at__gt=now - markings.CLAIM) & ~Q(claimed_by=marker)
    given = Q(state=AnswerToMark.State.WAITING, own=True)
    found = (
        markings.waiting_in(rows)
        .order_by()
        .annotate(own=own)
        .aggregate(
            every=Count("pk"),
            others=Count("pk", filter=given | elsewhere),
            mine=Count("pk", filter=here & ~given),
            apart=Count("pk", filter=Q(state=AnswerToMark.State.APART)),
            oldest=Min("sent_at"),
        )
    )
    return {**found, "open": found["every"] - found["others"]}


def quizzes_in(rows: QuerySet[AnswerToMark]) -> list[tuple[uuid.UUID, str]]:
    """The quizzes from which answers wait, by title, for the filter (one query)."""
    found = (
        markings.waiting_in(rows)
        .order_by(f"{ATTEMPT}__edition_activity__title")
        .values_list(f"{ATTEMPT}__activity__uuid", f"{ATTEMPT}__edition_activity__title")
        .distinct()
    )
    return list(dict(found).items())


def with_what_it_is(rows: QuerySet[AnswerToMark]) -> QuerySet[AnswerToMark]:
    """Answers with what a list says of them, and how many marks each has."""
    return rows.select_related(
        "drawn__snapshot",
        "drawn__sitting__attempt__edition_activity",
        "drawn__sitting__attempt__enrolment__edition",
        "drawn__sitting__attempt__enrolment__person",
        "drawn__sitting__attempt__snapshot",
        "claimed_by",
    ).annotate(given=Count("marks"))


@dataclass(frozen=True)
class Sheet:
    """One answer as its marker reads it. `writer` is None where names stay away."""

    answer: AnswerToMark
    asked: sheets.Asked
    words: int
    criteria: tuple[rubrics.Criterion, ...]
    model_answer: str
    writer: Person | None
    marks: Sequence[Mark]
    own: Mark | None
    may_agree: bool
    final: Any
    case: Any  # the text that the question is about, where there is one

    @property
    def possible(self) -> int:
        return rubrics.possible(self.criteria)

    @property
    def is_over(self) -> bool:
        return self.answer.state == AnswerToMark.State.SETTLED

    @property
    def is_apart(self) -> bool:
        return self.answer.state == AnswerToMark.State.APART

    @property
    def title(self) -> str:
        return self.answer.drawn.sitting.attempt.edition_activity.title

    @property
    def shown_marks(self) -> list[dict[str, Any]]:
        """The marks that this marker may see, each with its points beside the criteria."""
        return [_beside(self.criteria, mark) for mark in self.marks]


def _beside(criteria: Sequence[rubrics.Criterion], row: Any) -> dict[str, Any]:
    points = rubrics.points_in(row.points)
    every = [(one, rubrics.decimal(points.get(one.key, rubrics.NOTHING))) for one in criteria]
    return {"mark": row, "points": every, "sum": sum(value for _one, value in every)}


def names_shown(answer: AnswerToMark) -> bool:
    """Whether the quiz, as it was pinned, lets markers see who wrote."""
    return bool(answer.drawn.sitting.attempt.snapshot.data.get("markers_see_names"))


def sheet_of(*, rows: QuerySet[AnswerToMark], answer_uuid: uuid.UUID, marker: Person) -> Sheet:
    """One answer of `rows` (three queries). Raises `AnswerToMark.DoesNotExist`.

    A marker who has not marked yet does not see the mark of another, unless two lie apart.
    """
    answer = with_what_it_is(rows).select_related("final").get(uuid=answer_uuid)
    drawn = drawn_of().get(pk=answer.drawn_id)
    data = drawn.snapshot.data
    every = list(answer.marks.select_related("marker").order_by("number"))
    own = next((mark for mark in every if mark.marker_id == marker.pk), None)
    apart = answer.state == AnswerToMark.State.APART
    over = answer.state == AnswerToMark.State.SETTLED
    asked = sheets.asked(
        position=drawn.position, data=data, order=drawn.option_order, chosen=drawn.chosen or {}
    )
    final = getattr(answer, "final", None)
    criteria = rubrics.criteria_of(data)
    return Sheet(
        answer=answer,
        asked=asked,
        words=sheets.words_in(asked.given),
        criteria=criteria,
        model_answer=data.get("model_answer") or "",
        writer=drawn_by(answer) if names_shown(answer) else None,
        marks=every if apart or over else [mark for mark in every if mark == own],
        own=own,
        may_agree=apart and own is not None,
        final=_beside(criteria, final) if final else None,
        case=drawn.vignette_snapshot.data if drawn.vignette_snapshot_id else None,
    )


def drawn_by(answer: AnswerToMark) -> Person:
    """Who wrote an answer."""
    return answer.drawn.sitting.attempt.enrolment.person
