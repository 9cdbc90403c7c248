"""Points, sections, draws by tag and whole cases: what the rows of a quiz say."""

import random

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from courses.quizzes.models import DrawnQuestion, Vignette
from courses.quizzes.services import drawing, usage
from tests.factories.quiz import (
    address,
    begin_again,
    drawn_of,
    finish,
    make_case,
    make_category,
    make_question,
    make_quiz_of,
    post_answer,
    right_fields,
    text,
    wrong_fields,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(world):
    def begin(quiz):
        course = world.course(module_activities=[("quiz", quiz)])
        return world.begin(world.enrol(world.learner, course), "quiz")

    return begin


def asked(attempt):
    return [drawn.snapshot.data["text"] for drawn in drawn_of(attempt)]


def test_points_decide_a_pass_and_are_told(world, client, take):
    category = make_category()
    heavy, light = make_question(category), make_question(category)
    quiz = make_quiz_of(
        fixed=[{"question": heavy, "points": 3}, {"question": light}],
        pass_mark=75,
        feedback="after_submission",
    )
    attempt = take(quiz)
    page = text(client.get(address(attempt, "1/")))
    assert "You need 3 of 4 points to pass." in page
    assert "3 points" in page
    first, second = drawn_of(attempt)
    post_answer(client, attempt, first, right_fields(first))
    post_answer(client, attempt, second, wrong_fields(second))
    client.post(address(attempt, "send/"))
    attempt.refresh_from_db()
    assert attempt.passed
    assert (attempt.evidence["earned"], attempt.evidence["possible"]) == ("3", 4)
    assert attempt.evidence["points"] == [3, 1]
    result = text(client.get(address(attempt, "result/")))
    assert "3 of 4 points. A pass needs 3." in result
    assert "Right: 3 points" in result


@pytest.mark.parametrize("layout", ["one", "all"])
def test_sections_keep_their_questions_and_their_headings(client, take, layout):
    one, two = make_category(), make_category()
    for _ in range(3):
        make_question(one)
        make_question(two)
    quiz = make_quiz_of(
        sections=["Facts", "Judgement"],
        draws=[
            {"category": two, "count": 3, "section": 2},
            {"category": one, "count": 3, "section": 1},
        ],
        shuffle_questions=True,
        layout=layout,
    )
    attempt = take(quiz)
    drawn = drawn_of(attempt)
    assert [row.section for row in drawn] == [1, 1, 1, 2, 2, 2]
    page = text(client.get(address(attempt)))
    assert page.count('<h2 class="part__title"') == 2
    assert "About Judgement." in page
    check = text(client.get(address(attempt, "check/")))
    assert check.count('<h3 class="part__title">') == 2
    finish(client, attempt)
    assert text(client.get(f"/learn/review/{attempt.uuid}/")).count("part__title") == 2


def test_a_draw_finds_questions_by_principle_objective_and_difficulty(take):
    category = make_category()
    wanted = make_question(category, text="wanted", principles=["Duty  of Care"], difficulty=3)
    objective = make_question(category, text="objective", objectives=["say no"])
    make_question(category, text="easier", principles=["duty of care"], difficulty=1)
    make_question(category, text="other", principles=["duty"], difficulty=3)
    quiz = make_quiz_of(
        draws=[
            {"tag": "Duty of care", "difficulty": 3, "count": 1},
            {"tag": "SAY NO", "count": 1},
        ]
    )
    attempt = take(quiz)
    assert asked(attempt) == [wanted.text, objective.text]


@pytest.mark.parametrize("prefer", [True, False])
def test_another_try_prefers_what_was_not_met(world, client, take, prefer):
    category = make_category()
    for _ in range(6):
        make_question(category)
    quiz = make_quiz_of(
        draws=[{"category": category, "count": 3}], pass_mark=100, prefer_unseen=prefer
    )
    attempt = take(quiz)
    finish(client, attempt, right=0)
    met = {row.question_uuid for row in drawn_of(attempt)}
    recipe = drawing.recipe_of(attempt.snapshot.data)
    again = set()
    for seed in range(12):
        chosen = drawing.choose(recipe=recipe, rng=random.Random(seed), person_id=world.learner.pk)
        again |= {one.question.uuid for one in chosen}
    assert bool(again & met) is not prefer
    begin_again(client, attempt)
    assert DrawnQuestion.objects.count() == 6


@pytest.mark.parametrize("layout", ["one", "all"])
def test_a_whole_case_is_asked_in_order_and_together(client, take, layout):
    case = make_case(questions=3)
    category = make_category()
    for _ in range(4):
        make_question(category)
    make_question(category, text="about it too", vignette=case, vignette_order=9, publish=False)
    quiz = make_quiz_of(
        fixed=[{"vignette": case, "points": 2}],
        draws=[{"category": category, "count": 4}],
        shuffle_questions=True,
        layout=layout,
    )
    attempt = take(quiz)
    words = asked(attempt)
    start = words.index("<p>The door 1</p>")
    assert words[start : start + 3] == [f"<p>The door {n}</p>" for n in (1, 2, 3)]
    about = [row for row in drawn_of(attempt) if row.vignette_snapshot_id]
    assert [row.points for row in about] == [2, 2, 2]
    case.text = "<p>Another story.</p>"
    case.save_revision().publish()
    page = text(client.get(address(attempt, "" if layout == "all" else f"{start + 2}/")))
    # Once above its questions where all are in sight, else with each of them.
    assert page.count("The door: what happened there.") == (1 if layout == "all" else 3)
    assert "Another story" not in page
    finish(client, attempt)
    for end in (address(attempt, "result/"), f"/learn/review/{attempt.uuid}/"):
        assert text(client.get(end)).count("The door: what happened there.") == 1


def test_a_question_about_a_case_is_never_drawn_alone(take):
    case = make_case(questions=2)
    category = case.questions.first().category
    free = make_question(category)
    with pytest.raises(ValidationError, match="1 published question to draw from"):
        make_quiz_of(draws=[{"category": category, "count": 2}])
    attempt = take(make_quiz_of(draws=[{"category": category, "count": 1}]))
    assert asked(attempt) == [free.text]


def test_rows_that_could_come_out_short_are_refused():
    category = make_category("Codes")
    for _ in range(3):
        make_question(category)
    rows = [{"tag": "autonomy", "count": 2}, {"category": category, "count": 2}]
    with pytest.raises(ValidationError, match="“Codes” has 1 published question"):
        make_quiz_of(draws=rows)
    make_quiz_of(draws=[{"tag": "autonomy", "count": 2}, {"category": category, "count": 1}])


def refused_rows():
    question = make_question(make_category())
    case, empty = make_case("The lift"), make_case("The stairs", questions=0)
    draft = make_case("The hall", publish=False)
    one = {"question": question}
    yield {"fixed": [one | {"section": 2}], "sections": ["A"]}, "There is no section 2"
    yield {"fixed": [one], "sections": ["A", "B"]}, "Section 2, “B”, asks nothing"
    yield {"fixed": [{"vignette": empty}]}, "No published question is about the case “The stairs”"
    yield {"fixed": [{"vignette": draft}]}, "The case “The hall” is not published yet"
    yield {"fixed": [{"question": question, "vignette": case}]}, "names a question and a case"
    inside = {"question": case.questions.first()}
    yield {"fixed": [{"vignette": case}, inside]}, "is chosen twice"


def test_what_is_wrong_with_a_row_is_said():
    for number, (fields, words) in enumerate(refused_rows()):
        with pytest.raises(ValidationError, match=words):
            make_quiz_of(title=f"Refused {number}", **fields)


def test_trainers_keep_cases_and_cannot_take_them_from_a_quiz(world, take):
    case = make_case("The ward")
    make_quiz_of(title="Night shift", fixed=[{"vignette": case}])
    trainer = world.client(world.trainer)
    names = Vignette.snippet_viewset
    listing = text(trainer.get(reverse(names.get_url_name("list"))))
    assert "in 1 quiz" in listing
    edit = reverse(names.get_url_name("edit"), args=[case.pk])
    assert text(trainer.get(edit)).count("The ward 1") >= 1
    delete = reverse(names.get_url_name("delete"), args=[case.pk])
    assert "is chosen in “Night shift”" in text(
        world.client(world.administrator).post(delete, follow=True)
    )
    unpublish = reverse(names.get_url_name("unpublish"), args=[case.pk])
    assert "is chosen in “Night shift”" in text(trainer.post(unpublish, follow=True))
    questions = list(case.questions.all())
    assert "no question about it would be left" in usage.reason_to_keep(questions)
    case.refresh_from_db()
    assert case.live


def test_the_list_of_questions_says_how_often_each_was_asked(world, client, take):
    category = make_category("Shelf")
    make_question(category, text="met often", principles=["trust"])
    quiz = make_quiz_of(draws=[{"tag": "trust", "count": 1}])
    finish(client, take(quiz), right=0)
    make_question(category, text="never met", principles=["duty"])
    trainer = world.client(world.trainer)
    url = reverse("wagtailsnippets_quizzes_question:list")
    page = text(trainer.get(url))
    assert page.count("in 1 quiz, 1 attempt") == 1
    assert page.count("in no quiz") == 1
