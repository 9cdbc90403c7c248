"""The pages on which administrators look after people."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from courses.people.models import Person, User

BASE = "/manage/admin/people/"


@pytest.fixture
def client(world):
    return world.client(world.administrator)


def facts(person, **changes) -> dict:
    data = {
        "name": person.name,
        "external_id": person.external_id,
        "profession": person.profession,
        "job_code": person.job_code,
        "own_time_zone": person.own_time_zone,
        "hired_on": person.hired_on or "",
        "left_on": person.left_on or "",
    }
    return {**data, **changes}


def test_add_invite_and_find_a_person(world, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            f"{BASE}add/",
            {
                "name": "Nia Newcomer",
                "external_id": "N-1",
                "profession": "Nurse",
                "team": str(world.team.uuid),
                "roles": ["learner", "manager"],
                "email": "nia@example.org",
                "hired_on": "2026-05-04",
            },
        )
    person = Person.objects.get(external_id="N-1")

    assert answer.url == f"{BASE}{person.uuid}/"
    assert (person.roles, person.memberships.get().team) == (["learner", "manager"], world.team)
    assert [message.to for message in mail.outbox] == [["nia@example.org"]]
    for words in ("nia n", "n-1", "nia@example"):
        assert "Nia Newcomer" in client.get(BASE, {"q": words}).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "This field is required"),
        ({"name": "\u200b\u3164"}, "name", "letters that show"),
        ({"name": "x" * 201}, "name", "at most 200 characters"),
        (
            {"external_id": "{taken}"},
            "external_id",
            "Another person already has this staff number.",
        ),
        ({"email": "{taken}"}, "email", "Another login already uses this address."),
        ({"email": "nobody"}, "email", "Enter a valid email address"),
        ({"own_time_zone": "Mars/Olympus"}, "own_time_zone", "is not a time zone"),
        ({"team": "nonsense"}, "team", "Select a valid choice"),
        ({"roles": ["superuser"]}, "roles", "Select a valid choice"),
    ],
)
def test_what_is_wrong_names_its_field_and_saves_nothing(world, client, changes, field, words):
    taken = {"external_id": world.learner.external_id, "email": world.learner.users.get().email}
    changes = {key: taken[key] if value == "{taken}" else value for key, value in changes.items()}
    before = Person.objects.count(), User.objects.count()
    answer = client.post(f"{BASE}add/", {"name": "Nia Newcomer", **changes})

    assert field in answer.context["form"].errors
    assert words in answer.content.decode()
    assert (Person.objects.count(), User.objects.count()) == before


def test_change_a_person(world, client):
    url = f"{BASE}{world.learner.uuid}/"
    answer = client.post(url, facts(world.learner, name="Lena Other", left_on="2027-01-01"))

    assert answer.status_code == 302
    world.learner.refresh_from_db()
    assert world.learner.name == "Lena Other"
    assert world.learner.left_on == dt.date(2027, 1, 1)


def test_a_taken_number_on_change_names_the_field(world, client):
    url = f"{BASE}{world.learner.uuid}/"
    answer = client.post(url, facts(world.learner, external_id=world.colleague.external_id))

    assert "external_id" in answer.context["form"].errors
    world.learner.refresh_from_db()
    assert world.learner.external_id != world.colleague.external_id


def test_leaving_before_being_hired_is_refused(world, client):
    url = f"{BASE}{world.learner.uuid}/"
    answer = client.post(url, facts(world.learner, hired_on="2026-01-02", left_on="2026-01-01"))

    assert "left_on" in answer.context["form"].errors


def test_roles_of_others_and_not_one_s_own(world, client):
    client.post(f"{BASE}{world.learner.uuid}/roles/", {"roles": ["learner", "trainer"]})
    world.learner.refresh_from_db()
    assert world.learner.roles == ["learner", "trainer"]

    own = client.post(f"{BASE}{world.administrator.uuid}/roles/", {"roles": ["learner"]})
    assert own.status_code == 403
    assert "Nobody changes their own roles." in own.content.decode()
    world.administrator.refresh_from_db()
    assert world.administrator.is_administrator


def test_a_login_is_invited_shut_and_opened(world, client, django_capture_on_commit_callbacks):
    person = Person.objects.create(organisation=world.organisation, name="Nia Newcomer")
    url = f"{BASE}{person.uuid}/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{url}invite/", {"email": "nia@example.org"})
        client.post(f"{url}invite/", {"email": "nia@example.org"})
    user = person.users.get()
    assert len(mail.outbox) == 1

    client.post(f"{url}logins/{user.uuid}/invite/")
    assert len(mail.outbox) == 2

    client.post(f"{url}logins/{user.uuid}/close/")
    client.post(f"{url}logins/{user.uuid}/invite/")
    user.refresh_from_db()
    assert not user.is_active
    assert len(mail.outbox) == 2

    client.post(f"{url}logins/{user.uuid}/open/")
    user.refresh_from_db()
    assert user.is_active


def test_who_signs_in_hears_of_another_login_of_theirs(
    world, client, django_capture_on_commit_callbacks
):
    url, own = f"{BASE}{world.learner.uuid}", world.learner.users.get()
    second = {"email": "second@example.org"}
    refused = client.post(f"{url}/invite/", second).content.decode()
    assert f"{own.email} can sign in to this record. Shut that login first." in refused
    assert world.learner.users.count() == 1

    client.post(f"{url}/logins/{own.uuid}/close/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{url}/invite/", second)
    invitation, word = mail.outbox
    assert invitation.to == ["second@example.org"]
    assert word.to == [world.learner.users.exclude(email="second@example.org").get().email]
    assert "second@example.org" in word.body
    assert "/accounts/" not in word.body


def test_a_login_of_somebody_else_or_an_unknown_act_is_not_found(world, client):
    theirs = world.colleague.users.get().uuid
    url = f"{BASE}{world.learner.uuid}/logins/"

    assert client.post(f"{url}{theirs}/close/").status_code == 404
    own = world.learner.users.get().uuid
    assert client.post(f"{url}{own}/explode/").status_code == 404


def test_a_move_and_a_management_with_dates(world, client):
    url = f"{BASE}{world.learner.uuid}/"
    other = str(world.other_team.uuid)
    client.post(f"{url}move/", {"team": other, "starts_on": "2026-05-04"})
    assert world.learner.memberships.get(ends_on__isnull=True).team == world.other_team

    data = {"team": other, "kind": "deputises", "starts_on": "2026-05-04", "ends_on": "2026-06-01"}
    client.post(f"{url}manage/", data)
    twice = client.post(f"{url}manage/", data)
    assert "They manage this team already in that time." in twice.content.decode()
    assert world.learner.managements.get().ends_on == dt.date(2026, 6, 1)


def test_ending_a_membership(world, client):
    url = f"{BASE}{world.learner.uuid}/"
    row = world.learner.memberships.get()
    early = client.post(f"{url}membership/{row.pk}/end/", {"ends_on": "2001-01-01"}, follow=True)
    assert "end before it began" in early.content.decode()
    client.post(f"{url}membership/{row.pk}/end/", {"ends_on": ""})
    row.refresh_from_db()
    assert row.ends_on is None

    client.post(f"{url}membership/{row.pk}/end/", {"ends_on": "2026-05-04"})
    row.refresh_from_db()
    assert row.ends_on == dt.date(2026, 5, 4)
    theirs = world.colleague.memberships.get().pk
    assert (
        client.post(f"{url}membership/{theirs}/end/", {"ends_on": "2026-05-04"}).status_code == 404
    )
    assert client.post(f"{url}person/{row.pk}/end/", {"ends_on": "2026-05-04"}).status_code == 404


def test_the_list_asks_no_more_for_more_people(world, client, django_assert_num_queries):
    client.get(BASE)
    with django_assert_num_queries(5):
        client.get(BASE)
    for number in range(20):
        world.person(f"P {number}")
    with django_assert_num_queries(5):
        client.get(BASE)


def test_the_page_says_when_a_role_is_missing(world, client):
    world.learner.managements.create(team=world.team, starts_on=timezone.localdate())

    text = client.get(f"{BASE}{world.learner.uuid}/").content.decode()
    assert "Without the role “manager” they see nobody." in text


def test_nobody_ends_their_own_work_here(world, client):
    """Else the last administrator could lock everybody out."""
    url = f"{BASE}{world.administrator.uuid}/"
    answer = client.post(url, facts(world.administrator, name="Adam Renamed", left_on="2026-01-01"))

    assert "Nobody ends their own work here." in answer.content.decode()
    world.administrator.refresh_from_db()
    assert (world.administrator.left_on, world.administrator.name) == (None, "Adam Administrator")
    client.post(url, facts(world.administrator, name="Adam Renamed"))
    world.administrator.refresh_from_db()
    assert world.administrator.name == "Adam Renamed"


@pytest.mark.parametrize("door", ["add/", "{person}/", "{person}/invite/", "{person}/move/"])
def test_what_cannot_be_saved_is_no_success(world, client, door):
    answer = client.post(BASE + door.format(person=world.learner.uuid), {"name": "", "email": "x"})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
