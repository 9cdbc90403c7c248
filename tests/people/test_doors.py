"""There is one door to sign in by, and the CMS opens to authors and administrators alone."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from courses.models import CandourDocument
from courses.people.models import User
from tests.factories.world import PASSWORD

DOORS = ["/admin/login/", "/_util/login/", "/admin/password_reset/"]


def credentials(world) -> dict:
    email = world.administrator.users.get().email
    return {
        "username": email, "email": email, "login": email, "password": PASSWORD, "next": "/admin/"
    }  # fmt: skip


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("door", DOORS)
def test_other_doors_lead_to_ours(world, door):
    client = world.fresh_client(None)
    answer = client.get(door)

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("follow", [False, True])
def test_good_credentials_at_another_door_sign_nobody_in(world, door, follow):
    client = world.fresh_client(None)
    client.post(door, credentials(world), follow=follow)

    assert not is_signed_in(client)


def test_good_credentials_at_our_door_do(world):
    client = world.fresh_client(None)
    client.post("/accounts/login/", credentials(world))

    assert is_signed_in(client)


def test_the_admin_sends_strangers_to_our_door(world):
    answer = world.fresh_client(None).get("/admin/")

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_wagtail_s_other_ways_to_a_password_are_shut(world):
    client = world.fresh_client(None)
    for path in ("/admin/password_reset/done/", "/admin/password_reset/complete/"):
        answer = client.get(path)
        assert answer.status_code in (302, 404), path
    confirm = client.get("/admin/password_reset/confirm/MQ/set-password/")
    assert confirm.status_code in (302, 404)


@pytest.mark.parametrize("who", ["learner", "manager"])
def test_learners_and_managers_find_no_admin(world, who):
    client = world.client(getattr(world, who))
    for path in ("/admin/", "/admin/pages/", "/admin/images/", "/admin/users/", "/admin/account/"):
        answer = client.get(path)
        assert answer.status_code in (302, 403, 404), path
        if answer.status_code == 302:
            assert answer.url.startswith("/accounts/login/"), path
    assert "/admin/" not in client.get("/learn/").content.decode()


@pytest.mark.parametrize("who", ["trainer", "administrator"])
def test_authors_and_administrators_do(world, who):
    client = world.client(getattr(world, who))

    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/account/").status_code == 200
    for path in ("/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/sites/"):
        assert client.get(path).status_code in (302, 403), path


def test_a_page_for_signed_in_people_leads_to_our_door(world):
    page = world.course() and world.catalogue
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    answer = world.fresh_client(None).get("/catalogue/")

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_a_document_for_signed_in_people_leads_to_our_door(world):
    from django.core.files.base import ContentFile

    document = CandourDocument.objects.create(title="Form", file=ContentFile(b"x", "form.txt"))
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    answer = world.fresh_client(None).get(document.url)

    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_a_login_made_a_superuser_from_a_shell_is_still_led_to_our_pages(world):
    """No role does this; should it happen, Wagtail's forms make no login without a person."""
    user = world.administrator.users.get()
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    client = world.fresh_client(world.administrator)
    learner = world.learner.users.get()
    count = User.objects.count()
    for path, ours in (
        ("/admin/users/", "people:list"),
        ("/admin/users/new/", "people:add"),
        (f"/admin/users/edit/{learner.pk}/", None),
        (f"/admin/users/delete/{learner.pk}/", None),
        ("/admin/users/edit/999999/", "people:list"),
    ):
        expected = reverse(ours) if ours else reverse("people:person", args=[world.learner.uuid])
        for answer in (client.get(path), client.post(path, {"email": "x@example.org"})):
            assert (answer.status_code, answer.url) == (302, expected), path

    assert User.objects.count() == count
    assert 'href="/admin/users/"' not in client.get("/admin/").content.decode()


def test_nobody_can_make_a_superuser_by_command(world):
    from django.core.management import CommandError, call_command

    with pytest.raises((AttributeError, CommandError, TypeError)):
        call_command("createsuperuser", interactive=False, email="root@example.org")
    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize(
    ("who", "doors"),
    [
        ("manager", ("/manage/", "/manage/people/", "/manage/people/export.csv")),
        ("administrator", ("/manage/", "/manage/admin/people/", "/admin/")),
        ("trainer", ("/admin/",)),
    ],
)
def test_roles_end_with_the_work_and_what_was_earned_does_not(world, who, doors):
    person = getattr(world, who)
    client = world.fresh_client(person)
    assert {client.get(door).status_code for door in doors} == {200}

    person.left_on = timezone.now().date() - dt.timedelta(days=1)
    person.save()
    assert {client.get(door).status_code for door in doors} <= {403, 404}
    home = client.get("/learn/certificates/")
    assert home.status_code == 200
    assert 'href="/manage/"' not in home.content.decode()
    assert 'href="/admin/"' not in home.content.decode()


def test_sign_in_says_each_thing_once_and_in_our_words(world):
    client = world.fresh_client(None)
    email = world.learner.users.get().email

    door = client.get("/accounts/login/").content.decode()
    wrong = client.post("/accounts/login/", {"login": email, "password": "not this one"})
    right = client.post("/accounts/login/", {"login": email, "password": PASSWORD}, follow=True)

    assert "placeholder" not in door
    assert "No account has this address with this password." in wrong.content.decode()
    assert "What you wrote is still here" not in wrong.content.decode()
    assert "Successfully signed in" not in right.content.decode()
    change = client.get("/accounts/password/change/").content.decode()
    assert "Forgot your password?" not in change
    assert "The password you have now" in change
