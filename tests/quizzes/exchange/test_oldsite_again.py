"""A site of the quiz app that comes again, or breaks on the way: nothing twice, nothing half."""

from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import IntegrityError

from courses.models import (
    CandourImage,
    ImportedResult,
    ImportOrigin,
)
from courses.people.models import Person
from courses.quizzes.exchange import oldresults
from courses.quizzes.models import Question, QuestionCategory, Quiz
from tests.quizzes.exchange import oldsites
from tests.quizzes.exchange.running import one, question, run, tallies

pytestmark = pytest.mark.django_db

EVERYTHING = (Question, QuestionCategory, Quiz, Person, ImportedResult, ImportOrigin, CandourImage)


def rows():
    return [list(model.objects.order_by("pk").values()) for model in EVERYTHING]


@pytest.mark.parametrize("second", ["the database", "its dump"])
def test_a_second_time_nothing_has_changed(here, folder, second):
    run(folder)
    before = rows()
    path = folder
    if second == "its dump":
        path = oldsites.write_dump(folder / "dump.json", oldsites.site())

    report, said = run(path)

    assert {row["action"] for row in report["items"]} == {"skipped"}
    assert "Nothing has changed since it was brought in." in said
    assert rows() == before


def test_a_dump_says_what_the_database_says(here, tmp_path):
    oldsites.write_figures(tmp_path)
    report, _said = run(oldsites.write_dump(tmp_path / "dump.json", oldsites.site()))

    assert tallies(report)["sitting"] == (4, 0, 0)
    assert ImportedResult.objects.get(source_key="2").right == 1
    assert question(report, 1).image is not None
    report, _said = run(oldsites.write_database(tmp_path / "db.sqlite3", oldsites.site()))
    assert {row["action"] for row in report["items"]} == {"skipped"}


def test_what_went_on_there_is_a_further_row_and_the_first_stays(here, folder):
    run(folder)
    first = ImportedResult.objects.filter(source_key="4").values().get()

    def goes_on(rows):
        rows[3] |= {"complete": True, "question_list": "", "current_score": 3,
                    "user_answers": oldsites.answers(q1="1", q2="True", q3="3"),
                    "end": "2015-10-02 10:00:00"}  # fmt: skip

    def reworded(rows):
        rows[4]["content"] = "At first?"

    def renamed(rows):
        rows[0]["category"] = "informed consent"

    (folder / "db.sqlite3").unlink()
    tables = oldsites.changed(quiz_sitting=goes_on, quiz_question=reworded, quiz_category=renamed)
    oldsites.write_database(folder / "db.sqlite3", tables)
    report, _said = run(folder)

    assert tallies(report)["sitting"] == (0, 1, 3)
    assert tallies(report)["category"] == (0, 1, 1)
    assert QuestionCategory.objects.filter(name="informed consent").exists()
    assert not QuestionCategory.objects.filter(name="consent").exists()
    assert question(report, 5).text == "<p>At first?</p>"
    assert Question.objects.count() == 6
    was, now = ImportedResult.objects.filter(source_key="4").order_by("seq")
    assert ImportedResult.objects.filter(pk=was.pk).values().get() == first
    assert (now.seq, now.state, now.right) == (2, "finished", 3)


def test_a_figure_that_is_missing_later_stays(here, folder):
    report, _said = run(folder)
    (folder / "media" / "uploads" / "tree.png").unlink()

    again, _said = run(folder)

    assert any("is not there" in note for note in one(again, "question", 1)["notes"])
    assert question(report, 1).image is not None


def test_a_dry_run_says_the_same_and_saves_nothing(here, folder):
    before = rows()

    told, said = run(folder, "--dry-run")

    assert rows() == before
    assert told["dry_run"] is True
    assert "Nothing was saved." in said
    real, _said = run(folder)
    assert tallies(told) == tallies(real)
    assert [row["notes"] for row in told["items"]] == [row["notes"] for row in real["items"]]


def test_what_breaks_in_the_middle_leaves_nothing(here, folder, monkeypatch, settings):
    before = rows()
    files = {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}

    def breaks(*_args):
        raise RuntimeError("the power went")

    monkeypatch.setattr(oldresults.Sittings, "_row", breaks)
    with pytest.raises(RuntimeError):
        run(folder)

    assert rows() == before
    left = {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    assert left == files


def test_without_publishing_everything_is_a_draft(here, folder):
    run(folder, "--drafts")

    assert not Quiz.objects.filter(live=True).exists()
    assert not Question.objects.filter(live=True).exists()

    report, _said = run(folder)
    assert tallies(report)["question"] == (0, 6, 0)
    assert tallies(report)["quiz"] == (0, 2, 1)
    assert Quiz.objects.filter(live=True).count() == 2


def test_a_person_merged_since_gets_what_is_new(here, folder):
    report, _said = run(folder)
    olga = Person.objects.get(uuid=one(report, "person", 3)["target"])
    Person.objects.filter(pk=olga.pk).update(merged_into=here.lena)

    again, _said = run(folder)

    assert {row["action"] for row in again["items"]} == {"skipped"}


def test_dates_without_a_zone_are_read_in_the_sites_own(here, folder):
    run(folder, "--time-zone", "America/New_York")

    result = ImportedResult.objects.get(source_key="1")
    assert result.started_at.isoformat() == "2015-10-01T13:00:00.123456+00:00"


def test_a_zone_that_is_none_is_refused(here, folder):
    with pytest.raises(CommandError, match="is not a time zone"):
        run(folder, "--time-zone", "Nowhere/Land")


def test_two_at_once_are_told_apart_in_words(here, folder, monkeypatch):
    def taken(*_args, **_rest):
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr(oldresults.ImportedResult.objects, "bulk_create", taken)

    with pytest.raises(CommandError, match="so nothing was saved"):
        run(folder)


def test_another_site_is_another_site(here, folder, tmp_path):
    run(folder)

    def others(rows):
        rows[0]["username"] = "somebody"

    other = tmp_path / "other.sqlite3"
    report, _said = run(oldsites.write_database(other, oldsites.changed(auth_user=others)))

    assert tallies(report)["question"] == (6, 0, 0)
    assert Question.objects.count() == 12
    joined = one(report, "category", 1)["notes"]
    assert joined == ["a category of this name was here; its questions join it"]
