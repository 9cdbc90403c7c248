"""Two years of assignments, courses taken and certificates, made through the real services."""

import datetime as dt
import random
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from courses.models import Assignment, Course, CourseCompletion
from courses.people.models import Person
from courses.services import assignments, enrolments
from lms.demo.playing import Pace, take_course

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Round:
    """One time that everybody was asked to take some courses."""

    courses: tuple[str, ...]
    asked_days_ago: int
    due_days_ago: int  # negative: still to come
    finish: float  # the share who finish
    begin: float = 0.0  # the share who are part-way


ROUNDS = (
    Round(("professional-boundaries",), 690, 600, finish=0.92),
    Round(("professional-boundaries", "cultural-competence"), 330, 240, finish=0.9),
    Round(("ethical-codes",), 150, -12, finish=0.42, begin=0.3),
    Round(("professional-boundaries",), 24, -40, finish=0.3, begin=0.2),
    Round(("cultural-competence",), 80, 6, finish=0.72, begin=0.1),
)


def load_history(*, people: list[Person], courses: list[Course], now: dt.datetime, say) -> None:
    """Give everyone without a history theirs, a person a transaction: a broken load goes on."""
    by_slug = {course.slug: course for course in courses}
    known = set(Assignment.objects.values_list("person_id", flat=True))
    waiting = [person for person in people if person.pk not in known]
    for number, person in enumerate(waiting, start=1):
        if number % 10 == 1 or number == len(waiting):
            say(f"  history of person {number} of {len(waiting)}")
        with transaction.atomic():
            _history(person, by_slug, now)


def _history(person: Person, courses: dict[str, Course], now: dt.datetime) -> None:
    rng = random.Random(person.external_id)  # noqa: S311  the demo is the same for everyone
    is_guide = person.external_id == "DEMO-LEARNER"
    for turn in ROUNDS:
        asked_at = _working_hour(now - turn.asked_days_ago * DAY, rng)
        if person.hired_on > asked_at.date():
            continue
        for slug in turn.courses:
            due_on = (now - turn.due_days_ago * DAY).date()
            assignments.assign(
                people=[person], course=courses[slug], due_on=due_on, actor=None, now=asked_at
            )
            if is_guide:
                _guide(person, courses[slug], turn, asked_at, rng)
            else:
                _ordinary(person, courses[slug], turn, asked_at, rng)


def _ordinary(person, course, turn: Round, asked_at, rng: random.Random) -> None:
    fate = rng.random()
    span = turn.asked_days_ago - max(turn.due_days_ago, 4)
    begun_at = _working_hour(asked_at + rng.randint(1, max(2, span // 2)) * DAY, rng)
    if fate < turn.finish:
        _take(person, course, begun_at, rng)
    elif fate < turn.finish + turn.begin:
        _take(person, course, begun_at, rng, modules=rng.randint(0, 3))


def _guide(person, course, turn: Round, asked_at, rng: random.Random) -> None:
    """The learner's account: two old rounds done, the long course part-way, the rest to do."""
    begun_at = _working_hour(asked_at + 9 * DAY, rng)
    if turn.due_days_ago > 100:
        _take(person, course, begun_at, rng)
    elif turn.courses == ("ethical-codes",):
        _take(person, course, begun_at, rng, modules=2)
    elif turn.courses == ("cultural-competence",):
        _take(person, course, begun_at, rng)


def _take(person, course, begun_at, rng, *, modules: int | None = None) -> None:
    enrolment = enrolments.enrol(person=person, course=course, now=begun_at)
    pace = Pace(begun_at, rng)
    take_course(enrolment, pace, modules=modules)
    completion = CourseCompletion.objects.filter(enrolment=enrolment).first()
    if completion is not None:
        _certify(completion)


def _certify(completion: CourseCompletion) -> None:
    """Award and issue as at the completion, not as at the loading of the demo.

    Where certificates can't be made they wait, as they would for anybody who completes a course.
    """
    from certificates import rendering
    from certificates.services import awards, certificates

    award = awards.award(completion=completion, now=completion.completed_at)
    with suppress(rendering.LibrariesMissing):
        certificates.issue(award=award, now=completion.completed_at)


def _working_hour(at: dt.datetime, rng: random.Random) -> dt.datetime:
    return at.replace(hour=rng.randint(8, 17), minute=rng.randint(0, 59), second=0, microsecond=0)
