"""A django-quiz-app site as plain objects, its oddities read as they were meant."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
import re
import zoneinfo
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from courses.quizzes.exchange import oldrows
from courses.quizzes.exchange.oldrows import Row, Rows

DEEPEST = 20  # lists within lists
MOST_ASKED = 5_000  # questions in one sitting
MC, TF, ESSAY = "MCQuestion", "TF_Question", "Essay_Question"


@dataclass(frozen=True)
class OldAnswer:
    id: int
    text: str
    correct: bool


@dataclass(frozen=True)
class OldQuestion:
    id: int
    kind: str  # MC, TF, ESSAY; empty where the row of its kind is missing
    text: str
    explanation: str
    figure: str
    category: int | None
    sub_category: int | None
    correct: bool = False
    answer_order: str = ""
    answers: tuple[OldAnswer, ...] = ()
    row: Row = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class OldQuiz:
    id: int
    title: str
    category: int | None
    questions: tuple[int, ...]  # as the package itself orders them
    row: Row = field(default_factory=dict, compare=False)

    def flag(self, name: str) -> bool:
        return truth(self.row.get(name))

    @property
    def pass_mark(self) -> int | None:
        return number(self.row.get("pass_mark"))

    @property
    def max_questions(self) -> int | None:
        return number(self.row.get("max_questions"))


@dataclass(frozen=True)
class OldUser:
    id: str
    username: str
    name: str
    email: str
    active: bool
    row: Row = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class OldSitting:
    """What is kept of one try. `score` is the package's own counter, whatever the lists say."""

    id: int
    user: str
    quiz: int
    order: tuple[int, ...]
    left: tuple[int, ...]
    incorrect: tuple[int, ...]  # as kept, repeats and all
    answers: dict[str, Any]
    repeated: tuple[str, ...]  # keys that the kept JSON names twice
    score: int | None
    complete: bool
    started: dt.datetime | None
    ended: dt.datetime | None
    row: Row = field(default_factory=dict, compare=False)
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True)
class OldSite:
    categories: dict[int, str]
    sub_categories: dict[int, tuple[str, int | None]]
    questions: dict[int, OldQuestion]
    quizzes: dict[int, OldQuiz]
    users: dict[str, OldUser]
    sittings: tuple[OldSitting, ...]
    progress: dict[str, str]
    sessions: int
    replaced: int
    source: str


def number(value: Any) -> int | None:
    """A whole number, however it was stored."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return value if abs(value) < 10**18 else None
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if re.fullmatch(r"[-+]?[0-9]{1,18}", text) else None


def truth(value: Any) -> bool:
    """A truth value of SQLite, JSON or a text."""
    if isinstance(value, str):
        return value.strip().lower() in ("1", "t", "true", "y", "yes")
    return bool(value)


def words(value: Any) -> str:
    """A text; nothing is an empty one."""
    if isinstance(value, bytes):
        value = value.decode(errors="replace")
    elif isinstance(value, list | dict):
        value = _plain(value)
    return "" if value is None else keepable(str(value))


def keepable(text: str) -> str:
    """A text without what no database keeps: NUL, and halves of a character."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def kept(row: Row) -> Row:
    """A row as it was, in what JSON and both databases can hold. Passwords are not kept."""
    return {name: _plain(value) for name, value in row.items() if name != "password"}


def _plain(value: Any, depth: int = 0) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, list | tuple | dict) and depth == DEEPEST:
        return "…"
    if isinstance(value, list | tuple):
        return [_plain(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {words(key): _plain(one, depth + 1) for key, one in value.items()}
    return words(value)


def numbers(value: Any) -> tuple[int, ...]:
    """The ids of a comma-separated column: empty places skipped, repeats kept."""
    found = (number(part) for part in words(value).split(","))
    return tuple(one for one in found if one is not None)


def moment(value: Any, zone: dt.tzinfo) -> dt.datetime | None:
    """An instant; one without a zone is read in the site's."""
    text = words(value).strip()
    if not text:
        return None
    try:
        found = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    try:
        aware = found if found.tzinfo else found.replace(tzinfo=zone)
        return aware.astimezone(dt.UTC)
    except OverflowError:
        return None


def answers_of(value: Any) -> tuple[dict[str, Any], tuple[str, ...], str]:
    """The answers of a sitting by question id, keys that come twice, and what was wrong.

    A process that died between the package's separate writes leaves a key twice; the last one is
    what the package itself reads.
    """
    text = words(value).strip()
    if not text:
        return {}, (), ""
    seen: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        seen.extend(key for key, _value in found)
        return dict(found)

    try:
        read = json.loads(text, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        return {}, (), "its answers are not JSON"
    if not isinstance(read, dict):
        return {}, (), "its answers are no list by question"
    twice = tuple(sorted(words(key) for key, times in Counter(seen).items() if times > 1))
    return {words(key): _plain(read[key]) for key in read}, twice, ""


def build(rows: Rows, *, zone: zoneinfo.ZoneInfo, source: str = "") -> OldSite:
    """Everything of a site, by its own ids. Rows without an id are passed over."""
    users = {user.id: user for user in _users(rows.of(oldrows.USER))}
    by_name = {user.username: user.id for user in users.values()}
    questions = _questions(rows)
    return OldSite(
        categories={
            pk: words(row.get("category"))
            for row in rows.of("quiz.category")
            if (pk := number(row.get("id"))) is not None
        },
        sub_categories={
            pk: (words(row.get("sub_category")), number(row.get("category_id")))
            for row in rows.of("quiz.subcategory")
            if (pk := number(row.get("id"))) is not None
        },
        questions=questions,
        quizzes=_quizzes(rows, questions),
        users=users,
        sittings=tuple(
            {one.id: one for one in _sittings(rows.of("quiz.sitting"), zone, by_name)}.values()
        ),
        progress={
            _user_key(row.get("user_id"), by_name): words(row.get("score"))
            for row in rows.of("quiz.progress")
        },
        sessions=rows.sessions,
        replaced=rows.replaced,
        source=source or _name_of(rows, users),
    )


def _name_of(rows: Rows, users: dict[str, OldUser]) -> str:
    """A lasting name for the site, the same from its database and from its dump.

    Made of who was there first and since when: nothing that is edited later.
    """
    first = min(users.values(), key=lambda user: (len(user.id), user.id), default=None)
    said = []
    if first is not None:
        joined = words(first.row.get("date_joined"))[:19].replace("T", " ")
        said = [first.id, first.username, joined] if joined else []
    if not said:
        question = min(
            rows.of("quiz.question"), key=lambda row: number(row.get("id")) or 0, default={}
        )
        said = [words(question.get("id")), words(question.get("content"))]
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
    return f"django-quiz-app {digest[:10]}"


def _user_key(value: Any, by_name: dict[str, str]) -> str:
    """A user's id; dumps with natural keys give the user's name instead."""
    if isinstance(value, list):
        name = words(value[0]) if value else ""
        return by_name.get(name, name)
    return words(value)


def _users(rows: Iterable[Row]) -> Iterable[OldUser]:
    for row in rows:
        username = words(row.get("username") or row.get("email"))
        named = " ".join(
            part for part in (words(row.get("first_name")), words(row.get("last_name"))) if part
        )
        # Dumped with natural primary keys a user has no id: the name is lasting enough.
        pk = words(row.get("id")) or username
        if pk:
            yield OldUser(
                id=pk,
                username=username,
                name=" ".join((named or words(row.get("name")) or username).split()),
                email=words(row.get("email")).strip(),
                active=truth(row.get("is_active", True)),
                row=row,
            )


def _questions(rows: Rows) -> dict[int, OldQuestion]:
    multiple = {
        number(row.get("question_ptr_id")): row for row in rows.of("multichoice.mcquestion")
    }
    true_false = {
        number(row.get("question_ptr_id")): row for row in rows.of("true_false.tf_question")
    }
    essays = {number(row.get("question_ptr_id")) for row in rows.of("essay.essay_question")}
    answers: dict[int | None, list[OldAnswer]] = defaultdict(list)
    for row in rows.of("multichoice.answer"):
        pk = number(row.get("id"))
        if pk is not None:
            answers[number(row.get("question_id"))].append(
                OldAnswer(pk, words(row.get("content")), truth(row.get("correct")))
            )
    found = {}
    for row in rows.of("quiz.question"):
        pk = number(row.get("id"))
        if pk is None:
            continue
        kind = MC if pk in multiple else TF if pk in true_false else ESSAY if pk in essays else ""
        order = words(multiple.get(pk, {}).get("answer_order"))
        own = sorted(answers[pk], key=lambda answer: answer.id)
        if order == "content":
            own.sort(key=lambda answer: answer.text)
        found[pk] = OldQuestion(
            id=pk,
            kind=kind,
            text=words(row.get("content")),
            explanation=words(row.get("explanation")),
            figure=words(row.get("figure")),
            category=number(row.get("category_id")),
            sub_category=number(row.get("sub_category_id")),
            correct=truth(true_false.get(pk, {}).get("correct")),
            answer_order=order,
            answers=tuple(own),
            row=row,
        )
    return found


def _quizzes(rows: Rows, questions: dict[int, OldQuestion]) -> dict[int, OldQuiz]:
    placed: dict[int | None, list[int]] = defaultdict(list)
    for row in rows.of(oldrows.PLACES):
        pk = number(row.get("question_id"))
        if pk in questions:
            placed[number(row.get("quiz_id"))].append(pk)
    found = {}
    for row in rows.of("quiz.quiz"):
        pk = number(row.get("id"))
        if pk is None:
            continue
        # The package orders by category alone; by id among equals is as good as any.
        own = sorted(dict.fromkeys(placed[pk]), key=lambda key: (questions[key].category or 0, key))
        found[pk] = OldQuiz(
            id=pk,
            title=words(row.get("title")),
            category=number(row.get("category_id")),
            questions=tuple(own),
            row=row,
        )
    return found


def _sittings(
    rows: Iterable[Row], zone: dt.tzinfo, by_name: dict[str, str]
) -> Iterable[OldSitting]:
    for row in rows:
        pk, quiz = number(row.get("id")), number(row.get("quiz_id"))
        if pk is None or quiz is None:
            continue
        answers, twice, flaw = answers_of(row.get("user_answers"))
        started, ended = moment(row.get("start"), zone), moment(row.get("end"), zone)
        if row.get("start") and started is None:
            flaw = "; ".join(filter(None, (flaw, "its start is no date")))
        if row.get("end") and ended is None:
            flaw = "; ".join(filter(None, (flaw, "its end is no date")))
        order = numbers(row.get("question_order"))
        if len(order) > MOST_ASKED:
            flaw = "; ".join(filter(None, (flaw, f"only {MOST_ASKED} of its questions are kept")))
        yield OldSitting(
            id=pk,
            user=_user_key(row.get("user_id"), by_name),
            quiz=quiz,
            order=order[:MOST_ASKED],
            left=numbers(row.get("question_list"))[:MOST_ASKED],
            incorrect=numbers(row.get("incorrect_questions"))[:MOST_ASKED],
            answers=answers,
            repeated=twice,
            score=number(row.get("current_score")),
            complete=truth(row.get("complete")),
            started=started,
            ended=ended,
            row=row,
            flaws=(flaw,) if flaw else (),
        )
