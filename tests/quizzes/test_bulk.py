"""Many questions at once: moved, tagged, published, archived, and what is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.quizzes.models import Question
from tests.factories.quiz import make_category, make_question, make_quiz, make_quiz_of, text

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_quizzes_question:list"


@pytest.fixture
def trainer(world):
    return world.client(world.trainer)


def do(client, action, questions, **data):
    url = reverse("wagtail_bulk_action", args=["quizzes", "question", action])
    ids = "&".join(f"id={question.pk}" for question in questions)
    address = f"{url}?next={reverse(LIST)}&{ids}"
    asked = client.get(address)
    assert asked.status_code == 200
    assert all(str(question) in text(asked) for question in questions)
    return client.post(address, data, follow=True)


def fresh(*questions):
    return [Question.objects.get(pk=question.pk) for question in questions]


def test_moved_and_what_is_a_draft_stays_one(trainer):
    here, there = make_category("Here"), make_category("There")
    plain, drafted = make_question(here, text="plain"), make_question(here, text="drafted")
    hidden = make_question(here, text="hidden", publish=False)
    drafted.text = "<p>better words</p>"
    drafted.save_revision()
    (drafted,) = fresh(drafted)

    page = text(do(trainer, "move_questions", [plain, drafted, hidden], category=there.pk))

    assert "3 questions: done." in page
    plain, drafted, hidden = fresh(plain, drafted, hidden)
    assert {plain.category, drafted.category, hidden.category} == {there}
    assert (plain.live, drafted.live, hidden.live) == (True, True, False)
    assert plain.published_snapshot.data["category"] == there.pk
    assert drafted.text == "<p>drafted</p>"
    assert drafted.has_unpublished_changes
    draft = drafted.latest_revision.as_object()
    assert (draft.text, draft.category) == ("<p>better words</p>", there)
    assert not plain.has_unpublished_changes


def test_a_move_that_leaves_a_draw_short_is_refused(trainer):
    category = make_category("Needed")
    make_quiz(title="Needs two", category=category, draw=0, fixed=1)
    questions = [make_question(category) for _ in range(2)]
    make_quiz_of(title="Draws two", draws=[{"category": category, "count": 2}])

    page = text(do(trainer, "move_questions", questions[:1], category=make_category().pk))

    assert "“Draws two” draws 2 from “Needed”, and 1 would be left" in page
    assert fresh(questions[0])[0].category == category


def test_tagged_so_that_a_draw_finds_them(trainer):
    category = make_category()
    questions = [make_question(category) for _ in range(2)]
    do(trainer, "tag_questions", questions, principles="consent, autonomy")
    for question in fresh(*questions):
        assert question.principles == ["autonomy", "consent"]
        assert question.published_tags == "|autonomy|consent|"


def test_published_as_far_as_each_can_be_asked(trainer):
    category = make_category()
    good = make_question(category, text="good", publish=False)
    bad = make_question(category, text="bad", publish=False)
    bad.options.first().delete()
    bad = Question.objects.get(pk=bad.pk)
    for option in bad.options.all():
        option.correct = False
        option.save()
    page = text(do(trainer, "publish_questions", [good, bad]))
    assert "1 question: done." in page
    assert "“bad” stays as it is:" in page
    good, bad = fresh(good, bad)
    assert (good.live, bad.live) == (True, False)
    assert good.published_snapshot is not None


def test_archived_unless_a_quiz_needs_them(trainer):
    category = make_category("Kept")
    one, two, three = [make_question(category) for _ in range(3)]
    quiz = make_quiz_of(title="Draws two", draws=[{"category": category, "count": 2}])
    page = text(do(trainer, "archive_questions", [one, two]))
    assert "“Draws two” draws 2 from “Kept”, and 1 would be left" in page
    assert all(question.live for question in fresh(one, two))
    do(trainer, "archive_questions", [three])
    assert not fresh(three)[0].live
    assert quiz.live


def test_others_are_let_into_none_of_it(world):
    question = make_question(make_category())
    for person in (world.learner, world.manager):
        url = reverse("wagtail_bulk_action", args=["quizzes", "question", "archive_questions"])
        answer = world.client(person).post(f"{url}?id={question.pk}")
        assert answer.status_code in (302, 403, 404)
    assert fresh(question)[0].live


def test_the_list_costs_the_same_at_any_size(trainer):
    category = make_category()
    counts = []
    for _ in range(2):
        for _ in range(4):
            make_question(category)
        trainer.get(reverse(LIST))
        with CaptureQueriesContext(connection) as captured:
            trainer.get(reverse(LIST))
        counts.append(len(captured))
    assert counts[0] == counts[1]
