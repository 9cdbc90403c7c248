"""Questions of other tools come into the bank and go out of it again, by command."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from courses.quizzes.exchange import taking
from courses.quizzes.exchange.formats.registry import FORMATS
from courses.quizzes.exchange.storing import UNCHANGED
from courses.quizzes.models import Question, QuestionCategory
from tests.factories.quiz import NEWER_TYPES, TYPES, make_category, make_question

pytestmark = pytest.mark.django_db
GIFT = """// [id:refusal] [tag:consent]
::Refusal:: A capable adult refuses. What counts? {=her decision ~her family ~her doctor}

Silence is consent.{F#It is not.#Well seen.}

Only words.
"""


@pytest.fixture
def bring(tmp_path):
    """A function that imports a text from a file and returns the report."""

    def run(text, name="bank.gift", **options):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        out = io.StringIO()
        call_command(
            "import_questions", str(file), report="-", stdout=out, stderr=io.StringIO(), **options
        )
        return json.loads(out.getvalue())

    return run


@pytest.fixture
def take(tmp_path):
    """A function that exports a category and returns the file's bytes and the report."""

    def run(category, form):
        file, out = tmp_path / "out", io.StringIO()
        call_command(
            "export_questions",
            category,
            format=form,
            output=str(file),
            report="-",
            stdout=out,
            stderr=io.StringIO(),
        )
        return file.read_bytes(), json.loads(out.getvalue())

    return run


def fates(report):
    return [(row["action"], row["why"]) for row in report["questions"]]


def test_a_dry_run_says_what_would_come_and_saves_nothing(bring):
    report = bring(GIFT, dry_run=True)

    assert report["counts"] == {"question": {"imported": 2, "changed": 0, "skipped": 1}}
    assert report["questions"][2]["where"] == "line 6"
    assert "without a question" in report["questions"][2]["why"]
    assert (Question.objects.count(), QuestionCategory.objects.count()) == (0, 0)


def test_a_file_that_comes_again_changes_what_changed_and_doubles_nothing(bring):
    bring(GIFT, publish=True, category="Ethics")
    first = Question.objects.get(type="single")
    assert (first.live, str(first.category), first.principles) == (True, "Ethics", ["consent"])

    again = bring(GIFT, publish=True, category="Ethics")
    assert [fate for fate, _why in fates(again)] == ["skipped"] * 3

    report = bring(GIFT.replace("What counts?", "Who decides?"), publish=True, category="Ethics")
    first.refresh_from_db()
    assert [fate for fate, _why in fates(report)] == ["changed", "skipped", "skipped"]
    assert first.text == "<p>A capable adult refuses. Who decides?</p>"
    assert first.live
    assert Question.objects.count() == 2


def test_two_sites_are_kept_apart_by_their_names(bring):
    bring(GIFT, source="north")
    bring(GIFT.replace("adult", "person"), source="south")

    assert Question.objects.filter(type="single").count() == 2


def test_without_being_told_to_publish_all_are_drafts(bring):
    bring(GIFT)

    assert not Question.objects.filter(live=True).exists()


@pytest.fixture
def shelf():
    category = make_category("Ethics / Consent")
    for kind in (*TYPES, *NEWER_TYPES):
        make_question(category, kind=kind)
    Question.objects.filter(type="multiple").update(difficulty=3)
    return category


@pytest.mark.parametrize("form", list(FORMATS))
def test_what_goes_out_and_comes_back_changes_nothing(shelf, take, bring, form):
    data, report = take(shelf.key, form)

    back = bring(data, f"bank.{form}")

    held = report["questions"]
    left_out = [loss for loss in report["losses"] if loss["left_out"]]
    assert held + len(left_out) == 8
    assert back["format"] == form
    if form == "aiken":  # it has no keys, so its questions are new ones
        assert back["counts"]["question"]["imported"] == held == 2
    else:
        assert {why for _fate, why in fates(back)} == {UNCHANGED}
        assert Question.objects.count() == 8


def test_what_a_format_has_no_place_for_stays_when_a_question_comes_again(shelf, take, bring):
    data, _report = take(shelf.key, "gift")
    pairs = Question.objects.get(type="matching")
    why = {row.text: row.feedback for row in pairs.options.all()}

    bring(data.replace(b"Justice", b"Fairness"))

    pairs.refresh_from_db()
    rows = pairs.get_latest_revision_as_object().options.all()
    assert {row.text: row.feedback for row in rows} == {
        "Autonomy": why["Autonomy"], "Fairness": "", "": why[""],
    }  # fmt: skip


def test_a_draft_goes_out_as_it_was_last_saved(shelf, take):
    question = Question.objects.get(type="single")
    question.text = "<p>A newer text</p>"
    question.save_revision()

    assert b"A newer text" in take(shelf.key, "gift")[0]


def test_taking_many_out_costs_no_more_queries(shelf, django_assert_num_queries):
    def whole():
        return taking.write(questions=Question.objects.all(), form="moodle").count

    with django_assert_num_queries(5):
        assert whole() == 8
    for _time in range(4):
        make_question(shelf)
    with django_assert_num_queries(5):
        assert whole() == 12


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b'<!DOCTYPE q [<!ENTITY a "b">]><quiz><question/>&a;</quiz>', "a.xml", "DTD or entities"),
        (b"", "a.gift", "file is empty"),
        (b"Hello there, nothing to see.", "a.doc", "Say which it is: moodle"),
        (b"PK\x03\x04 broken", "a.zip", "damaged"),
    ],
)
def test_a_refusal_names_the_place_and_leaves_nothing(bring, data, name, words):
    with pytest.raises(CommandError, match=words) as refused:
        bring(data, name)

    assert refused.value.returncode == 2
    assert not Question.objects.exists()


def test_an_export_of_nothing_or_of_an_unknown_category_is_refused(tmp_path):
    for arguments in (["nowhere"], [], ["x", "--all"], ["--all"]):
        with pytest.raises(CommandError) as refused:
            call_command("export_questions", *arguments, stdout=io.StringIO())
        assert refused.value.returncode == 2
