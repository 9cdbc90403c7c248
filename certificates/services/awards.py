"""Award what a completion earned: freeze its facts, number and code, once."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import formats, translation
from django.utils.translation import gettext

from certificates import codes, credit, statements, texts
from certificates.models import AccreditationLine, Award
from certificates.services import numbers
from courses.models import CourseCompletion, Edition
from courses.people.models import Organisation
from courses.services import events

FACTS_SCHEMA = 1
_LOADED = (
    "person__organisation",
    "person__merged_into__organisation",
    "course",
    "edition",
    "enrolment",
)


class NotTheirs(Exception):
    """A completion names another person than the turn that it completes: nobody gets an award."""


def award(*, completion: CourseCompletion, now: dt.datetime) -> Award:
    """The award of a completion, written the first time it is asked for.

    Raises `NotTheirs` where the completion isn't the person's own.
    """
    existing = Award.objects.filter(completion_id=completion.pk).first()
    if existing is not None:
        return existing
    full = CourseCompletion.objects.select_related(*_LOADED).get(pk=completion.pk)
    if full.person_id != full.enrolment.person_id:
        raise NotTheirs(str(full.uuid))
    try:
        return _write(full, now)
    except IntegrityError:  # another worker heard of the same completion and came first
        written = Award.objects.filter(completion_id=completion.pk).first()
        if written is None:
            raise
        return written


@transaction.atomic
def _write(completion: CourseCompletion, now: dt.datetime) -> Award:
    facts = facts_of(completion=completion)
    row = Award.objects.create(
        completion=completion,
        facts=facts,
        number=numbers.next_number(year=int(facts["completed"]["on"][:4])),
        code=codes.new(),
        awarded_at=now,
    )
    events.record(
        verb="earned",
        object_type="award",
        object_uuid=row.uuid,
        person_id=completion.person_id,
        now=now,
        data={"completion": str(completion.uuid)},
    )
    return row


def facts_of(*, completion: CourseCompletion) -> dict[str, Any]:
    """Everything that a certificate of this completion says, as it stands now.

    `name`; `course` (uuid, title, edition); `started` and `completed` (`on` and `printed` in the
    person's time zone, `at` as an instant in UTC) and that `time_zone`; `credits` rows;
    `presenters`; `objectives`; `provider` (organisation, address, signatory_name, signatory_role);
    `accreditation`, the lines that hold on the day of completion; `not_accredited`, the sentence
    that prints where there is none.
    """
    edition, person = completion.edition, completion.person.as_now
    organisation = person.organisation
    language = edition.language
    zone = person.time_zone
    with translation.override(language):
        completed = _moment(completion.completed_at, zone)
        return {
            "schema": FACTS_SCHEMA,
            "language": language,
            "name": texts.printable(person.name),
            "course": {
                "uuid": str(completion.course.uuid),
                "title": texts.printable(edition.title),
                "edition": edition.number,
            },
            "started": _moment(completion.started_at, zone),
            "completed": completed,
            "time_zone": zone.key,
            "credits": edition.credits,
            "presenters": edition.facts.get("presenters", []),
            "objectives": edition.facts.get("objectives", []),
            "provider": provider_of(organisation=organisation),
            "accreditation": _accreditation(
                edition, organisation, dt.date.fromisoformat(completed["on"])
            ),
            "not_accredited": gettext("Certificate of completion, not accredited."),
        }


def provider_of(*, organisation: Organisation) -> dict[str, str]:
    """The provider as it prints."""
    return {
        "organisation": organisation.name,
        "address": organisation.provider_address,
        "signatory_name": organisation.signatory_name,
        "signatory_role": organisation.signatory_role,
    }


def _moment(at: dt.datetime, zone: dt.tzinfo) -> dict[str, str]:
    on = at.astimezone(zone).date()
    return {
        "on": on.isoformat(),
        "printed": _date(on),
        "at": at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
    }


def _date(on: dt.date) -> str:
    return formats.date_format(on, "j F Y")


def _accreditation(
    edition: Edition, organisation: Organisation, on: dt.date
) -> list[dict[str, str]]:
    lines = AccreditationLine.objects.applying(course_id=edition.course_id, on=on)
    return [
        {
            "body": line.body,
            "provider_number": line.provider_number,
            "course_number": line.course_number,
            "from": line.approved_from.isoformat(),
            "until": line.approved_until.isoformat(),
            "statement": statements.filled(
                line.statement,
                {
                    "organisation": organisation.name,
                    "provider_number": line.provider_number,
                    "course_number": line.course_number,
                    "title": edition.title,
                    "from": _date(line.approved_from),
                    "until": _date(line.approved_until),
                    "credit": credit.summary(edition.credits),
                },
            ),
        }
        for line in lines
    ]
