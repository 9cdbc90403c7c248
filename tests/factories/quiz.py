"""A published quiz on a small bank, and somebody who passes it through its pages."""

import itertools

from courses.quizzes import contents
from courses.quizzes.models import (
    DrawnQuestion,
    Question,
    QuestionCategory,
    QuestionOption,
    QuestionUnit,
    Quiz,
    QuizDraw,
    QuizQuestion,
    QuizSection,
    RubricCriterion,
    Vignette,
)

_numbers = itertools.count(1)
OPTIONS = {
    "single": [("Ask her first", True), ("Ring the son", False), ("Wait a week", False)],
    "multiple": [("Her words", True), ("The date", True), ("Your guess", False)],
    "true_false": [("True", False), ("False", True)],
}
TYPES = ("single", "multiple", "true_false")
NEWER_TYPES = ("matching", "ordering", "short_text", "numeric", "cloze")
# Rows of the types that are not choices; no learner may meet the word `sealed` or the number 31.25.
ROWS = {
    "matching": [
        {"text": "Autonomy", "match": "She decides"},
        {"text": "Justice", "match": "All get their part"},
        {"text": "", "match": "It is cheap"},
    ],
    "ordering": [{"text": "Ask her"}, {"text": "Listen"}, {"text": "Write it down"}],
    "short_text": [{"text": "sealed duty*"}, {"text": "sealed care", "share": 50}],
    "numeric": [{"text": "31.25", "tolerance": "0.5"}],
    "cloze": [
        {"text": "Ask", "gap": 1, "correct": True},
        {"text": "Tell", "gap": 1},
        {"text": "sealed consent", "gap": 2, "correct": True},
    ],
    "essay": [],
}
RIGHT_TEXT = {"short_text": "Sealed DUTY of care", "numeric": "31,5", "essay": "I would ask."}


def make_category(name: str = "") -> QuestionCategory:
    number = next(_numbers)
    return QuestionCategory.objects.create(
        name=name or f"Category {number}", key=f"category-{number}"
    )


def make_question(
    category: QuestionCategory,
    *,
    kind: str = "single",
    text: str = "",
    publish: bool = True,
    **fields,
) -> Question:
    """A question with feedback on everything; each feedback holds the word `canary`."""
    number = next(_numbers)
    gaps = " First [1], then [2]." if kind == "cloze" else ""
    question = Question(
        category=category,
        type=kind,
        text=f"<p>{text or f'What do you do first, case {number}?'}{gaps}</p>",
        feedback=f"<p>canary: overall {number}</p>",
        live=False,
        units=_units() if kind == "numeric" else [],
        rubric=_rubric() if kind == "essay" else [],
        model_answer="<p>sealed model answer</p>" if kind == "essay" else "",
        **{"principles": ["autonomy"]}
        | ({"unit_rule": "required"} if kind == "numeric" else {})
        | fields,
        options=[
            QuestionOption(
                **row, feedback=f"canary: because {row['text']} {number}", sort_order=place
            )
            for place, row in enumerate(ROWS[kind])
        ]
        if kind in ROWS
        else [
            QuestionOption(
                text=f"{words} ({number})" if kind != "true_false" else words,
                correct=correct,
                feedback=f"canary: because {words} {number}",
                sort_order=place,
            )
            for place, (words, correct) in enumerate(OPTIONS[kind])
        ],
    )
    question.save()
    if publish:
        question.save_revision().publish()
        question.refresh_from_db()
    return question


def _rubric() -> list[RubricCriterion]:
    return [
        RubricCriterion(name="Her will", description="sealed: asked first", points=4, sort_order=0),
        RubricCriterion(name="A record", points=6, sort_order=1),
    ]


def _units() -> list[QuestionUnit]:
    return [
        QuestionUnit(name="mg", factor=1, sort_order=0),
        QuestionUnit(name="g", factor=1000, sort_order=1),
    ]


def make_quiz(
    *,
    questions: int = 3,
    kinds: tuple[str, ...] = TYPES,
    draw: int | None = None,
    fixed: int = 0,
    category: QuestionCategory | None = None,
    **fields,
) -> Quiz:
    """A published quiz that draws `draw` (all, unless said) of a new category's `questions`.

    `fixed` more questions, of another category, are asked of everybody.
    """
    if category is None:
        category = make_category()
        for number in range(questions):
            make_question(category, kind=kinds[number % len(kinds)])
    draw = questions if draw is None else draw
    other = make_category() if fixed else None
    defaults = {"title": f"Quiz {next(_numbers)}", "intro": "<p>Take your time.</p>"}
    quiz = Quiz(
        **(defaults | fields),
        live=False,
        draws=[QuizDraw(category=category, count=draw)] if draw else [],
        fixed_questions=[QuizQuestion(question=make_question(other)) for _ in range(fixed)],
    )
    quiz.save()
    quiz.save_revision().publish()
    return Quiz.objects.get(pk=quiz.pk)


def make_case(title="The door", *, questions=3, publish=True, **fields):
    """A case with its questions in an order of their own: `title 1` first."""
    case = Vignette(title=title, text=f"<p>{title}: what happened there.</p>", live=False)
    case.save()
    if publish:
        case.save_revision().publish()
        case.refresh_from_db()
    category = make_category()
    for number in range(questions, 0, -1):
        make_question(
            category, text=f"{title} {number}", vignette=case, vignette_order=number, **fields
        )
    return case


def make_quiz_of(*, draws=(), fixed=(), sections=(), publish=True, **fields) -> Quiz:
    """A quiz of rows, each given by its fields, and of sections by their titles."""
    defaults = {"title": "Rows", "shuffle_questions": False}
    quiz = Quiz(**(defaults | fields), live=False)
    quiz.draws = [QuizDraw(sort_order=number, **row) for number, row in enumerate(draws)]
    quiz.fixed_questions = [
        QuizQuestion(sort_order=number, **row) for number, row in enumerate(fixed)
    ]
    quiz.sections = [
        QuizSection(sort_order=number, title=title, intro=f"<p>About {title}.</p>")
        for number, title in enumerate(sections)
    ]
    quiz.save()
    if publish:
        quiz.save_revision().publish()
    return Quiz.objects.get(pk=quiz.pk)


def right_keys(drawn: DrawnQuestion) -> list[str]:
    """The right options of a drawn question, from what it pinned."""
    return [option["key"] for option in drawn.snapshot.data["options"] if option["correct"]]


def wrong_keys(drawn: DrawnQuestion) -> list[str]:
    return [option["key"] for option in drawn.snapshot.data["options"] if not option["correct"]]


def right_fields(drawn: DrawnQuestion) -> dict:
    """The fields of a form that answer a drawn question rightly, whatever its type."""
    data, name = drawn.snapshot.data, f"q{drawn.position}"
    kept = contents.right_answer(data)
    if data["type"] in RIGHT_TEXT:
        unit = {f"{name}-unit": "mg"} if data["type"] == "numeric" else {}
        return {name: RIGHT_TEXT[data["type"]]} | unit
    if data["type"] == "ordering":
        return {f"{name}-{key}": place for place, key in enumerate(kept, start=1)}
    if isinstance(kept, dict):
        return {f"{name}-{part}": value for part, value in kept.items()}
    return {name: kept}


def wrong_fields(drawn: DrawnQuestion) -> dict:
    """The fields that answer it in full, and wrongly."""
    data, name, right = drawn.snapshot.data, f"q{drawn.position}", right_fields(drawn)
    if data["type"] in TYPES:
        return {name: wrong_keys(drawn)[:1]}
    if data["type"] == "cloze":
        wrong = next(row["key"] for row in data["options"] if not row["correct"])
        return {f"{name}-1": wrong, f"{name}-2": "nonsense"}
    if data["type"] in ("matching", "ordering"):
        return dict(zip(right, reversed(right.values()), strict=True))
    return right | {name: "7"}


def drawn_of(attempt) -> list[DrawnQuestion]:
    return list(
        DrawnQuestion.objects.filter(sitting__attempt=attempt)
        .select_related("snapshot")
        .order_by("position")
    )


def address(attempt, end: str = "") -> str:
    return f"/learn/quiz/{attempt.uuid}/{end}"


def answer(client, attempt, drawn: DrawnQuestion, keys: list[str], seen: int = 0, **extra):
    """Post one question's page."""
    place = drawn.position
    data = {f"seen{place}": seen, f"q{place}": keys, "go": "next"} | extra
    return client.post(address(attempt, f"{place}/"), data)


def post_answer(client, attempt, drawn: DrawnQuestion, fields: dict, seen: int = 0, **extra):
    """Post one question's page with these fields."""
    data = {f"seen{drawn.position}": seen, "go": "next"} | fields | extra
    return client.post(address(attempt, f"{drawn.position}/"), data)


def finish(client, attempt, *, right: int | None = None):
    """Answer an open attempt, `right` of its questions rightly (all, unless said), and send it."""
    every = drawn_of(attempt)
    right = len(every) if right is None else right
    for number, drawn in enumerate(every):
        fields = right_fields(drawn) if number < right else wrong_fields(drawn)
        assert post_answer(client, attempt, drawn, fields).status_code == 303
    return client.post(address(attempt, "send/"))


def begin_again(client, attempt):
    """Press “Try again”."""
    return client.post(f"/learn/{attempt.enrolment.uuid}/begin/{attempt.activity.uuid}/")


def text(response) -> str:
    return response.content.decode()
