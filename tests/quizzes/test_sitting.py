"""A learner takes a quiz, through its pages."""

import pytest

from courses.models import ActivityCompletion, Attempt, LearningEvent
from courses.quizzes.models import Response, Sitting
from tests.factories.quiz import (
    address,
    answer,
    begin_again,
    drawn_of,
    finish,
    make_category,
    make_question,
    make_quiz,
    right_keys,
    text,
    wrong_keys,
)


def test_a_quiz_is_taken_question_by_question_to_a_pass(sit, client):
    attempt = sit(pass_mark=100)
    page = client.get(address(attempt))
    assert "Question 1 of 3" in text(page)
    for drawn in drawn_of(attempt):
        response = answer(client, attempt, drawn, right_keys(drawn), of="3")
        last = drawn.position == 3
        assert response.status_code == 303
        assert response.url == address(attempt, "check/" if last else f"{drawn.position + 1}/")
    check = client.get(address(attempt, "check/"))
    assert "Every question has an answer" in text(check)
    sent = client.post(address(attempt, "send/"))
    assert (sent.status_code, sent.url) == (303, address(attempt, "result/"))
    result = text(client.get(sent.url))
    assert "You passed" in result
    assert "3 of 3 right" in result
    attempt.refresh_from_db()
    assert (attempt.state, attempt.passed, attempt.score) == ("finished", True, 1.0)
    assert attempt.evidence == {"right": 3, "asked": 3, "pass_mark": 100, "marks": [1, 1, 1]}
    assert ActivityCompletion.objects.filter(attempt=attempt).count() == 1
    verbs = list(LearningEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-4:] == ["began", "finished", "completed", "completed"]


def test_all_on_one_page_takes_four_requests(sit, client):
    attempt = sit(layout="all")
    page = text(client.get(address(attempt)))
    data = {"go": "send"}
    for drawn in drawn_of(attempt):
        assert f'name="seen{drawn.position}"' in page
        data |= {f"seen{drawn.position}": 0, f"q{drawn.position}": right_keys(drawn)}
    sent = client.post(address(attempt), data)
    assert (sent.status_code, sent.url) == (303, address(attempt, "result/"))
    assert "You passed" in text(client.get(sent.url))


def test_all_on_one_page_with_a_gap_is_kept_and_leads_to_the_check_page(sit, client):
    attempt = sit(layout="all")
    first, *rest = drawn_of(attempt)
    data = {"go": "send", "seen1": 0, "q1": right_keys(first)}
    data |= {f"seen{drawn.position}": 0 for drawn in rest}
    sent = client.post(address(attempt), data)
    assert sent.url == address(attempt, "check/")
    assert Response.objects.count() == 1
    check = text(client.get(sent.url))
    assert "Not every question has an answer" in check
    assert check.count("Not answered") >= 2
    attempt.refresh_from_db()
    assert attempt.is_open
    assert client.post(address(attempt, "send/")).url == address(attempt, "result/")
    assert "1 of 3 right" in text(client.get(address(attempt, "result/")))


def test_an_answer_is_saved_as_it_is_given_and_can_be_changed_and_taken_back(sit, client):
    attempt = sit()
    drawn = next(d for d in drawn_of(attempt) if d.snapshot.data["type"] == "multiple")
    url = address(attempt, "save/")
    name, seen = f"q{drawn.position}", f"seen{drawn.position}"
    one = right_keys(drawn)[:1]
    first = client.post(url, {seen: 0, name: one}).json()
    assert first["seen"] == {str(drawn.position): 1}
    assert len(first["saved_at"]) == 5
    again = client.post(url, {seen: 0, name: one}).json()  # the answer got lost: sent again
    assert again["seen"] == {str(drawn.position): 1}
    both = client.post(url, {seen: 1, name: right_keys(drawn)}).json()
    assert both["seen"] == {str(drawn.position): 2}
    none = client.post(url, {seen: 2}).json()
    assert none["seen"] == {str(drawn.position): 3}
    kept = list(Response.objects.filter(drawn=drawn).values_list("seq", "chosen"))
    assert kept == [(1, one), (2, sorted(right_keys(drawn))), (3, [])]


def test_a_learner_who_comes_back_is_at_the_first_question_without_an_answer(sit, client):
    attempt = sit()
    first, second, _third = drawn_of(attempt)
    answer(client, attempt, first, right_keys(first))
    page = text(client.get(address(attempt)))
    assert "Question 2 of 3" in page
    assert f'value="{right_keys(first)[0]}" checked' in page
    assert begin_again(client, attempt).url == address(attempt)
    answer(client, attempt, second, wrong_keys(second)[:1], go="1")
    assert "Question 3 of 3" in text(client.get(address(attempt)))


def test_the_buttons_lead_where_they_say(sit, client):
    attempt = sit()
    drawn = drawn_of(attempt)[1]
    for go, where in [("1", "1/"), ("3", "3/"), ("check", "check/"), ("next", "3/"), ("x", "3/")]:
        response = answer(client, attempt, drawn, right_keys(drawn), go=go)
        assert response.url == address(attempt, where)
    assert Response.objects.count() == 1


def test_two_starts_draw_once(sit, client):
    attempt = sit()
    before = [d.pk for d in drawn_of(attempt)]
    assert begin_again(client, attempt).url == address(attempt)
    assert Attempt.objects.count() == Sitting.objects.count() == 1
    assert [d.pk for d in drawn_of(attempt)] == before


def test_sending_twice_leads_to_the_same_result(sit, client):
    attempt = sit()
    first = finish(client, attempt)
    attempt.refresh_from_db()
    ended = attempt.finished_at
    second = client.post(address(attempt, "send/"))
    assert (second.status_code, second.url) == (303, first.url)
    assert "had already been sent" in text(client.get(second.url))
    attempt.refresh_from_db()
    assert attempt.finished_at == ended
    assert ActivityCompletion.objects.count() == 1


def test_an_answer_after_the_sending_changes_nothing_and_says_so(sit, client):
    attempt = sit()
    finish(client, attempt, right=1)
    drawn = drawn_of(attempt)[2]
    rows = Response.objects.count()
    late = answer(client, attempt, drawn, right_keys(drawn), seen=1)
    assert (late.status_code, late.url) == (303, address(attempt, "result/"))
    assert "had already been sent" in text(client.get(late.url))
    quiet = client.post(
        address(attempt, "save/"),
        {f"seen{drawn.position}": 1, f"q{drawn.position}": right_keys(drawn)},
        headers={"X-Requested-With": "fetch"},
    )
    assert quiet.status_code == 409
    assert quiet.json()["url"] == address(attempt, "result/")
    assert Response.objects.count() == rows
    for end in ("", "1/", "check/"):
        assert client.get(address(attempt, end)).url == address(attempt, "result/")


def test_an_older_tab_is_told_of_the_newer_answer_and_loses_nothing(sit, client):
    attempt = sit()
    drawn = next(d for d in drawn_of(attempt) if d.snapshot.data["type"] == "single")
    mine, other = right_keys(drawn)[0], wrong_keys(drawn)[0]
    answer(client, attempt, drawn, [mine])
    stale = answer(client, attempt, drawn, [other], seen=0)
    assert stale.status_code == 409
    page = text(stale)
    assert "You answered this on another page" in page
    assert f'value="{other}" checked' in page  # what was ticked here is still ticked
    assert f'name="seen{drawn.position}" value="1"' in page
    assert Response.objects.count() == 1
    assert answer(client, attempt, drawn, [other], seen=1).status_code == 303
    newest = Response.objects.order_by("seq").last()
    assert (newest.seq, newest.chosen) == (2, [other])


def test_an_older_tab_that_only_passes_by_takes_nothing_back(sit, client):
    attempt = sit()
    drawn = drawn_of(attempt)[0]
    answer(client, attempt, drawn, right_keys(drawn))
    assert answer(client, attempt, drawn, [], seen=0).status_code == 303
    assert Response.objects.count() == 1


def test_interleaved_tabs_keep_what_each_of_them_answered(sit, client, world):
    attempt = sit()
    tab = world.fresh_client(world.learner)
    first, second, third = drawn_of(attempt)
    answer(client, attempt, first, right_keys(first))
    answer(tab, attempt, second, right_keys(second))
    answer(client, attempt, third, right_keys(third))
    tab.post(address(attempt, "send/"))
    attempt.refresh_from_db()
    assert attempt.score == 1.0


def test_older_page_with_every_question_keeps_all_its_ticks(sit, client):
    attempt = sit(layout="all")
    first, second, third = drawn_of(attempt)
    client.post(address(attempt, "save/"), {"seen1": 0, "q1": right_keys(first)})
    data = {"go": "check", "seen1": 0, "q1": wrong_keys(first)[:1]}
    data |= {"seen2": 0, "q2": right_keys(second), "seen3": 0, "q3": wrong_keys(third)[:1]}
    stale = client.post(address(attempt), data)
    assert stale.status_code == 409
    page = text(stale)
    for key in (wrong_keys(first)[0], right_keys(second)[0], wrong_keys(third)[0]):
        assert f'value="{key}" checked' in page
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"seen1": "0", "q1": "not-a-key"}, 400),
        ({"seen1": "0", "q1": "00000000-0000-4000-8000-000000000000"}, 400),
        ({"seen1": "-1"}, 400),
        ({"seen1": "²"}, 400),
        ({"seen1": "9" * 40}, 400),
        ({"seenx": "0"}, 400),
        ({"seen99": "0", "q99": "x"}, 404),
        ({"seen0": "0"}, 404),
    ],
)
def test_a_forged_answer_is_refused_and_keeps_nothing(sit, client, data, status):
    attempt = sit(layout="all")
    for url in (address(attempt, "save/"), address(attempt), address(attempt, "send/")):
        assert client.post(url, data).status_code == status
    assert Response.objects.count() == 0
    attempt.refresh_from_db()
    assert attempt.is_open


def test_another_questions_option_and_two_for_one_are_refused_in_words(sit, client):
    attempt = sit()
    single = next(d for d in drawn_of(attempt) if d.snapshot.data["type"] == "single")
    other = next(d for d in drawn_of(attempt) if d.pk != single.pk)
    for keys in (right_keys(other), [right_keys(single)[0], wrong_keys(single)[0]]):
        refused = answer(client, attempt, single, keys)
        assert refused.status_code == 400
        assert "Nothing was changed" in text(refused)
    assert client.get(address(attempt, "4/")).status_code == 404
    assert client.get(address(attempt, "0/")).status_code == 404
    assert Response.objects.count() == 0


def test_the_check_page_names_a_question_in_plain_words(world):
    category = make_category()
    question = make_question(category, publish=False)
    question.text = "<p>Her pressure is &lt; 90 &amp; falls.</p><p>What now?</p>"
    question.save_revision().publish()
    quiz = make_quiz(category=category, draw=1)
    course = world.course("Signs", module_activities=[("quiz", quiz)])
    attempt = world.begin(world.enrol(world.learner, course), "quiz")
    page = world.client(world.learner).get(address(attempt, "check/")).content.decode()
    assert "Her pressure is &lt; 90 &amp; falls. What now?</span>" in page
