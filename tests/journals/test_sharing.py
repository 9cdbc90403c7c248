"""One entry, one named person, for a time: opened, read, spoken about, closed; all of it logged."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from courses.journals.models import ERASED, Share, ShareComment, ShareEvent
from courses.models import EvidenceLocked
from tests.factories.journal import sheet

pytestmark = pytest.mark.django_db
WORDS = "What I wrote for one pair of eyes"
PAGE = "0b3f8f0e-8b1c-4a57-9f2e-000000000001"


@pytest.fixture
def written(client, entry, at):
    client.post(at("autosave"), sheet(WORDS))
    return entry


@pytest.fixture
def peer(world):
    return world.person("Petra Peer", team=world.team, email="petra@peer.example")


@pytest.fixture
def give(client, at, django_capture_on_commit_callbacks):
    """Share the entry as its author does, through the page."""

    def given(email="petra@peer.example", days="30"):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(at("share"), {"email": email, "days": days})

    return given


@pytest.fixture
def share(written, peer, give):
    assert give().status_code == 302
    return Share.objects.get()


def page_of(share) -> str:
    return reverse("journals:shared", args=[share.uuid])


def test_the_named_person_reads_it_and_nobody_else(world, client, peer, share):
    reader = world.client(peer)
    assert WORDS in reader.get(page_of(share)).content.decode()
    assert page_of(share) in reader.get(reverse("journals:shared_list")).content.decode()
    for other in (world.colleague, world.manager, world.trainer, world.administrator):
        stranger = world.client(other)
        assert stranger.get(page_of(share)).status_code == 404
        assert stranger.post(page_of(share), {"text": "?", "page": PAGE}).status_code == 404
        assert page_of(share) not in stranger.get(reverse("journals:shared_list")).content.decode()
    # The reader has that page and none of the author's.
    for name in ("write", "more", "versions", "check", "share", "discuss", "delete"):
        address = reverse(f"journals:{name}", args=[share.entry.attempt.uuid])
        assert reader.get(address).status_code == 404
    assert "Petra Peer, until" in " ".join(
        client.get(reverse("journals:write", args=[share.entry.attempt.uuid]))
        .content.decode()
        .split()
    )


def test_the_mail_holds_no_word_and_no_title(share):
    [message] = mail.outbox
    assert message.to == ["petra@peer.example"]
    assert page_of(share) in message.body
    assert WORDS not in message.body
    assert share.entry.title not in message.body + message.subject


def test_what_is_written_later_stays_private_until_it_is_shared_again(
    world, client, at, peer, share, give
):
    client.post(at("autosave"), sheet("Second thoughts, mine alone", version=1))
    reader = world.client(peer)
    assert WORDS in reader.get(page_of(share)).content.decode()
    assert "Second thoughts" not in reader.get(page_of(share)).content.decode()

    give()
    assert "Second thoughts" in reader.get(page_of(share)).content.decode()
    assert Share.objects.count() == 1


def test_it_ends_by_itself_and_at_once_when_its_author_says_so(world, client, at, peer, share):
    reader = world.client(peer)
    with time_machine.travel(share.until + dt.timedelta(seconds=1), tick=False):
        assert world.fresh_client(peer).get(page_of(share)).status_code == 404
    assert reader.get(page_of(share)).status_code == 200

    for _click in range(2):
        assert client.post(at("end_share", share.uuid)).status_code == 302
    assert reader.get(page_of(share)).status_code == 404
    assert reader.post(page_of(share), {"text": "Late", "page": PAGE}).status_code == 404
    assert client.get(page_of(share)).status_code == 200  # the author's own view of what was said
    ended = ShareEvent.objects.filter(kind=ShareEvent.Kind.ENDED)
    assert ended.count() == 1


def test_who_has_left_reads_nothing(world, peer, share):
    peer.left_on = dt.date(2024, 1, 1)
    peer.save()
    assert world.fresh_client(peer).get(page_of(share)).status_code == 404


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("nobody@nowhere.example", "signs in with this address"),
        ("no address", "valid email"),
        ("", "Write one colleague"),
        ("own", "your own address"),
    ],
)
def test_a_wrong_address_is_said_beside_its_box(world, written, give, email, said):
    email = world.learner.users.get().email if email == "own" else email
    answer = give(email=email)
    assert answer.status_code == 422
    assert said.lower() in answer.content.decode().lower()
    assert not Share.objects.exists()
    assert mail.outbox == []


def test_nothing_empty_is_shared_and_no_odd_length(client, entry, peer, give, at):
    assert "Nothing is written yet" in give().content.decode()
    client.post(at("autosave"), sheet(WORDS))
    assert give(days="3650").status_code == 422
    assert not Share.objects.exists()


def test_both_comment_and_two_clicks_make_one(world, client, peer, share, mailoutbox):
    reader = world.client(peer)
    for _click in range(2):
        sent = {"text": "Thank you for <b>this</b>", "page": PAGE}
        assert reader.post(page_of(share), sent).status_code == 302
    assert ShareComment.objects.count() == 1
    assert b"Thank you" not in bytes(ShareComment.objects.get().sealed)
    body = client.get(page_of(share)).content.decode()
    assert "Thank you for &lt;b&gt;this&lt;/b&gt;" in body

    client.post(page_of(share), {"text": "I had not seen that", "page": PAGE})
    assert "I had not seen that" in reader.get(page_of(share)).content.decode()
    assert ShareComment.objects.count() == 2
    assert reader.post(page_of(share), {"text": "  ", "page": PAGE}).status_code == 422
    over = reader.post(page_of(share), {"text": "x" * 5_001, "page": PAGE})
    assert over.status_code == 422
    assert "has 5001" in over.content.decode().replace(",", "")


def test_a_comment_is_taken_back_by_its_writer_alone(world, client, peer, share):
    reader = world.client(peer)
    reader.post(page_of(share), {"text": "Regretted", "page": PAGE})
    comment = ShareComment.objects.get()
    address = reverse("journals:take_back", args=[share.uuid, comment.uuid])
    assert client.post(address).status_code == 404
    for _click in range(2):
        assert reader.post(address).status_code == 302
    comment.refresh_from_db()
    assert (bytes(comment.sealed), comment.key_uuid) == (b"", ERASED)
    assert "Taken back by its writer" in client.get(page_of(share)).content.decode()
    assert ShareEvent.objects.filter(kind=ShareEvent.Kind.TAKEN_BACK).count() == 1


def test_the_log_tells_its_author_and_cannot_be_changed(world, client, at, peer, share):
    reader = world.client(peer)
    reader.get(page_of(share))
    reader.get(page_of(share))
    client.get(page_of(share))  # the author looking is no reading
    body = " ".join(client.get(at("share")).content.decode().split())
    assert body.count("Petra Peer opened it") == 1
    assert "shared it, with Petra Peer" in body
    with pytest.raises(EvidenceLocked):
        ShareEvent.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journals_shareevent")


@pytest.mark.postgres
def test_the_log_cannot_be_changed_on_postgresql(world, client, at, peer, share):
    test_the_log_tells_its_author_and_cannot_be_changed(world, client, at, peer, share)


def test_deleted_for_good_it_goes_for_everyone(world, client, at, peer, share):
    reader = world.client(peer)
    reader.post(page_of(share), {"text": "About your words", "page": PAGE})

    client.post(at("delete"), {"sure": "on"})

    assert reader.get(page_of(share)).status_code == 404
    assert bytes(ShareComment.objects.get().sealed) == b""
    share.refresh_from_db()
    assert share.ended_at is not None


def test_without_the_key_it_is_said(world, peer, share, settings):
    settings.SEALING_KEYS = []
    answer = world.client(peer).get(page_of(share))
    assert answer.status_code == 503
    assert "cannot be opened just now" in answer.content.decode()


def test_an_entry_has_ten_readers_at_most(world, written, give):
    for number in range(11):
        email = f"reader{number}@peer.example"
        world.person(f"Reader {number}", team=world.team, email=email)
        answer = give(email=email)
    assert answer.status_code == 422
    assert "Ten people have it open" in answer.content.decode()
    assert Share.objects.count() == 10


def test_pages_ask_a_fixed_number_of_times(
    world, client, at, peer, share, django_assert_max_num_queries
):
    reader = world.client(peer)
    reader.get(page_of(share))
    for number in range(2):
        with django_assert_max_num_queries(10):
            client.get(at("share"))
        with django_assert_max_num_queries(11):
            reader.get(page_of(share))
        with django_assert_max_num_queries(6):
            reader.get(reverse("journals:shared_list"))
        for more in range(4):
            mark = f"0b3f8f0e-8b1c-4a57-9f2e-00000000{number}{more:03}"
            reader.post(page_of(share), {"text": f"{number} {more}", "page": mark})
