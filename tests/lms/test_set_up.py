"""From an empty database to an administrator at work, by one command."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page, WorkflowContentType

from courses.models import CataloguePage, HomePage
from courses.people.models import Organisation, Person, User
from courses.quizzes.models import Quiz

pytestmark = pytest.mark.django_db
ADA = {
    "email": "ada@example.org",
    "name": "Ada Administrator",
    "organisation": "Harbour Care",
    "time_zone": "America/Chicago",
}


def set_up(**options) -> str:
    out = StringIO()
    call_command("set_up", stdout=out, **options)
    return out.getvalue()


def test_an_empty_installation_becomes_a_site(settings):
    settings.BASE_URL = "https://learn.example.org"
    said = set_up(**ADA)

    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.time_zone) == ("Harbour Care", "America/Chicago")
    client = Client()
    for address in ("/", "/catalogue/"):
        assert client.get(address).status_code == 200
    assert "Welcome to your new Wagtail site" not in client.get("/").content.decode()

    path = re.search(r"https://learn\.example\.org(/\S+)", said)[1]
    form = client.get(path, follow=True)
    answer = client.post(
        form.redirect_chain[-1][0],
        {"password1": "a quiet consulting room", "password2": "a quiet consulting room"},
    )
    assert answer.status_code == 302
    for address in ("/manage/", "/manage/admin/people/", "/admin/"):
        assert client.get(address).status_code == 200, address


def test_twice_makes_nothing_twice_and_changes_no_page():
    set_up(**ADA)
    HomePage.objects.update(title="As the authors call it")
    said = set_up(email="ADA@example.org")

    assert "Ada Administrator is an administrator." in said
    assert HomePage.objects.get().title == "As the authors call it"
    assert (CataloguePage.objects.count(), Person.objects.count()) == (1, 1)
    assert Organisation.objects.get().name == "Harbour Care"
    assert Page.objects.filter(depth=2).count() == 1


def test_an_administrator_who_was_shut_out_gets_in_again():
    set_up(**ADA)
    User.objects.update(is_active=False)
    Person.objects.update(is_administrator=False, is_trainer=True, left_on="2026-01-01")
    set_up(email="ada@example.org")

    person = Person.objects.get()
    assert (person.roles, person.left_on) == (["learner", "trainer", "administrator"], None)
    assert User.objects.get().is_active


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "nobody"}, "valid email"),
        ({"name": ""}, "--name NAME"),
        ({"time_zone": "Mars/Olympus"}, "is not a time zone"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(change, words):
    with pytest.raises(CommandError, match=words):
        set_up(**{**ADA, **change})

    assert not HomePage.objects.exists()
    assert not Person.objects.exists()


def test_contents_are_reviewed_as_pages_are():
    set_up(**ADA)
    for name in (
        "scenarios.Scenario",
        "quizzes.Quiz",
        "quizzes.Question",
        "journals.JournalPrompt",
    ):
        workflow = apps.get_model(name).get_default_workflow()
        assert workflow == Page.get_first_root_node().get_workflow(), name
    assert Quiz.get_default_workflow().tasks.get().specific.groups.count() == 2


def test_a_workflow_that_was_taken_away_stays_away():
    set_up(**ADA)
    WorkflowContentType.objects.all().delete()
    set_up(email="ada@example.org")
    assert not WorkflowContentType.objects.exists()
