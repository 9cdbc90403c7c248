"""How an ended sitting came out, and what of it may be shown, with a fixed number of queries."""

import datetime as dt
from collections.abc import Sequence
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
from courses.quizzes import marking, reports, rubrics, sheets, wording
from courses.quizzes.models import FinalMark, Mark
from courses.quizzes.services.answers import asks_certainty, drawn_of
from courses.services.releases import extras_of
from courses.services.structures import structure_of
from courses.structure import NO_EXTRA, Turn, by_key, ready_at, tries_left
from courses.wording import moment

NEWS_FOR = dt.timedelta(days=14)


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
        "pictures": reports.pictures_of(shown),
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
    where = reports.places_of(rows or (), attempt)
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
    where = reports.places_of(rows, attempt)
    context["questions"] = [
        reports.asked_of(row, place=place) for row, place in zip(rows, where, strict=True)
    ]
    context["pictures"] = context["pictures"] or reports.pictures_of(context["questions"])
    return "quizzes/review.html", context
