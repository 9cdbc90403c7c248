import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from courses.evaluations.models import EvaluationAnswer, EvaluationResponse
from courses.evaluations.services import responses
from courses.models import Attempt, CourseCompletion, EvidenceLocked
from tests.factories import evaluation as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(evaluation):
    return reverse("evaluations:evaluation", args=[evaluation.uuid])


def test_answers_are_sent_counted_and_read_again(world, client, evaluation, address):
    page = client.get(address)
    assert page.status_code == 200
    assert b"1 = Not at all" in page.content

    response = client.post(address, factory.sent(evaluation, text="I will ask first."))

    assert response.status_code == 302
    assert response.url == reverse("learn:course", args=[evaluation.enrolment.uuid])
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.passed) == (Attempt.State.FINISHED, True)
    row = EvaluationResponse.objects.get(attempt=evaluation)
    assert evaluation.evidence == {"response": str(row.uuid)}
    assert b"ask" not in bytes(row.sealed)
    marks = list(row.answers.order_by("mark").values_list("mark", "choice"))
    assert sorted(marks, key=str) == [(4, ""), (None, "Under an hour")]
    assert CourseCompletion.objects.filter(person=world.learner).count() == 1
    read = client.get(address, follow=True).content
    assert b"I will ask first." in read
    assert b"Under an hour" in read


def test_an_answer_without_words_is_sealed_not_at_all(client, evaluation, address):
    client.post(address, factory.sent(evaluation, text="  "))

    row = EvaluationResponse.objects.get()
    assert (row.sealed, row.key_uuid) == (None, None)
    assert b"Left out" in client.get(address, follow=True).content


def test_two_clicks_make_one_response(client, evaluation, address):
    client.post(address, factory.sent(evaluation, mark=5))
    second = client.post(address, factory.sent(evaluation, mark=1))

    assert second.url == reverse("learn:review", args=[evaluation.uuid])
    assert EvaluationResponse.objects.count() == 1
    assert EvaluationAnswer.objects.get(mark__isnull=False).mark == 5


def test_what_is_required_is_asked_for_and_what_was_sent_stays(client, evaluation, address):
    response = client.post(address, factory.sent(evaluation, mark=None, text="Kept on the page"))

    assert response.status_code == 422
    assert b"Choose a number from 1 to 5." in response.content
    assert b"Kept on the page" in response.content
    assert not EvaluationResponse.objects.exists()
    evaluation.refresh_from_db()
    assert evaluation.is_open


@pytest.mark.parametrize(
    "bad", [{"mark": 6}, {"mark": 0}, {"mark": "x"}, {"choice": "A week"}, {"text": "x" * 5001}]
)
def test_an_answer_that_was_not_offered_is_refused(client, evaluation, address, bad):
    response = client.post(address, factory.sent(evaluation, **bad))

    assert response.status_code == 422
    assert not EvaluationResponse.objects.exists()


@pytest.mark.parametrize("who", ["colleague", "outsider", "manager", "trainer", "administrator"])
def test_everyone_else_finds_nothing(world, evaluation, address, who):
    other = world.client(getattr(world, who))

    assert other.get(address).status_code == 404
    assert other.post(address, factory.sent(evaluation)).status_code == 404
    assert other.get(reverse("learn:review", args=[evaluation.uuid])).status_code == 404
    assert not EvaluationResponse.objects.exists()


def test_strangers_sign_in_and_keep_what_they_wrote(world, evaluation, address):
    stranger = world.client(None)

    assert stranger.get(address).url == f"/accounts/login/?next={address}"
    sent = stranger.post(address, factory.sent(evaluation, text="Words that took time"))
    assert sent.status_code == 401
    assert b"Words that took time" in sent.content
    assert not EvaluationResponse.objects.exists()


def test_without_a_key_words_are_refused_and_marks_are_taken(client, evaluation, address, settings):
    settings.SEALING_KEYS = []
    assert b"cannot be kept just now" in client.get(address).content

    refused = client.post(address, factory.sent(evaluation, text="Unsealable words"))
    assert refused.status_code == 503
    assert b"Unsealable words" in refused.content
    evaluation.refresh_from_db()
    assert evaluation.is_open
    assert not EvaluationResponse.objects.exists()

    assert client.post(address, factory.sent(evaluation)).status_code == 302


def test_words_cannot_be_read_without_the_key_and_the_page_says_so(
    client, evaluation, address, settings
):
    client.post(address, factory.sent(evaluation, text="Some words"))
    settings.SEALING_KEYS = []

    read = client.get(address, follow=True)

    assert read.status_code == 200
    assert b"Cannot be opened just now" in read.content
    assert b"Under an hour" in read.content


def test_the_answers_still_read_when_the_form_is_gone(client, evaluation, address):
    client.post(address, factory.sent(evaluation, text="Some words"))
    factory.erase_forms()

    read = client.get(address, follow=True).content
    assert factory.MET.encode() in read
    assert b"Some words" in read


def test_a_response_is_never_changed_or_deleted(client, evaluation, address):
    client.post(address, factory.sent(evaluation))

    for row in [EvaluationResponse.objects.get(), EvaluationAnswer.objects.first()]:
        for act in [row.save, row.delete]:
            with pytest.raises(EvidenceLocked):
                act()
        table = row._meta.db_table
        for sql in [f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 1"]:
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


def test_a_response_never_shows_its_words():
    answers = responses.Answers(marks={}, choices={}, texts={"k": "canary"})

    assert "canary" not in repr(answers)


def test_words_are_read_by_question(client, evaluation, address, world):
    client.post(address, factory.sent(evaluation, text="Some words"))

    texts = responses.read_texts(person=world.learner, response=EvaluationResponse.objects.get())
    key = evaluation.snapshot.data["questions"][2]["key"]
    assert json.dumps(texts) == json.dumps({key: "Some words"})


def test_the_page_asks_the_database_a_fixed_number_of_times(
    world, client, evaluation, address, django_assert_num_queries
):
    client.get(address)
    with django_assert_num_queries(4):
        client.get(address)
    many = [
        factory.EvaluationQuestion(type="scale", text=f"Q{n}", low="l", high="h", sort_order=n)
        for n in range(10)
    ]
    many.append(factory.EvaluationQuestion(type="text", text="W", required=False, sort_order=11))
    form = world.content("evaluation", title="Long", questions=many)
    course = world.course("Other", modules=0, closing=[("evaluation", form)])
    attempt = world.begin(world.enrol(world.learner, course), "evaluation")
    long = reverse("evaluations:evaluation", args=[attempt.uuid])
    client.get(long)
    with django_assert_num_queries(4):
        client.get(long)
