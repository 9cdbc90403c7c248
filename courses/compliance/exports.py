"""The people table as rows for a spreadsheet: a line for each person and course."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from courses.compliance.days import Days
from courses.compliance.standings import Status
from courses.compliance.tables import Choice, chosen_people, ordered, shown_standings, with_team
from courses.compliance.wording import WORDS
from courses.people.models import Person

BATCH = 1000


def head() -> list[str]:
    return [
        _("Name"),
        _("Staff number"),
        _("Profession"),
        _("Job code"),
        _("Team"),
        _("Course"),
        _("Status"),
        _("Due"),
        _("Started"),
        _("Completed"),
    ]


def rows(*, actor: Person, choice: Choice, days: Days) -> Iterator[list[Any]]:
    """The rows, a batch of people at a time (one query, then two a batch), so that memory stays
    flat.

    Somebody who was asked nothing has one row without a course. Dates are the person's own.
    """
    keys = list(
        ordered(chosen_people(actor=actor, choice=choice, days=days), choice).values_list(
            "pk", flat=True
        )
    )
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        people = with_team(Person.objects.filter(pk__in=batch), days.today)
        found = people.select_related("organisation").prefetch_related(
            shown_standings(choice, days)
        )
        by_key = {person.pk: person for person in found}
        for key in batch:
            if key in by_key:
                yield from _lines(by_key[key], choice)


def _lines(person: Person, choice: Choice) -> Iterator[list[Any]]:
    zone = person.time_zone
    about = [
        person.name, person.external_id, person.profession, person.job_code, person.team_name or "",
    ]  # fmt: skip
    shown = [
        standing
        for standing in person.shown_standings
        if not choice.status or standing.status == choice.status
    ]
    for standing in shown:
        yield [
            *about,
            standing.course.title,
            str(WORDS[Status(standing.status)]),
            standing.due_on,
            standing.started_at.astimezone(zone).date() if standing.started_at else None,
            standing.completed_at.astimezone(zone).date() if standing.completed_at else None,
        ]
    if not shown:
        yield [*about, "", "", None, None, None]
