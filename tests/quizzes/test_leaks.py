"""What is right and why stays on the server until the rules allow it; other people's work, always.

Every feedback that the factory writes holds the word “canary”.
"""

import pytest

from courses.quizzes.models import Question
from tests.factories.quiz import (
    NEWER_TYPES,
    address,
    answer,
    begin_again,
    drawn_of,
    finish,
    make_case,
    make_category,
    make_question,
    make_quiz,
    make_quiz_of,
    post_answer,
    right_keys,
    text,
    wrong_fields,
    wrong_keys,
)

SCRIPT = {"X-Requested-With": "fetch"}
TELLTALES = ["canary", "correct", "option--right", "option--wrong", "option--missed", "verdict"]


class Listener:
    """A client that keeps everything it was ever answered: lines, headers, bodies."""

    def __init__(self, client):
        self.client = client
        self.heard = []

    def __getattr__(self, method):
        def call(*args, **kwargs):
            response = getattr(self.client, method)(*args, **kwargs)
            headers = "\n".join(f"{name}: {value}" for name, value in response.items())
            self.heard.append(f"{args[0]}\n{headers}\n{response.cookies}\n{text(response)}")
            return response

        return call

    def assert_silent(self):
        assert self.heard
        for answered in self.heard:
            for word in TELLTALES:
                assert word not in answered, answered[:3000]


def look_around(client, attempt):
    """Every page of the site that tells a learner about this attempt."""
    turn = f"/learn/{attempt.enrolment.uuid}/"
    for url in ("/learn/", turn, f"{turn}module-1/", f"/learn/review/{attempt.uuid}/"):
        client.get(url)
    for end in ("", "1/", "2/", "3/", "check/", "result/"):
        client.get(address(attempt, end))


def play_through(client, attempt, *, right):
    every = drawn_of(attempt)
    look_around(client, attempt)
    for number, drawn in enumerate(every):
        keys = right_keys(drawn) if number < right else wrong_keys(drawn)[:1]
        answer(client, attempt, drawn, keys)
        saved = {f"seen{drawn.position}": 1, f"q{drawn.position}": keys}
        client.post(address(attempt, "save/"), saved, headers=SCRIPT)
        answer(client, attempt, drawn, wrong_keys(drawn)[:1], seen=0)  # an older page
    client.post(address(attempt, "save/"), {"seen1": 1, "q1": "forged"}, headers=SCRIPT)
    client.post(address(attempt, "1/"), {"seen1": 1, "q1": "forged"})
    look_around(client, attempt)


@pytest.mark.parametrize("layout", ["one", "all"])
def test_nothing_is_told_before_the_answers_are_sent(sit, client, layout):
    attempt = sit(feedback="after_submission", layout=layout)
    listener = Listener(client)
    play_through(listener, attempt, right=1)
    listener.assert_silent()
    client.post(address(attempt, "send/"))
    assert "canary" in text(client.get(address(attempt, "result/")))
    assert "canary" in text(client.get(f"/learn/review/{attempt.uuid}/"))


@pytest.mark.parametrize("layout", ["one", "all"])
def test_no_type_tells_its_answer_before_it_may(sit, client, layout):
    kinds = (*NEWER_TYPES, "multiple")
    attempt = sit(
        questions=6, kinds=kinds, feedback="after_passing", attempts=2, pass_mark=100, layout=layout
    )
    listener = Listener(client)
    every = drawn_of(attempt)
    assert {drawn.snapshot.data["type"] for drawn in every} == set(kinds)
    for drawn in every:
        fields = wrong_fields(drawn)
        post_answer(listener, attempt, drawn, fields)
        post_answer(listener, attempt, drawn, fields)  # an older page
        seen = {f"seen{drawn.position}": 1}
        listener.post(address(attempt, "save/"), seen | fields, headers=SCRIPT)
        listener.post(address(attempt, "save/"), seen | {f"q{drawn.position}-x": "y"})
    look_around(listener, attempt)
    for number in (4, 5, 6):
        listener.get(address(attempt, f"{number}/"))
    listener.post(address(attempt, "send/"), headers=SCRIPT)
    look_around(listener, attempt)
    listener.assert_silent()
    for answered in listener.heard:
        for word in ("sealed", "31.25", "31,25", "0.5", "tolerance", "match_key", "&quot;share"):
            assert word not in answered, word


@pytest.mark.parametrize("layout", ["one", "all"])
def test_cases_sections_and_certainty_tell_nothing_either(world, client, layout):
    case = make_case(questions=2, kind="short_text")
    category = make_category()
    for kind in ("single", "numeric"):
        make_question(category, kind=kind)
    quiz = make_quiz_of(
        fixed=[{"vignette": case, "points": 3}],
        draws=[{"category": category, "count": 2, "section": 2}],
        sections=["One", "Two"],
        certainty="counted",
        attempts=2,
        pass_mark=100,
        layout=layout,
    )
    course = world.course(module_activities=[("quiz", quiz)])
    attempt = world.begin(world.enrol(world.learner, course), "quiz")
    listener = Listener(client)
    for drawn in drawn_of(attempt):
        for level in (3, 1):
            fields = wrong_fields(drawn) | {f"c{drawn.position}": level}
            post_answer(listener, attempt, drawn, fields, seen=0 if level == 3 else 1)
    look_around(listener, attempt)
    listener.get(address(attempt, "4/"))
    listener.post(address(attempt, "send/"), headers=SCRIPT)
    look_around(listener, attempt)
    listener.assert_silent()
    for answered in listener.heard:
        for word in ("sealed", "31.25", "31,25", "That gives", "How sure you were", "You were"):
            assert word not in answered, word


def test_the_names_on_a_page_pair_nothing(sit, client):
    """A partner's key is its own, and partners stand in another order than their left side."""
    attempt = sit(questions=1, kinds=("matching",), shuffle_options=False)
    (drawn,) = drawn_of(attempt)
    rows = drawn.snapshot.data["options"]
    assert len({row["key"] for row in rows} | {row["match_key"] for row in rows}) == 6
    page = text(client.get(address(attempt, "1/")))
    places = [page.index(row["match"]) for row in rows]
    assert places != sorted(places)


@pytest.mark.parametrize("by_script", [False, True])
def test_after_passing_nothing_is_told_while_a_try_is_left(sit, client, by_script):
    attempt = sit(feedback="after_passing", attempts=2, pass_mark=100)
    listener = Listener(client)
    play_through(listener, attempt, right=2)
    headers = SCRIPT if by_script else {}
    listener.post(address(attempt, "send/"), headers=headers)
    look_around(listener, attempt)
    begin_again(listener, attempt)
    second = attempt.enrolment.attempts.get(number=2)
    look_around(listener, attempt)  # the last try is used up, and still under way
    play_through(listener, second, right=2)
    listener.assert_silent()
    sent = client.post(address(second, "send/"), headers=headers)
    assert ("canary" in text(sent)) is by_script
    assert "canary" in text(client.get(address(second, "result/")))
    assert "canary" in text(client.get(address(attempt, "result/")))


def test_after_passing_all_is_told_once_passed(sit, client):
    attempt = sit(feedback="after_passing", attempts=3, pass_mark=60)
    listener = Listener(client)
    play_through(listener, attempt, right=2)
    listener.assert_silent()
    sent = client.post(address(attempt, "send/"), headers=SCRIPT)
    assert sent.status_code == 200
    assert sent["Content-Location"] == address(attempt, "result/")
    page = text(sent)
    assert "You passed" in page
    assert "canary: overall" in page
    assert "canary: because" in page
    assert page.count("option--wrong") == 1


def test_never_means_never(sit, client):
    attempt = sit(feedback="never", attempts=1, pass_mark=100)
    listener = Listener(client)
    play_through(listener, attempt, right=3)
    listener.post(address(attempt, "send/"), headers=SCRIPT)
    look_around(listener, attempt)
    listener.assert_silent()
    assert "doesn't show which answers were right" in text(
        client.get(address(attempt, "result/"))
    ).replace("&#x27;", "'")


def test_the_order_and_names_of_options_tell_nothing(world):
    """Over many sittings the right option stands in every place, under a key of its own."""
    quiz = make_quiz(questions=1)
    course = world.course(module_activities=[("quiz", quiz)])
    places = set()
    for number in range(40):
        person = world.person(f"Person {number}")
        (drawn,) = drawn_of(world.begin(world.enrol(person, course), "quiz"))
        places.add(drawn.option_order.index(right_keys(drawn)[0]))
    assert places == {0, 1, 2}
    keys = [str(option.key) for option in Question.objects.get().options.all()]
    assert len(set(keys)) == 3
    assert all(key[14] == "4" for key in keys)  # random ones


URLS = ["", "1/", "check/", "save/", "send/", "result/", "leave/"]


@pytest.mark.parametrize("finished", [False, True])
def test_nobody_else_finds_a_sitting(world, sit, client, finished):
    attempt = sit()
    drawn = drawn_of(attempt)[0]
    if finished:
        finish(client, attempt)
    data = {"seen1": 0, "q1": right_keys(drawn)}
    people = [world.outsider, world.manager, world.trainer, world.administrator]
    for person in people:
        other = world.client(person)
        for end in URLS:
            url = address(attempt, end)
            statuses = {other.get(url).status_code, other.post(url, data).status_code}
            assert statuses <= {404, 405}
            assert 404 in statuses
    stranger = world.client(None)
    for end in URLS:
        assert stranger.get(address(attempt, end)).url.startswith("/accounts/login/")
        # Two ticks and more are given back with a page, to be sent again after signing in.
        sent = stranger.post(address(attempt, end), data)
        assert sent.status_code == 401 or sent.url.startswith("/accounts/login/")
    assert drawn.responses.count() == (1 if finished else 0)


def test_an_unknown_or_malformed_id_is_not_found(client, sit):
    sit()
    for name in ("00000000-0000-4000-8000-000000000000", "1", "x"):
        for end in URLS:
            assert client.post(f"/learn/quiz/{name}/{end}").status_code in (404, 405)
            assert client.get(f"/learn/quiz/{name}/{end}").status_code in (404, 405)
