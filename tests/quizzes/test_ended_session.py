"""An answer that comes after the session ended waits for its person, and for nobody else."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from courses.quizzes import keeping
from courses.quizzes.models import Response
from tests.factories.quiz import address, drawn_of, post_answer, right_fields, text

pytestmark = pytest.mark.django_db
TYPED = "Duty of care, as I see it"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def asked(sit):
    """A sitting with one question to type an answer to."""
    return sit(questions=2, kinds=("short_text", "single"))


@pytest.fixture
def typed(asked):
    return next(d for d in drawn_of(asked) if d.snapshot.data["type"] == "short_text")


def send_late(attempt, drawn, client=None, words=TYPED, end=None, **more):
    client = client or Client()
    end = f"{drawn.position}/" if end is None else end
    data = {f"seen{drawn.position}": 0, f"q{drawn.position}": words, "of": 2, "go": "next"}
    return client, client.post(address(attempt, end), data | more)


def sign_in(client, person):
    client.force_login(person.users.get())


def field(drawn):
    return f'name="q{drawn.position}" value="{TYPED}"'


def test_it_is_there_after_signing_in_again_and_kept_once_saved(world, asked, typed):
    browser, late = send_late(asked, typed)
    where = address(asked, f"{typed.position}/")
    assert late.status_code == 401
    assert f"?next={where}" in text(late)
    assert TYPED in text(late)
    assert not Response.objects.exists()

    sign_in(browser, world.learner)
    page = browser.get(where)
    assert field(typed) in text(page)
    assert "before your session ended is here again" in text(page)
    assert field(typed) in text(browser.get(where))  # as often as it is looked at

    post_answer(browser, asked, typed, {f"q{typed.position}": TYPED})
    assert Response.objects.get().chosen == {"text": TYPED}
    after = text(browser.get(where))
    assert "is here again" not in after.split('data-notice="restored"')[0]
    assert keeping.waits(browser.session) == ""


@pytest.mark.parametrize("layout", ["one", "all"])
def test_a_whole_page_that_was_sent_late_waits_too(world, sit, layout):
    attempt = sit(questions=2, kinds=("short_text",), layout=layout)
    browser = Client()
    data = {"of": 2, "go": "send"}
    for drawn in drawn_of(attempt):
        data |= {f"seen{drawn.position}": 0, f"q{drawn.position}": TYPED}
    late = browser.post(address(attempt), data)
    assert f"?next={address(attempt)}" in text(late)
    sign_in(browser, world.learner)
    page = text(browser.get(address(attempt)))
    assert all(field(drawn) in page for drawn in drawn_of(attempt))


def test_nobody_else_who_signs_in_sees_it(world, asked, typed):
    browser, _late = send_late(asked, typed)
    sign_in(browser, world.outsider)
    assert browser.get(address(asked, "1/")).status_code == 404
    assert keeping.waits(browser.session) == ""
    sign_in(browser, world.learner)
    assert TYPED not in text(browser.get(address(asked, f"{typed.position}/")))


def test_it_cannot_be_read_in_the_session_nor_opened_for_another_sitting(world, asked, typed):
    browser, _late = send_late(asked, typed)
    kept = browser.session[keeping.SLOT]
    assert TYPED not in str(kept)
    other = "00000000-0000-4000-8000-000000000000"
    now = timezone.now()
    moved = {keeping.SLOT: {**kept, "for": other}}
    assert keeping.answers(moved, attempt=other, now=now) == {}
    assert keeping.answers(browser.session, attempt=asked.uuid, now=now)
    later = now + dt.timedelta(minutes=61)
    assert keeping.answers(browser.session, attempt=asked.uuid, now=later) == {}
    stretched = {keeping.SLOT: {**kept, "at": later.isoformat()}}
    assert keeping.answers(stretched, attempt=asked.uuid, now=later) == {}


def test_a_newer_answer_from_elsewhere_is_shown_beside_it(world, client, asked, typed):
    post_answer(client, asked, typed, {f"q{typed.position}": "Written on the phone"})
    browser, _late = send_late(asked, typed)
    sign_in(browser, world.learner)
    page = text(browser.get(address(asked, f"{typed.position}/")))
    assert field(typed) in page
    assert "You answered this on another page" in page
    assert "Written on the phone" in page


def test_what_is_no_answer_of_this_quiz_is_let_go(world, asked):
    single = next(d for d in drawn_of(asked) if d.snapshot.data["type"] == "single")
    browser, _late = send_late(asked, single)
    sign_in(browser, world.learner)
    page = browser.get(address(asked, f"{single.position}/"))
    assert page.status_code == 200
    assert keeping.waits(browser.session) == ""


@pytest.mark.parametrize("bad", ["unknown", "huge", "sent", "nonsense"])
def test_nothing_is_kept_that_nobody_could_use(world, client, asked, typed, bad):
    attempt, more = asked, {}
    if bad == "unknown":
        attempt = type(asked)(uuid="00000000-0000-4000-8000-000000000000")
    if bad == "sent":
        client.post(address(asked, "send/"))
    if bad == "nonsense":
        more = {"seen1": "x"}
    words = "long " * 60_000 if bad == "huge" else TYPED
    browser, late = send_late(attempt, typed, words=words, **more)
    assert late.status_code == 401
    assert "Send it again" in text(late)  # the page itself still holds it
    assert keeping.SLOT not in browser.session


def test_a_form_with_an_old_token_is_kept_for_who_is_signed_out(world, asked, typed):
    browser = Client(enforce_csrf_checks=True)
    _browser, late = send_late(asked, typed, client=browser, csrfmiddlewaretoken="old" * 8)
    assert "It waits in this browser" not in text(late)  # no browser vouched for it
    late = browser.post(
        address(asked, f"{typed.position}/"),
        {f"seen{typed.position}": 0, f"q{typed.position}": TYPED, "of": 2, "go": "next"},
        headers=OURS,
    )
    assert late.status_code == 403
    sign_in(browser, world.learner)
    assert field(typed) in text(browser.get(address(asked, f"{typed.position}/")))


def test_who_signed_in_meanwhile_sends_an_old_form_once_more(world, asked, typed):
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, world.learner)
    late = browser.post(
        address(asked, f"{typed.position}/"),
        {f"seen{typed.position}": 0, **right_fields(typed)},
        headers=OURS,
    )
    assert late.status_code == 403
    assert "Send it again" in text(late)
    assert keeping.SLOT not in browser.session
