"""What keeps a quiz or a question from being published, in words that say how to mend it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.activities import Problem
from courses.quizzes import kinds, writing
from courses.quizzes.models import Question, Quiz, Vignette
from courses.quizzes.services import drawing


def flaw_words(flaw: writing.Flaw) -> str:
    """The words for a flaw of a question: what is wrong, and what to do about it."""
    words = {
        "too_few_options": _("Write at least two options."),
        "true_false_takes_two": _("True or false takes exactly two options."),
        "too_many_options": _("Write at most %(options)d options."),
        "too_many_rows": _("Write at most %(rows)d rows."),
        "none_correct": _("Tick at least one option as a right answer."),
        "one_correct": _("Tick one right answer only, or make it “Several right answers”."),
        "all_correct": _("Every option is ticked as right, so any answer would do."),
        "shares_short": _(
            "The percents of the right options must come to 100 together. Change them, or leave "
            "them all empty for equal parts."
        ),
        "empty_text": _("Write something in this row, or delete it."),
        "same_text": _("Another option says the same."),
        "not_offered": _(
            "Questions of this type cannot be published. Choose another, or keep it as a draft."
        ),
        "too_few_pairs": _("Write at least two pairs."),
        "no_partner": _("Write what this belongs to, or delete the row."),
        "one_partner": _("All have the same partner, so there is nothing to match. Add another."),
        "too_few_things": _("Write at least two things to put in order."),
        "none_full": _(
            "Write at least one answer that gives the whole mark: leave its percent empty, or "
            "write 100."
        ),
        "below_nothing": _("Here the percent can be 0 to 100; it cannot take anything off."),
        "never_reached": _(
            "Row %(number)d takes every answer, so this row is never looked at. Move it above."
        ),
        "anything_is_right": _(
            "A star alone takes every answer. Write 0 as its percent, or say more than a star."
        ),
        "not_a_number": _("Write a number, as 12.5 or 12,5."),
        "two_readings": _(
            "This can be read as a thousand or as a decimal. Write it without the mark, or with "
            "another decimal."
        ),
        "no_gaps": _("Write where the gaps are: [1] for the first, [2] for the second."),
        "row_without_gap": _("Say which gap this is for: 1 for [1]."),
        "gap_not_in_text": _("There is no [%(number)d] in the text. Write it there, or change it."),
        "gap_twice": _("[%(number)d] is in the text twice. Give the second a number of its own."),
        "gap_without_row": _("Write at least one answer for gap %(number)d."),
        "gap_none_right": _("Tick at least one answer for gap %(number)d that is wholly right."),
        "no_units": _("Write at least one unit, or choose that no unit is asked for."),
        "same_unit": _("This unit is there already."),
        "no_factor": _("Write a factor above 0."),
        "main_unit_is_one": _("The first unit is the main one, so its factor is 1."),
        "no_rubric": _(
            "Write at least one thing that a marker looks for, and the points that it gives."
        ),
        "too_many_criteria": _("Write at most %(criteria)d things to look for."),
        "same_criterion": _("Another row of the rubric has this name."),
        "words_crossed": _("The most words must not be fewer than the least."),
        "no_alt": _("Say in words what is in the picture, for those who cannot see it."),
    }[flaw.code]
    return words % {
        "number": flaw.number,
        "options": writing.MOST_OPTIONS,
        "rows": writing.MOST_ROWS,
        "criteria": writing.MOST_CRITERIA,
    }


def words_with_row(flaw: writing.Flaw) -> str:
    """The same, with the row that it is about."""
    words = flaw_words(flaw)
    if flaw.option is None:
        return words
    return _("Row %(row)d: %(words)s") % {"row": flaw.option + 1, "words": words}


def flaws_of_draft(question: Question) -> list[writing.Flaw]:
    """What is wrong with a question as it stands in an editor or a revision."""
    return writing.flaws_in(question.content())


def refuse_flawed_question(question: Question) -> None:
    """Raise `ValidationError` where a question must not be published."""
    words = [words_with_row(flaw) for flaw in flaws_of_draft(question)]
    if question.category_id is None:
        words.append(_("Choose the category that it belongs to."))
    if words:
        raise ValidationError(words)


def refuse_problems(quiz: Quiz) -> None:
    """Raise `ValidationError` where a quiz must not be published."""
    found = problems(quiz=quiz)
    if found:
        raise ValidationError([problem.message for problem in found])


def refuse_flawed_vignette(vignette: Vignette) -> None:
    """Raise `ValidationError` where a case must not be published."""
    if vignette.image_id and not vignette.image_alt.strip():
        raise ValidationError(
            _("Say in words what is in the picture, for those who cannot see it.")
        )


def problems(*, quiz: Quiz) -> list[Problem]:
    """What blocks publishing of a quiz, from its rows as they stand in the form (three queries)."""
    fixed = list(quiz.fixed_questions.all())
    draws = list(quiz.draws.all())
    if not fixed and not draws:
        words = _("Choose questions, or draw some from a category: the quiz asks nothing yet.")
        return [Problem(words, "draws", "asks_nothing")]
    asked, found = _fixed_problems(fixed)
    found = [
        *found,
        *_draw_problems(draws, {question.pk for question in asked}),
        *_section_problems(list(quiz.sections.all()), [*fixed, *draws]),
    ]
    at_once = quiz.feedback == Quiz.Feedback.IMMEDIATE
    texts = _texts(quiz) if at_once or quiz.certainty else []
    if at_once:
        words = _(
            "“%(question)s” is marked by a person, so nothing can be told after each answer. "
            "Choose another time for the feedback, or leave this question out."
        )
        found += [
            Problem(words % {"question": text}, "feedback", "text_told_at_once") for text in texts
        ]
    if quiz.certainty:
        words = _(
            "“%(question)s” is marked by a person, so how sure somebody is cannot be asked. Do not "
            "ask it in this quiz, or leave this question out."
        )
        found += [Problem(words % {"question": text}, "certainty", "unsure_text") for text in texts]
    return found


def _texts(quiz: Quiz) -> list[Question]:
    """Some of the texts that a person marks, among all that a quiz can ask (one query)."""
    recipe = drawing.recipe_as_it_stands(quiz)
    reach = drawing.reach([*recipe.chosen, *recipe.drawn])
    return list(Question.objects.filter(reach, type=kinds.ESSAY, live=True).order_by("pk")[:3])


def _fixed_problems(fixed: Any) -> tuple[list[Question], list[Problem]]:
    """The questions that are asked of everybody, and what is wrong with their rows."""
    ids = [row.question_id for row in fixed]
    cases = [row.vignette_id for row in fixed]
    rows = Question.objects.filter(
        Q(pk__in=list(filter(None, ids))) | Q(vignette__in=list(filter(None, cases)))
    )
    reach = list(
        rows.select_related("published_snapshot", "vignette").order_by("vignette_order", "pk")
    )
    found = {question.pk: question for question in reach}
    result, asked = [], []
    for number, row in enumerate(fixed, start=1):
        if row.vignette_id and row.question_id:
            words = _("Row %(row)d names a question and a case: choose one of them.")
            result.append(Problem(words % {"row": number}, "fixed_questions", "both"))
        if row.vignette_id:
            about = [one for one in reach if one.vignette_id == row.vignette_id]
            result += _case_problems(row.vignette, about)
            asked += [question for question in about if question.live]
            continue
        question = found.get(row.question_id)
        if question is None:
            words = _("Row %(row)d names no question: choose one, or delete the row.")
            result.append(Problem(words % {"row": number}, "fixed_questions", "no_question"))
            continue
        asked.append(question)
        result += _question_problems(question)
    for key, times in Counter(question.pk for question in asked).items():
        if times > 1:
            words = _("“%(question)s” is chosen twice.") % {"question": found.get(key)}
            result.append(Problem(words, "fixed_questions", "chosen_twice"))
    return asked, result


def _question_problems(question: Question) -> Iterator[Problem]:
    if not question.live or question.published_snapshot is None:
        words = _("“%(question)s” is not published yet.")
        yield Problem(words % {"question": question}, "fixed_questions", "not_published")
    elif flaws := _flaws_of(question):
        words = _("“%(question)s” cannot be asked: %(why)s")
        why = words_with_row(flaws[0])
        yield Problem(words % {"question": question, "why": why}, "fixed_questions", "flawed")


def _case_problems(case: Any, about: list[Question]) -> Iterator[Problem]:
    if not case.live or case.published_snapshot_id is None:
        words = _("The case “%(case)s” is not published yet.")
        yield Problem(words % {"case": case}, "fixed_questions", "case_not_published")
    live = [question for question in about if question.live]
    if not live:
        words = _(
            "No published question is about the case “%(case)s”. Publish one, or choose another."
        )
        yield Problem(words % {"case": case}, "fixed_questions", "empty_case")
    for question in live:
        yield from _question_problems(question)


def _flaws_of(question: Question) -> list[writing.Flaw]:
    assert question.published_snapshot is not None  # a live question has one
    return writing.flaws_in(question.published_snapshot.data)


def _section_problems(sections: list[Any], rows: list[Any]) -> Iterator[Problem]:
    """Rows that name a section that is not there, and sections that ask nothing."""
    asked = {row.section or 1 for row in rows}
    for number in sorted(number for number in asked if number > max(1, len(sections))):
        words = _("There is no section %(number)d. Add it, or give its rows another.")
        yield Problem(words % {"number": number}, "sections", "no_section")
    for number, section in enumerate(sections, start=1):
        if number not in asked:
            words = _(
                "Section %(number)d, “%(section)s”, asks nothing. Give rows of questions its "
                "number, or delete it."
            )
            yield Problem(words % {"number": number, "section": section}, "sections", "empty")


def _draw_problems(draws: Any, chosen: set[int]) -> list[Problem]:
    """Rows that could come out short, whatever the lot of those before them (one query)."""
    rows = [drawing.row_from(drawing.fields_of(row), 0) for row in draws]
    reach = drawing.in_reach(rows).exclude(pk__in=chosen)
    there = list(reach) if any(row.draws for row in rows) else []
    met = [{one.pk for one in there if row.meets(one)} if row.draws else set() for row in rows]
    alike = Counter(_what(row) for row in draws)
    result, told = [], set()
    for place, (row, mine) in enumerate(zip(draws, met, strict=True)):
        if not rows[place].draws:
            words = _("Row %(row)d names no category: choose one, or delete the row.")
            result.append(Problem(words % {"row": place + 1}, "draws", "no_category"))
            continue
        # Named twice it is one mistake, and whether there are enough is asked when it is mended.
        if alike[_what(row)] > 1:
            if _what(row) not in told:
                told.add(_what(row))
                words = _("“%(category)s” is named twice: add the numbers up in one row.")
                result.append(
                    Problem(words % {"category": row.from_where}, "draws", "category_twice")
                )
            continue
        gone = sum(
            min(before.count, len(others & mine))
            for before, others in zip(rows[:place], met[:place], strict=True)
        )
        left = max(0, len(mine) - gone)
        if (row.count or 0) > left:
            words = _too_few_words(row, place + 1, left)
            result.append(Problem(words, "draws", "too_few_questions"))
    return result


def _what(row: Any) -> tuple[Any, ...]:
    """What a row draws and where: two rows that say the same are one."""
    return (row.category_id, row.tag, row.difficulty, row.points, row.section or 1)


def _too_few_words(row: Any, number: int, there: int) -> str:
    """Which row asks for more than there is, and what to do about it."""
    names = {"category": row.from_where, "there": there, "row": number, "count": row.count}
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
