"""Reading what was issued: a learner's own, one by its code, an organisation's register."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from certificates import codes, credit
from certificates.models import Award, Certificate
from courses.models import CourseCompletion
from courses.models.appendonly import AppendOnlyQuerySet
from courses.people.models import Organisation, Person

_STANDING = ("revocation", "superseded_by")


@dataclass(frozen=True)
class Held:
    """One line of a learner's own list: a certificate, or an award whose document is being made."""

    title: str
    credit: str
    completed: str
    number: str
    code: str
    certificate: Certificate | None
    ended: str  # why it no longer holds, in words; empty while it does


@dataclass(frozen=True)
class Verified:
    """What a code stands for, as anybody may know it."""

    state: str  # valid, revoked, superseded
    facts: dict
    number: str
    certificate: Certificate | None  # None while its document is being made
    successor: Certificate | None = None  # the newest, of a superseded one


def held_by(*, person: Person) -> list[Held]:
    """A person's certificates, newest completion first, each with those it replaced (2 queries)."""
    completions = (
        CourseCompletion.objects.filter(person__in=person.selves)
        .select_related("award", "edition")
        .order_by("-completed_at", "-pk")
    )
    issued: dict[int, list[Certificate]] = defaultdict(list)
    for row in (
        Certificate.objects.filter(award__completion__person__in=person.selves)
        .select_related(*_STANDING)
        .order_by("-pk")
    ):
        issued[row.award_id].append(row)
    lines: list[Held] = []
    for completion in completions:
        award = getattr(completion, "award", None)
        rows = issued.get(award.pk, []) if award else []
        lines += [_issued(row) for row in rows] or [_queued(completion, award, person)]
    return lines


def newest_of(*, completion: CourseCompletion) -> Certificate | None:
    """The document of a completion that holds now, or None: it is being made, or was revoked."""
    rows = Certificate.objects.filter(award__completion=completion)
    return rows.in_state(Certificate.State.VALID).first()


def _issued(row: Certificate) -> Held:
    facts = row.facts
    return Held(
        title=facts["course"]["title"],
        credit="; ".join(credit.detail(facts["credits"])),
        completed=facts["completed"]["printed"],
        number=row.number,
        code=row.code,
        certificate=row,
        ended=ending(row),
    )


def _queued(completion: CourseCompletion, award: Award | None, person: Person) -> Held:
    edition = completion.edition
    on = timezone.localtime(completion.completed_at, person.time_zone).date()
    return Held(
        title=edition.title,
        credit="; ".join(credit.detail(edition.credits)),
        completed=formats.date_format(on, "j F Y"),
        number=award.number if award else "",
        code=award.code if award else "",
        certificate=None,
        ended="",
    )


def ending(row: Certificate) -> str:
    """Why a certificate no longer holds, with its date, or nothing. Needs `_STANDING` loaded."""
    state = row.state
    if state == Certificate.State.REVOKED:
        day = _day(row.revocation.revoked_at)
        return _("Revoked on %(day)s") % {"day": day}
    if state == Certificate.State.SUPERSEDED:
        later = row.superseded_by
        words = {"day": _day(later.issued_at), "number": later.number}
        return _("Replaced on %(day)s by %(number)s") % words
    return ""


def _day(at) -> str:
    return formats.date_format(timezone.localtime(at), "j F Y")


def find(*, typed: str) -> Verified | None:
    """What a typed code stands for, or None. The same queries whether or not it could be a code."""
    code = codes.normalised(typed)
    row = Certificate.objects.filter(code=code).select_related(*_STANDING).first()
    if row is None:
        award = Award.objects.filter(code=code).first()
        if award is None:
            return None
        return Verified(state="valid", facts=award.facts, number=award.number, certificate=None)
    return Verified(
        state=row.state,
        facts=row.facts,
        number=row.number,
        certificate=row,
        successor=_newest(row) if row.state == Certificate.State.SUPERSEDED else None,
    )


def _newest(row: Certificate) -> Certificate:
    """The last certificate of the row's award: only the newest can have been corrected."""
    family: Iterable[Certificate] = Certificate.objects.filter(
        award_id=row.award_id
    ).select_related(*_STANDING)
    return next(each for each in family if each.state != Certificate.State.SUPERSEDED)


def register(*, organisation: Organisation) -> AppendOnlyQuerySet:
    """Every certificate of an organisation's people, the newest first."""
    return (
        Certificate.objects.filter(award__completion__person__organisation=organisation)
        .select_related(*_STANDING, "award__completion__person")
        .order_by("-issued_at", "-pk")
    )
