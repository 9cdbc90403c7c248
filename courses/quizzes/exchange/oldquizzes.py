"""The quizzes of a django-quiz-app site in our words: what each rule of theirs is here."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.models import ImportOrigin
from courses.quizzes.exchange.items import CHANGED, IMPORTED, SKIPPED, Outcome, fingerprint
from courses.quizzes.exchange.oldsite import OldQuiz, OldSite, kept
from courses.quizzes.exchange.storing import UNCHANGED, Bank
from courses.quizzes.exchange.wording import line, paragraphs
from courses.quizzes.models import Question, Quiz, QuizDraw, QuizQuestion

QUIZ = ImportOrigin.Kind.QUIZ
FLAGS = ("random_order", "answers_at_end", "exam_paper", "single_attempt", "draft")
WORDS = ("title", "description", "url", "success_text", "fail_text")
MOST_DRAWN = 100


class Quizzes:
    """Brings the quizzes of a site in, once its questions are here."""

    def __init__(self, site: OldSite, bank: Bank, questions: dict[int, uuid.UUID]) -> None:
        self.site, self.bank, self.questions = site, bank, questions
        self.here: dict[int, Quiz] = {}
        wanted = list(questions.values())
        self._asked = {
            question.uuid: question
            for start in range(0, len(wanted), 500)
            for question in Question.objects.filter(uuid__in=wanted[start : start + 500])
        }
        self._urls = Counter(str(quiz.row.get("url")) for quiz in site.quizzes.values())

    def bring_in(self) -> list[Outcome]:
        # Wagtail would look through a quiz anew for every question that is put into it.
        with disable_reference_index_auto_update():
            outcomes = [self._one(old) for _pk, old in sorted(self.site.quizzes.items())]
        for quiz, outcome in zip(self.here.values(), outcomes, strict=True):
            if outcome.action != SKIPPED:
                ReferenceIndex.create_or_update_for_object(quiz)
        return outcomes

    def _one(self, old: OldQuiz) -> Outcome:
        outcome = Outcome("quiz", str(old.id), old.title[:200], IMPORTED)
        if self._urls[str(old.row.get("url"))] > 1:
            outcome.notes.append(f"another quiz has its address “{old.row.get('url')}” too")
        asked = [
            self._asked[key]
            for pk in old.questions
            if (key := self.questions.get(pk)) in self._asked
        ]
        mark = fingerprint([_facts(old), [str(question.uuid) for question in asked]])
        row = self.bank.origins.find(QUIZ, old.id)
        quiz = Quiz.objects.filter(uuid=row.target).first() if row else None
        wanted_live = self.bank.publish and not old.flag("draft")
        if quiz is not None and row is not None and row.fingerprint == mark:
            self._known(old, quiz, wanted_live, outcome)
            return outcome
        if quiz is not None:
            outcome.action = CHANGED
        draft = quiz.get_latest_revision_as_object() if quiz else Quiz(live=False)
        describe(old, draft, asked, self.site, outcome.notes)
        self._save(draft, quiz, wanted_live, outcome)
        self.here[old.id] = draft
        outcome.target = str(draft.uuid)
        self.bank.origins.note(QUIZ, old.id, draft.uuid, mark, {"row": kept(old.row)})
        return outcome

    def _known(self, old: OldQuiz, quiz: Quiz, wanted_live: bool, outcome: Outcome) -> None:
        self.here[old.id] = quiz
        outcome.target = str(quiz.uuid)
        outcome.action, outcome.why, outcome.live = SKIPPED, UNCHANGED, quiz.live
        # A draft that was never published may be published once its questions are.
        never = not quiz.live and not quiz.first_published_at
        if wanted_live and never and not self._publish(quiz.get_latest_revision()):
            outcome.action, outcome.why = CHANGED, "it can be published now"
            outcome.live = True

    def _save(self, draft: Quiz, quiz: Quiz | None, wanted_live: bool, outcome: Outcome) -> None:
        if quiz is None or not quiz.live:
            draft.live, draft.has_unpublished_changes = False, True
            draft.save()
        revision = draft.save_revision(user=self.bank.user, clean=False, log_action=True)
        outcome.live = bool(quiz and quiz.live)
        if not wanted_live:
            if self.bank.publish:
                outcome.notes.append("it was a draft and stays one")
            return
        why = self._publish(revision)
        if why:
            outcome.notes.append(f"stays a draft: {why}")
        else:
            outcome.live = True

    def _publish(self, revision: Any) -> str:
        """Publish, or say why it cannot be published."""
        try:
            with transaction.atomic():
                revision.publish(user=self.bank.user)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""


def _facts(old: OldQuiz) -> list[Any]:
    """What must differ for a quiz to have changed, the same from a database and from a dump."""
    return [
        *(str(old.row.get(name) or "") for name in WORDS),
        *(old.flag(name) for name in FLAGS),
        old.category,
        old.pass_mark,
        old.max_questions,
    ]


def describe(
    old: OldQuiz, quiz: Quiz, asked: list[Question], site: OldSite, notes: list[str]
) -> None:
    """Say in our words what the quiz was; note what is not as it was."""
    quiz.title = (line(old.title) or f"Quiz {old.id}")[:255]
    quiz.intro = paragraphs(str(old.row.get("description") or ""))
    quiz.layout = Quiz.Layout.ONE
    quiz.attempts = 1 if old.flag("single_attempt") else None
    quiz.shuffle_questions = old.flag("random_order")
    at_end = old.flag("answers_at_end")
    quiz.feedback = Quiz.Feedback.AFTER_SUBMISSION if at_end else Quiz.Feedback.IMMEDIATE
    orders = {site.questions[pk].answer_order for pk in old.questions}
    quiz.shuffle_options = "random" in orders
    if quiz.shuffle_options and len(orders) > 1:
        notes.append("some of its questions mixed their answers; here all do")
    mark = old.pass_mark
    quiz.pass_mark = min(100, max(1, mark or 0))
    if mark != quiz.pass_mark:
        notes.append(f"its pass mark was {mark}, and is {quiz.pass_mark} here")
    if not old.flag("exam_paper"):
        notes.append("it kept no results; here they are always kept")
    if old.flag("single_attempt"):
        notes.append("it may be taken once here too: tries that were brought in do not count")
    for name, said in (("success_text", "who passed"), ("fail_text", "who failed")):
        if old.row.get(name):
            notes.append(f"its words for {said} are kept with the import, and not shown")
    _ask(old, quiz, asked, notes)


def _ask(old: OldQuiz, quiz: Quiz, asked: list[Question], notes: list[str]) -> None:
    """The questions; a number at random is drawn where a category is just what it drew from."""
    most = old.max_questions
    draws: list[QuizDraw] = []
    if most is not None and 0 < most < len(asked):
        shelf = _whole_shelf(asked)
        if not old.flag("random_order"):
            notes.append(f"it always asked the first {most} of its {len(asked)} questions")
            asked = asked[:most]
        elif shelf is not None and most <= MOST_DRAWN:
            draws = [QuizDraw(category_id=shelf, count=most, sort_order=0)]
            asked = []
        else:
            notes.append(
                f"it asked {most} of {len(asked)} questions at random; here it asks them all. To "
                "draw, give it a category of its own"
            )
    elif not asked:
        notes.append("it has no questions")
    quiz.draws = draws
    quiz.fixed_questions = [
        QuizQuestion(question=question, sort_order=number) for number, question in enumerate(asked)
    ]


def _whole_shelf(asked: list[Question]) -> int | None:
    """The category that these questions are the whole of."""
    shelves = {question.category_id for question in asked}
    shelf = next(iter(shelves)) if len(shelves) == 1 else None
    if shelf is None:
        return None
    there = set(Question.objects.filter(category=shelf).values_list("pk", flat=True))
    return shelf if there == {question.pk for question in asked} else None
