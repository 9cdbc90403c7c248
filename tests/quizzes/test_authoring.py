"""Trainers keep the bank and build quizzes in the Wagtail admin."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from courses.quizzes.models import Question, Quiz
from tests.factories.quiz import make_category, make_question, make_quiz, text

pytestmark = pytest.mark.django_db
QUESTIONS = "wagtailsnippets_quizzes_question"
QUIZZES = "wagtailsnippets_quizzes_quiz"
CATEGORIES = "wagtailsnippets_quizzes_questioncategory"
PUBLISH = {"action-publish": "action-publish"}


@pytest.fixture
def trainer(world):
    return world.client(world.trainer)


def rich(words: str) -> str:
    block = {"key": "a", "type": "unstyled", "text": words, "depth": 0}
    block |= {"inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def rows(name: str, *cells: dict, kept: int = 0) -> dict:
    """The fields of an inline panel."""
    data = {
        f"{name}-TOTAL_FORMS": len(cells),
        f"{name}-INITIAL_FORMS": kept,
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 1000,
    }
    for number, cell in enumerate(cells):
        row = {"id": "", "ORDER": number + 1, "DELETE": ""} | cell
        data |= {f"{name}-{number}-{key}": value for key, value in row.items()}
    return data


def option(words: str, correct: bool = False) -> dict:
    return {"text": words, "feedback": "Why."} | ({"correct": "on"} if correct else {})


def question_form(category, *options, kind="single", **more) -> dict:
    fields = {
        "text": rich("What now?"),
        "feedback": rich("Ask first."),
        "category": category.pk if category else "",
        "type": kind,
        "principles": "autonomy, duty of  care, autonomy",
        "objectives": "",
        "credit": "whole",
        "unit_rule": "none",
        "image": "",
        "image_alt": "",
        "difficulty": 2,
        "vignette": "",
        "vignette_order": 0,
    }
    return fields | rows("options", *options) | rows("units") | rows("rubric") | more


def quiz_form(draws=(), fixed=(), **more) -> dict:
    fields = {
        "title": "A quiz",
        "intro": "null",
        "pass_mark": 80,
        "attempts": "",
        "feedback": "after_passing",
        "layout": "one",
        "shuffle_questions": "on",
        "marks_gap": 20,
        "certainty": "",
    }
    draws = [{"category": category.pk, "count": count, "points": 1} for category, count in draws]
    fixed = [{"question": question.pk, "points": 1} for question in fixed]
    chosen = rows("draws", *draws) | rows("fixed_questions", *fixed)
    return fields | rows("sections") | chosen | more


def add(client, names, form):
    return client.post(reverse(f"{names}:add"), form)


def test_a_trainer_publishes_a_question_and_its_version_is_pinned(trainer):
    form = question_form(make_category("Consent"), option("Ask", True), option("Wait"))
    response = add(trainer, QUESTIONS, form | PUBLISH)
    assert response.status_code == 302, text(response)
    question = Question.objects.get()
    assert question.live
    assert question.principles == ["autonomy", "duty of care"]
    data = question.published_snapshot.data
    assert [row["text"] for row in data["options"]] == ["Ask", "Wait"]
    assert question.published_keys == [row["key"] for row in data["options"]]
    assert "published_keys" not in data
    listing = text(trainer.get(reverse(f"{QUESTIONS}:list")))
    assert "What now?" in listing
    assert "in no quiz" in listing


def test_publishing_again_without_a_change_pins_the_same_version(trainer):
    question = make_question(make_category())
    before = question.published_snapshot_id, question.published_keys
    question.save_revision().publish()
    question.refresh_from_db()
    assert (question.published_snapshot_id, question.published_keys) == before


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        ("single", [], "Write at least two options."),
        ("single", [option("Ask"), option("Wait")], "Tick at least one option as a right answer."),
        ("single", [option("Ask", True), option("Wait", True), option("Go")], "one right answer"),
        ("true_false", [option("T", True), option("F"), option("P")], "exactly two options"),
        ("multiple", [option("Ask", True), option("ask ")], "Another option says the same."),
    ],
)
def test_a_question_that_cannot_be_asked_is_kept_as_a_draft_only(trainer, kind, options, words):
    form = question_form(make_category(), *options, kind=kind)
    refused = add(trainer, QUESTIONS, form | PUBLISH)
    assert refused.status_code == 200
    assert words in text(refused)
    assert not Question.objects.filter(live=True).exists()
    assert add(trainer, QUESTIONS, form).status_code == 302
    question = Question.objects.get()
    assert not question.live
    with pytest.raises(ValidationError):  # nor does any other way
        question.latest_revision.publish()
    question.refresh_from_db()
    assert not question.live


@pytest.mark.parametrize(
    ("kind", "fields", "cells", "words"),
    [
        ("matching", {}, [{"text": "Autonomy"}, {"text": "Justice"}], "Write what this belongs to"),
        ("ordering", {}, [{"text": "Ask"}], "at least two things to put in order"),
        ("short_text", {}, [{"text": "duty", "share": 50}], "that gives the whole mark"),
        ("numeric", {"unit_rule": "required"}, [{"text": "1,000"}], "Write at least one unit"),
        ("cloze", {}, [{"text": "Ask", "gap": 1, "correct": "on"}], "Write where the gaps are"),
    ],
)
def test_each_type_says_what_it_lacks_at_the_row_and_how_to_mend_it(
    trainer, kind, fields, cells, words
):
    form = question_form(make_category(), *cells, kind=kind, **fields)
    refused = add(trainer, QUESTIONS, form | PUBLISH)
    assert refused.status_code == 200
    assert words in text(refused)
    assert add(trainer, QUESTIONS, form).status_code == 302
    with pytest.raises(ValidationError):
        Question.objects.get().latest_revision.publish()


def test_a_trainer_publishes_and_previews_a_question_with_gaps_units_and_shares(trainer):
    category = make_category()
    gaps = [
        {"text": "Ask", "gap": 1, "correct": "on", "feedback": "Why."},
        {"text": "Tell", "gap": 1},
        {"text": "16", "gap": 2, "correct": "on", "tolerance": "0.5"},
    ]
    form = question_form(category, *gaps, kind="cloze", text=rich("First [1], at [2]."))
    assert add(trainer, QUESTIONS, form | PUBLISH).status_code == 302
    units = rows("units", {"name": "mg", "factor": "1"}, {"name": "g", "factor": "1000"})
    number = {"text": "2,5", "tolerance": "0.1", "share": ""}
    form = question_form(category, number, kind="numeric", unit_rule="required")
    assert add(trainer, QUESTIONS, form | units | PUBLISH).status_code == 302
    cloze, numeric = Question.objects.order_by("pk")
    assert (cloze.live, numeric.live) == (True, True)
    assert [unit["name"] for unit in numeric.published_snapshot.data["units"]] == ["mg", "g"]
    for question, words in ((cloze, "Gap 1"), (numeric, "2,5 ± 0.1 mg")):
        trainer.get(reverse(f"{QUESTIONS}:edit", args=[question.pk]))
        address = reverse(f"{QUESTIONS}:preview_on_edit", args=[question.pk])
        kept = (
            form
            if question == numeric
            else question_form(category, *gaps, kind="cloze", text=rich("First [1], at [2]."))
        )
        trainer.post(address, kept | (units if question == numeric else {}))
        assert words in text(trainer.get(address))


def test_a_question_without_category_or_text_is_kept_as_a_draft(trainer):
    form = question_form(None, option("Ask", True), option("Wait"), text="null")
    refused = text(add(trainer, QUESTIONS, form | PUBLISH))
    assert "Choose the category that it belongs to." in refused or "This field" in refused
    assert add(trainer, QUESTIONS, form).status_code == 302
    assert Question.objects.get().category is None


def test_too_many_tags_are_refused_on_their_field(trainer):
    words = ", ".join(f"word {number}" for number in range(13))
    form = question_form(make_category(), option("A", True), option("B"), principles=words)
    assert "At most 12 words." in text(add(trainer, QUESTIONS, form | PUBLISH))


def test_a_trainer_publishes_a_quiz(trainer):
    category = make_category()
    for _number in range(3):
        make_question(category)
    chosen = make_question(make_category())
    response = add(trainer, QUIZZES, quiz_form([(category, 3)], [chosen]) | PUBLISH)
    assert response.status_code == 302, text(response)
    quiz = Quiz.objects.get()
    assert quiz.live
    assert quiz.published_snapshot.data["draws"][0]["count"] == 3
    listing = text(trainer.get(reverse(f"{QUESTIONS}:list")))
    assert listing.count("in 1 quiz") == 4
    assert text(trainer.get(reverse(f"{QUIZZES}:list"))).count("A quiz") >= 1


def quiz_flaws():
    category, empty = make_category("Consent"), make_category("Codes")
    question, draft = make_question(category), make_question(category, publish=False)
    draws, fixed = "draws", "fixed_questions"
    yield {}, "the quiz asks nothing yet", draws
    words = "“Consent” has 1 published question to draw from; row 1 asks for 2."
    yield {"draws": [(category, 2)]}, words, draws
    words = "Row 1 draws from “Codes”, where there is no published question"
    yield {"draws": [(empty, 1)]}, words, draws
    yield {"draws": [(category, 1), (category, 1)]}, "named twice", draws
    yield {"draws": [(empty, 1), (empty, 2)]}, "“Codes” is named twice", draws
    yield {"fixed": [draft]}, "is not published yet", fixed
    yield {"fixed": [question, question]}, "is chosen twice", fixed
    words = "no published question that the quiz does not ask already"
    yield {"draws": [(category, 1)], "fixed": [question]}, words, draws


def test_a_quiz_that_cannot_be_taken_is_kept_as_a_draft_only(trainer):
    for fields, words, _field in quiz_flaws():
        refused = add(trainer, QUIZZES, quiz_form(**fields) | PUBLISH)
        assert refused.status_code == 200
        assert words in text(refused), fields
        assert not Quiz.objects.exists()
        assert add(trainer, QUIZZES, quiz_form(**fields)).status_code == 302
        quiz = Quiz.objects.get()
        assert not quiz.live
        with pytest.raises(ValidationError):
            quiz.latest_revision.publish()
        quiz.delete()


def test_a_row_without_its_category_or_question_says_once_what_to_do(trainer):
    lacking = {
        "draws": [{"category": "", "count": 2, "points": 1}],
        "fixed_questions": [{"question": "", "points": 2}],
    }
    form = quiz_form() | rows("draws", *lacking["draws"])
    form |= rows("fixed_questions", *lacking["fixed_questions"]) | PUBLISH
    refused = add(trainer, QUIZZES, form)
    assert not Quiz.objects.exists()
    assert text(refused).count("Choose a category, a principle or a difficulty, or delete") == 1
    assert text(refused).count("Choose a question or a case, or delete this row.") == 1
    assert "This field is required" not in text(refused)
    assert not refused.context["form"].non_field_errors()


def test_the_list_of_questions_shows_each_one_whole(trainer):
    beginning = "A colleague asks you at the door what you would do if you were in her place "
    category = make_category()
    for end in ("and the client is hers &amp; yours.", "and the client listens."):
        make_question(category, text=f"{beginning}</p><p>{end}")
    listing = text(trainer.get(reverse(f"{QUESTIONS}:list")))
    assert f"{beginning.strip()} and the client is hers &amp; yours." in listing
    assert f"{beginning.strip()} and the client listens." in listing


def test_check_names_the_field(db):
    for fields, words, field in quiz_flaws():
        quiz = make_quiz(questions=1)
        quiz.draws.set(
            [type(quiz.draws.first())(category=c, count=n) for c, n in fields.get("draws", [])]
        )
        row = quiz.fixed_questions.model
        quiz.fixed_questions.set([row(question=question) for question in fields.get("fixed", [])])
        found = quiz.activity_type().check(quiz)
        assert [problem.field for problem in found] == [field]
        assert words in found[0].message


def test_the_previews_show_what_a_learner_meets(trainer):
    quiz = make_quiz(questions=3)
    address = reverse(f"{QUIZZES}:preview_on_edit", args=[quiz.pk])
    draw = quiz.draws.get()
    category = draw.category
    cell = {"id": draw.pk, "category": category.pk, "count": 2, "points": 1}
    trainer.post(address, quiz_form() | rows("draws", cell, kept=1))
    page = text(trainer.get(address))
    assert page.count("<fieldset") == 2
    assert "You need 2 of 2 right to pass." in page
    assert "canary" not in page
    question = Question.objects.filter(type="single").first()
    address = reverse(f"{QUESTIONS}:preview_on_edit", args=[question.pk])
    trainer.post(address, question_form(category, option("Ask", True), option("Wait")))
    page = text(trainer.get(address))
    assert "What now?" in page
    assert page.count("Ask") >= 2


def test_what_a_quiz_uses_is_not_deleted(world):
    administrator = world.client(world.administrator)
    quiz = make_quiz(questions=1, fixed=1)
    chosen = quiz.fixed_questions.get().question
    category = quiz.draws.get().category
    for names, thing in ((QUESTIONS, chosen), (CATEGORIES, category)):
        url = reverse(f"{names}:delete", args=[thing.pk])
        refused = administrator.post(url, follow=True)
        assert f"“{quiz.title}”" in text(refused)
        assert type(thing).objects.filter(pk=thing.pk).exists()
    free = make_question(make_category())
    assert administrator.post(reverse(f"{QUESTIONS}:delete", args=[free.pk])).status_code == 302
    assert not Question.objects.filter(pk=free.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_questions_costs_the_same_at_any_length(
    trainer, django_assert_max_num_queries, count
):
    category = make_category()
    for _number in range(count):
        make_question(category)
    trainer.get(reverse(f"{QUESTIONS}:list"))
    with django_assert_max_num_queries(24):
        trainer.get(reverse(f"{QUESTIONS}:list"))


def test_questions_are_filtered_and_found(trainer):
    consent, codes = make_category("Consent"), make_category("Codes")
    make_question(consent, text="About the form")
    make_question(codes, text="About the register", kind="multiple")
    url = reverse(f"{QUESTIONS}:list")
    assert "About the register" not in text(trainer.get(url, {"category": consent.pk}))
    assert "About the form" not in text(trainer.get(url, {"type": "multiple"}))
    assert "About the form" in text(trainer.get(url, {"q": "form"}))


def test_only_authors_reach_the_bank(world):
    make_question(make_category())
    for person in (world.learner, world.manager):
        client = world.client(person)
        for names in (QUESTIONS, QUIZZES, CATEGORIES):
            for url in (f"{names}:list", f"{names}:add"):
                assert client.get(reverse(url)).status_code in (302, 403, 404)


def test_questions_that_a_draw_cannot_do_without_stay(world):
    category = make_category("Consent")
    questions = [make_question(category) for _ in range(3)]
    make_quiz(category=category, draw=2)
    administrator = world.client(world.administrator)
    spare, needed, other = questions
    gone = reverse(f"{QUESTIONS}:delete", args=[spare.pk])
    assert administrator.post(gone).status_code == 302
    assert not Question.objects.filter(pk=spare.pk).exists()
    kept = administrator.post(reverse(f"{QUESTIONS}:delete", args=[needed.pk]), follow=True)
    assert "draws 2 from “Consent”, and 1 would be left" in text(kept)
    kept = administrator.post(reverse(f"{QUESTIONS}:unpublish", args=[other.pk]), follow=True)
    assert "draws 2 from “Consent”, and 1 would be left" in text(kept)
    assert Question.objects.filter(category=category, live=True).count() == 2


def test_questions_deleted_together_must_leave_enough(world):
    category = make_category("Consent")
    questions = [make_question(category) for _ in range(4)]
    make_quiz(category=category, draw=2)
    bulk = (
        reverse("wagtail_bulk_action", args=["quizzes", "question", "delete"])
        + "?"
        + "&".join(f"id={question.pk}" for question in questions[:3])
    )
    answer = world.client(world.administrator).post(bulk, follow=True)
    assert "and 1 would be left" in text(answer)
    assert Question.objects.filter(category=category).count() == 4


def test_a_quiz_that_a_live_course_asks_for_stays_published_until_it_is_taken_out(world):
    quiz = make_quiz(title="Consent in five")
    course = world.course(module_activities=[("quiz", quiz)])
    administrator = world.client(world.administrator)
    address = reverse(f"{QUIZZES}:unpublish", args=[quiz.pk])
    answer = administrator.post(address, follow=True)
    assert "“Consent in five” is asked for in “Module 1”" in text(answer)
    quiz.refresh_from_db()
    assert quiz.live
    world.page(course).get_children().get().unpublish()
    assert administrator.post(address).status_code == 302
    quiz.refresh_from_db()
    assert not quiz.live
