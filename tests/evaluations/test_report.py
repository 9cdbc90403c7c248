"""What trainers see of many people's answers: counts and means, from five people up, no words."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.evaluations import standings
from courses.evaluations.models import EvaluationForm, EvaluationQuestion
from courses.models import Course
from courses.people.services import merging
from tests.factories import evaluation as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(world):
    """Something that lets one more person answer: `asked(mark=4, text="…")`."""
    first = world.course(modules=0, closing=[("evaluation", world.content("evaluation"))])

    def answer(person=None, course=first, **values):
        person = person or world.person("Ann Answerer")
        attempt = world.begin(world.enrol(person, course), "evaluation")
        address = reverse("evaluations:evaluation", args=[attempt.uuid])
        response = world.client(person).post(address, factory.sent(attempt, **values))
        assert response.status_code == 302
        return person

    return answer


def pages(world, who):
    form, course = EvaluationForm.objects.get(), Course.objects.get()
    client = world.client(getattr(world, who))
    return (
        client.get(reverse("evaluation_reports")),
        client.get(reverse("evaluation_report", args=[form.uuid, course.uuid])),
    )


def report(form=None, course=None, edition=None):
    """What is counted of a form, in its one course where none is given."""
    form = form or EvaluationForm.objects.get().uuid
    course = course or Course.objects.get()
    return standings.course_report(form=form, course=course.uuid, edition=edition)


def listed():
    """Course and people who are counted, of each row of the list."""
    rows = (course for form in standings.form_standings() for course in form.courses)
    return [(course.title, course.counted) for course in rows]


def test_four_people_are_too_few_to_count(world, asked):
    for mark in (1, 5, 5, 5):
        asked(mark=mark, text="Private words")

    listing, page = pages(world, "trainer")

    assert listing.status_code == page.status_code == 200
    assert b"fewer than 5" in listing.content
    assert b"Fewer than 5 people have answered" in page.content
    assert factory.MET.encode() not in page.content
    assert report().questions == ()


def test_from_five_people_counts_and_means_are_shown_and_no_words(world, asked):
    for mark in (1, 4, 5, 5, 5):
        asked(mark=mark, text="Private words")

    _listing, page = pages(world, "trainer")
    text = page.content.decode()

    assert "Mean 4.0, from 5 people." in text
    assert factory.MET in text
    assert factory.CHANGE not in text
    assert "Private words" not in text
    assert "Ann Answerer" not in text
    questions = report().questions
    assert [share.count for share in questions[0].shares] == [1, 0, 0, 1, 3]
    assert [(share.label, share.count) for share in questions[1].shares] == [
        ("Under an hour", 5),
        ("An hour or more", 0),
    ]


def test_the_sixth_answer_does_not_show_until_the_tenth(world, asked):
    first = asked(mark=1)
    for mark in (4, 5, 5, 5):
        asked(mark=mark)
    before = report().questions

    asked(mark=2)
    asked(first, mark=2)  # the same person again is nobody new

    assert report().questions == before
    page = pages(world, "trainer")[1].content.decode()
    assert "6 people answered. The first 5 are counted below" in page
    assert listed() == [("Boundaries", 5)]
    for _person in range(4):
        asked(mark=3)
    after = report().questions
    # Each of the ten once: the first one's second turn is not counted a second time.
    assert [share.count for share in after[0].shares] == [1, 1, 4, 1, 3]
    assert after[0].people == sum(share.count for share in after[0].shares) == 10


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

    free, asked = report().questions

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

    nobody = "00000000-0000-0000-0000-000000000000"
    assert client.get(f"/admin/reports/evaluations/{nobody}/{nobody}/").status_code == 404
    assert b"There is no evaluation form yet" in client.get(reverse("evaluation_reports")).content


def test_answers_are_still_counted_when_the_form_is_gone(world, asked):
    for _turn in range(5):
        asked()
    form = EvaluationForm.objects.get()
    key, title = form.uuid, form.title
    factory.erase_forms()

    assert [row.title for row in standings.form_standings()] == [title]
    assert listed() == [("Boundaries", 5)]
    assert len(report(form=key).questions) == 2


def test_a_reworded_question_keeps_its_answers(world, asked):
    for _turn in range(5):
        asked(mark=3)
    form = EvaluationForm.objects.get()
    question = form.questions.get(type="scale")
    question.text = "Did it do what it said?"
    form.questions = [question, *form.questions.exclude(pk=question.pk)]
    form.save_revision().publish()

    first = report().questions[0]

    assert (first.text, first.mean, first.people) == ("Did it do what it said?", 3.0, 5)


def test_the_report_asks_the_database_a_fixed_number_of_times(
    world, asked, django_assert_num_queries
):
    for _turn in range(5):
        asked()
    form, course = EvaluationForm.objects.get().uuid, Course.objects.get()
    for _turn in range(2):
        with django_assert_num_queries(4):
            report(form, course)
        with django_assert_num_queries(2):
            standings.form_standings()
        for _more in range(3):
            asked()


def new_edition(world, course):
    """Publish something that changes what the course asks for."""
    page = world.page(course)
    page.summary += " More."
    page.save_revision().publish()
    return world.cut(page)


def test_each_course_that_asks_a_form_has_its_own_counts(world, asked):
    form = EvaluationForm.objects.get()
    other = world.course("Consent", modules=0, closing=[("evaluation", form)])
    for _person in range(5):
        asked(mark=2)
        asked(course=other, mark=4)
    asked(course=other, mark=1)

    assert listed() == [("Boundaries", 5), ("Consent", 5)]
    first = Course.objects.get(title="Boundaries")
    assert [report(course=course).questions[0].mean for course in (first, other)] == [2.0, 4.0]
    page = world.client(world.trainer).get(
        reverse("evaluation_report", args=[form.uuid, other.uuid])
    )
    assert "Mean 4.0, from 5 people." in page.content.decode()
    never = world.course("Never asked")
    address = reverse("evaluation_report", args=[form.uuid, never.uuid])
    assert world.client(world.trainer).get(address).status_code == 404


def test_each_edition_has_its_own_counts_and_the_course_their_sum(world, asked):
    people = [asked(mark=1) for _person in range(5)]
    course = new_edition(world, Course.objects.get())
    for person in people:
        asked(person, course=course, mark=5)  # again, in the new edition
    asked(course=course, mark=5)
    newest, oldest = report().standing.editions
    address = reverse("evaluation_report", args=[EvaluationForm.objects.get().uuid, course.uuid])
    client = world.client(world.trainer)
    page = client.get(address).content.decode()

    assert (newest.counted, oldest.counted, listed()) == (5, 5, [("Boundaries", 10)])
    assert f"?edition={newest.key}" in page
    assert "Mean 3.0, from 10 people." in page
    for edition, mean in ((newest, "5.0"), (oldest, "1.0")):
        page = client.get(f"{address}?edition={edition.key}").content.decode()
        assert f"Mean {mean}, from 5 people." in page
    for wrong in ("nonsense", course.uuid):
        assert client.get(f"{address}?edition={wrong}").status_code == 404


def test_what_few_said_cannot_be_read_off_the_difference_of_two_editions(world):
    """Five answer a question in one edition, two in the next: together it is still five."""
    free = EvaluationQuestion(type="scale", text="Free", low="l", high="h", required=False)
    asked = EvaluationQuestion(type="choice", text="Asked", options="a\nb", required=True)
    form = factory.make_evaluation(questions=[free, asked])
    course = world.course(modules=0, closing=[("evaluation", form)])
    for marks in ([3] * 5, [1, 1, None, None, None], [5] * 4):
        for mark in marks:
            person = world.person("Ann Answerer")
            attempt = world.begin(world.enrol(person, course), "evaluation")
            address = reverse("evaluations:evaluation", args=[attempt.uuid])
            sent = factory.sent(attempt, mark=mark, choice="a")
            assert world.client(person).post(address, sent).status_code == 302
        course = new_edition(world, course)

    whole = report().questions
    assert (whole[0].people, whole[0].mean) == (5, 3.0)
    assert whole[1].people == 10  # and nothing of the edition in which four answered
    assert [edition.is_shown for edition in report().standing.editions] == [False, True, True]


def test_two_records_of_one_person_count_once_and_may_be_too_few(world, asked):
    first = asked(mark=1)
    for mark in (2, 3, 4, 5):
        last = asked(mark=mark)
    assert report().counted == 5
    merging.merge_people(
        kept=first, merged=last, actor=world.administrator, reason="One", now=timezone.now()
    )
    assert not report().edition and report().counted == 0
    assert report().questions == ()
    asked(mark=1)
    found = next(question for question in report().questions if question.type == "scale")
    assert [share.count for share in found.shares] == [2, 1, 1, 1, 0]
