"""Mark again what was marked by a wrong key: first as a trial, then as a fact on record.

The question is mended and published first; its published version is the key that counts. A pass is
never taken away: what somebody was told they had, they keep.
"""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction

from courses.models import Attempt, Enrolment, Snapshot
from courses.people.models import Person
from courses.quizzes import marking
from courses.quizzes.models import CorrectedAttempt, KeyCorrection, Question
from courses.quizzes.services import items
from courses.quizzes.services.answers import drawn_of
from courses.services import attempts

SUMMARY = ("right", "asked", "pass_mark", "marks", "shares", "earned", "possible")


class NothingToCorrect(Exception):
    """No result would change."""


class ReasonMissing(Exception):
    """A correction says why."""


@dataclass(frozen=True)
class Change:
    """What marking again makes of one attempt."""

    attempt: Attempt
    position: int
    before: dict[str, Any]
    after: dict[str, Any]
    passes_now: bool  # did not before
    score: float

    @property
    def gains(self) -> bool:
        return _share(self.after) > _share(self.before)

    @property
    def keeps_a_pass(self) -> bool:
        """The new result alone would be none; the pass stays."""
        return bool(self.attempt.passed) and not _passes(self.after)


@dataclass(frozen=True)
class Plan:
    """What a correction would change, of how many answers; `unlike` can't be compared."""

    question: Question
    answered: int
    unlike: int
    changes: tuple[Change, ...]

    @property
    def more(self) -> int:
        return sum(change.gains for change in self.changes)

    @property
    def less(self) -> int:
        return len(self.changes) - self.more

    @property
    def passing(self) -> int:
        return sum(change.passes_now for change in self.changes)


def _share(evidence: dict[str, Any]) -> Fraction:
    shares = marking.shares_in(evidence)
    return sum(shares, Fraction(0))


def _passes(evidence: dict[str, Any]) -> bool:
    if "earned" in evidence:
        earned, possible = Fraction(evidence["earned"]), evidence["possible"]
    else:
        earned, possible = Fraction(evidence["right"]), evidence["asked"]
    return marking.is_pass(right=earned, asked=possible, pass_mark=evidence["pass_mark"])


def plan(*, question: Question) -> Plan:
    """What marking again by the published version would change (two queries). Writes nothing."""
    version = question.published_snapshot
    if version is None:
        return Plan(question, 0, 0, ())
    changes, answered, unlike = [], 0, 0
    for row in _rows(question.uuid):
        answered += 1
        try:
            change = _change(row, version)
        except (marking.NotAnOption, marking.TooMany, marking.TooLong):
            unlike += 1
            continue
        if change is not None:
            changes.append(change)
    return Plan(question, answered, unlike, tuple(changes))


def _rows(question: uuid.UUID, attempt: int | None = None) -> Iterator[Any]:
    """The answers to a question in every sitting that was marked."""
    rows = drawn_of().filter(question_uuid=question, sitting__attempt__state=Attempt.State.FINISHED)
    if attempt is not None:
        rows = rows.filter(sitting__attempt=attempt)
    return rows.select_related(
        "snapshot", "sitting__attempt__edition_activity", "sitting__attempt__enrolment__edition"
    ).order_by("pk").iterator()  # fmt: skip


def _change(row: Any, version: Snapshot) -> Change | None:
    """What one attempt comes to, or None where nothing changes."""
    attempt = row.sitting.attempt
    evidence, place = attempt.evidence, row.position - 1
    if row.chosen:
        marking.accept(version.data, row.chosen)
    share = marking.mark_answer(version.data, row.chosen).share
    shares = list(marking.shares_in(evidence))
    if share is None or share == shares[place]:
        return None
    shares[place] = share
    points = evidence.get("points")
    marked = marking.mark(
        shares=shares,
        pass_mark=evidence["pass_mark"],
        points=points,
        levels=evidence.get("certainty"),
        counted=evidence.get("counted", False),
    )
    return Change(
        attempt=attempt,
        position=row.position,
        before={name: evidence[name] for name in SUMMARY if name in evidence},
        after=marking.evidence_of(marked),
        passes_now=marked.passed and not attempt.passed,
        score=marked.score,
    )


def correct(*, question: Question, actor: Person, why: str, now: dt.datetime) -> KeyCorrection:
    """Mark again and put on record who had it done, why, and each result before and after.

    A person who passes now completes the activity on this day. Done twice, the second finds nothing
    to change. Raises `NothingToCorrect` or `ReasonMissing`.
    """
    if not why.strip():
        raise ReasonMissing
    version = question.published_snapshot
    found = plan(question=question)
    if version is None or not found.changes:
        raise NothingToCorrect(str(question.uuid))
    with transaction.atomic():
        correction = KeyCorrection.objects.create(
            question_uuid=question.uuid,
            snapshot=version,
            made_by=actor,
            why=why.strip()[:500],
            made_at=now,
        )
        changed = [_carry_out(correction, change.attempt, version, now) for change in found.changes]
        if not any(changed):  # another click came first
            raise NothingToCorrect(str(question.uuid))
        items.forget(question=question.uuid)
    return correction


def _carry_out(
    correction: KeyCorrection, attempt: Attempt, version: Snapshot, now: dt.datetime
) -> bool:
    """Correct one attempt as it stands under its lock."""
    turn = Enrolment.objects.select_for_update().get(pk=attempt.enrolment_id)
    row = next(iter(_rows(correction.question_uuid, attempt.pk)))
    change = _change(row, version)
    if change is None:
        return False
    fresh = change.attempt
    kept = {name: value for name, value in fresh.evidence.items() if name not in SUMMARY}
    regraded = kept.get("regraded", {}) | {str(change.position): version.pk}
    told = [*kept.get("corrected", []), {"by": str(correction.uuid), "at": now.isoformat()}]
    evidence = kept | change.after | {"regraded": regraded, "corrected": told}
    passed = bool(fresh.passed) or change.passes_now
    CorrectedAttempt.objects.create(
        correction=correction,
        attempt=fresh,
        before=change.before,
        after=change.after,
        passed_before=bool(fresh.passed),
        passed_after=passed,
    )
    attempts.correct(
        attempt=fresh, passed=passed, score=change.score, evidence=evidence, turn=turn, now=now
    )
    return True
