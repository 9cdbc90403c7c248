"""The counts that a manager's home adds up follow people and standings, whatever was kept."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from courses.compliance import counting
from courses.compliance.models import TeamTally
from courses.compliance.services import standings, tallies
from courses.people.models import Management, Membership, Person
from courses.people.services import people
from tests.compliance.test_home import words
from tests.compliance.world import ask, complete, overdue


@pytest.fixture
def looked_at(world):
    """A course that two people of the team are late with; the home was looked at before."""
    course = world.course("Boundaries")
    overdue(world.learner, course)
    overdue(world.colleague, course)
    assert "Of 2 people, 2 are overdue." in home(world)
    return course


def home(world, who=None) -> str:
    return words(world.client(who or world.manager).get("/manage/"))


def test_a_completion_counts_at_once(world, looked_at):
    complete(world.enrol(world.learner, looked_at))

    assert "Of 2 people, 1 has done it, 1 is overdue." in home(world)
    assert "Of your 2 people, 1 has something overdue." in home(world)


def test_a_move_counts_at_once_on_both_sides(world, looked_at, django_capture_on_commit_callbacks):
    other = world.person("Omar Other", roles_=("manager",))
    Management.objects.create(person=other, team=world.other_team, starts_on=dt.date(2024, 1, 1))
    overdue(world.outsider, looked_at)
    assert "Of 1 person, 1 is overdue." in home(world, other)
    with django_capture_on_commit_callbacks(execute=True):
        people.move(person=world.learner, team=world.other_team, on=timezone.localdate())

    assert "Of 1 person, 1 is overdue." in home(world)
    assert "Lena Learner" not in home(world)
    assert "Of 2 people, 2 are overdue." in home(world, other)


def test_who_leaves_counts_no_longer(world, looked_at, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        people.change_person(
            actor=None, person=world.learner, facts={"left_on": timezone.localdate()}
        )

    assert "Of your 1 person, 1 has something overdue." in home(world)


def test_somebody_in_two_teams_counts_once_and_at_once(world, looked_at):
    below = world.team.add_child(name="Below", organisation=world.organisation)
    both = world.person("Bo Both", team=world.team)
    Membership.objects.create(person=both, team=below, starts_on=dt.date(2024, 1, 1))
    tallies.forget_all()
    ask(both, looked_at, timezone.localdate() + dt.timedelta(days=9))
    assert "Of 3 people, 1 has not started, 2 are overdue." in home(world)

    complete(world.enrol(both, looked_at))
    assert "Of 3 people, 1 has done it, 2 are overdue." in home(world)


def test_an_administrator_counts_people_without_a_team(world, looked_at):
    loose = world.person("Lou Loose")
    overdue(loose, looked_at)
    assert "Of 3 people, 3 are overdue." in home(world, world.administrator)
    assert "Of 2 people" in home(world)

    complete(world.enrol(loose, looked_at))
    assert "Of 3 people, 1 has done it, 2 are overdue." in home(world, world.administrator)


def test_a_first_team_takes_somebody_from_those_without(
    world, looked_at, django_capture_on_commit_callbacks
):
    loose = world.person("Lou Loose")
    overdue(loose, looked_at)
    assert "Of 3 people" in home(world, world.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        people.move(person=loose, team=world.team, on=timezone.localdate())

    assert "Of 3 people" in home(world, world.administrator)
    assert "Of 3 people" in home(world)


def test_a_day_later_what_was_in_time_is_overdue(world):
    course = world.course("Boundaries")
    ask(world.learner, course, timezone.localdate())
    assert "1 has not started" in home(world)

    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=False):
        page = words(world.fresh_client(world.manager).get("/manage/"))
    assert "1 is overdue" in page


def test_a_change_while_it_is_counted_is_counted_next_time(world, looked_at, monkeypatch):
    tallies.forget_all()
    count = counting.count_teams

    def slowly(*arguments):
        found = count(*arguments)
        complete(world.enrol(world.learner, looked_at))
        monkeypatch.setattr(counting, "count_teams", count)
        return found

    monkeypatch.setattr(counting, "count_teams", slowly)
    home(world)

    assert "Of 2 people, 1 has done it, 1 is overdue." in home(world)


def test_the_sweep_mends_what_no_signal_told(world, looked_at):
    Person.objects.filter(pk=world.learner.pk).update(left_on=timezone.localdate())
    standings.sweep(now=timezone.now())

    assert "Of your 1 person" in home(world)


def test_an_answer_that_others_wrote_is_left_alone(world, looked_at):
    """Only the teams of the person are counted anew."""
    other = world.other_team
    home(world, world.administrator)
    before = TeamTally.objects.get(team=other).version
    complete(world.enrol(world.learner, looked_at))

    assert TeamTally.objects.get(team=other).version == before
    assert not TeamTally.objects.filter(team=world.team, version=0).exists()


def listed(world, who=None) -> int:
    """How many people the table says there are."""
    page = world.client(who or world.manager).get("/manage/people/").context["page_obj"]
    return page.paginator.count


def test_the_table_says_the_number_that_is_kept(world, looked_at):
    assert listed(world) == 2
    TeamTally.objects.filter(team=world.team).update(people=40)
    assert listed(world) == 40

    TeamTally.objects.filter(team=world.team).update(day="another")
    assert listed(world) == 2


def test_the_table_s_number_follows_people_at_once(
    world, looked_at, django_capture_on_commit_callbacks
):
    home(world, world.administrator)
    assert (listed(world), listed(world, world.administrator)) == (2, everybody(world))
    with django_capture_on_commit_callbacks(execute=True):
        people.move(person=world.learner, team=world.other_team, on=timezone.localdate())
    world.person("Lou Loose")
    assert (listed(world), listed(world, world.administrator)) == (1, everybody(world))

    home(world, world.administrator)
    assert (listed(world), listed(world, world.administrator)) == (1, everybody(world))


def test_the_table_counts_somebody_in_two_teams_once(world, looked_at):
    below = world.team.add_child(name="Below", organisation=world.organisation)
    Membership.objects.create(person=world.learner, team=below, starts_on=dt.date(2024, 1, 1))
    tallies.forget_all()
    home(world)

    assert listed(world) == 2


def everybody(world) -> int:
    return Person.objects.filter(organisation=world.organisation).count()
