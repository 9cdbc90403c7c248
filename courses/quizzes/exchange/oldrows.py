"""Rows of a django-quiz-app site, from its SQLite file or its JSON dump. Nothing of it is run.

Tables and columns are asked for by name and may be missing: versions differ. Where the file is a
database it is opened to read only, and only its tables are looked into.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from courses.faults import ImportFault

Row = dict[str, Any]

SQLITE = b"SQLite format 3\x00"
MOST_BYTES = 512 * 1024 * 1024
MOST_DUMPED = 200 * 1024 * 1024  # read whole, a dump takes several times its size
LONGEST_CELL = 16 * 1024 * 1024
MOST_ROWS = 2_000_000
LONGEST = 120  # seconds
PACKED = {
    b"PK\x03\x04": "a ZIP file",
    b"\x1f\x8b": "a gzip file",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
}
SQL = (b"--", b"PRAGMA", b"BEGIN", b"CREATE", b"INSERT", b"SET ", b"/*", b"DROP")
TABLES = {
    "quiz.category": "quiz_category",
    "quiz.subcategory": "quiz_subcategory",
    "quiz.quiz": "quiz_quiz",
    "quiz.question": "quiz_question",
    "multichoice.mcquestion": "multichoice_mcquestion",
    "multichoice.answer": "multichoice_answer",
    "true_false.tf_question": "true_false_tf_question",
    "essay.essay_question": "essay_essay_question",
    "quiz.sitting": "quiz_sitting",
    "quiz.progress": "quiz_progress",
}
NEEDED = ("quiz.quiz", "quiz.question")
USER = "user"
PLACES = "places"  # which question is in which quiz
PLACES_TABLE = "quiz_question_quiz"


@dataclass(frozen=True)
class Rows:
    """Every row by its model, as columns of a table; `sessions` is how many were left alone."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    sessions: int = 0
    replaced: int = 0  # texts that were no UTF-8

    def of(self, model: str) -> list[Row]:
        return self.rows.get(model, [])


def find(path: Path) -> tuple[Path, Path]:
    """The file of the site and the folder that its figures are under."""
    if path.is_dir():
        for name in ("db.sqlite3", "dump.json"):
            if (path / name).is_file():
                return path / name, path
        found = sorted(
            file
            for ending in ("*.sqlite3", "*.sqlite", "*.db", "*.json")
            for file in path.glob(ending)
            if file.is_file() and file.name != "EXPECTED.json"
        )
        if len(found) == 1:
            return found[0], path
        raise ImportFault(
            "holds no db.sqlite3 and no dump.json", str(path), mend="Name the file itself"
        )
    if not path.is_file():
        raise ImportFault("there is no such file or folder", str(path))
    return path, path.parent


def read(file: Path) -> Rows:
    """The rows of a site, or `ImportFault`."""
    if file.stat().st_size > MOST_BYTES:
        raise ImportFault("is larger than 512 MB", file.name)
    with file.open("rb") as opened:
        start = opened.read(16)
    if not start:
        raise ImportFault("is empty", file.name)
    rows = _from_sqlite(file) if start == SQLITE else _from_dump(file, start)
    missing = [model for model in NEEDED if model not in rows.rows]
    if missing:
        raise ImportFault(
            "has no quizzes of django-quiz-app in it", file.name, mend="Name another file"
        )
    return rows


def _from_sqlite(file: Path) -> Rows:
    journal = Path(f"{file}-journal")
    if journal.is_file() and journal.stat().st_size:
        raise ImportFault(
            "was in the middle of a change: there is a -journal beside it",
            file.name,
            mend="Copy both to where they can be written, open it once with sqlite3, and try again",
        )
    # Beside a write-ahead log the newest rows are in that; without one nothing may be written.
    mode = "mode=ro" if Path(f"{file}-wal").exists() else "mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(f"{file.resolve().as_uri()}?{mode}", uri=True)
    except sqlite3.Error as error:
        raise ImportFault(f"cannot be opened: {error}", file.name) from error
    bad = [0]

    def decode(raw: bytes) -> str:
        try:
            return raw.decode()
        except UnicodeDecodeError:
            bad[0] += 1
            return raw.decode(errors="replace")

    connection.text_factory = decode
    # A column may be computed: a small file can hold a cell of any size.
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
    end = time.monotonic() + LONGEST
    connection.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        rows = _tables(connection)
        return Rows(rows, _count(connection, "django_session"), bad[0])
    except (sqlite3.Error, OverflowError) as error:
        raise ImportFault(f"cannot be read: {error}", file.name, mend="Copy it again") from error
    finally:
        connection.close()


def _tables(connection: sqlite3.Connection) -> dict[str, list[Row]]:
    there = {
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    found = {model: _all(connection, table) for model, table in TABLES.items() if table in there}
    if PLACES_TABLE in there:
        found[PLACES] = _all(connection, PLACES_TABLE)
    users = _users_table(connection) if "quiz_sitting" in there else "auth_user"
    if users in there:
        found[USER] = _all(connection, users)
    return found


def _users_table(connection: sqlite3.Connection) -> str:
    """The table that sittings belong to: a site may have its own users."""
    for row in connection.execute("PRAGMA foreign_key_list(quiz_sitting)"):
        if row[3] == "user_id":
            return str(row[2])
    return "auth_user"


def _all(connection: sqlite3.Connection, table: str) -> list[Row]:
    quoted = table.replace('"', '""')
    cursor = connection.execute(f'SELECT * FROM "{quoted}" LIMIT {MOST_ROWS + 1}')  # noqa: S608
    names = [column[0] for column in cursor.description]
    rows, size = [], 0
    for row in cursor:
        rows.append(dict(zip(names, row, strict=True)))
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if size > MOST_BYTES:
            raise ImportFault("holds more than 512 MB of text", table)
    if len(rows) > MOST_ROWS:
        raise ImportFault(f"has more than {MOST_ROWS:,} rows", table)
    return rows


def _count(connection: sqlite3.Connection, table: str) -> int:
    try:
        return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608
    except sqlite3.Error:
        return 0


def _from_dump(file: Path, start: bytes) -> Rows:
    for sign, kind in PACKED.items():
        if start.startswith(sign):
            raise ImportFault(f"is {kind}", file.name, mend="Unpack it, and name what is in it")
    if file.stat().st_size > MOST_DUMPED:
        raise ImportFault(
            "is larger than 200 MB", file.name, mend="Bring the database itself, as SQLite"
        )
    data = file.read_bytes()
    if data[:20_000].lstrip().upper().startswith(SQL):
        raise ImportFault(
            "is SQL, which is not run here",
            file.name,
            mend="Restore it, and write a dump with "
            "manage.py dumpdata --indent 1 --output dump.json",
        )
    codec = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        objects = json.loads(data.decode(codec))
    except UnicodeDecodeError as error:
        raise ImportFault(
            f"is not UTF-8 text (byte {error.start})", file.name, mend="Dump it again as UTF-8"
        ) from error
    except RecursionError as error:
        raise ImportFault("is nested too deep", file.name) from error
    except ValueError as error:
        raise ImportFault(f"is neither a SQLite database nor JSON ({error})", file.name) from error
    if not isinstance(objects, list):
        raise ImportFault("is no list of rows as dumpdata writes it", file.name)
    return _sorted_out(objects)


def _sorted_out(objects: Iterable[Any]) -> Rows:
    found: dict[str, list[Row]] = {}
    sessions = 0
    for number, one in enumerate(objects):
        fields = one.get("fields") if isinstance(one, dict) else None
        if not isinstance(fields, dict) or not isinstance(one.get("model"), str):
            raise ImportFault("is no row as dumpdata writes it", f"object {number + 1}")
        model = one["model"].lower()
        sessions += model == "sessions.session"
        if model in TABLES:
            found.setdefault(model, []).append(_columns(model, one.get("pk"), fields))
        elif "username" in fields or ("password" in fields and "email" in fields):
            found.setdefault(USER, []).append({**fields, "id": one.get("pk")})
        if model == "quiz.question" and isinstance(fields.get("quiz"), list):
            places = found.setdefault(PLACES, [])
            places += [
                {"id": None, "question_id": one.get("pk"), "quiz_id": quiz}
                for quiz in fields["quiz"]
            ]
    return Rows(found, sessions)


LINKS = {"category", "sub_category", "user", "question", "quiz"}


def _columns(model: str, pk: Any, fields: Row) -> Row:
    """A dumped object as its table would have it."""
    key = "question_ptr_id" if model.endswith("question") and model != "quiz.question" else "id"
    row = {key: pk}
    for name, value in fields.items():
        if name in LINKS and not (model == "quiz.category" or _own_text(model, name)):
            if name == "quiz" and model == "quiz.question":
                continue
            row[f"{name}_id"] = value
        else:
            row[name] = value
    return row


def _own_text(model: str, name: str) -> bool:
    """`sub_category` names a subcategory itself, and points to one in a question."""
    return model == "quiz.subcategory" and name == "sub_category"
