"""Administrators keep the organisation's details; what was printed stays printed."""

import datetime as dt
import hashlib
import re

import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from courses.people.models import Organisation, Person
from courses.people.services import organisations
from tests.compliance.world import ask
from tests.factories.certificate import make_certificate

URL = "/admin/organisation/"


@pytest.fixture
def client(world):
    return world.client(world.administrator)


def facts(**changes) -> dict:
    return {
        "name": "Harbour Care",
        "time_zone": "Europe/London",
        "provider_address": "",
        "signatory_name": "",
        "signatory_role": "",
        **changes,
    }


def text(answer) -> str:
    return answer.content.decode()


def test_the_next_certificate_prints_it_and_the_earlier_one_stays(world, client):
    before = make_certificate(world, course=world.course("Consent"))
    with storages["private"].open(before.pdf_name) as file:
        bytes_before = file.read()
    sent = facts(
        name="Harbour and Hill Care",
        provider_address="2 Hill Road",
        signatory_name="Hanna Hill",
        signatory_role="Head of learning",
    )
    assert client.post(URL, sent).status_code == 302
    for person in (world.learner, world.colleague):  # as the next request would read them
        person.organisation.refresh_from_db()
    after = make_certificate(world, person=world.colleague, course=world.course("Touch"))

    again = Certificate.objects.get(pk=before.pk)
    assert again.facts["provider"]["organisation"] == "Harbour Care"
    with storages["private"].open(again.pdf_name) as file:
        assert file.read() == bytes_before
    assert hashlib.sha256(bytes_before).hexdigest() == again.pdf_sha256
    page = world.client(None).get(reverse("verify:code", args=[before.code]))
    assert "Harbour and Hill" not in text(page)
    assert after.facts["provider"] == {
        "organisation": "Harbour and Hill Care",
        "address": "2 Hill Road",
        "signatory_name": "Hanna Hill",
        "signatory_role": "Head of learning",
    }


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "This field is required"),
        ({"name": "\u200b"}, "name", "letters that show"),
        ({"name": "x" * 201}, "name", "at most 200 characters"),
        ({"name": "Elsewhere"}, "name", "already exists"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "is not a time zone"),
        ({"signatory_role": "Head"}, "signatory_name", "Say who it is whose role you give"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_saved(world, client, changes, field, words):
    Organisation.objects.create(name="Elsewhere")
    page = client.post(URL, facts(**changes))

    assert field in page.context["form"].errors
    assert words in text(page)
    world.organisation.refresh_from_db()
    assert (world.organisation.name, world.organisation.time_zone) == (
        "Harbour Care",
        "Europe/London",
    )


def test_another_time_zone_moves_the_midnight_and_the_counts(
    world, client, django_capture_on_commit_callbacks
):
    """What is due today is overdue where tomorrow has begun; a zone of one's own is kept."""
    Person.objects.filter(pk=world.colleague.pk).update(own_time_zone="Europe/London")
    now = timezone.now()
    zones = ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    days = [organisations_day(world, zone, now) for zone in zones]
    assert days[0] > days[1]  # 25 hours apart: never one day
    organisations.change(organisation=world.organisation, facts={"time_zone": zones[1]})
    ask(world.learner, world.course(), days[1], now=now - dt.timedelta(days=9))
    assert "Nothing is overdue" in text(world.client(world.manager).get("/manage/"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(URL, facts(time_zone=zones[0]))

    fresh = world.fresh_client(world.manager)
    assert "Nothing is overdue" not in text(fresh.get("/manage/"))


def organisations_day(world, zone, now):
    world.organisation.time_zone = zone
    return Person(organisation=world.organisation).today(now)


def test_the_organisation_s_language_is_for_whoever_chose_none(world, client, settings):
    settings.LANGUAGES = [("en-gb", "English"), ("fr", "French")]
    assert client.post(URL, facts(language="fr")).status_code == 302
    Person.objects.filter(pk=world.colleague.pk).update(preferred_language="en-gb")

    def language(person):
        return re.search('<html lang="([a-z-]+)"', text(world.fresh_client(person).get("/learn/")))[
            1
        ]

    assert language(world.learner) == "fr"
    assert language(world.colleague) == "en-gb"


def test_nobody_else_opens_it(world):
    for who in (world.trainer, world.manager, world.learner):
        client = world.client(who)
        for answer in (client.get(URL), client.post(URL, facts(name="Ours now"))):
            assert answer.status_code in (302, 403, 404)
    Person.objects.filter(pk=world.administrator.pk).update(left_on=dt.date(2025, 1, 1))
    gone = world.fresh_client(world.administrator)
    assert gone.post(URL, facts(name="Ours now")).status_code in (302, 403)
    world.organisation.refresh_from_db()
    assert world.organisation.name == "Harbour Care"
