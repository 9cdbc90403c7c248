"""Managers' figures in words."""

import datetime as dt
import functools
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from courses import wording
from courses.compliance.days import Days
from courses.compliance.models import Standing
from courses.compliance.reports import Overview, Tally, TurnRow
from courses.compliance.standings import Status
from courses.compliance.tables import PersonLine
from courses.models import Enrolment
from courses.people.models import Person
from courses.reports import DUE_SOON_DAYS

WORDS = {
    Status.OVERDUE: gettext_lazy("Overdue"),
    Status.NOT_STARTED: gettext_lazy("Not started"),
    Status.UNDER_WAY: gettext_lazy("Under way"),
    Status.DONE: gettext_lazy("Done"),
    Status.NOT_ASKED: gettext_lazy("Not asked"),
}
# What needs attention first, first.
URGENCY = (Status.OVERDUE, Status.NOT_STARTED, Status.UNDER_WAY, Status.DONE)


@dataclass(frozen=True)
class Part:
    """A clause of a sentence on a course, and the status whose people it counts."""

    status: str
    text: str
    count: int


def parts(tally: Tally) -> list[Part]:
    """“31 have done it”, “12 are under way”, “9 have not started”, “6 are overdue”."""
    done = ngettext("%(n)d has done it", "%(n)d have done it", tally.done)
    started = ngettext("%(n)d is under way", "%(n)d are under way", tally.started)
    waiting = ngettext("%(n)d has not started", "%(n)d have not started", tally.open)
    overdue = ngettext("%(n)d is overdue", "%(n)d are overdue", tally.overdue)
    counted = [
        (Status.DONE, done, tally.done),
        (Status.UNDER_WAY, started, tally.started),
        (Status.NOT_STARTED, waiting, tally.open),
        (Status.OVERDUE, overdue, tally.overdue),
    ]
    return [Part(status.value, text % {"n": n}, n) for status, text, n in counted if n]


def opening(tally: Tally) -> str:
    """The start of the sentence that `parts` goes on with."""
    return ngettext("Of %(n)d person,", "Of %(n)d people,", tally.people) % {"n": tally.people}


def sentence(tally: Tally) -> str:
    """One sentence: “Of 58 people, 31 have done it, 12 are under way, 6 are overdue.”"""
    return f"{opening(tally)} {', '.join(part.text for part in parts(tally))}."


def home_sentence(overview: Overview) -> str:
    """How things stand, before any course is named."""
    people = ngettext("%(n)d person", "%(n)d people", overview.people) % {"n": overview.people}
    if not overview.people:
        return _("You have no people yet.")
    if not overview.tallies:
        return _("Nobody among your %(people)s was asked to take a course yet.") % {
            "people": people
        }
    if not overview.late:
        return _("Nothing is overdue among your %(people)s.") % {"people": people}
    return ngettext(
        "Of your %(people)s, %(n)d has something overdue.",
        "Of your %(people)s, %(n)d have something overdue.",
        overview.late,
    ) % {"n": overview.late, "people": people}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the people table."""

    uuid: str
    name: str
    about: str
    status: str
    done: str
    due: str
    is_soon: bool


def row(person: PersonLine, days: Days, *, one_course: bool) -> Row:
    """A person's line: the most urgent of their standings, what is done, what is due first."""
    today = days.of(person.zone)
    statuses = {standing.status for standing in person.standings}
    worst = next((s.value for s in URGENCY if s.value in statuses), Status.NOT_ASKED.value)
    done = Status.DONE.value
    first = min(
        (s.due_on for s in person.standings if s.due_on is not None and s.status != done),
        default=None,
    )
    return Row(
        uuid=str(person.uuid),
        name=person.name,
        about=", ".join(filter(None, [person.profession, person.team])),
        status=worst,
        done=_done_words(person, days, today, one_course),
        due=_due(first, today, get_language()) if first is not None else "",
        is_soon=first is not None and 0 <= (first - today).days <= DUE_SOON_DAYS,
    )


@functools.lru_cache(maxsize=2000)
def _due(due_on: dt.date, today: dt.date, _language: str) -> str:
    return wording.due(due_on, today)


def _done_words(person: PersonLine, days: Days, today: dt.date, one_course: bool) -> str:
    if not person.standings:
        return ""
    if one_course:
        at = person.standings[0].completed_at
        return wording.day(days.date(at, person.zone), today) if at else ""
    done = sum(standing.status == Status.DONE.value for standing in person.standings)
    return _("%(done)d of %(all)d") % {"done": done, "all": len(person.standings)}


def completed(standing: Standing, person: Person, days: Days) -> str:
    """The day of the latest completion, on the person's calendar."""
    zone = person.own_time_zone
    return wording.day(days.date(standing.completed_at, zone), days.of(zone))


def about(person: Person) -> str:
    return ", ".join(filter(None, [person.profession, person.team_name]))


def overdue_since(standing: Standing, days: Days) -> str:
    """“since 3 May”: the last day on which it would have been in time."""
    today = days.of(standing.person.own_time_zone)
    return _("since %(day)s") % {"day": wording.day(standing.due_on, today)}


def turn(row: TurnRow) -> str:
    """How far a turn has come: “Under way, 3 of 7 steps done. Next: Consent.”"""
    state = row.enrolment.state
    if state == Enrolment.State.COMPLETED:
        return _("Completed on %(day)s.") % {
            "day": formats.date_format(timezone.localtime(row.enrolment.completed_at), "j F Y")
        }
    if state == Enrolment.State.WITHDRAWN:
        return _("Left without completing it.")
    words = _("Under way, %(steps)s.") % {"steps": wording.steps_left(row.progress)}
    following = row.progress.next_module or row.progress.next_activity
    if following is not None:
        words += " " + _("Next: %(title)s.") % {"title": following.title}
    return words


def person_sentence(standings: tuple[Standing, ...]) -> str:
    """How things stand for one person: the number done, and what is overdue by name."""
    if not standings:
        return _("Nothing is asked now.")
    done = sum(standing.satisfied for standing in standings)
    words = ngettext(
        "%(done)d of %(n)d course done.", "%(done)d of %(n)d courses done.", len(standings)
    ) % {"done": done, "n": len(standings)}
    late = [s.course.title for s in standings if s.status == Status.OVERDUE.value]
    if late:
        words += " " + _("Overdue: %(titles)s.") % {"titles": ", ".join(late)}
    return words
