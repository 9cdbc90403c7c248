"""Property: every text that a page can send comes back, and from its own row alone."""

import uuid

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.journals import writing
from courses.journals.models import EntryVersion
from courses.journals.services import entries
from courses.journals.writing import Sheet
from courses.people.services.sealing import KeyUnavailable

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
