"""Administrators keep the tree of teams, who belongs where and who manages whom, in the admin."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.compliance.services import standings
from courses.people.models import Management, Membership, Organisation, Person, Team
from courses.people.scope import visible_people, visible_teams
from courses.people.services import people, teams
from tests.compliance.world import ask

BASE = "/admin/teams/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def client(world):
    return world.client(world.administrator)


@pytest.fixture
def today(world):
    return world.administrator.today(timezone.now())


def text(answer) -> str:
    return answer.content.decode()


def facts(team, **changes) -> dict:
    parent = team.get_parent()
    data = {"name": team.name, "external_id": "", "parent": parent.pk if parent else ""}
    return {**data, **changes}


def test_add_rename_and_find_a_team(world, client):
    new = {"name": "Night visits", "external_id": "NV", "parent": world.team.pk}
    assert client.post(f"{BASE}new/", new).status_code == 302
    team = Team.objects.get(external_id="NV")
    assert (team.get_parent(), team.organisation) == (world.team, world.organisation)

    client.post(f"{BASE}edit/{team.pk}/", facts(team, name="Night round"))
    page = text(client.get(BASE))
    assert "\u2003\u2003Night round" in page and "Mina Manager" in page


def test_a_move_takes_all_below_along_and_changes_who_sees_whom(world, client, today):
    """North goes below South: South's manager sees North's people, and the counts follow."""
    chief = world.person("Sola South", roles_=("manager",))
    Management.objects.create(person=chief, team=world.other_team, starts_on=today - DAY)
    below = world.team.add_child(name="Below", organisation=world.organisation)
    deep = world.person("Deep Person", team=below)
    ask(deep, world.course(), today + 5 * DAY)
    before = text(world.client(chief).get("/manage/"))
    assert "Of 1 person" not in before
    answer = client.post(
        f"{BASE}edit/{world.team.pk}/", facts(world.team, parent=world.other_team.pk)
    )

    assert answer.status_code == 302
    seen = set(visible_people(chief, today).values_list("name", flat=True))
    assert {"Lena Learner", "Deep Person", "Otto Outsider"} <= seen
    assert "Of 1 person" in text(world.client(chief).get("/manage/"))
    assert "Of 1 person" in text(world.client(world.manager).get("/manage/"))
    assert Team.objects.get(pk=below.pk).get_parent().name == "North"
    assert Team.find_problems() == ([], [], [], [], [])
    # Up to the top again.
    client.post(f"{BASE}edit/{world.team.pk}/", facts(world.team, parent=""))
    assert Team.objects.get(pk=world.team.pk).is_root()
    assert "Of 1 person" not in text(world.client(chief).get("/manage/"))


def test_no_team_stands_below_itself(world, client):
    below = world.team.add_child(name="Below", organisation=world.organisation)
    for place in (world.team, below):
        page = client.post(f"{BASE}edit/{world.team.pk}/", facts(world.team, parent=place.pk))
        assert "parent" in page.context["form"].errors
    with pytest.raises(teams.Loop):
        teams.change_team(team=world.team, name="North", external_id="", parent=below)

    assert Team.objects.get(pk=world.team.pk).get_parent() == world.top


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": " "}, "name", "This field is required"),
        ({"name": "\u200b"}, "name", "letters that show"),
        ({"name": "x" * 121}, "name", "at most 120 characters"),
        ({"name": "south"}, "name", "There is a team of this name in this place already."),
        ({"parent": 0}, "parent", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world, client, changes, field, words):
    page = client.post(f"{BASE}edit/{world.team.pk}/", facts(world.team, **changes))

    assert field in page.context["form"].errors
    assert words in text(page)
    assert Team.objects.get(pk=world.team.pk).name == "North"


def test_end_a_team_and_its_people_go_on_in_another(world, client, today):
    url = f"{BASE}end/{world.team.pk}/"
    assert (
        client.post(url, {"ended_on": today, "successor": world.other_team.pk}).status_code == 302
    )
    world.team.refresh_from_db()

    assert world.team.ended_on == today
    rows = Membership.objects.filter(person=world.learner).order_by("starts_on")
    assert [(row.team.name, row.ends_on) for row in rows] == [("North", today), ("South", None)]
    assert not Management.objects.on(today).filter(team=world.team).exists()
    # Nobody is asked as one of it, or moved to it; its past is seen from above.
    assert world.team not in visible_teams(world.administrator, today)
    person = client.get(f"/manage/admin/people/{world.learner.uuid}/")
    assert ">North</option>" not in text(person).replace("\u2003", "")
    chief = world.person("Top", roles_=("manager",))
    Management.objects.create(person=chief, team=world.top, starts_on=today - DAY)
    past = visible_people(chief, today - DAY, today=today)
    assert "Lena Learner" in set(past.values_list("name", flat=True))


def test_ending_is_refused_while_teams_below_go_on_or_people_come_later(world, client, today):
    url = f"{BASE}end/{world.top.pk}/"
    assert "Teams below it go on: North, South." in text(client.post(url, {"ended_on": today}))
    Membership.objects.filter(person=world.learner).update(starts_on=today + DAY)
    late = client.post(f"{BASE}end/{world.team.pk}/", {"ended_on": today})
    assert "The dates cross others" in text(late)
    assert "This field is required" in text(client.post(f"{BASE}end/{world.team.pk}/", {}))

    assert not Team.objects.exclude(ended_on=None).exists()


def test_an_ended_team_opens_again_without_its_people(world, client, today):
    teams.end_team(team=world.team, on=today)
    client.post(f"{BASE}end/{world.team.pk}/", {"ended_on": ""})
    world.team.refresh_from_db()

    assert world.team.ended_on is None
    assert not Membership.objects.on(today).filter(team=world.team).exists()


def test_the_counts_follow_an_ended_team(world, client, today, django_capture_on_commit_callbacks):
    ask(world.learner, world.course(), today + 5 * DAY)
    chief = world.person("Sola South", roles_=("manager",))
    Management.objects.create(person=chief, team=world.other_team, starts_on=today - DAY)
    for who in (chief, world.manager):
        world.client(who).get("/manage/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            f"{BASE}end/{world.team.pk}/", {"ended_on": today, "successor": world.other_team.pk}
        )

    assert "Of 1 person" in text(world.client(chief).get("/manage/"))
    assert "Of 1 person" not in text(world.client(world.manager).get("/manage/"))
    assert list(standings.differences()) == []


def test_a_team_with_a_history_is_not_deleted(world, client):
    for team in (world.team, world.top):
        for answer in (
            client.get(f"{BASE}delete/{team.pk}/"),
            client.post(f"{BASE}delete/{team.pk}/"),
        ):
            assert answer.url == f"{BASE}end/{team.pk}/"
    with pytest.raises(teams.HasHistory):
        teams.delete_team(team=world.team)
    assert Team.objects.filter(pk__in=[world.team.pk, world.top.pk]).count() == 2


def test_a_team_that_somebody_was_asked_as_one_of_is_not_deleted(world, client, today):
    fresh = teams.add_team(organisation=world.organisation, name="Fresh")
    found = ask(world.learner, world.course(), today + DAY)
    type(found).objects.filter(pk=found.pk).update(team=fresh)

    assert client.post(f"{BASE}delete/{fresh.pk}/").url == f"{BASE}end/{fresh.pk}/"


def test_a_team_that_was_never_used_is_deleted(world, client):
    fresh = teams.add_team(organisation=world.organisation, name="Fresh", parent=world.team)
    assert client.get(f"{BASE}delete/{fresh.pk}/").status_code == 200
    client.post(f"{BASE}delete/{fresh.pk}/")

    assert not Team.objects.filter(pk=fresh.pk).exists()
    assert Team.find_problems() == ([], [], [], [], [])


def test_let_people_belong_and_manage_between_dates(world, client, today):
    tie = {"person": world.outsider.pk, "team": world.team.pk, "starts_on": today}
    assert client.post(f"{BASE}people/new/", tie).status_code == 302
    assert client.post(f"{BASE}managers/new/", {**tie, "kind": "deputises"}).status_code == 302
    membership = Membership.objects.get(person=world.outsider, team=world.team)
    management = Management.objects.get(person=world.outsider)
    assert management.kind == "deputises"
    until = {"starts_on": today, "ends_on": today + DAY}
    client.post(f"{BASE}people/edit/{membership.pk}/", until)
    client.post(f"{BASE}managers/edit/{management.pk}/", until)

    for row in (membership, management):
        row.refresh_from_db()
        assert row.ends_on == today + DAY
    listed = text(client.get(f"{BASE}people/", {"team": world.team.pk}))
    assert "Otto Outsider" in listed
    assert "Otto Outsider" not in text(client.get(f"{BASE}people/", {"q": "lena"}))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"person": ""}, "This field is required"),
        ({"team": ""}, "This field is required"),
        ({"starts_on": "soon"}, "Enter a valid date"),
        ({"starts_on": "2026-05-04", "ends_on": "2026-05-03"}, "This is before the first day."),
        ({"starts_on": "2025-01-01"}, "The dates cross others"),
    ],
)
def test_a_wrong_membership_is_refused_in_words(world, client, changes, words):
    tie = {"person": world.learner.pk, "team": world.team.pk, "starts_on": "2020-01-01",
           "ends_on": ""}  # fmt: skip
    page = client.post(f"{BASE}people/new/", {**tie, **changes}, follow=True)

    assert words in text(page)
    assert Membership.objects.filter(person=world.learner).count() == 1


def test_nobody_belongs_to_a_team_beyond_its_end(world, client, today):
    ended = teams.end_team(team=world.team, on=today)
    with pytest.raises(people.TeamEnded):
        people.move(person=world.outsider, team=ended, on=today)
    tie = {"person": world.outsider.pk, "team": world.team.pk, "starts_on": "2025-01-01"}
    assert "The team ends on" in text(client.post(f"{BASE}people/new/", tie))
    assert client.post(f"{BASE}people/new/", {**tie, "ends_on": "2025-02-01"}).status_code == 302


def test_memberships_are_ended_and_never_deleted(world, client):
    row = world.learner.memberships.get()
    for _method in ("get", "post"):
        answer = getattr(client, _method)(f"{BASE}people/delete/{row.pk}/")
        assert answer.status_code in (302, 403)
    assert Membership.objects.filter(pk=row.pk).exists()


def test_the_chooser_finds_people_of_the_organisation_for_administrators_alone(world, client):
    other = Organisation.objects.create(name="Elsewhere")
    Person.objects.create(organisation=other, name="Eve Elsewhere")
    door = "/admin/people/choose/"
    found = text(client.get(f"{door}results/", {"q": world.learner.external_id}))
    assert "Lena Learner" in found and "Cato" not in found
    assert "Eve" not in text(client.get(door))
    eve = Person.objects.get(name="Eve Elsewhere")
    assert client.get(f"{door}chosen/{eve.pk}/").status_code == 404
    assert client.get(f"{door}chosen/{world.learner.pk}/").status_code == 200
    for path in ("", "results/", f"chosen/{world.learner.pk}/", "chosen-multiple/"):
        answer = world.client(world.trainer).get(f"{door}{path}")
        assert answer.status_code in (302, 403) and "Lena" not in text(answer)


def test_teams_of_another_organisation_do_not_exist(world, client):
    other = Organisation.objects.create(name="Elsewhere")
    away = Team.add_root(name="Away", organisation=other)
    assert "Away" not in text(client.get(BASE))
    for path in ("edit", "end", "delete"):
        assert client.get(f"{BASE}{path}/{away.pk}/").status_code == 404


def test_an_administrator_who_has_left_opens_nothing(world, today):
    client = world.fresh_client(world.administrator)
    assert client.get(BASE).status_code == 200
    Person.objects.filter(pk=world.administrator.pk).update(left_on=today)
    for path in ("", "new/", f"edit/{world.team.pk}/", f"end/{world.team.pk}/", "people/"):
        assert client.get(f"{BASE}{path}").status_code in (302, 403)


def test_the_list_of_teams_costs_the_same_at_any_size(world, client):
    client.get(BASE)
    with CaptureQueriesContext(connection) as before:
        client.get(BASE)
    for number in range(5):
        team = teams.add_team(organisation=world.organisation, name=f"T{number}", parent=world.top)
        chief = world.person(f"Chief {number}", team=team)
        Management.objects.create(person=chief, team=team, starts_on=dt.date(2024, 1, 1))
    with CaptureQueriesContext(connection) as after:
        client.get(BASE)
    assert len(before) == len(after)
