"""What trainers see of many people's answers: counts and means, from five people up, no words."""

import pytest
from django.urls import reverse

from courses.evaluations import reports
from courses.evaluations.models import EvaluationForm, EvaluationQuestion
from tests.factories import evaluation as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(world):
    """Something that lets one more person answer: `asked(mark=4, text="…")`."""
    course = world.course(modules=0, closing=[("evaluation", world.content("evaluation"))])

    def answer(person=None, **values):
        person = person or world.person("Ann Answerer")
        attempt = world.begin(world.enrol(person, course), "evaluation")
        address = reverse("evaluations:evaluation", args=[attempt.uuid])
        response = world.client(person).post(address, factory.sent(attempt, **values))
        assert response.status_code == 302
        return person

    return answer


def pages(world, who):
    form = EvaluationForm.objects.get()
    client = world.client(getattr(world, who))
    return (
        client.get(reverse("evaluation_reports")),
        client.get(reverse("evaluation_report", args=[form.uuid])),
    )


def test_four_people_are_too_few_to_count(world, asked):
    for mark in (1, 5, 5, 5):
        asked(mark=mark, text="Private words")

    listed, report = pages(world, "trainer")

    assert listed.status_code == report.status_code == 200
    assert b"fewer than 5" in listed.content
    assert b"Fewer than 5 people have answered" in report.content
    assert factory.MET.encode() not in report.content
    assert reports.form_report(key=EvaluationForm.objects.get().uuid)["questions"] == []


def test_from_five_people_counts_and_means_are_shown_and_no_words(world, asked):
    for mark in (1, 4, 5, 5, 5):
        asked(mark=mark, text="Private words")

    _listed, report = pages(world, "trainer")
    text = report.content.decode()

    assert "Mean 4.0, from 5 people." in text
    assert factory.MET in text
    assert factory.CHANGE not in text
    assert "Private words" not in text
    assert "Ann Answerer" not in text
    questions = reports.form_report(key=EvaluationForm.objects.get().uuid)["questions"]
    assert [share.count for share in questions[0].shares] == [1, 0, 0, 1, 3]
    assert [(share.label, share.count) for share in questions[1].shares] == [
        ("Under an hour", 5),
        ("An hour or more", 0),
    ]


def test_the_sixth_answer_does_not_show_until_the_tenth(world, asked):
    first = asked(mark=1)
    for mark in (4, 5, 5, 5):
        asked(mark=mark)
    key = EvaluationForm.objects.get().uuid
    before = reports.form_report(key=key)["questions"]

    asked(mark=2)
    asked(first, mark=2)  # the same person again is nobody new

    assert reports.form_report(key=key)["questions"] == before
    report = pages(world, "trainer")[1].content.decode()
    assert "6 people answered. The first 5 are counted below" in report
    for _person in range(4):
        asked(mark=3)
    after = reports.form_report(key=key)["questions"]
    assert [share.count for share in after[0].shares] == [1, 2, 4, 1, 3]


def test_a_question_that_few_answered_is_not_counted(world):
    form = factory.make_evaluation(
        questions=[
            EvaluationQuestion(
                type="scale", text="Free", low="l", high="h", required=False, sort_order=0
            ),
            EvaluationQuestion(
                type="choice", text="Asked", options="a\nb", required=True, sort_order=1
            ),
        ]
    )
    course = world.course(modules=0, closing=[("evaluation", form)])
    for number in range(5):
        person = world.person("Ann Answerer")
        attempt = world.begin(world.enrol(person, course), "evaluation")
        values = {"mark": 2 if number == 0 else None, "choice": "a"}
        address = reverse("evaluations:evaluation", args=[attempt.uuid])
        world.client(person).post(address, factory.sent(attempt, **values))

    free, asked = reports.form_report(key=form.uuid)["questions"]

    assert (free.is_shown, free.mean, free.shares) == (False, None, ())
    assert asked.is_shown
    text = pages(world, "trainer")[1].content.decode()
    assert "Fewer than 5 people answered this one." in text


def test_managers_learners_and_strangers_do_not_see_the_report(world, asked):
    asked()

    for who in ("learner", "manager"):
        assert {page.status_code for page in pages(world, who)} <= {302, 403}
    assert world.client(None).get(reverse("evaluation_reports")).status_code == 302
    assert {page.status_code for page in pages(world, "administrator")} == {200}


def test_a_form_that_was_never_asked_is_not_found(world):
    client = world.client(world.trainer)

    assert (
        client.get("/admin/reports/evaluations/00000000-0000-0000-0000-000000000000/").status_code
        == 404
    )
    assert b"There is no evaluation form yet" in client.get(reverse("evaluation_reports")).content


def test_answers_are_still_counted_when_the_form_is_gone(world, asked):
    for _turn in range(5):
        asked()
    form = EvaluationForm.objects.get()
    key, title = form.uuid, form.title
    factory.erase_forms()

    assert [(row.title, row.people) for row in reports.form_standings()] == [(title, 5)]
    assert len(reports.form_report(key=key)["questions"]) == 2


def test_a_reworded_question_keeps_its_answers(world, asked):
    for _turn in range(5):
        asked(mark=3)
    form = EvaluationForm.objects.get()
    question = form.questions.get(type="scale")
    question.text = "Did it do what it said?"
    form.questions = [question, *form.questions.exclude(pk=question.pk)]
    form.save_revision().publish()

    first = reports.form_report(key=form.uuid)["questions"][0]

    assert (first.text, first.mean, first.people) == ("Did it do what it said?", 3.0, 5)


def test_the_report_asks_the_database_a_fixed_number_of_times(
    world, asked, django_assert_num_queries
):
    for _turn in range(5):
        asked()
    key = EvaluationForm.objects.get().uuid
    for _turn in range(2):
        with django_assert_num_queries(4):
            reports.form_report(key=key)
        with django_assert_num_queries(2):
            reports.form_standings()
        for _more in range(3):
            asked()
