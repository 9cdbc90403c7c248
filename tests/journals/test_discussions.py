"""The handshake: the author says that they talked, the peer confirms, and no word of it is kept."""

import datetime as dt

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from courses.journals.models import Discussion, DiscussionAnswer
from courses.journals.services import discussions
from tests.factories.journal import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def peer(world):
    return world.person("Petra Peer", team=world.team, email="petra@peer.example")


@pytest.fixture
def today(world):
    return world.learner.today(timezone.now())


@pytest.fixture
def ask(client, entry, at, peer, today, django_capture_on_commit_callbacks):
    client.post(at("autosave"), sheet("What the talk taught me"))

    def asked(held_on=None, email="petra@peer.example"):
        sent = {"email": email, "held_on": (held_on or today).isoformat()}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(at("discuss"), sent)

    return asked


@pytest.fixture
def talk(ask):
    assert ask().status_code == 302
    return Discussion.objects.get()


def place(talk) -> str:
    return reverse("journals:discussion", args=[talk.uuid])


def count(world, today) -> int:
    since = today - dt.timedelta(days=400)
    return discussions.confirmed(person=world.learner, since=since, until=today).count()


def test_both_confirm_and_it_counts(world, client, at, peer, talk, today):
    other = world.client(peer)
    assert count(world, today) == 0
    [message] = mail.outbox
    assert place(talk) in message.body
    assert "What the talk taught me" not in message.body
    page = other.get(place(talk)).content.decode()
    assert "What the talk taught me" not in page
    assert talk.entry.title not in page
    assert place(talk) in other.get(reverse("journals:shared_list")).content.decode()

    for _click in range(2):
        assert other.post(place(talk), {"answer": "yes"}).status_code == 302
    other.post(place(talk), {"answer": "no"})  # it stands

    assert DiscussionAnswer.objects.get().kind == DiscussionAnswer.Kind.CONFIRMED
    assert count(world, today) == 1
    assert "Both of you confirm" in client.get(at("discuss")).content.decode()
    assert place(talk) not in other.get(reverse("journals:shared_list")).content.decode()


def test_a_no_counts_nothing_and_the_author_cannot_confirm(world, client, peer, talk, today):
    assert client.post(place(talk), {"answer": "yes"}).status_code == 422
    assert world.client(peer).post(place(talk), {"answer": "taken"}).status_code == 422
    assert "Choose one of the two" in (
        world.client(peer).post(place(talk), {"answer": "maybe"}).content.decode()
    )
    world.client(peer).post(place(talk), {"answer": "no"})
    assert count(world, today) == 0


def test_taken_back_before_it_is_answered(world, client, peer, talk, today):
    client.post(place(talk), {"answer": "taken"})
    world.client(peer).post(place(talk), {"answer": "yes"})
    assert count(world, today) == 0


@pytest.mark.parametrize("who", ["colleague", "manager", "trainer", "administrator"])
def test_it_exists_for_the_two_alone(world, talk, who):
    other = world.client(getattr(world, who))
    assert other.get(place(talk)).status_code == 404
    assert other.post(place(talk), {"answer": "yes"}).status_code == 404


def test_the_same_talk_is_noted_once(ask):
    ask()
    again = ask()
    assert again.status_code == 422
    assert "noted already" in again.content.decode()
    assert Discussion.objects.count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("days", "said"), [(1, "still to come"), (-400, "of the last year")])
def test_the_day_is_checked(ask, today, days, said):
    answer = ask(held_on=today + dt.timedelta(days=days))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Discussion.objects.exists()


def test_it_still_counts_when_the_entry_is_deleted(world, client, at, peer, talk, today):
    world.client(peer).post(place(talk), {"answer": "yes"})
    client.post(at("delete"), {"sure": "on"})
    assert count(world, today) == 1


def test_the_answer_is_evidence(world, peer, talk):
    world.client(peer).post(place(talk), {"answer": "yes"})
    for table in ("journals_discussion", "journals_discussionanswer"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


@pytest.mark.postgres
def test_the_answer_is_evidence_on_postgresql(world, peer, talk):
    test_the_answer_is_evidence(world, peer, talk)
