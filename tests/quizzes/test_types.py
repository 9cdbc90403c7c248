"""Each type of question, taken through its pages: answered, kept, checked, sent, looked at."""

import pytest

from courses.models import Attempt
from courses.quizzes.models import Response
from courses.quizzes.writing import Written, flaws, flaws_in
from tests.factories.questions import question_data, row
from tests.factories.quiz import (
    NEWER_TYPES,
    address,
    drawn_of,
    finish,
    make_category,
    make_question,
    make_quiz,
    post_answer,
    right_fields,
    text,
    wrong_fields,
)

SCRIPT = {"X-Requested-With": "fetch"}
# What a learner reads as the right answer, once they may.
RIGHT_WORDS = {
    "matching": "She decides",
    "ordering": "Right: Ask her",
    "short_text": "Right: sealed duty…",
    "numeric": "Right: 31.25 ± 0.5 mg",
    "cloze": "Right: sealed consent",
}


@pytest.mark.parametrize("kind", NEWER_TYPES)
def test_a_type_is_answered_rightly_to_a_pass(sit, client, kind):
    attempt = sit(questions=1, kinds=(kind,), pass_mark=100, feedback="after_passing")
    (drawn,) = drawn_of(attempt)
    assert client.get(address(attempt)).status_code == 200
    assert "Not every question has an answer" in text(client.get(address(attempt, "check/")))
    fields = right_fields(drawn)
    assert post_answer(client, attempt, drawn, fields, of="1").url == address(attempt, "check/")
    again = {"seen1": 1} | fields
    saved = client.post(address(attempt, "save/"), again, headers=SCRIPT)
    assert saved.json()["seen"] == {"1": 1}  # the same again is the same row
    assert "Every question has an answer" in text(client.get(address(attempt, "check/")))
    sent = client.post(address(attempt, "send/"), headers=SCRIPT)
    page = text(sent)
    assert "You passed" in page
    assert "1 of 1 right" in page
    assert "canary: overall" in page
    assert "canary: because" in page
    assert "canary: overall" in text(client.get(f"/learn/review/{attempt.uuid}/"))


@pytest.mark.parametrize("kind", NEWER_TYPES)
def test_a_wrong_answer_of_each_type_is_kept_and_mended_in_words(sit, client, kind):
    attempt = sit(questions=1, kinds=(kind,), feedback="after_submission")
    finish(client, attempt, right=0)
    page = text(client.get(address(attempt, "result/")))
    assert "Not passed yet" in page
    assert "Not right" in page
    assert RIGHT_WORDS[kind] in page


@pytest.mark.parametrize("kind", NEWER_TYPES)
def test_an_older_page_shows_both_answers_of_each_type(sit, client, kind):
    attempt = sit(questions=1, kinds=(kind,), layout="all")
    (drawn,) = drawn_of(attempt)
    client.post(address(attempt, "save/"), {"seen1": 0} | right_fields(drawn))
    here = wrong_fields(drawn)
    stale = client.post(address(attempt), {"seen1": 0, "go": "check"} | here)
    assert stale.status_code == 409
    page = text(stale)
    assert "You answered this on another page" in page
    assert 'name="seen1" value="1"' in page
    if kind in ("short_text", "numeric"):
        assert 'value="7"' in page
    assert Response.objects.count() == 1
    assert client.post(address(attempt), {"seen1": 1, "go": "check"} | here).status_code == 303
    assert Response.objects.count() == 2


def test_what_cannot_be_read_is_kept_and_said_before_sending(sit, client):
    attempt = sit(questions=2, kinds=("numeric", "ordering"), feedback="after_submission")
    for drawn in drawn_of(attempt):
        name = f"q{drawn.position}"
        if drawn.snapshot.data["type"] == "numeric":
            fields = {name: "about thirty", f"{name}-unit": ""}
        else:
            fields = {f"{name}-{drawn.option_order[0]}": 1}
        assert post_answer(client, attempt, drawn, fields).status_code == 303
    check = text(client.get(address(attempt, "check/")))
    assert "be read as a number" in check
    assert "The unit is missing" in check
    assert "A part of it has no answer yet" in check
    number = next(d for d in drawn_of(attempt) if d.snapshot.data["type"] == "numeric")
    page = text(client.get(address(attempt, f"{number.position}/")))
    assert 'value="about thirty"' in page
    client.post(address(attempt, "send/"))
    assert "Not a number we can read" in text(client.get(address(attempt, "result/")))


@pytest.mark.parametrize("kind", NEWER_TYPES)
def test_a_forged_part_is_refused_and_keeps_nothing(sit, client, kind):
    attempt = sit(questions=1, kinds=(kind,))
    forged = {"short_text": {"q1": "x" * 501}, "numeric": {"q1": "1", "q1-unit": "stone"}}
    data = forged.get(kind, {"q1-forged": "y"})
    for end in ("save/", "1/", "send/"):
        assert client.post(address(attempt, end), {"seen1": 0} | data).status_code == 400
    assert Response.objects.count() == 0


def test_what_is_typed_is_never_markup(sit, client):
    attempt = sit(questions=1, kinds=("short_text",), feedback="after_submission")
    (drawn,) = drawn_of(attempt)
    post_answer(client, attempt, drawn, {"q1": '"><script>alert(1)</script>'})
    client.get(address(attempt, "1/"))
    client.post(address(attempt, "send/"))
    for end in ("1/", "result/"):
        page = text(client.get(address(attempt, end), follow=True))
        assert "<script>alert" not in page


def test_points_for_parts_are_told_as_points_and_never_rounded_up(world, client):
    category = make_category()
    for _number in range(3):
        make_question(category, kind="ordering", credit="partial")
    quiz = make_quiz(category=category, draw=3, pass_mark=56, feedback="after_submission")
    course = world.course(module_activities=[("quiz", quiz)])
    attempt = world.begin(world.enrol(world.learner, course), "quiz")
    page = text(client.get(address(attempt, "1/")))
    assert "You need 1.68 of 3 points to pass" in page
    finish(client, attempt, right=1)  # each of the others has one thing in its place: 1 2/3
    page = text(client.get(address(attempt, "result/")))
    assert "1.66 of 3 points. A pass needs 1.68." in page
    assert "Right in part: 33 % of the point" in page
    attempt.refresh_from_db()
    assert attempt.passed is False
    assert attempt.evidence["shares"].count("1/3") == 2


def test_a_text_that_a_person_marks_waits_and_says_so(world, client):
    category = make_category()
    make_question(category, kind="essay")
    make_question(category, kind="short_text")
    quiz = make_quiz(category=category, draw=2, attempts=1)
    course = world.course(module_activities=[("quiz", quiz)])
    attempt = world.begin(world.enrol(world.learner, course), "quiz")
    sent = finish(client, attempt)
    assert sent.url == address(attempt, "result/")
    assert "Sent: a person marks it" in text(client.get(sent.url))
    attempt.refresh_from_db()
    assert (attempt.state, attempt.passed) == (Attempt.State.SUBMITTED, None)
    review = text(client.get(f"/learn/review/{attempt.uuid}/"))
    assert "I would ask." in review
    assert "canary" not in review
    assert client.post(address(attempt, "send/")).url == sent.url


RIGHT, WRONG = Written("Ask", True, gap=1), Written("Tell", False, gap=1)


@pytest.mark.parametrize(
    ("kind", "options", "text", "codes"),
    [
        ("matching", [Written("a", match="x"), Written("b", match="y")], "", []),
        ("matching", [Written("a", match="x"), Written("b", match="x")], "", ["one_partner"]),
        ("matching", [Written("a", match="x"), Written("", match="y")], "", ["too_few_pairs"]),
        ("matching", [Written("a", match="x"), Written("A ", match="y")], "", ["same_text"]),
        ("ordering", [Written("a"), Written("b")], "", []),
        ("ordering", [Written("a"), Written("")], "", ["empty_text"]),
        ("short_text", [Written("duty*"), Written("*", share=0)], "", []),
        ("short_text", [], "", ["none_full"]),
        ("short_text", [Written("*", share=0), Written("duty")], "", ["never_reached"]),
        ("short_text", [Written("*")], "", ["anything_is_right"]),
        ("short_text", [Written("a"), Written("b", share=-5)], "", ["below_nothing"]),
        ("numeric", [Written("12,5"), Written("*", share=0)], "", []),
        ("numeric", [Written("1,000")], "", ["two_readings"]),
        ("numeric", [Written("many")], "", ["not_a_number"]),
        ("cloze", [RIGHT, WRONG], "<p>[1]</p>", []),
        ("cloze", [RIGHT, WRONG], "<p>[1] and [1]</p>", ["gap_twice"]),
        ("cloze", [RIGHT], "<p>[1] and [2]</p>", ["gap_without_row"]),
        ("cloze", [RIGHT, Written("x", True, gap=3)], "<p>[1]</p>", ["gap_not_in_text"]),
        ("cloze", [RIGHT, Written("x", True)], "<p>[1]</p>", ["row_without_gap"]),
        ("cloze", [WRONG], "<p>[1]</p>", ["gap_none_right"]),
        ("cloze", [Written("x", True, gap=1, tolerance=0)], "[1]", ["not_a_number"]),
        ("essay", [], "", []),
        ("riddle", [], "", ["not_offered"]),
    ],
)
def test_what_keeps_each_type_from_being_published(kind, options, text, codes):
    assert [flaw.code for flaw in flaws(kind=kind, options=options, text=text)] == codes


@pytest.mark.parametrize(
    ("units", "rule", "codes"),
    [
        ([("mg", "1"), ("g", "1000")], "required", []),
        ([], "optional", ["no_units"]),
        ([("mg", "1"), ("mg", "2")], "none", ["same_unit"]),
        ([("mg", "2")], "none", ["main_unit_is_one"]),
        ([("mg", "1"), ("g", "0")], "none", ["no_factor"]),
    ],
)
def test_what_is_wrong_with_units(units, rule, codes):
    data = question_data("numeric", row("k", "1"), units=units, unit_rule=rule)
    assert [flaw.code for flaw in flaws_in(data)] == codes


def test_a_picture_needs_words():
    data = question_data("short_text", row("k", "a"), image=3)
    assert [(flaw.code, flaw.field) for flaw in flaws_in(data)] == [("no_alt", "image_alt")]
