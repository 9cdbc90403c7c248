"""Adding and changing people, their roles, teams and logins."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from courses.people.models import Management, Membership, Person
from courses.people.services import logins
from courses.people.services import people as services

MAY = dt.date(2026, 5, 4)
DAY = dt.timedelta(days=1)


def add(world, **kwargs):
    facts = {"name": "Ŵena Ó Briain", "hired_on": MAY, **kwargs.pop("facts", {})}
    return services.add_person(
        organisation=world.organisation,
        facts=facts,
        now=timezone.now(),
        **kwargs,
    )


def test_a_person_needs_neither_team_nor_login(world):
    person = add(world)

    assert (person.sort_name, person.roles) == ("Briain Ŵena Ó", ["learner"])
    assert not person.users.exists()
    assert not person.memberships.exists()


def test_a_person_with_everything(world):
    person = add(world, roles_=["learner", "trainer"], team=world.team, email="W@Example.org")

    user = person.users.get()
    assert (user.email, user.has_usable_password()) == ("w@example.org", False)
    assert [group.name for group in user.groups.all()] == ["Trainers"]
    assert person.memberships.get().starts_on == MAY


def test_a_taken_number_or_address_saves_nothing(world):
    with pytest.raises(services.ExternalIdTaken):
        add(world, facts={"external_id": world.learner.external_id})
    with pytest.raises(logins.EmailTaken):
        add(world, email=world.learner.users.get().email.upper(), team=world.team)

    assert not Person.objects.filter(name="Ŵena Ó Briain").exists()


def test_people_without_a_number_are_many(world):
    add(world)
    add(world)

    assert Person.objects.filter(name="Ŵena Ó Briain").count() == 2


def test_a_new_name_moves_the_sort_name_unless_it_was_set_by_hand(world):
    services.change_person(actor=None, person=world.learner, facts={"name": "Lena Married"})
    assert world.learner.sort_name == "Married Lena"

    world.colleague.sort_name = "Zzz"
    services.change_person(actor=None, person=world.colleague, facts={"name": "Cato Other"})
    assert world.colleague.sort_name == "Zzz"


def test_nobody_changes_their_own_roles(world):
    with pytest.raises(services.OwnRoles):
        services.change_roles(
            actor=world.administrator, person=world.administrator, roles_=["learner"]
        )
    world.administrator.refresh_from_db()
    assert world.administrator.is_administrator

    services.change_roles(actor=world.administrator, person=world.learner, roles_=["trainer"])
    assert world.learner.roles == ["trainer"]


def test_a_role_that_goes_takes_its_group_along(world):
    services.change_roles(actor=world.administrator, person=world.trainer, roles_=["learner"])

    assert not world.trainer.users.get().groups.exists()


def test_an_invitation_leaves_once_it_is_committed(world, django_capture_on_commit_callbacks):
    person = add(world)
    with django_capture_on_commit_callbacks(execute=True):
        user = services.invite(person=person, email="new@example.org")

    message = mail.outbox[0]
    assert message.to == ["new@example.org"]
    assert "Hello Ŵena Ó Briain," in message.body
    assert "Harbour Care has made an account for you." in message.body
    assert logins.invitation_url(user=user).split("/key/")[0] in message.body
    assert "&#" not in message.body


def test_the_invitation_lets_the_person_choose_a_password_once(world):
    user = services.invite(person=add(world), email="new@example.org")
    path = logins.invitation_url(user=user).split("8000", 1)[-1].split(".org", 1)[-1]
    client = world.fresh_client(None)
    page = client.get(path, follow=True)
    secret = "an uncommon sentence"
    done = client.post(page.request["PATH_INFO"], {"password1": secret, "password2": secret})

    assert done.status_code == 302
    user.refresh_from_db()
    assert user.check_password(secret)
    again = world.fresh_client(None).get(path, follow=True).content.decode()
    assert 'name="password1"' not in again


def test_a_shut_login_ends_open_sessions(world):
    client = world.fresh_client(world.learner)
    assert client.get("/learn/").status_code == 200
    user = services.close_login(actor=world.administrator, user=world.learner.users.get())

    assert client.get("/learn/").status_code == 302
    assert world.learner.enrolments.count() == 0
    services.open_login(user=user)
    assert world.fresh_client(world.learner).get("/learn/").status_code == 200


def test_nobody_shuts_their_own_login(world):
    with pytest.raises(services.OwnRoles):
        services.close_login(actor=world.administrator, user=world.administrator.users.get())


def test_a_move_ends_one_membership_and_starts_another(world):
    services.move(person=world.learner, team=world.other_team, on=MAY)

    old, new = Membership.objects.filter(person=world.learner).order_by("starts_on")
    assert (old.team, old.ends_on) == (world.team, MAY)
    assert (new.team, new.starts_on, new.ends_on) == (world.other_team, MAY, None)


def test_a_second_team_beside_the_first(world):
    services.move(person=world.learner, team=world.other_team, on=MAY, keep_others=True)

    assert Membership.objects.on(MAY).filter(person=world.learner).count() == 2


def test_moving_to_the_present_team_changes_nothing(world):
    services.move(person=world.learner, team=world.team, on=MAY)

    assert Membership.objects.get(person=world.learner).ends_on is None


def test_a_move_before_the_present_team_began_is_refused_whole(world):
    early = Membership.objects.get(person=world.learner).starts_on - DAY
    with pytest.raises(services.DatesCross):
        services.move(person=world.learner, team=world.other_team, on=early)

    assert Membership.objects.filter(person=world.learner).count() == 1


def test_managing_a_team_twice_at_one_time_is_refused(world):
    first = services.let_manage(
        person=world.learner, team=world.team, kind="manages", starts_on=MAY
    )
    with pytest.raises(services.DatesCross):
        services.let_manage(
            person=world.learner, team=world.team, kind="deputises", starts_on=MAY + DAY
        )
    services.end(row=first, on=MAY + 2 * DAY)
    services.let_manage(
        person=world.learner, team=world.team, kind="deputises", starts_on=MAY + 2 * DAY
    )

    assert Management.objects.filter(person=world.learner).count() == 2


def test_dates_that_run_backwards_are_refused(world):
    with pytest.raises(services.DatesCross):
        services.let_manage(
            person=world.learner,
            team=world.team,
            kind="manages",
            starts_on=MAY,
            ends_on=MAY - DAY,
        )
    with pytest.raises(services.DatesCross):
        services.end(row=world.learner.memberships.get(), on=dt.date(2020, 1, 1))
