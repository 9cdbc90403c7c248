"""Two administrators at the same moment. On PostgreSQL."""

import pytest
from django.utils import timezone

from courses.people.models import Merge, Person, Team
from courses.people.services import merging, teams
from tests.plugins.race import errors, race, values

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def merge(world, kept, merged):
    def act():
        return merging.merge_people(
            kept=kept, merged=merged, actor=world.administrator, reason="A twin", now=timezone.now()
        ).pk

    return act


def test_eight_clicks_merge_once(world):
    outcomes = race(*[merge(world, world.learner, world.colleague)] * 8)

    assert errors(outcomes) == []
    assert len(set(values(outcomes))) == 1


def test_two_who_merge_each_way_at_once_make_no_circle(world):
    one, other = world.learner, world.colleague
    outcomes = race(*[merge(world, one, other), merge(world, other, one)] * 4)

    assert {type(error) for error in errors(outcomes)} == {merging.AlreadyMerged}
    row = Merge.objects.get()
    merged = Person.objects.exclude(merged_into=None).get()
    assert (row.merged, row.kept) == (merged, merged.merged_into)


def test_teams_added_and_moved_at_once_leave_a_sound_tree(world):
    def add(number):
        return lambda: (
            teams.add_team(organisation=world.organisation, name=f"T{number}", parent=world.team).pk
        )

    def move():
        return teams.change_team(
            team=world.team, name="North", external_id="", parent=world.other_team
        ).pk

    def back():
        return teams.change_team(
            team=world.other_team, name="South", external_id="", parent=world.team
        ).pk

    outcomes = race(add(1), add(2), move, back, add(3), add(4))

    assert {type(error) for error in errors(outcomes)} == {teams.Loop}
    assert Team.find_problems() == ([], [], [], [], [])
    assert Team.objects.filter(name__startswith="T").count() == 4
