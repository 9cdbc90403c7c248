"""What is an author's own: taken along, built from, deleted for good while its count stays."""

import json
import re
import zlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from courses.journals.models import ERASED, Entry, JournalTemplate
from courses.journals.services import entries
from courses.models import CourseCompletion, EvidenceLocked, Purge
from tests.factories.journal import sheet

pytestmark = pytest.mark.django_db
EVERYONE_ELSE = ["colleague", "outsider", "manager", "trainer", "administrator"]


@pytest.fixture
def written(client, entry, at):
    client.post(at("autosave"), sheet("The first words"))
    client.post(at("write"), sheet("The second words", version=1))
    entries.tag(entry=entry, labels=["NMC Code: Preserve safety"])
    return entry


def test_everything_is_taken_along(world, client, written):
    got = {}
    for kind in ("json", "html", "pdf"):
        answer = client.get(reverse("journals:take_all", args=[kind]))
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        got[kind] = answer.content

    data = json.loads(got["json"])["entries"][0]
    assert [one["sections"][0]["text"] for one in data["versions"]] == [
        "The first words",
        "The second words",
    ]
    assert data["tags"] == ["NMC Code: Preserve safety"]
    assert "The second words" in got["html"].decode()
    assert got["pdf"].startswith(b"%PDF-")
    packed = re.findall(rb"stream\n(.*?)\nendstream", got["pdf"], re.DOTALL)
    plain = b"".join(zlib.decompressobj().decompress(one) for one in packed if one[:1] == b"x")
    pages = re.findall(rb"/Type\s*/Page\b", plain + got["pdf"])
    assert len(pages) == 1  # one entry begins under the title
    assert client.get(reverse("journals:take_all", args=["exe"])).status_code == 404
    theirs = world.client(world.colleague).get(reverse("journals:take_all", args=["json"]))
    assert json.loads(theirs.content)["entries"] == []


def test_what_was_written_is_no_markup_in_a_file(client, at):
    client.post(at("write"), sheet("<img src='https://example.org/x'>"))

    assert b"<img" not in client.get(at("take_one", "html")).content
    assert client.get(at("take_one", "pdf")).status_code == 200


@pytest.mark.parametrize("who", EVERYONE_ELSE)
def test_nobody_else_takes_or_deletes_it(world, client, written, at, who):
    other = world.client(getattr(world, who))

    for name, *extra in [("take_one", "json"), ("delete",)]:
        assert other.get(at(name, *extra)).status_code == 404
    assert other.post(at("delete"), {"sure": "on"}).status_code == 404
    key = str(written.uuid)
    template = JournalTemplate.objects.get(key="nmc").pk
    sent = {"template": template, "sources": [key]}
    assert other.post(reverse("journals:account"), sent).status_code == 422
    assert written.versions.exclude(key_uuid=ERASED).count() == 2


def test_without_the_key_nothing_is_taken_and_it_is_said(client, written, settings):
    settings.SEALING_KEYS = []

    answer = client.get(reverse("journals:take_all", args=["json"]))
    assert answer.status_code == 503
    assert b"cannot be opened just now" in answer.content


def test_deleted_for_good_while_the_completion_stays(world, client, journal, written, at):
    assert client.post(at("delete"), {}).status_code == 422
    assert b"Backups made before now" in client.get(at("delete")).content

    assert client.post(at("delete"), {"sure": "on"}).url == reverse("journals:list")

    rows = list(written.versions.order_by("number"))
    assert [(bytes(row.sealed), row.key_uuid, row.word_count) for row in rows] == [
        (b"", ERASED, 3),
        (b"", ERASED, 3),
    ]
    written.refresh_from_db()
    assert written.erased_at is not None
    assert not written.tags.exists()
    assert CourseCompletion.objects.filter(person=world.learner).count() == 1
    for name in ("write", "more", "versions", "check", "delete"):
        assert client.get(at(name)).status_code == 404
    assert client.post(at("autosave"), sheet("A straggler")).status_code == 404
    review = client.get(reverse("learn:review", args=[journal.uuid]))
    assert b"You deleted this entry" in review.content
    assert not client.get(reverse("journals:list")).context["page_obj"].object_list
    taken = client.get(reverse("journals:take_all", args=["json"]))
    assert json.loads(taken.content)["entries"] == []


def test_a_prompt_under_way_begins_again_on_an_empty_page(client, journal, entry, at):
    client.post(at("autosave"), sheet("Regretted"))

    client.post(at("delete"), {"sure": "on"})

    page = client.get(at("write"))
    assert b"Regretted" not in page.content
    assert b"Regretted" not in client.get(at("write") + "?from=1").content
    assert client.get(at("version", 1)).status_code == 404
    assert client.post(at("write"), sheet("Better words")).status_code == 302
    journal.refresh_from_db()
    assert not journal.is_open


def test_the_flag_is_down_again_and_evidence_is_locked(client, written, at):
    client.post(at("delete"), {"sure": "on"})

    assert not Purge.objects.exists()
    with pytest.raises(EvidenceLocked):
        written.versions.update(word_count=9)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE journals_entryversion SET word_count = 9")


def test_an_account_is_built_from_chosen_entries(client, written):
    address = reverse("journals:account")
    template = JournalTemplate.objects.get(key="nmc")
    assert b"A yes you were not sure of" in client.get(address).content
    assert client.post(address, {"template": template.pk}).status_code == 422

    built = client.post(address, {"template": template.pk, "sources": [str(written.uuid)]})

    entry = Entry.objects.get(attempt=None)
    assert built.url == reverse("journals:write", args=[entry.uuid])
    texts = entries.read(entry=entry, version=entries.standing(entry=entry))
    assert texts == ("The second words", "", "", "Standards: NMC Code: Preserve safety")
    assert written.versions.count() == 2


@pytest.mark.postgres
def test_on_postgresql_too(client, written, at):
    test_the_flag_is_down_again_and_evidence_is_locked(client, written, at)


def test_pages_ask_a_fixed_number_of_times(client, written, at, django_assert_max_num_queries):
    client.get(reverse("journals:list"))
    for number in range(2):
        with django_assert_max_num_queries(12):
            client.get(reverse("journals:take_all", args=["json"]))
        with django_assert_max_num_queries(5):
            client.get(reverse("journals:account"))
        for _more in range(3):
            client.post(at("more"), sheet(f"{number} {_more} words", version=99))
