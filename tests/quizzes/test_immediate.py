"""Feedback after each answer: given for good, told at once, and nothing about the others."""

import pytest

from courses.quizzes.models import Commitment, Response
from tests.factories.quiz import address, answer, drawn_of, right_keys, text, wrong_keys

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def attempt(sit):
    return sit(feedback="immediate", pass_mark=60, layout="all")


def test_an_answer_is_given_for_good_and_its_feedback_follows(attempt, client):
    first, second, third = drawn_of(attempt)
    before = text(client.get(address(attempt)))
    assert "Question 1 of 3" in before and "canary" not in before
    assert "which then stays as it is" in before
    given = answer(client, attempt, first, right_keys(first), go="commit")
    assert given.url == address(attempt, "1/")
    told = text(client.get(given.url))
    assert first.snapshot.data["feedback"] in told
    assert '<input type="radio"' not in told and '<input type="checkbox"' not in told
    for other in (second, third):
        page = text(client.get(address(attempt, f"{other.position}/")))
        assert "canary" not in page
    for end in ("check/", ""):
        assert "canary" not in text(client.get(address(attempt, end)))
    assert "canary" not in text(client.get(f"/learn/review/{attempt.uuid}/"))


def test_what_was_given_cannot_be_changed_by_any_door(attempt, client):
    first = drawn_of(attempt)[0]
    answer(client, attempt, first, wrong_keys(first)[:1], go="commit")
    data = {"seen1": 1, "q1": right_keys(first)}
    saved = client.post(address(attempt, "save/"), data, headers=SCRIPT)
    assert saved.status_code == 409
    assert saved.json()["url"] == address(attempt, "1/")
    for door in ("1/", "send/"):
        assert client.post(address(attempt, door), data).url == address(attempt, "1/")
    again = answer(client, attempt, first, wrong_keys(first)[:1], go="commit", seen=1)
    assert again.status_code == 303
    assert (Commitment.objects.count(), Response.objects.count()) == (1, 1)
    attempt.refresh_from_db()
    assert attempt.is_open
    client.post(address(attempt, "send/"))
    attempt.refresh_from_db()
    assert attempt.evidence["right"] == 0


def test_without_an_answer_nothing_is_told(attempt, client):
    page = client.post(address(attempt, "1/"), {"seen1": 0, "go": "commit"}, follow=True)
    assert "Answer the question first" in text(page)
    assert not Commitment.objects.exists()
    # Kept by the script, and not given: it can still be changed.
    first = drawn_of(attempt)[0]
    client.post(address(attempt, "save/"), {"seen1": 0, "q1": right_keys(first)}, headers=SCRIPT)
    page = text(client.get(address(attempt)))
    assert "Question 1 of 3" in page and "canary" not in page


def test_other_quizzes_tell_nothing_however_they_are_asked(sit, client):
    attempt = sit(feedback="after_submission")
    first = drawn_of(attempt)[0]
    assert answer(client, attempt, first, right_keys(first), go="commit").status_code == 404
    assert not Commitment.objects.exists()


def test_a_whole_quiz_leads_from_answer_to_answer_to_its_result(attempt, client):
    for drawn in drawn_of(attempt):
        told = client.get(answer(client, attempt, drawn, right_keys(drawn), go="commit").url)
        onward = "check/" if drawn.position == 3 else f"{drawn.position + 1}/"
        assert f'href="{address(attempt, onward)}"' in text(told)
    result = client.post(address(attempt, "send/"), follow=True)
    assert "You passed" in text(result) and "canary" in text(result)
