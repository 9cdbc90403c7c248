"""Property: every text that a page can send comes back, and from its own row alone."""

import base64
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.journals import writing
from courses.journals.models import EntryVersion
from courses.journals.services import entries
from courses.journals.writing import Sheet
from courses.models import CourseCompletion
from courses.people.services import sealing
from courses.people.services.sealing import KeyUnavailable
from tests.factories.journal import sheet

pytestmark = pytest.mark.django_db

# What a form can send: decoded UTF-8, so no half of a surrogate pair.
written = st.lists(st.text(st.characters(codec="utf-8"), max_size=300), min_size=1, max_size=6)
few = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def kept(entry, texts) -> EntryVersion:
    marks = entries.marks(entry=entry)
    sheet = Sheet(texts=tuple(texts), base=writing.next_number(marks), page=uuid.uuid4())
    return entries.save(entry=entry, sheet=sheet, now=timezone.now())


@few
@given(texts=written.filter(lambda texts: not writing.is_blank(texts)))
def test_what_was_written_is_read_again(entry, texts):
    version = kept(entry, texts)

    again = EntryVersion.objects.get(pk=version.pk)
    assert entries.read(entry=entry, version=again) == tuple(texts)


@few
@given(text=st.text(st.characters(codec="utf-8"), min_size=8, max_size=300), data=st.data())
def test_a_text_in_another_row_or_with_a_bit_changed_does_not_open(entry, text, data):
    version = kept(entry, [f"{text}."])
    sealed = bytearray(version.sealed)
    moved = EntryVersion(uuid=uuid.uuid4(), sealed=bytes(sealed), key_uuid=version.key_uuid)
    with pytest.raises(KeyUnavailable):
        entries.read(entry=entry, version=moved)

    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    bent = EntryVersion(uuid=version.uuid, sealed=bytes(sealed), key_uuid=version.key_uuid)
    with pytest.raises(KeyUnavailable):
        entries.read(entry=entry, version=bent)


def test_nobody_elses_key_opens_it(world, entry):
    version = kept(entry, ["Mine"])
    entry.person = world.colleague

    with pytest.raises(KeyUnavailable):
        entries.read(entry=entry, version=version)


def test_a_device_has_a_key_for_each_author_and_entry(world, entry, settings):
    mine = sealing.device_key(person=world.learner, place=entry.uuid)

    assert len(mine) == 32
    assert mine == sealing.device_key(person=world.learner, place=entry.uuid)
    assert mine != sealing.device_key(person=world.colleague, place=entry.uuid)
    assert mine != sealing.device_key(person=world.learner, place=uuid.uuid4())
    settings.SEALING_KEYS = []
    with pytest.raises(KeyUnavailable):
        sealing.device_key(person=world.learner, place=entry.uuid)


def master(name: str) -> str:
    return f"{name}:" + base64.b64encode(name.encode().ljust(32, b"!")).decode()


def test_keys_are_rotated_and_the_old_one_thrown_away(entry, settings):
    settings.SEALING_KEYS = [master("first")]
    version = kept(entry, ["From before"])
    settings.SEALING_KEYS = [master("second"), master("first")]
    later = kept(entry, ["From in between"])
    sealed = bytes(version.sealed)

    assert sealing.rewrap() == 1
    settings.SEALING_KEYS = [master("second")]

    assert entries.read(entry=entry, version=version) == ("From before",)
    assert entries.read(entry=entry, version=later) == ("From in between",)
    version.refresh_from_db()
    assert bytes(version.sealed) == sealed  # the key was wrapped anew, no text was touched
    settings.SEALING_KEYS = [master("first")]
    with pytest.raises(KeyUnavailable):
        entries.read(entry=entry, version=version)


def test_a_lost_key_overwrites_nothing_and_a_found_one_opens_all(client, at, entry, settings):
    settings.SEALING_KEYS = [master("first")]
    client.post(at("autosave"), sheet("While the key was there"))
    settings.SEALING_KEYS = [master("other")]

    assert client.get(at("write")).status_code == 200
    assert "While the key" not in client.get(at("write")).content.decode()
    assert client.post(at("autosave"), sheet("Written without it", version=1)).status_code == 503
    assert client.post(at("write"), sheet("Written without it", version=1)).status_code == 503
    assert sealing.check() != []

    settings.SEALING_KEYS = [master("other"), master("first")]
    assert "While the key" in client.get(at("write")).content.decode()
    assert entry.versions.count() == 1
    assert sealing.check() == []


def test_an_erased_key_takes_every_word_and_leaves_the_completion(
    world, client, journal, at, entry
):
    client.post(at("write"), sheet("To be gone"))

    sealing.destroy_key(person=world.learner, now=timezone.now())

    with pytest.raises(KeyUnavailable):
        entries.read(entry=entry, version=entry.versions.get())
    assert b"To be gone" not in client.get(at("version", 1)).content
    assert CourseCompletion.objects.filter(person=world.learner).count() == 1
    assert client.get(reverse("journals:list")).status_code == 200
