"""What the quiz's pages show, read with a fixed number of queries."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from courses.activities import News
from courses.models import Attempt, Enrolment, Snapshot
from courses.people.models import Person
from courses.quizzes import contents, marking, pictures, places, rubrics, sheets, wording
from courses.quizzes.models import DrawnQuestion, FinalMark, Mark
from courses.quizzes.services import clock
from courses.quizzes.services.answers import Answer, asks_certainty, drawn_of
from courses.services.attempts import own_attempt
from courses.services.releases import extras_of
from courses.services.structures import structure_of
from courses.structure import NO_EXTRA, Turn, by_key, ready_at, tries_left
from courses.wording import moment

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
    where = _places(rows, attempt)
    questions = tuple(
        _asked(row, sent.get(row.position), place) for row, place in zip(rows, where, strict=True)
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
        newer=tuple(_asked(row) for row in rows if _is_newer(row, sent.get(row.position))),
        pictures=_pictures(questions),
        sitting=rows[0].sitting if rows else None,
        is_immediate=is_immediate,
        told={
            row.position: _told(row, place)
            for row, place in zip(rows, where, strict=True)
            if is_immediate and row.committed
        },
    )


def _places(rows: Sequence[Any], attempt: Attempt) -> list[places.Place]:
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


def _asked(
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


def outcome(*, attempt: Attempt, rows: list[Any] | None = None) -> dict[str, Any]:
    """How an ended attempt came out, and what of it may be shown.

    No query after a pass where the drawn `rows` are at hand; one more after a miss, since what may
    be shown then depends on the other tries; one more where rows must be read.
    """
    rules = attempt.edition_activity.rules
    passed, left, busy, ready = bool(attempt.passed), None, False, None
    if not passed:
        turns = list(
            Attempt.objects.filter(
                enrolment=attempt.enrolment_id, activity=attempt.activity_id
            ).values_list("uuid", "state", "passed", "finished_at", named=True)
        )
        passed = any(turn.passed for turn in turns)
        busy = any(turn.state in ("open", "submitted") for turn in turns)
        left, ready = _next_try(attempt, turns)
    versions = _regraded(attempt)
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
    finals = _finals(attempt)
    shown = _shown(attempt, rows, versions, finals) if may_show else ()
    return {
        **_score(attempt.evidence or {}, rules["pass_mark"]),
        "waiting": attempt.state == Attempt.State.SUBMITTED,
        "tries_left": left,
        "passed_before": passed and not attempt.passed,
        "busy": busy,
        "may_retry": open_turn and not passed and not busy and left != 0 and ready is None,
        "ready": moment(ready) if ready and open_turn and left != 0 and not busy else "",
        "mode": rules["feedback"],
        "shown": shown,
        "said": [_said(final) for final in finals.values() if final.answer.comments],
        "pictures": _pictures(shown),
        "corrected": attempt.evidence.get("corrected"),
        "certainty": asks_certainty(attempt),
        "sure": _by_certainty(attempt, shown),
    }


def _by_certainty(attempt: Attempt, shown: Sequence[sheets.Shown]) -> dict[str, Any] | None:
    """How often somebody was right who was so sure, and what that gives: where answers are shown,
    since one answer at a level would tell how it was marked.
    """
    evidence = attempt.evidence or {}
    levels = evidence.get("certainty")
    if not levels or not shown:
        return None
    marked = marking.mark(
        shares=marking.shares_in(evidence),
        pass_mark=evidence["pass_mark"],
        points=evidence.get("points"),
        levels=levels,
    )
    rows = []
    for level, words in wording.levels():
        mine = [right for right, own in zip(marked.marks, levels, strict=True) if own == level]
        words = words if level != marking.UNSAID else _("Not sure, or not said")
        rows.append({"words": words, "all": len(mine), "right": sum(mine)})
    return {
        "rows": rows,
        "points": Decimal(int(marked.by_certainty * 100)) / 100,
        "possible": sum(marked.weights) * marking.TOP,
    }


def _finals(attempt: Attempt) -> dict[int, Any]:
    """The marks of people that count, by position, with what they wrote to the learner (no query
    where nobody had to mark, else two).
    """
    if attempt.state != Attempt.State.FINISHED or not attempt.evidence.get("people"):
        return {}
    rows = (
        FinalMark.objects.filter(answer__drawn__sitting__attempt=attempt)
        .select_related("answer__drawn")
        .order_by("answer__drawn__position")
    )
    found = {row.answer_id: row for row in rows}
    marks: dict[int, list[Any]] = {key: [] for key in found}
    for mark in Mark.objects.filter(answer__in=found).order_by("number"):
        marks[mark.answer_id].append(mark)
    for key, final in found.items():
        # Where a third or an agreed mark counts, its words count too, and not those it replaced.
        last = [mark for mark in marks[key] if mark.kind == final.how]
        final.answer.comments = [mark.comment for mark in last or marks[key] if mark.comment]
    return {row.answer.drawn.position: row for row in found.values()}


def _said(final: Any) -> dict[str, Any]:
    return {"position": final.answer.drawn.position, "comments": final.answer.comments}


def news(*, person: Person, now: dt.datetime) -> list[News]:
    """Sittings of a person that people have marked in the last two weeks (one query)."""
    rows = (
        Attempt.objects.filter(
            enrolment__person__in=person.selves,
            activity__type="quiz",
            state=Attempt.State.FINISHED,
            sitting__drawn__to_mark__final__at__gt=now - NEWS_FOR,
        )
        .select_related("edition_activity", "enrolment__edition")
        .annotate(marked_at=Max("sitting__drawn__to_mark__final__at"))
        .order_by("-marked_at")[:5]
    )
    return [
        News(
            words=_("“%(quiz)s” in %(course)s was marked %(when)s.")
            % {
                "quiz": row.edition_activity.title,
                "course": row.enrolment.edition.title,
                "when": moment(row.marked_at),
            },
            url=reverse("quizzes:result", args=[row.uuid]),
            at=row.marked_at,
        )
        for row in rows
    ]


def _pictures(questions: Sequence[Any]) -> dict[int, dict[str, Any]]:
    """The pictures of questions and of the cases that they are about."""
    cases = [one.place.case for one in questions if one.place.opens_case]
    return pictures.of([*questions, *cases])


def _regraded(attempt: Attempt) -> dict[int, Any]:
    """The versions by which some questions were marked again, by position (no query for most)."""
    ids = attempt.evidence.get("regraded", {})
    found = Snapshot.objects.in_bulk(ids.values()) if ids else {}
    return {int(position): found[key].data for position, key in ids.items()}


def _score(evidence: dict[str, Any], pass_mark: int) -> dict[str, Any]:
    """What was reached, and what a pass takes; points are cut, never rounded up."""
    in_parts = "earned" in evidence
    asked = evidence["possible"] if in_parts else evidence.get("asked", 0)
    right = Fraction(evidence["earned"]) if in_parts else Fraction(evidence.get("right", 0))
    return {
        "in_parts": in_parts,
        "right": Decimal(int(right * 100)) / 100 if in_parts else int(right),
        "asked": asked,
        "percent": percent_of(max(right, 0), asked),
        "bar": max(Decimal(int(right * 100)) / 100, 0),
        "needed": marking.needed_of(asked, pass_mark, in_parts),
    }


def percent_of(right: int | Fraction, asked: int) -> str:
    """“87.5 %”: cut off after one digit, never rounded up, so that it never looks like a pass."""
    if not asked:
        return "0 %"
    whole, tenth = divmod(right * 1000 // asked, 10)
    number = formats.number_format(whole + tenth / 10, 1) if tenth else str(whole)
    return f"{number} %"


def _next_try(attempt: Attempt, turns: list[Any]) -> tuple[int | None, dt.datetime | None]:
    """How many tries are left (None for no limit), and until when the next must wait."""
    fact = by_key(structure_of(attempt.enrolment.edition_id)).get(attempt.activity_id)
    if fact is None:  # the course asks for it no more, so nobody can take it again
        return 0, None
    limited = fact.attempts is not None or fact.delay_hours
    extra = extras_of(attempt.enrolment) if limited else NO_EXTRA
    rows = [Turn(turn.state, turn.passed, turn.finished_at) for turn in turns]
    ready = ready_at(fact, rows, extra)
    if ready is not None and ready <= timezone.now():
        ready = None
    return tries_left(fact, rows, extra), ready


def _shown(
    attempt: Attempt, rows: list[Any] | None, versions: dict[int, Any], finals: dict[int, Any]
) -> tuple[sheets.Shown, ...]:
    shares = marking.shares_in(attempt.evidence)
    points = {place: rubrics.points_in(final.points) for place, final in finals.items()}
    where = _places(rows or (), attempt)
    return tuple(
        sheets.shown(
            position=row.position,
            data=versions.get(row.position, row.snapshot.data),
            order=row.option_order,
            chosen=row.chosen or (),
            share=shares[number],
            points=points.get(row.position),
            place=where[number],
            certainty=row.certainty,
        )
        for number, row in enumerate(rows or ())
    )


def review(*, attempt: Attempt) -> tuple[str, dict[str, Any]]:
    """A replay: questions and answers as they were; right and wrong where the rules allow."""
    rows = list(drawn_of().filter(sitting__attempt=attempt))
    context = outcome(attempt=attempt, rows=rows)
    where = _places(rows, attempt)
    context["questions"] = [
        _asked(row, place=place) for row, place in zip(rows, where, strict=True)
    ]
    context["pictures"] = context["pictures"] or _pictures(context["questions"])
    return "quizzes/review.html", context
