"""What keeps a quiz or a question from being published, in words that say how to mend it."""

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.activities import Problem
from courses.quizzes import writing
from courses.quizzes.models import Question, Quiz


def flaw_words(code: str) -> str:
    """The words for a flaw of a question's options."""
    return {
        "too_few_options": _("Write at least two options."),
        "true_false_takes_two": _("True or false takes exactly two options."),
        "too_many_options": _("Write at most %(most)d options.") % {"most": writing.MOST_OPTIONS},
        "none_correct": _("Tick at least one option as a right answer."),
        "one_correct": _("Tick one right answer only, or make it “Several right answers”."),
        "all_correct": _("Every option is ticked as right, so any answer would do."),
        "empty_text": _("Write something in this row, or delete it."),
        "not_offered": _("Questions of this type cannot be published yet."),
        "same_text": _("Another option says the same."),
    }[code]


def flaws_of_draft(question: Question) -> list[writing.Flaw]:
    """What is wrong with a question's options as they stand in an editor or a revision."""
    rows = sorted(question.options.all(), key=lambda option: option.sort_order or 0)
    options = [writing.Written(row.text, row.correct) for row in rows]
    return writing.flaws(kind=question.type, options=options)


def refuse_flawed_question(question: Question) -> None:
    """Raise `ValidationError` where a question must not be published."""
    words = [flaw_words(flaw.code) for flaw in flaws_of_draft(question)]
    if question.category_id is None:
        words.append(_("Choose the category that it belongs to."))
    if words:
        raise ValidationError(words)


def refuse_problems(quiz: Quiz) -> None:
    """Raise `ValidationError` where a quiz must not be published."""
    found = problems(quiz=quiz)
    if found:
        raise ValidationError([problem.message for problem in found])


def problems(*, quiz: Quiz) -> list[Problem]:
    """What blocks publishing of a quiz, from its rows as they stand in the form (three queries)."""
    fixed = list(quiz.fixed_questions.all())
    draws = list(quiz.draws.all())
    if not fixed and not draws:
        words = _("Choose questions, or draw some from a category: the quiz asks nothing yet.")
        return [Problem(words, "draws", "asks_nothing")]
    return [*_fixed_problems(fixed), *_draw_problems(draws, fixed)]


def _fixed_problems(fixed: Any) -> list[Problem]:
    ids = [row.question_id for row in fixed]
    found = Question.objects.select_related("published_snapshot").in_bulk(filter(None, ids))
    result = []
    for number, row in enumerate(fixed, start=1):
        question = found.get(row.question_id)
        if question is None:
            words = _("Row %(row)d names no question: choose one, or delete the row.")
            result.append(Problem(words % {"row": number}, "fixed_questions", "no_question"))
        elif not question.live or question.published_snapshot is None:
            words = _("“%(question)s” is not published yet.")
            result.append(
                Problem(words % {"question": question}, "fixed_questions", "not_published")
            )
        elif _flaws_of(question):
            words = _("“%(question)s” cannot be asked: %(why)s")
            why = flaw_words(_flaws_of(question)[0].code)
            result.append(
                Problem(words % {"question": question, "why": why}, "fixed_questions", "flawed")
            )
    for key, times in Counter(filter(None, ids)).items():
        if times > 1:
            words = _("“%(question)s” is chosen twice.") % {"question": found.get(key)}
            result.append(Problem(words, "fixed_questions", "chosen_twice"))
    return result


def _flaws_of(question: Question) -> list[writing.Flaw]:
    assert question.published_snapshot is not None  # a live question has one
    data = question.published_snapshot.data
    return writing.flaws(
        kind=data["type"],
        options=[writing.Written(row["text"], row["correct"]) for row in data["options"]],
    )


def _draw_problems(draws: Any, fixed: Any) -> list[Problem]:
    ids = [row.category_id for row in draws]
    chosen = {row.question_id for row in fixed}
    there = Counter(
        Question.objects.filter(
            live=True, published_snapshot__isnull=False, category__in=[pk for pk in ids if pk]
        )
        .exclude(pk__in=[pk for pk in chosen if pk])
        .values_list("category_id", flat=True)
    )
    twice = {pk for pk, times in Counter(pk for pk in ids if pk).items() if times > 1}
    result = []
    for number, row in enumerate(draws, start=1):
        if row.category_id is None:
            words = _("Row %(row)d names no category: choose one, or delete the row.")
            result.append(Problem(words % {"row": number}, "draws", "no_category"))
        # Named twice it is one mistake, and whether there are enough is asked when it is mended.
        elif row.category_id not in twice and (row.count or 0) > there[row.category_id]:
            words = _too_few_words(row, number, there[row.category_id])
            result.append(Problem(words, "draws", "too_few_questions"))
    for key in sorted(twice):
        name = next(row.category for row in draws if row.category_id == key)
        words = _("“%(category)s” is named twice: add the numbers up in one row.")
        result.append(Problem(words % {"category": name}, "draws", "category_twice"))
    return result


def _too_few_words(row: Any, number: int, there: int) -> str:
    """Which row asks for more than there is, and what to do about it."""
    names = {"category": row.category, "there": there, "row": number, "count": row.count}
    if not there:
        words = _(
            "Row %(row)d draws from “%(category)s”, where there is no published question that the "
            "quiz does not ask already. Publish questions there, or choose another category."
        )
        return words % names
    words = ngettext(
        "“%(category)s” has %(there)d published question to draw from; row %(row)d asks for "
        "%(count)d. Ask for fewer, or publish more questions there.",
        "“%(category)s” has %(there)d published questions to draw from; row %(row)d asks for "
        "%(count)d. Ask for fewer, or publish more questions there.",
        there,
    )
    return words % names
