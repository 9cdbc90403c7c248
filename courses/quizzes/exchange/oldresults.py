"""The past sittings of a django-quiz-app site, as imported results: evidence, not completions."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from courses.models import ImportedResult
from courses.people.models import Person
from courses.quizzes.exchange import oldmarks
from courses.quizzes.exchange.items import CHANGED, IMPORTED, SKIPPED, Outcome, fingerprint
from courses.quizzes.exchange.oldsite import OldQuiz, OldSite, OldSitting, kept
from courses.quizzes.exchange.storing import UNCHANGED
from courses.quizzes.models import Quiz

CHUNK = 500
SMALLEST, LARGEST = -(2**31), 2**31 - 1


class Sittings:
    """Keeps each sitting once; one that went on there is a further row, and the newest counts."""

    def __init__(
        self,
        site: OldSite,
        *,
        persons: dict[str, Person],
        quizzes: dict[int, Quiz],
        questions: dict[int, uuid.UUID],
        now: dt.datetime,
    ) -> None:
        self.site, self.now = site, now
        self.persons, self.quizzes, self.questions = persons, quizzes, questions
        self._open = Counter(
            (sitting.user, sitting.quiz) for sitting in site.sittings if not sitting.complete
        )

    def bring_in(self, progress: Callable[[int, int], None]) -> list[Outcome]:
        rows = ImportedResult.objects.filter(source=self.site.source).order_by("seq")
        latest = {row.source_key: row for row in rows.defer("data")}
        outcomes, fresh = [], []
        total = len(self.site.sittings)
        for number, sitting in enumerate(self.site.sittings, 1):
            outcome = Outcome("sitting", str(sitting.id), self._called(sitting)[:200], IMPORTED)
            outcomes.append(outcome)
            made = self._one(sitting, latest.get(str(sitting.id)), outcome)
            if made is not None:
                fresh.append(made)
            if number % CHUNK == 0 or number == total:
                ImportedResult.objects.bulk_create(fresh)
                fresh = []
                progress(number, total)
        return outcomes

    def _called(self, sitting: OldSitting) -> str:
        user, quiz = self.site.users.get(sitting.user), self.site.quizzes.get(sitting.quiz)
        who = user.username if user else f"user {sitting.user}"
        return f"{who}: {quiz.title if quiz else f'quiz {sitting.quiz}'}"

    def _one(
        self, sitting: OldSitting, before: ImportedResult | None, outcome: Outcome
    ) -> ImportedResult | None:
        outcome.notes += sitting.flaws
        quiz, person = self.site.quizzes.get(sitting.quiz), self.persons.get(sitting.user)
        if quiz is None or person is None:
            outcome.action = SKIPPED
            outcome.why = "its quiz is not in the file" if quiz is None else self._nobody(sitting)
            return None
        found = oldmarks.verdicts(sitting, self.site.questions, quiz.pass_mark)
        outcome.notes += _remarks(sitting, found)
        if not sitting.complete and self._open[sitting.user, sitting.quiz] > 1:
            outcome.notes.append("this person has more than one unfinished try at this quiz")
        mark = fingerprint(_facts(sitting))
        if before is not None and before.sha256 == mark:
            outcome.action, outcome.why = SKIPPED, UNCHANGED
            outcome.target = str(before.uuid)
            return None
        if before is not None:
            outcome.action = CHANGED
            outcome.why = "it went on or was marked there: the newer state counts"
        row = self._row(sitting, quiz, person, found)
        row.seq, row.sha256 = before.seq + 1 if before else 1, mark
        outcome.target = str(row.uuid)
        return row

    def _nobody(self, sitting: OldSitting) -> str:
        here = sitting.user in self.site.users
        return "its person is not brought in" if here else "its person is not in the file"

    def _row(
        self, sitting: OldSitting, quiz: OldQuiz, person: Person, found: oldmarks.Verdicts
    ) -> ImportedResult:
        ours = self.quizzes.get(quiz.id)
        done = sitting.complete
        return ImportedResult(
            person=person,
            source=self.site.source,
            source_key=str(sitting.id),
            title=(quiz.title or f"Quiz {quiz.id}")[:255],
            content_uuid=ours.uuid if ours else None,
            state=ImportedResult.State.FINISHED if done else ImportedResult.State.OPEN,
            started_at=sitting.started,
            ended_at=sitting.ended,
            asked=found.asked,
            pass_mark=_bounded(quiz.pass_mark),
            score=_bounded(found.score),
            passed=found.passed if done else None,
            right=found.right,
            would_pass=found.would_pass if done else None,
            data=self._kept(sitting, found),
            imported_at=self.now,
        )

    def _kept(self, sitting: OldSitting, found: oldmarks.Verdicts) -> dict[str, Any]:
        """Everything else that is known of a sitting."""
        user = self.site.users.get(sitting.user)
        return {
            "package": "django-quiz-app",
            "username": user.username if user else "",
            "row": kept(sitting.row),
            "percent": found.percent,
            "percent_half_up": found.percent_half_up,
            "passed": found.passed,
            "passed_half_up": found.passed_half_up,
            "right_today": found.right_today,
            "incorrect": list(sitting.incorrect),
            "left": list(sitting.left),
            "repeated": list(sitting.repeated),
            "remarks": _remarks(sitting, found),
            "questions": [
                {**row, "uuid": str(self.questions[row["id"]])}
                if row["id"] in self.questions
                else row
                for row in kept({"questions": list(found.questions)})["questions"]
            ],
        }


def _remarks(sitting: OldSitting, found: oldmarks.Verdicts) -> list[str]:
    """What is odd about a sitting, in words."""
    notes = []
    if found.disagrees:
        notes.append(
            f"it kept a score of {found.score} of {found.asked}; its answers come to {found.right}"
        )
    if found.percent != found.percent_half_up:
        notes.append(
            f"its percent is {found.percent} or {found.percent_half_up}, after the Python that "
            "rounded it"
        )
    if sitting.repeated:
        notes.append("an answer was counted twice: questions " + ", ".join(sitting.repeated))
    gone = [str(row["id"]) for row in found.questions if row["gone"]]
    if gone:
        notes.append("deleted since: questions " + ", ".join(gone))
    return notes


def _facts(sitting: OldSitting) -> list[Any]:
    """What must differ for a sitting to have gone on. A dump has milliseconds only."""
    times = (sitting.started, sitting.ended)
    return [
        sitting.user,
        sitting.quiz,
        list(sitting.order),
        list(sitting.left),
        list(sitting.incorrect),
        sitting.answers,
        sitting.score,
        sitting.complete,
        *(at.isoformat(timespec="milliseconds") if at else "" for at in times),
    ]


def _bounded(number: int | None) -> int | None:
    return None if number is None else max(SMALLEST, min(LARGEST, number))
