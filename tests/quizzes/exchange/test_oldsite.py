"""A site of the quiz app for Django comes in whole, once, with what is odd about it said."""

import json

import pytest
from wagtail.models import ReferenceIndex

from courses.models import (
    ActivityCompletion,
    CourseCompletion,
    ImportedResult,
    ImportOrigin,
)
from courses.people.models import Person, User
from courses.quizzes.models import QuestionCategory, Quiz
from tests.quizzes.exchange import oldsites
from tests.quizzes.exchange.running import one, question, run, tallies

pytestmark = pytest.mark.django_db


def test_everything_comes_in(here, folder):
    report, said = run(folder)

    assert tallies(report) == {
        "category": (2, 0, 0), "sub-category": (1, 0, 0), "question": (6, 0, 0),
        "quiz": (3, 0, 0), "person": (3, 0, 0), "sitting": (4, 0, 0),
    }  # fmt: skip
    assert "sitting: 4 imported, 0 changed, 0 skipped" in said
    names = set(QuestionCategory.objects.values_list("name", flat=True))
    assert names == {"consent", "Category without a name"}
    assert report["left_out"][-1] == "passwords, permissions and groups"


def test_questions_say_what_they_said(here, folder):
    report, _said = run(folder)

    first = question(report, 1)
    assert first.text == "<p>Who decides?<br>Read &lt;b&gt;all&lt;/b&gt;.</p>"
    assert first.feedback == "<p>She does.</p>"
    assert first.principles == ["capacity minors"]
    assert [(row.text, row.correct) for row in first.options.all()] == [
        ("Her son", False), ("She", True),
    ]  # fmt: skip
    assert (first.type, first.live) == ("single", True)
    with first.image.file.open("rb") as file:
        assert file.read() == oldsites.picture().data
    assert first.image_alt == "Who decides? Read <b>all</b>."
    kept = ImportOrigin.objects.get(kind="question", source_key="question 1").data
    assert kept["row"]["content"] == "Who decides?\r\nRead <b>all</b>."

    truth = question(report, 2)
    assert truth.type == "true_false"
    assert [(row.text, row.correct) for row in truth.options.all()] == [
        ("True", True), ("False", False),
    ]  # fmt: skip
    assert question(report, 3).type == "multiple"
    assert "any one of them was enough" in one(report, "question", 3)["notes"][0]
    essay = question(report, 4)
    assert (essay.type, essay.live) == ("essay", True)
    assert [(row.name, row.points) for row in essay.rubric.all()] == [("The answer is right", 1)]


def test_quizzes_keep_their_rules(here, folder):
    report, _said = run(folder)

    quiz = Quiz.objects.get(uuid=one(report, "quiz", 1)["target"])
    assert (quiz.title, quiz.live, quiz.pass_mark, quiz.attempts) == ("Consent", True, 63, None)
    assert quiz.intro == "<p>Take care.</p><p>1 &lt; 2</p>"
    assert quiz.feedback == "after_submission"
    assert not quiz.shuffle_questions
    asked = [str(row.question.uuid) for row in quiz.fixed_questions.all()]
    assert asked == [one(report, "question", key)["target"] for key in (1, 2, 3)]

    once = Quiz.objects.get(uuid=one(report, "quiz", 2)["target"])
    notes = " ".join(one(report, "quiz", 2)["notes"])
    assert (once.attempts, once.pass_mark, once.feedback) == (1, 1, "immediate")
    assert once.shuffle_questions
    assert once.shuffle_options
    assert "its pass mark was 0, and is 1 here" in notes
    assert "it asked 2 of 3 questions at random" in notes
    draft = Quiz.objects.get(uuid=one(report, "quiz", 3)["target"])
    assert not draft.live
    assert "it was a draft and stays one" in one(report, "quiz", 3)["notes"]


def test_a_quiz_is_known_where_its_questions_are_used(here, folder):
    report, _said = run(folder)

    used = question(report, 1)
    places = ReferenceIndex.get_references_to(used).values_list("object_id", flat=True)
    quizzes = {str(Quiz.objects.get(title=title).pk) for title in ("Consent", "Once")}
    assert set(places) == quizzes
    before = list(ReferenceIndex.objects.values("content_path", "object_id", "to_object_id"))
    for quiz in Quiz.objects.all():
        ReferenceIndex.create_or_update_for_object(quiz)
    now = list(ReferenceIndex.objects.values("content_path", "object_id", "to_object_id"))
    assert now == before


def test_a_number_at_random_of_a_whole_category_is_drawn(here, tmp_path):
    def places(rows):
        return [row for row in rows if row["quiz_id"] != 2] + [
            {"id": 90, "question_id": 5, "quiz_id": 2}, {"id": 91, "question_id": 6, "quiz_id": 2},
        ]  # fmt: skip

    def categories(rows):
        rows[3]["category_id"] = None

    def fewer(rows):
        rows[1]["max_questions"] = 1

    tables = oldsites.changed(quiz_question_quiz=places, quiz_question=categories, quiz_quiz=fewer)
    report, _said = run(oldsites.write_database(tmp_path / "db.sqlite3", tables))

    quiz = Quiz.objects.get(uuid=one(report, "quiz", 2)["target"])
    (draw,) = quiz.draws.all()
    assert (draw.category.name, draw.count) == ("Category without a name", 1)
    assert not quiz.fixed_questions.exists()


def test_people_are_found_by_their_address_or_added_without_a_login(here, folder):
    logins = User.objects.count()

    report, _said = run(folder)

    lena, olga = one(report, "person", 2), one(report, "person", 3)
    assert lena["target"] == str(here.lena.uuid)
    assert lena["why"] == "matched by e-mail"
    added = Person.objects.get(uuid=olga["target"])
    assert (added.name, olga["why"]) == ("Olga Earlier", "added without a login")
    assert "they could no longer sign in there" in olga["notes"]
    assert Person.objects.get(uuid=one(report, "person", 1)["target"]).name == "keeper"
    assert User.objects.count() == logins
    assert list(added.roles) == ["learner"]
    kept = ImportOrigin.objects.get(kind="person", source_key="2").data
    assert kept == {"username": "lena", "progress": "consent,3,3,"}


def test_an_address_that_two_share_matches_nobody(here, tmp_path):
    def share(rows):
        rows[2]["email"] = "LENA@example.org"

    tables = oldsites.changed(auth_user=share)
    report, _said = run(oldsites.write_database(tmp_path / "db.sqlite3", tables))

    for key in (2, 3):
        assert one(report, "person", key)["target"] != str(here.lena.uuid)
        assert "2 people share its e-mail" in one(report, "person", key)["notes"][0]


@pytest.mark.parametrize(("choice", "added", "sittings"), [("new", 3, 4), ("known", 0, 2)])
def test_who_comes_in_can_be_chosen(here, folder, choice, added, sittings):
    before = Person.objects.count()

    report, _said = run(folder, "--people", choice)

    assert Person.objects.count() - before == added
    assert ImportedResult.objects.count() == sittings
    if choice == "known":
        skipped = one(report, "sitting", 2)
        assert skipped["action"] == "skipped"
        assert skipped["why"] == "its person is not brought in"


def test_both_scores_are_kept_and_what_differs_is_said(here, folder):
    report, _said = run(folder)

    good = ImportedResult.objects.get(source_key="1")
    assert (good.score, good.right, good.asked, good.pass_mark) == (3, 3, 3, 63)
    assert (good.passed, good.would_pass, good.state) == (True, True, "finished")
    assert good.started_at.isoformat() == "2015-10-01T09:00:00.123456+00:00"
    assert good.content_uuid == Quiz.objects.get(title="Consent").uuid
    first = good.data["questions"][0]
    assert (first["recorded"], first["answer"], first["today"]) == ("correct", "She", True)
    assert first["uuid"] == one(report, "question", 1)["target"]

    odd = ImportedResult.objects.get(source_key="2")
    assert (odd.score, odd.right, odd.passed, odd.would_pass) == (2, 1, True, False)
    assert "kept a score of 2 of 3; its answers come to 1" in one(report, "sitting", 2)["notes"][0]
    assert odd.data["incorrect"] == [1, 3]
    assert odd.data["row"]["incorrect_questions"] == "1,,3,"

    half = ImportedResult.objects.get(source_key="3")
    notes = " ".join(one(report, "sitting", 3)["notes"])
    assert (half.data["percent"], half.data["percent_half_up"]) == (12, 13)
    assert "its percent is 12 or 13" in notes
    assert "deleted since: questions 99" in notes

    open_one = ImportedResult.objects.get(source_key="4")
    assert (open_one.state, open_one.passed, open_one.ended_at) == ("open", None, None)
    assert "password" not in json.dumps([row.data for row in ImportedResult.objects.all()])


def test_what_was_passed_there_completes_nothing_here(here, folder):
    run(folder)

    assert not ActivityCompletion.objects.exists()
    assert not CourseCompletion.objects.exists()
