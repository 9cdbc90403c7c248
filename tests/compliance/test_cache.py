"""The cache of standings follows the facts; the sweep and the checker find where it does not."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.compliance.models import Standing
from courses.compliance.services import askings, standings
from courses.services import assignments, enrolments
from tests.compliance.world import ask, begin, complete

IN_A_MONTH = dt.timedelta(days=30)


def standing_of(person, course):
    return Standing.objects.get(person=person, course=course)


def test_asking_makes_a_standing_and_taking_back_empties_it(
    world, django_capture_on_commit_callbacks
):
    course, now = world.course(), timezone.now()
    due_on = now.date() + IN_A_MONTH
    with django_capture_on_commit_callbacks(execute=True):
        assigned = assignments.assign(
            people=[world.learner], course=course, due_on=due_on, actor=world.manager, now=now
        )

    assert standing_of(world.learner, course).due_on == due_on

    with django_capture_on_commit_callbacks(execute=True):
        askings.take_back(assignment=assigned[0], actor=world.manager, now=now)

    assert standing_of(world.learner, course).due_on is None
    assert not Standing.objects.concerning().exists()


def test_beginning_and_leaving_a_turn_move_the_standing(world, django_capture_on_commit_callbacks):
    course = world.course()
    with django_capture_on_commit_callbacks(execute=True):
        turn = world.enrol(world.learner, course)

    assert standing_of(world.learner, course).enrolment_id == turn.pk

    with django_capture_on_commit_callbacks(execute=True):
        enrolments.withdraw(enrolment=turn, now=timezone.now())

    assert standing_of(world.learner, course).enrolment_id is None


def test_completing_a_course_satisfies(world, django_capture_on_commit_callbacks):
    course = world.course()
    ask(world.learner, course, timezone.now().date() + IN_A_MONTH)
    with django_capture_on_commit_callbacks(execute=True):
        turn = world.enrol(world.learner, course)
        world.client(world.learner).get(f"/learn/{turn.uuid}/module-1/")

    found = standing_of(world.learner, course)
    assert found.satisfied
    assert found.completed_at is not None


def test_an_early_evening_in_new_zealand_is_the_next_day(world):
    """A completion at 11.00 UTC on the 4th is at midnight of the 5th in Auckland."""
    world.learner.own_time_zone = "Pacific/Auckland"
    world.learner.save()
    course = world.course()
    noon = dt.datetime(2026, 5, 4, 12, 30, tzinfo=dt.UTC)
    for person in (world.learner, world.colleague):
        ask(person, course, dt.date(2026, 6, 1), now=noon, counts_from=dt.date(2026, 5, 5))
        complete(world.enrol(person, course), noon)

    assert standing_of(world.learner, course).satisfied
    assert not standing_of(world.colleague, course).satisfied


def test_a_rebuild_that_changes_nothing_writes_nothing(world, django_assert_num_queries):
    course = world.course()
    begin(world, world.learner, course)
    changed_at = standing_of(world.learner, course).changed_at

    with django_assert_num_queries(6):  # savepoint, lock, three reads, release
        assert standings.rebuild(now=timezone.now(), person_ids=[world.learner.pk]) == 0

    assert standing_of(world.learner, course).changed_at == changed_at


def test_a_rebuild_asks_no_more_for_more_people(world, django_assert_num_queries):
    course = world.course()
    people = [world.person(f"Person {n}", team=world.team) for n in range(6)]
    for person in people:
        world.enrol(person, course)

    with django_assert_num_queries(8):
        standings.rebuild(now=timezone.now(), person_ids=[people[0].pk])
    with django_assert_num_queries(8):
        standings.rebuild(now=timezone.now(), person_ids=[p.pk for p in people[1:]])


@pytest.fixture
def tampered(world):
    """A standing that says done where nothing was done, one that is missing, and one too many."""
    first, second = world.course("Boundaries"), world.course("Consent")
    ask(world.learner, first, timezone.now().date() + IN_A_MONTH)
    ask(world.colleague, first, timezone.now().date() + IN_A_MONTH)
    Standing.objects.filter(person=world.learner).update(satisfied=True)
    Standing.objects.filter(person=world.colleague).delete()
    Standing.objects.create(
        person=world.outsider, course=second, satisfied=True, changed_at=timezone.now()
    )
    return {world.learner.pk, world.colleague.pk, world.outsider.pk}


def test_the_checker_finds_a_tampered_cache_and_changes_nothing(tampered):
    out = StringIO()
    with pytest.raises(CommandError, match="3 standings differ"):
        call_command("process_due_dates", "--check", stdout=out)

    assert {found.person_id for found in standings.differences()} == tampered
    assert out.getvalue().count("person ") == 3


def test_the_sweep_mends_it_and_a_second_finds_nothing(tampered):
    out = StringIO()
    call_command("process_due_dates", stdout=out)
    call_command("process_due_dates", stdout=out)
    call_command("process_due_dates", "--check", stdout=out)

    first, second, check = out.getvalue().splitlines()
    assert first.endswith("3 standings put right.")
    assert second.endswith("0 standings put right.")
    assert check == "Every standing says what the facts say."
    assert not Standing.objects.filter(satisfied=True).exists()
