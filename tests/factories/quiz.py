"""A published quiz on a small bank, and somebody who passes it through its pages."""

import itertools

from courses.quizzes.models import (
    DrawnQuestion,
    Question,
    QuestionCategory,
    QuestionOption,
    Quiz,
    QuizDraw,
    QuizQuestion,
)

_numbers = itertools.count(1)
OPTIONS = {
    "single": [("Ask her first", True), ("Ring the son", False), ("Wait a week", False)],
    "multiple": [("Her words", True), ("The date", True), ("Your guess", False)],
    "true_false": [("True", False), ("False", True)],
}
TYPES = ("single", "multiple", "true_false")


def make_category(name: str = "") -> QuestionCategory:
    number = next(_numbers)
    return QuestionCategory.objects.create(
        name=name or f"Category {number}", key=f"category-{number}"
    )


def make_question(
    category: QuestionCategory, *, kind: str = "single", text: str = "", publish: bool = True
) -> Question:
    """A question with feedback on everything; each feedback holds the word `canary`."""
    number = next(_numbers)
    question = Question(
        category=category,
        type=kind,
        text=f"<p>{text or f'What do you do first, case {number}?'}</p>",
        feedback=f"<p>canary: overall {number}</p>",
        principles=["autonomy"],
        live=False,
        options=[
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


def make_quiz(
    *,
    questions: int = 3,
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
            make_question(category, kind=TYPES[number % 3])
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


def right_keys(drawn: DrawnQuestion) -> list[str]:
    """The right options of a drawn question, from what it pinned."""
    return [option["key"] for option in drawn.snapshot.data["options"] if option["correct"]]


def wrong_keys(drawn: DrawnQuestion) -> list[str]:
    return [option["key"] for option in drawn.snapshot.data["options"] if not option["correct"]]


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


def finish(client, attempt, *, right: int | None = None):
    """Answer an open attempt, `right` of its questions rightly (all, unless said), and send it."""
    every = drawn_of(attempt)
    right = len(every) if right is None else right
    for number, drawn in enumerate(every):
        keys = right_keys(drawn) if number < right else wrong_keys(drawn)[:1]
        assert answer(client, attempt, drawn, keys).status_code == 303
    return client.post(address(attempt, "send/"))


def begin_again(client, attempt):
    """Press “Try again”."""
    return client.post(f"/learn/{attempt.enrolment.uuid}/begin/{attempt.activity.uuid}/")


def text(response) -> str:
    return response.content.decode()
