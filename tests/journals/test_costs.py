"""Every page of a journal asks the database as often for a long journal as for a short one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.journals.models import JournalTemplate
from courses.journals.services import entries
from tests.factories.journal import sheet

pytestmark = pytest.mark.django_db
OWN = ["write", "versions", "check", "tags", "delete", "share", "discuss", "files"]
WHOLE = ["list", "begin", "take", "account", "shared_list"]
MOST = 13


def costs(client, at) -> dict[str, int]:
    found = {}
    places = {name: at(name) for name in OWN}
    places |= {name: reverse(f"journals:{name}") for name in WHOLE}
    for name, address in places.items():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, name
        found[name] = len(asked)
    return found


def test_no_page_costs_more_as_a_journal_grows(world, client, entry, at, now):
    client.post(at("autosave"), sheet("Words"))
    template = JournalTemplate.objects.get(key="gibbs")
    free = entries.begin_free(person=world.learner, template=template, now=now)
    client.post(reverse("journals:write", args=[free.uuid]), sheet("A"))
    small = costs(client, at)

    for number in range(6):
        client.post(at("autosave"), sheet(f"Words {number}", version=number + 1))
        other = entries.begin_free(person=world.learner, template=template, now=now)
        client.post(reverse("journals:write", args=[other.uuid]), sheet(f"B{number}"))
        reader = world.person(f"Reader {number}", email=f"reader{number}@peer.example")
        client.post(at("share"), {"email": f"reader{number}@peer.example", "days": "7"})
        day = world.learner.today(now).isoformat()
        sent = {"email": f"reader{number}@peer.example", "held_on": day}
        assert client.post(at("discuss"), sent).status_code == 302
        assert entry.shares.filter(reader=reader).exists()

    large = costs(client, at)
    assert large == small
    assert max(large.values()) <= MOST, large
