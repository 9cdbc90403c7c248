"""Who comes in: the author alone; sessions that ended; keys that are missing."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from courses.journals.models import EntryVersion
from courses.models import EvidenceLocked
from courses.people.services import sealing
from courses.services import attempts
from courses.services.structures import structure_of
from tests.factories.journal import sheet

pytestmark = pytest.mark.django_db

PAGES = ["write", "more", "versions"]
EVERYONE_ELSE = ["colleague", "outsider", "manager", "trainer", "administrator"]


@pytest.mark.parametrize("who", EVERYONE_ELSE)
def test_everyone_else_finds_nothing(world, client, entry, at, who):
    client.post(at("autosave"), sheet("Mine"))
    other = world.client(getattr(world, who))

    assert [other.get(at(name)).status_code for name in PAGES] == [404, 404, 404]
    assert other.get(at("version", 1)).status_code == 404
    assert other.post(at("write"), sheet("Theirs")).status_code == 404
    assert other.post(at("more"), sheet("Theirs")).status_code == 404
    assert other.post(at("autosave"), sheet("Theirs")).status_code == 404
    review = reverse("learn:review", args=[entry.attempt.uuid])
    assert other.get(review).status_code == 404
    assert entry.versions.count() == 1


@pytest.mark.parametrize("name", [*PAGES, "version"])
def test_strangers_are_asked_to_sign_in(world, at, name):
    address = at(name, 1) if name == "version" else at(name)

    response = world.client(None).get(address)

    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next={address}"
    assert world.client(None).get(reverse("journals:list")).status_code == 302


def test_malformed_addresses_are_not_found(client):
    for address in ["/learn/journal/1/", "/learn/journal/not-a-uuid/save/"]:
        assert client.get(address).status_code == 404


def test_autosave_after_the_session_ended_is_told_so(world, entry, at):
    response = world.client(None).post(
        at("autosave"), sheet("Words"), headers={"X-Requested-With": "fetch"}
    )

    assert response.status_code == 401
    assert response["Content-Type"] == "application/json"
    assert not entry.versions.exists()
    assert world.client(None).get(at("autosave")).status_code == 405


@pytest.mark.parametrize("name", ["write", "more"])
def test_words_sent_after_the_session_ended_come_back(world, entry, at, name):
    response = world.client(None).post(at(name), sheet("Words that took an hour"))

    assert response.status_code == 401
    assert b"Words that took an hour" in response.content
    assert b"Your session has ended" in response.content
    assert not entry.versions.exists()


def test_without_the_master_key_nothing_is_taken_and_nothing_lost(client, entry, at, settings):
    client.post(at("autosave"), sheet("Before"))
    keys = settings.SEALING_KEYS
    settings.SEALING_KEYS = []

    page = client.get(at("write"))
    assert page.status_code == 200
    assert b"cannot be opened just now" in page.content
    assert b"<textarea" not in page.content
    sent = client.post(at("write"), sheet("After", version=1))
    assert sent.status_code == 503
    assert b"After" in sent.content
    assert client.post(at("autosave"), sheet("After", version=1)).status_code == 503

    settings.SEALING_KEYS = keys
    assert entry.versions.count() == 1
    assert b"Before" in client.get(at("write")).content


def test_without_a_key_an_entry_cannot_be_begun(client, at, settings):
    settings.SEALING_KEYS = []

    page = client.get(at("write"))

    assert b"cannot be opened just now" in page.content
    assert b"<textarea" not in page.content


def test_after_the_key_is_destroyed_reading_says_so(world, client, entry, at, now):
    client.post(at("write"), sheet("Gone for good"))
    sealing.destroy_key(person=world.learner, now=now)

    read = client.get(at("write"), follow=True)
    assert read.status_code == 200
    assert b"cannot be opened just now" in read.content
    assert b"Gone for good" not in read.content
    assert client.get(at("version", 1)).status_code == 200
    assert b"<textarea" not in client.get(at("more")).content
    assert client.post(at("more"), sheet("New", version=1)).status_code == 503
    assert entry.versions.count() == 1


def test_a_version_moved_to_another_row_does_not_open(world, client, entry, at):
    client.post(at("autosave"), sheet("Mine"))
    version = entry.versions.get()
    moved = EntryVersion(
        entry=entry,
        number=2,
        kind=EntryVersion.Kind.SAVED,
        sealed=version.sealed,
        key_uuid=version.key_uuid,
        word_count=1,
        page_uuid=version.page_uuid,
        saved_at=version.saved_at,
    )
    moved.save()

    assert b"cannot be opened just now" in client.get(at("write")).content
    assert b"Mine" not in client.get(at("version", 2)).content


def test_a_version_is_never_changed_or_deleted(client, entry, at):
    client.post(at("autosave"), sheet("Mine"))
    version = entry.versions.get()

    for act in [version.save, version.delete, entry.versions.all().delete]:
        with pytest.raises(EvidenceLocked):
            act()
    for sql in [
        "UPDATE journals_entryversion SET word_count = 9",
        "DELETE FROM journals_entryversion",
    ]:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert entry.versions.get().word_count == 1


def test_pages_ask_the_database_a_fixed_number_of_times(
    client, entry, at, django_assert_num_queries
):
    client.post(at("autosave"), sheet("1"))
    client.get(at("write"))
    for number in (1, 3):
        with django_assert_num_queries(6):
            client.get(at("write"))
        with django_assert_num_queries(7):
            client.get(at("versions"))
        with django_assert_num_queries(11):
            client.post(at("autosave"), sheet(f"{number} more", version=number))
        client.post(at("autosave"), sheet(f"{number} and more", version=number + 1))


def test_the_list_does_not_ask_more_for_more_entries(
    world, client, journal, django_assert_num_queries
):
    address = reverse("journals:list")
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
    prompts = [("journal", world.content("journal", title=f"Prompt {n}")) for n in range(3)]
    course = world.course("Another", modules=1, module_activities=prompts)
    enrolment = world.enrol(world.learner, course)
    for fact in structure_of(enrolment.edition_id).activities():
        attempts.begin(enrolment=enrolment, activity=fact, now=timezone.now())
    with django_assert_num_queries(5):  # each also stands below "Finish later"
        assert client.get(address).content.count(b'class="course"') == 8
