"""What learner pages show, read with a fixed number of queries."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from courses import activities, structure, turnfacts
from courses.models import (
    ActivityCompletion,
    Assignment,
    Attempt,
    Course,
    CourseCompletion,
    CoursePage,
    Enrolment,
    ModuleVisit,
)
from courses.people.models import Person
from courses.services import releases
from courses.services.structures import structure_of
from courses.structure import ActivityFact, ModuleFact, Progress, Structure, Turn

DUE_SOON_DAYS = 30
FRONT = 6  # courses on the front page


@dataclass(frozen=True)
class CourseRow:
    """One course on somebody's learning page."""

    course: Course
    enrolment: Enrolment | None
    assignment: Assignment | None
    progress: Progress | None
    # "overdue", "due soon", "due", "under way", "waiting" (for a marker), "not started" or "done"
    status: str
    due_on: dt.date | None
    days_left: int | None
    completed_at: dt.datetime | None = None
    completion: uuid.UUID | None = None


@dataclass(frozen=True)
class Learning:
    """Everything on the learning page: `now` is the one thing to do, or None."""

    now: CourseRow | None
    rest: tuple[CourseRow, ...]
    done: tuple[CourseRow, ...]
    overdue: int
    due_soon: int


def status_of(*, due_on: dt.date | None, today: dt.date, started: bool, done: bool) -> str:
    """The word for where a course stands for someone, on one day."""
    if done:
        return "done"
    if due_on is not None and due_on < today:
        return "overdue"
    if due_on is not None and (due_on - today).days <= DUE_SOON_DAYS:
        return "due soon"
    if started:
        return "under way"
    return "due" if due_on is not None else "not started"


def offered_course(key: uuid.UUID) -> Course | None:
    return Course.objects.select_related("current_edition").filter(key=key).first()


def courses_to_show() -> list[CoursePage]:
    """Published courses for the front page, by title; the catalogue has them all."""
    return list(CoursePage.objects.live().select_related("category").order_by("title")[:FRONT])


def my_learning(*, person: Person, now: dt.datetime) -> Learning:
    """A person's courses, asked for or begun (seven queries, however many there are)."""
    today = person.today(now)
    turns = list(
        Enrolment.objects.filter(person__in=person.selves)
        .exclude(state=Enrolment.State.WITHDRAWN)
        .select_related("course", "edition")
        .order_by("enrolled_at", "pk")
    )
    asked = list(
        Assignment.objects.filter(person__in=person.selves, withdrawn_at__isnull=True)
        .select_related("course__current_edition", "assigned_by")
        .order_by("due_on")
    )
    completions = list(
        CourseCompletion.objects.filter(person__in=person.selves).order_by("completed_at")
    )
    stands = progress_of([turn for turn in turns if turn.state == Enrolment.State.OPEN])
    rows, done = _rows(person, turns, asked, completions, stands, today)
    # What waits for a marker asks nothing of the learner, so it comes after what does.
    rows.sort(
        key=lambda row: (
            row.status == "waiting",
            row.due_on or dt.date.max,
            row.enrolment is None,
            row.course.title,
        )
    )
    done.sort(key=lambda row: row.completed_at or now, reverse=True)
    return Learning(
        now=rows[0] if rows else None,
        rest=tuple(rows[1:]),
        done=tuple(done),
        overdue=sum(row.status == "overdue" for row in rows),
        due_soon=sum(row.status == "due soon" for row in rows),
    )


def _goes_on(turn: Enrolment, done: CourseCompletion | None) -> bool:
    """True of an open turn, unless the course was completed since anything happened in it: somebody
    who was merged with another had begun one course twice, and done it once.
    """
    if turn.state != Enrolment.State.OPEN:
        return False
    return done is None or (turn.last_seen_at or turn.enrolled_at) > done.completed_at


def _meets(completion: CourseCompletion | None, assignment: Assignment, person: Person) -> bool:
    """True when what was completed last is late enough for what was asked."""
    if completion is None:
        return False
    done_on = completion.completed_at.astimezone(person.time_zone).date()
    return done_on >= assignment.counts_from


def asked_for(*, person: Person, course: Course) -> Assignment | None:
    """What a person is still asked to do about one course: the first due, or None (one query)."""
    return _unmet(person).filter(course=course).first()


def _unmet(person: Person) -> QuerySet[Assignment]:
    """What a person is still asked to do, first due first: the rule of `_meets`, in SQL."""
    done_on = TruncDate("completed_at", tzinfo=person.time_zone)
    met = CourseCompletion.objects.filter(
        person__in=person.selves, course=OuterRef("course")
    ).filter(GreaterThanOrEqual(done_on, OuterRef("counts_from")))
    return (
        Assignment.objects.filter(person__in=person.selves, withdrawn_at__isnull=True)
        .exclude(Exists(met))
        .order_by("due_on")
    )


def with_due_day(turns: QuerySet[Enrolment], *, person: Person) -> QuerySet[Enrolment]:
    """The same turns of a person, each with `due_on`: by when its course is asked for, or None."""
    asked = _unmet(person).filter(course=OuterRef("course"))
    return turns.annotate(due_on=Subquery(asked.values("due_on")[:1]))


def _rows(person, turns, asked, completions, stands, today):
    """Open courses, and those that are done, from facts already read."""
    last_done = {c.course_id: c for c in completions}
    open_turns = {t.course_id: t for t in turns if _goes_on(t, last_done.get(t.course_id))}
    first_asked: dict[int, Assignment] = {}
    for assignment in asked:
        completion = last_done.get(assignment.course_id)
        if not _meets(completion, assignment, person):
            first_asked.setdefault(assignment.course_id, assignment)
    courses = {t.course_id: t.course for t in turns} | {a.course_id: a.course for a in asked}
    rows = []
    for key in open_turns.keys() | first_asked.keys():
        turn, assignment = open_turns.get(key), first_asked.get(key)
        due_on = assignment.due_on if assignment else None
        stand = stands.get(turn.pk) if turn else None
        waits = stand is not None and stand.only_waits
        rows.append(
            CourseRow(
                course=courses[key],
                enrolment=turn,
                assignment=assignment,
                progress=stand,
                status="waiting"
                if waits
                else status_of(due_on=due_on, today=today, started=turn is not None, done=False),
                due_on=due_on,
                days_left=(due_on - today).days if due_on else None,
            )
        )
    finished = {t.pk: t for t in turns if t.state == Enrolment.State.COMPLETED}
    done = [
        CourseRow(
            course=courses[c.course_id],
            enrolment=finished[c.enrolment_id],
            assignment=None,
            progress=None,
            status="done",
            due_on=None,
            days_left=None,
            completed_at=c.completed_at,
            completion=c.uuid,
        )
        for c in completions
        if c.enrolment_id in finished
    ]
    return rows, done


def progress_of(turns: list[Enrolment]) -> dict[int, Progress]:
    """Where a person is in each of several open turns (three queries in all)."""
    done: dict[int, set[int]] = {turn.pk: set() for turn in turns}
    seen: dict[int, set[uuid.UUID]] = {turn.pk: set() for turn in turns}
    busy: dict[int, set[int]] = {turn.pk: set() for turn in turns}
    waiting: dict[int, set[int]] = {turn.pk: set() for turn in turns}
    for turn_id, key in ActivityCompletion.objects.filter(enrolment__in=turns).values_list(
        "enrolment_id", "activity_id"
    ):
        done[turn_id].add(key)
    for turn_id, module in ModuleVisit.objects.filter(enrolment__in=turns).values_list(
        "enrolment_id", "module_key"
    ):
        seen[turn_id].add(module)
    for turn_id, key, state in Attempt.objects.filter(
        enrolment__in=turns, state__in=[Attempt.State.OPEN, Attempt.State.SUBMITTED]
    ).values_list("enrolment_id", "activity_id", "state"):
        busy[turn_id].add(key)
        if state == Attempt.State.SUBMITTED:
            waiting[turn_id].add(key)
    return {
        turn.pk: structure.progress(
            structure_of(turn.edition_id),
            done[turn.pk],
            seen[turn.pk],
            busy[turn.pk],
            waiting[turn.pk],
        )
        for turn in turns
    }


@dataclass(frozen=True)
class ActivityCard:
    """An activity as it stands in a learner's text or at the end of their course.

    `status` is "to do", "under way", "waiting" (for a marker), "done", "failed" (no try left),
    "resting" (the next try may begin at `ready_at`) or "locked" (its turn has not come). `retry`
    is True where a failed or practised activity may be taken again.
    """

    fact: ActivityFact
    type: activities.ActivityType
    status: str
    attempt: Attempt | None
    tries_left: int | None
    retry: bool
    completed_at: dt.datetime | None
    ready_at: dt.datetime | None = None


def _cards(
    enrolment: Enrolment, whole: Structure, wanted: tuple[ActivityFact, ...]
) -> tuple[Progress, dict[int, ActivityCard]]:
    """Cards for some activities and the progress of the turn (three queries; two more where
    somebody is part-way with an activity that limits tries).
    """
    completions = dict(turnfacts.DONE.all(turn=enrolment.pk))
    visited = {module for (module,) in turnfacts.SEEN.all(turn=enrolment.pk)}
    tries: dict[int, list[Attempt]] = {}
    for attempt in turnfacts.TRIES.all(turn=enrolment.pk):
        tries.setdefault(attempt.activity_id, []).append(attempt)
    under_way = {
        key for key, rows in tries.items() if any(a.state in ("open", "submitted") for a in rows)
    }
    handed_in = {key for key, rows in tries.items() if any(a.state == "submitted" for a in rows)}
    standing = structure.progress(whole, set(completions), visited, under_way, handed_in)
    limited = any(
        (fact.attempts is not None or fact.delay_hours)
        and fact.key in tries
        and fact.key not in completions
        for fact in wanted
    )
    extra = releases.extras_of(enrolment) if limited else structure.NO_EXTRA
    cards = {}
    for fact in wanted:
        rows = tries.get(fact.key, [])
        done = completions.get(fact.key)
        cards[fact.key] = _card(fact, rows, done, whole, standing, enrolment, extra)
    return standing, cards


def _card(fact, rows, completed_at, whole, standing, enrolment, extra) -> ActivityCard:
    turns = [Turn(a.state, a.passed, a.finished_at) for a in rows]
    left = structure.tries_left(fact, turns, extra)
    ready = structure.ready_at(fact, turns, extra)
    if ready is not None and ready <= timezone.now():
        ready = None
    last = rows[-1] if rows else None
    waiting = next((a for a in rows if a.state in ("open", "submitted")), None)
    is_open = enrolment.state == Enrolment.State.OPEN
    if completed_at is not None:
        status = "done"
    elif waiting is not None:
        status = "waiting" if waiting.state == "submitted" else "under way"
    elif not structure.may_begin(whole, fact, standing):
        status = "locked"
    elif left == 0:
        status = "failed"
    elif ready is not None:
        status = "resting"
    else:
        status = "to do"
    return ActivityCard(
        fact=fact,
        type=activities.get(fact.type),
        status=status,
        attempt=waiting or last,
        tries_left=left,
        retry=is_open
        and waiting is None
        and bool(rows)
        and left != 0
        and status not in ("locked", "resting"),
        completed_at=completed_at,
        ready_at=ready,
    )


def course_way(*, enrolment: Enrolment) -> dict[str, Any]:
    """The way through a course for one turn (three queries besides the turn itself)."""
    whole = structure_of(enrolment.edition_id)
    standing, cards = _cards(enrolment, whole, whole.activities())
    return {
        "enrolment": enrolment,
        "structure": whole,
        "progress": standing,
        "cards": cards,
        "closing": [cards[fact.key] for fact in whole.closing],
        "missing": missing(standing),
    }


def module_reading(*, enrolment: Enrolment, module: ModuleFact) -> dict[str, Any]:
    """A module for one turn: the activities set into it, what comes next, what is missing."""
    whole = structure_of(enrolment.edition_id)
    standing, cards = _cards(enrolment, whole, module.activities)
    number = whole.modules.index(module)
    return {
        "enrolment": enrolment,
        "structure": whole,
        "module": module,
        "number": number + 1,
        "progress": standing,
        "cards": {fact.block_id: cards[fact.key] for fact in module.activities},
        "stand": standing.modules[number],
        "previous_module": whole.modules[number - 1] if number else None,
        "following_module": whole.modules[number + 1] if number + 1 < len(whole.modules) else None,
        "missing": missing(standing),
    }


def missing(standing: Progress) -> list[dict[str, Any]]:
    """What is still missing for completion, in order: modules with their activities, then the
    rest.
    """
    rows: list[dict[str, Any]] = [
        {"module": stand.module, "activities": stand.missing}
        for stand in standing.modules
        if stand.stand is not structure.Stand.DONE
    ]
    if standing.closing_missing:
        rows.append({"module": None, "activities": standing.closing_missing})
    return rows
