"""Who may see whom, on which day."""

import datetime as dt

import pytest

from courses.people.models import Management, Membership, Organisation, Person
from courses.people.scope import managed_teams, visible_people, visible_teams
from courses.people.services import roles

MAY = dt.date(2026, 5, 4)
DAY = dt.timedelta(days=1)


def seen(actor, on=MAY, today=None) -> set[str]:
    return set(visible_people(actor, on, today=today).values_list("name", flat=True))


def test_a_manager_sees_the_team_and_those_below_it(world):
    below = world.team.add_child(name="Below", organisation=world.organisation)
    world.person("Deep Person", team=below.add_child(name="D", organisation=world.organisation))

    assert seen(world.manager) == {"Lena Learner", "Cato Colleague", "Deep Person"}


def test_a_sister_team_whose_path_begins_alike_is_not_below(world):
    """Path steps have a fixed length, so that no path begins with a sister's."""
    sisters = [
        world.top.add_child(name=f"Sister {n}", organisation=world.organisation) for n in range(40)
    ]
    world.person("Sister Person", team=sisters[-1])

    assert "Sister Person" not in seen(world.manager)


@pytest.mark.parametrize("who", ["learner", "trainer", "outsider"])
def test_everybody_else_sees_nobody(world, who):
    assert seen(getattr(world, who)) == set()
    assert not visible_teams(getattr(world, who), MAY).exists()


def test_managing_a_team_without_the_role_shows_nobody(world):
    Management.objects.create(person=world.trainer, team=world.top, starts_on=MAY - DAY)

    assert seen(world.trainer) == set()


def test_an_administrator_sees_the_organisation_and_no_other(world):
    other = Organisation.objects.create(name="Elsewhere")
    Person.objects.create(organisation=other, name="Eve Elsewhere")

    assert "Otto Outsider" in seen(world.administrator)
    assert "Eve Elsewhere" not in seen(world.administrator)


def test_a_move_ends_the_old_manager_s_view_on_its_day_and_leaves_the_past(world):
    Membership.objects.filter(person=world.learner).update(ends_on=MAY)
    Membership.objects.create(person=world.learner, team=world.other_team, starts_on=MAY)

    assert "Lena Learner" in seen(world.manager, MAY - DAY, today=MAY)
    assert "Lena Learner" not in seen(world.manager, MAY, today=MAY)


def test_the_past_is_seen_by_who_manages_today(world):
    """A manager who came yesterday sees last year's people of the team; one who went sees none."""
    old = world.person("Old Manager", roles_=("manager",))
    Management.objects.create(
        person=old, team=world.team, starts_on=dt.date(2024, 1, 1), ends_on=MAY
    )
    Management.objects.filter(person=world.manager).update(starts_on=MAY)
    last_year = MAY - 365 * DAY

    assert "Lena Learner" in seen(world.manager, last_year, today=MAY)
    assert seen(old, last_year, today=MAY) == set()
    assert "Lena Learner" in seen(old, last_year, today=MAY - DAY)


def test_a_deputy_sees_from_the_first_day_to_the_one_before_the_last(world):
    deputy = world.person("Dee Deputy", roles_=("manager",))
    Management.objects.create(
        person=deputy,
        team=world.team,
        kind=Management.Kind.DEPUTISES,
        starts_on=MAY,
        ends_on=MAY + 7 * DAY,
    )

    assert seen(deputy, MAY - DAY) == set()
    assert "Lena Learner" in seen(deputy, MAY)
    assert "Lena Learner" in seen(deputy, MAY + 6 * DAY)
    assert seen(deputy, MAY + 7 * DAY) == set()


def test_a_merged_person_shows_only_as_the_one_they_are_now(world):
    world.colleague.merged_into = world.learner
    world.colleague.save()

    assert "Cato Colleague" not in seen(world.manager) | seen(world.administrator)


def test_losing_the_role_ends_the_view(world):
    roles.set_roles(person=world.manager, roles=["learner"])

    assert seen(world.manager) == set()


def test_a_scope_takes_two_queries_and_one_where_the_teams_are_known(
    world, django_assert_num_queries
):
    with django_assert_num_queries(2):
        seen(world.manager)
    teams = list(managed_teams(world.manager, MAY))
    with django_assert_num_queries(1):
        list(visible_people(world.manager, MAY, teams=teams))
    with django_assert_num_queries(1):
        seen(world.administrator)


def test_teams_that_were_read_widen_nobody_s_scope(world):
    assert not visible_people(world.learner, MAY, teams=[world.top]).exists()


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_somebody_who_has_left_sees_nobody_from_that_day(world, who):
    actor = getattr(world, who)
    actor.left_on = MAY

    assert seen(actor, MAY - DAY, today=MAY - DAY) != set()
    assert seen(actor, MAY) == set()
    assert seen(actor, MAY - 30 * DAY, today=MAY) == set()
    assert not visible_teams(actor, MAY).exists()
