"""What a sitting costs: requests, and SQL statements without savepoints, at two sizes."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Attempt
from courses.services.structures import structure_of
from tests.factories.quiz import address, answer, drawn_of, make_quiz, right_keys, wrong_keys

SCRIPT = {"X-Requested-With": "fetch"}
PLUMBING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@contextmanager
def counted(most: int):
    """Fail when a block runs other than `most` statements."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    real = [q["sql"] for q in captured if not q["sql"].startswith(PLUMBING)]
    assert len(real) == most, "\n".join(sql[:160] for sql in real)


class Meter:
    """Counts requests (redirects followed) and statements."""

    def __init__(self, client):
        self.client, self.requests, self.sql = client, 0, 0

    def _run(self, method, *args, **kwargs):
        with CaptureQueriesContext(connection) as captured:
            response = getattr(self.client, method)(*args, follow=True, **kwargs)
        self.requests += 1 + len(response.redirect_chain)
        self.sql += sum(not q["sql"].startswith(PLUMBING) for q in captured)
        return response

    def get(self, *args, **kwargs):
        return self._run("get", *args, **kwargs)

    def post(self, *args, **kwargs):
        return self._run("post", *args, **kwargs)


def warm(client, world):
    """A first sitting of somebody else, so that what a process keeps is kept."""
    quiz = make_quiz(questions=1)
    course = world.course("Warm", module_activities=[("quiz", quiz)])
    attempt = world.begin(world.enrol(world.learner, course), "quiz")
    client.get(address(attempt))


def start(world, client, *, questions, closing=False, **fields):
    quiz = make_quiz(questions=questions, **fields)
    place = {"closing": [("quiz", quiz)]} if closing else {"module_activities": [("quiz", quiz)]}
    # Something else is left to do, so that the pass completes the quiz and not the course.
    rest = make_quiz(questions=1)
    place["closing"] = [*place.get("closing", []), ("quiz", rest)]
    course = world.course(**place, modules=1 if not closing else 0)
    enrolment = world.enrol(world.learner, course)
    whole = structure_of(enrolment.edition_id)
    return f"/learn/{enrolment.uuid}/begin/{whole.activities()[0].uuid}/"


@pytest.mark.parametrize("questions", [3, 10])
def test_pages_cost_the_same_at_any_size(world, client, questions):
    warm(client, world)
    begin = start(world, client, questions=questions)
    with counted(11):  # session, person, turn, its lock, tries, placement; 5 to write the sitting
        client.post(begin)
    attempt = Attempt.objects.latest("pk")
    for end in ("", "1/", "check/"):
        with counted(3):  # session, person, the sitting
            client.get(address(attempt, end))
    first, *rest = drawn_of(attempt)
    with counted(4):  # session, person, the question, the answer
        answer(client, attempt, first, right_keys(first))
    with counted(4):
        client.post(
            address(attempt, "save/"), {"seen1": 1, "q1": wrong_keys(first)[:1]}, headers=SCRIPT
        )
    with counted(3):  # the same again writes nothing
        client.post(
            address(attempt, "save/"), {"seen1": 2, "q1": wrong_keys(first)[:1]}, headers=SCRIPT
        )
    answer(client, attempt, first, right_keys(first), seen=2)
    for drawn in rest:
        answer(client, attempt, drawn, right_keys(drawn))
    with counted(8):
        client.post(address(attempt, "send/"))
    attempt.refresh_from_db()
    assert attempt.passed
    with counted(4):  # session, person, the attempt, its questions
        client.get(address(attempt, "result/"))
    with counted(4):
        client.get(f"/learn/review/{attempt.uuid}/")


@pytest.mark.parametrize("questions", [3, 10])
def test_sending_a_miss_costs_less(world, client, questions):
    warm(client, world)
    client.post(start(world, client, questions=questions))
    attempt = Attempt.objects.latest("pk")
    with counted(6):
        client.post(address(attempt, "send/"))
    with counted(4):  # session, person, the attempt, the other tries
        client.get(address(attempt, "result/"))


@pytest.mark.parametrize("closing", [False, True])
def test_ten_questions_with_script_take_twelve_requests_and_sixty_statements(
    world, client, closing
):
    """As player.js does it: each answer is saved on moving on, the last goes with the sending."""
    warm(client, world)
    begin = start(world, client, questions=10, closing=closing)
    meter = Meter(client)
    meter.post(begin)
    attempt = Attempt.objects.latest("pk")
    *most, last = drawn_of(attempt)
    for drawn in most:
        place = drawn.position
        data = {f"seen{place}": 0, f"q{place}": right_keys(drawn)}
        assert meter.post(address(attempt, "save/"), data, headers=SCRIPT).status_code == 200
    place = last.position
    data = {f"seen{place}": 0, f"q{place}": right_keys(last)}
    done = meter.post(address(attempt, "send/"), data, headers=SCRIPT)
    assert b"You passed" in done.content
    assert meter.requests == 12
    assert meter.sql <= 60


def test_ten_questions_on_one_page_without_script_take_four_requests(world, client):
    warm(client, world)
    begin = start(world, client, questions=10, layout="all")
    meter = Meter(client)
    meter.post(begin)
    attempt = Attempt.objects.latest("pk")
    data = {"go": "send"}
    for drawn in drawn_of(attempt):
        data |= {f"seen{drawn.position}": 0, f"q{drawn.position}": right_keys(drawn)}
    done = meter.post(address(attempt), data)
    assert b"You passed" in done.content
    assert meter.requests == 4
    assert meter.sql <= 27  # begin 11, page 3, sending 9, result 4
