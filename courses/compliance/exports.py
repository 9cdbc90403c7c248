"""The people table as rows for a spreadsheet: a line for each person and course."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from courses.compliance.days import Days
from courses.compliance.tables import (
    COLUMNS,
    Choice,
    PersonLine,
    chosen_people,
    lines,
    ordered,
    with_team,
)
from courses.compliance.wording import WORDS
from courses.models import Course
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
    """The rows, a batch of people at a time (two queries, then two a batch): memory stays flat.

    Somebody who was asked nothing has one row without a course. Dates are the person's own.
    """
    titles = dict(Course.objects.values_list("pk", "title"))
    words = {status.value: str(word) for status, word in WORDS.items()}
    chosen = ordered(chosen_people(actor=actor, choice=choice, days=days), choice)
    keys = list(chosen.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        people = with_team(Person.objects.filter(pk__in=batch), days.today)
        by_key = {row[0]: row for row in people.order_by().values_list(*COLUMNS)}
        for person in lines([by_key[key] for key in batch if key in by_key], choice, days):
            yield from _rows_of(person, choice, days, titles, words)


def _rows_of(person: PersonLine, choice: Choice, days: Days, titles, words) -> Iterator[list[Any]]:
    about = [person.name, person.external_id, person.profession, person.job_code, person.team]
    shown = [s for s in person.standings if not choice.status or s.status == choice.status]
    for standing in shown:
        yield [
            *about,
            titles[standing.course],
            words[standing.status],
            standing.due_on,
            days.date(standing.started_at, person.zone) if standing.started_at else None,
            days.date(standing.completed_at, person.zone) if standing.completed_at else None,
        ]
    if not shown:
        yield [*about, "", "", None, None, None]
