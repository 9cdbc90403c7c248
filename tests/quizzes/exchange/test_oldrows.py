"""Files that are no such site, or mean harm, are refused in words; odd ones are read."""

import gzip
import io
import itertools
import json
import os
import sqlite3
import zipfile
import zoneinfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.faults import ImportFault
from courses.quizzes.exchange import oldimport, oldrows, oldsite
from courses.quizzes.exchange.oldquestions import item_of
from courses.quizzes.models import Question
from tests.quizzes.exchange import oldsites

UTC = zoneinfo.ZoneInfo("UTC")


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("db.sqlite3", b"0" * 50_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"SQLite format 3\x00" + b"rubbish" * 200, "cannot be read"),
        (b"hello", "neither a SQLite database nor JSON"),
        (b"\x00" * 5000, "neither a SQLite database nor JSON"),
        (b"{}", "no list of rows"),
        (b"[1, 2]", "object 1: is no row"),
        (b'[{"model": "quiz.quiz", "pk": 1}]', "object 1: is no row"),
        (b'[{"model": 5, "pk": 1, "fields": {}}]', "object 1: is no row"),
        (b"[]", "has no quizzes"),
        (b'[{"model": "blog.post", "pk": 1, "fields": {"title": "x"}}]', "has no quizzes"),
        (b"[" * 100_000, "nested too deep"),
        (b'["\xff"]', "is not UTF-8"),
        (b"[" + b"1" * 5000 + b"]", "neither a SQLite database nor JSON"),
        (b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n", "is SQL, which is not run here"),
        (b"--\n-- PostgreSQL database dump\n", "is SQL, which is not run here"),
        (zipped(), "is a ZIP file. Unpack it"),
        (gzip.compress(b"[]"), "is a gzip file. Unpack it"),
    ],
    ids=itertools.count(),  # what is packed holds the time, and names must stay the same
)
def test_what_is_no_such_site_is_refused_in_words(tmp_path, data, words):
    file = tmp_path / "db.sqlite3"
    file.write_bytes(data)

    with pytest.raises(ImportFault, match=words):
        oldrows.read(file)


@pytest.mark.parametrize("missing", ["quiz_quiz", "quiz_question"])
def test_a_database_without_quizzes_is_refused(tmp_path, missing):
    file = oldsites.write_database(tmp_path / "db.sqlite3", oldsites.site(), without={missing})

    with pytest.raises(ImportFault, match="has no quizzes of django-quiz-app"):
        oldrows.read(file)


def test_what_is_too_large_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "db.sqlite3"
    with file.open("wb") as opened:  # a hole: takes no room
        opened.truncate(oldrows.MOST_BYTES + 1)
    with pytest.raises(ImportFault, match="larger than 512 MB"):
        oldrows.read(file)

    with file.open("wb") as opened:
        opened.write(b"[")
        opened.truncate(oldrows.MOST_DUMPED + 1)
    with pytest.raises(ImportFault, match="larger than 200 MB"):
        oldrows.read(file)

    monkeypatch.setattr(oldrows, "MOST_ROWS", 3)
    rows = oldsites.write_database(tmp_path / "rows.sqlite3", oldsites.site())
    with pytest.raises(ImportFault, match="has more than 3 rows"):
        oldrows.read(rows)


def made(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def test_a_small_file_with_huge_cells_is_refused(tmp_path):
    file = made(
        tmp_path / "db.sqlite3",
        "CREATE TABLE quiz_question (id, content AS (hex(zeroblob(400000000))))",
        "CREATE TABLE quiz_quiz (id)",
        "INSERT INTO quiz_question (id) VALUES (1)",
    )
    assert file.stat().st_size < 50_000

    with pytest.raises(ImportFault, match="too big"):
        oldrows.read(file)


def test_many_large_cells_from_a_small_file_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(oldrows, "MOST_BYTES", 3_000_000)
    file = made(
        tmp_path / "db.sqlite3",
        "CREATE TABLE quiz_quiz (id)",
        "CREATE TABLE quiz_question (id, content AS (hex(zeroblob(500000))))",
        "INSERT INTO quiz_question (id) VALUES (1), (2), (3), (4), (5)",
    )

    with pytest.raises(ImportFault, match="holds more than"):
        oldrows.read(file)


def test_what_takes_too_long_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(oldrows, "LONGEST", -1)
    file = made(
        tmp_path / "db.sqlite3",
        "CREATE TABLE quiz_quiz (id)",
        "CREATE TABLE quiz_question (id)",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 200000) "
        "INSERT INTO quiz_question SELECT x FROM n",
    )

    with pytest.raises(ImportFault, match="interrupted"):
        oldrows.read(file)


def test_a_view_is_no_table(tmp_path):
    file = made(
        tmp_path / "db.sqlite3",
        "CREATE TABLE quiz_quiz (id)",
        "CREATE VIEW quiz_question AS SELECT load_extension('/tmp/evil') AS id",
    )

    with pytest.raises(ImportFault, match="has no quizzes"):
        oldrows.read(file)


def test_the_file_is_not_written_to(tmp_path):
    file = oldsites.write_database(tmp_path / "db.sqlite3", oldsites.site())
    before = file.read_bytes()
    file.chmod(0o444)

    oldrows.read(file)

    assert file.read_bytes() == before
    assert os.listdir(tmp_path) == ["db.sqlite3"]


def test_a_database_in_the_middle_of_a_change_is_refused(tmp_path):
    file = oldsites.write_database(tmp_path / "db.sqlite3", oldsites.site())
    (tmp_path / "db.sqlite3-journal").write_bytes(b"half")

    with pytest.raises(ImportFault, match="in the middle of a change"):
        oldrows.read(file)


def test_where_there_is_nothing_it_says_so(tmp_path):
    with pytest.raises(ImportFault, match="holds no db"):
        oldrows.find(tmp_path)
    with pytest.raises(ImportFault, match="no such file"):
        oldrows.find(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ImportFault, match="no such file"):
        oldrows.find(tmp_path / "pipe")
    with pytest.raises(CommandError, match="no such file or folder"):
        call_command("import_django_quiz", str(tmp_path / "nowhere"))


WITHOUT = [
    "quiz_category", "quiz_subcategory", "quiz_question_quiz", "multichoice_mcquestion",
    "multichoice_answer", "true_false_tf_question", "essay_essay_question", "quiz_sitting",
    "quiz_progress", "auth_user", "django_session", "quiz_category.category",
    "quiz_question.content", "quiz_question.category_id", "quiz_question.id", "quiz_quiz.title",
    "quiz_quiz.pass_mark", "quiz_quiz.id", "multichoice_answer.content",
    "quiz_sitting.question_order", "quiz_sitting.user_answers", "quiz_sitting.user_id",
    "quiz_sitting.start", "auth_user.email", "auth_user.username", "auth_user.id",
]  # fmt: skip


@pytest.mark.parametrize("missing", WITHOUT)
def test_a_missing_table_or_column_breaks_nothing(tmp_path, missing):
    file = oldsites.write_database(tmp_path / "db.sqlite3", oldsites.site(), without={missing})

    site = oldsite.build(oldrows.read(file), zone=UTC)

    names = dict.fromkeys(site.categories, "A name")
    for question in site.questions.values():
        item_of(question, site, names, tmp_path)
    if missing == "quiz_sitting.question_order":
        assert site.sittings[0].order == ()
    if missing == "multichoice_mcquestion":
        assert site.questions[1].kind == ""


@pytest.mark.django_db
def test_a_broken_question_is_said_and_the_rest_comes_in(world, tmp_path):
    tables = oldsites.site()
    missing = {"multichoice_mcquestion", "quiz_sitting.question_order", "auth_user.email"}
    file = oldsites.write_database(tmp_path / "db.sqlite3", tables, without=missing)
    site = oldsite.build(oldrows.read(file), zone=UTC)

    result = oldimport.bring_in(site=site, media=tmp_path, now=timezone.now())

    faults = [one for one in result.outcomes if "its kind is not in the file" in one.why]
    assert [one.where for one in faults] == [f"question {key}" for key in (1, 3, 5, 6)]
    assert Question.objects.count() == 2


def run(path):
    report, said = io.StringIO(), io.StringIO()
    call_command("import_django_quiz", str(path), "--report", "-", stdout=report, stderr=said)
    return json.loads(report.getvalue())


NONSENSE = {
    "quiz_quiz": {"pass_mark": "many", "max_questions": -5, "title": b"\xff\x00", "draft": "maybe",
                  "url": None, "description": 3.5},
    "quiz_question": {"content": None, "category_id": 999, "figure": "../../../../etc/passwd",
                      "explanation": b"bytes"},
    "quiz_sitting": {"question_order": "a,,1,1,{}", "user_answers": "[[[", "current_score": 2**70,
                     "complete": "no", "start": "yesterday", "end": "9999-12-31T23:59:59-23:59",
                     "incorrect_questions": None, "question_list": 7},
    "auth_user": {"email": None, "first_name": "\x00" * 5, "username": "x" * 500,
                  "date_joined": "?"},
    "multichoice_answer": {"content": None, "correct": "t"},
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["database", "dump"])
def test_nonsense_in_every_column_breaks_nothing(world, tmp_path, form):
    bring_nonsense_in(tmp_path, form)


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgresql_keeps_nonsense_too(world, tmp_path):
    bring_nonsense_in(tmp_path, "dump")


def bring_nonsense_in(tmp_path, form):
    tables = oldsites.site()
    for name, values in NONSENSE.items():
        for row in tables[name]:
            row.update(values)
    if form == "dump":
        for row in tables["quiz_question"] + tables["quiz_quiz"]:
            row.update({"content": {"a": ["\ud800\x00", float("nan")]}, "explanation": ["x"],
                        "title": "half \ud83d", "description": float("inf")})  # fmt: skip
        for row in tables["quiz_sitting"]:
            row.update({"user_answers": json.dumps({"1": [1, None, "\ud800"], "1\x00": 1e400})})
            row["end"] = 5
        tables["quiz_sitting"].append({**tables["quiz_sitting"][0], "current_score": 10**100})
        objects = [
            {"model": oldsites.MODELS[table], "pk": row.get("id", row.get("question_ptr_id", "k")),
             "fields": {name.removesuffix("_id"): value if not isinstance(value, bytes)
                        else value.decode("latin-1") for name, value in row.items()}}
            for table, rows in tables.items() if table != "quiz_question_quiz" for row in rows
        ]  # fmt: skip
        file = tmp_path / "dump.json"
        file.write_text(json.dumps(objects))
    else:
        for row in tables["quiz_sitting"]:
            row["current_score"] = 2**62
        file = oldsites.write_database(tmp_path / "db.sqlite3", tables)

    said = io.StringIO()
    call_command(
        "import_django_quiz", str(file), "--report", "-", stdout=said, stderr=io.StringIO()
    )

    report = json.loads(said.getvalue())
    assert report["counts"]["question"]["imported"] == 6
    assert report["counts"]["sitting"]["imported"] == 4
    notes = [note for row in report["items"] for note in row["notes"]]
    assert any("its start is no date" in note for note in notes)
    if form == "database":
        assert any("lies outside the folder" in note for note in notes)
    said = io.StringIO()
    call_command(
        "import_django_quiz", str(file), "--report", "-", stdout=said, stderr=io.StringIO()
    )
    assert {row["action"] for row in json.loads(said.getvalue())["items"]} == {"skipped"}


@pytest.mark.parametrize(
    "name", ["../secret.png", "link.png", "/etc/hostname", "a\x00b", "x" * 5000]
)
def test_a_figure_outside_the_folder_is_not_followed(tmp_path, name):
    folder = tmp_path / "site"
    (folder / "media").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(b"secret")
    (folder / "media" / "link.png").symlink_to(tmp_path / "secret.png")
    tables = oldsites.site()
    tables["quiz_question"][0]["figure"] = name
    file = oldsites.write_database(folder / "db.sqlite3", tables)
    site = oldsite.build(oldrows.read(file), zone=UTC)

    item = item_of(site.questions[1], site, {1: "a"}, folder)

    assert item.picture is None
    assert "its figure" in item.notes[0]


def test_a_loop_of_links_is_no_figure(tmp_path):
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    tables = oldsites.site()
    tables["quiz_question"][0]["figure"] = "loop.png"
    file = oldsites.write_database(tmp_path / "db.sqlite3", tables)
    site = oldsite.build(oldrows.read(file), zone=UTC)

    item = item_of(site.questions[1], site, {1: "a"}, tmp_path)

    assert item.picture is None


@pytest.mark.parametrize(
    ("spelt", "read"),
    [("", ()), ("5", (5,)), ("5,", (5,)), ("5,6", (5, 6)), ("5,6,7,", (5, 6, 7)),
     ("5,,6,", (5, 6)), ("5,5,", (5, 5)), (None, ()), ("a,5", (5,)), (7, (7,))],
)  # fmt: skip
def test_every_spelling_of_a_list_of_ids_is_read(spelt, read):
    assert oldsite.numbers(spelt) == read


def test_of_a_key_that_comes_twice_the_last_counts_and_it_is_said():
    assert oldsite.answers_of('{"1": "a", "2": "b", "1": "c"}') == (
        {"1": "c", "2": "b"}, ("1",), "",
    )  # fmt: skip


@pytest.mark.django_db
def test_what_is_nested_deep_or_asks_without_end_is_cut(world, tmp_path):
    deep = "[" * 900 + "]" * 900
    tables = oldsites.site()
    tables["quiz_sitting"][0]["user_answers"] = f'{{"1": {deep}}}'
    tables["quiz_sitting"][1]["question_order"] = "1," * 20_000
    file = oldsites.write_dump(tmp_path / "dump.json", tables)
    file.write_text(file.read_text().replace('"Which two?"', deep))

    report = run(file)

    notes = [note for row in report["items"] for note in row["notes"]]
    assert "only 5000 of its questions are kept" in notes
    assert report["counts"]["sitting"]["imported"] == 4


def test_where_no_report_can_be_written_nothing_is_begun(tmp_path):
    for place in (tmp_path, tmp_path / "nowhere" / "report.json"):
        with pytest.raises(CommandError, match="cannot be written"):
            call_command("import_django_quiz", str(tmp_path), "--report", str(place))
