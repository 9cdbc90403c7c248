"""A form that comes too late loses nobody's words, and no address answers with an empty page."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from courses.evaluations.models import EvaluationResponse
from courses.models import Enrolment
from scenarios.models import Run
from tests.factories import evaluation as evaluations

pytestmark = pytest.mark.django_db
WORDS = "Because nobody has asked her yet. <b>Nobody</b>"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def case(world):
    course = world.course(module_activities=[("scenario", world.content("scenario"))])
    return world.begin(world.enrol(world.learner, course), "scenario")


@pytest.fixture
def evaluation(world):
    course = world.course(modules=0, closing=[("evaluation", world.content("evaluation"))])
    return world.begin(world.enrol(world.learner, course), "evaluation")


@pytest.fixture
def strict(world):
    """The learner's client, that checks a form's token as a browser's are checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.learner.users.get())
    return client


def inputs(page: str) -> dict[str, str]:
    """What the form on the page would send, as a browser would read it."""
    found = re.findall(r'name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def test_a_reason_sent_after_the_session_ended_is_given_back(world, case):
    where = reverse("cases:choose", args=[case.uuid])
    sent = {"token": "x", "choice": "call-hold", "confidence": "3", "reason": WORDS}

    answer = world.client(None).post(where, sent, headers={"X-Step": "1"})

    assert answer.status_code == 401
    page = answer.content.decode()
    assert {**sent, "csrfmiddlewaretoken": inputs(page)["csrfmiddlewaretoken"]} == inputs(page)
    assert f'action="{where}"' in page
    assert "<b>Nobody" not in page
    assert page.count("&lt;b&gt;Nobody") == 2  # to be read, and to be sent
    assert "no-store" in answer["Cache-Control"]
    assert Run.objects.get().steps.count() == 0


def test_words_of_an_older_page_are_taken_when_sent_again(strict, evaluation):
    where = reverse("evaluations:evaluation", args=[evaluation.uuid])
    sent = evaluations.sent(evaluation, text=WORDS)

    late = strict.post(where, {**sent, "csrfmiddlewaretoken": "old" * 8}, headers=OURS)

    assert late.status_code == 403
    assert not EvaluationResponse.objects.exists()
    again = strict.post(where, inputs(late.content.decode()))
    assert again.status_code == 302
    assert EvaluationResponse.objects.get().attempt == evaluation


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_another_site_is_never_put_before_somebody(strict, evaluation, headers):
    where = reverse("evaluations:evaluation", args=[evaluation.uuid])

    answer = strict.post(where, evaluations.sent(evaluation, text=WORDS), headers=headers)

    assert answer.status_code == 403
    assert b"Because nobody" not in answer.content
    assert b"Send it again" not in answer.content


def test_the_origin_is_enough_where_a_browser_says_no_more(strict, evaluation):
    where = reverse("evaluations:evaluation", args=[evaluation.uuid])
    sent = evaluations.sent(evaluation, text=WORDS)

    answer = strict.post(where, sent, headers={"Origin": "http://testserver"})

    assert b"Because nobody" in answer.content


def test_a_password_is_never_given_back(strict):
    sent = {"oldpassword": "a long old password", "password1": "a longer new one"}

    answer = strict.post(reverse("account_change_password"), sent, headers=OURS)

    assert answer.status_code == 403
    assert b"password1" not in answer.content
    assert b"a longer new one" not in answer.content


def test_a_button_pressed_too_late_leads_back_to_its_page(world):
    course = world.course()
    page = "/catalogue/boundaries/"
    stranger = world.client(None)

    answer = stranger.post(
        reverse("learn:enrol", args=[course.uuid]), headers={"Referer": f"http://testserver{page}"}
    )
    elsewhere = stranger.post(
        reverse("learn:enrol", args=[course.uuid]),
        headers={"Referer": "http://evil.example/learn/"},
    )

    assert answer.url == f"/accounts/login/?next={page}"
    assert elsewhere.url == "/accounts/login/?next=/learn/"
    assert not Enrolment.objects.exists()


def test_a_script_that_reads_json_is_answered_by_its_view(world, case):
    where = reverse("cases:choose", args=[case.uuid])

    answer = world.client(None).post(
        where, {"reason": WORDS}, headers={"X-Requested-With": "fetch"}
    )

    assert answer.status_code == 302


def test_an_address_that_takes_forms_alone_says_so(world, case):
    answer = world.client(world.learner).get(reverse("cases:choose", args=[case.uuid]))

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert b"There is nothing to read here" in answer.content


def test_a_button_on_an_older_page_can_be_pressed_again(strict, world):
    where = reverse("learn:enrol", args=[world.course().uuid])

    late = strict.post(where, headers=OURS)

    assert late.status_code == 403
    assert strict.post(where, inputs(late.content.decode())).status_code == 302
    assert Enrolment.objects.count() == 1


def test_the_demo_shows_our_page_where_something_is_not_found(world, settings):
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "lms.middleware.DesignedNotFoundMiddleware"]

    answer = world.fresh_client(world.learner).get("/learn/not-an-id/")

    assert answer.status_code == 404
    assert b"This page is not here" in answer.content
    assert b"URLconf" not in answer.content
