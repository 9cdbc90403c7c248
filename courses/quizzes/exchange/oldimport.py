"""Bring a django-quiz-app site in: its bank, its quizzes, its people, and what they sat.

A second run finds everything again by the site's own ids: what has not changed there is left as it
is here, what has is a further version, and a sitting that went on is a further row of evidence.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from courses.models import ImportOrigin
from courses.quizzes.exchange.items import CHANGED, IMPORTED, SKIPPED, Outcome, counts
from courses.quizzes.exchange.oldpeople import MATCH, People
from courses.quizzes.exchange.oldquestions import NO_CATEGORY, category_names, item_of
from courses.quizzes.exchange.oldquizzes import Quizzes
from courses.quizzes.exchange.oldresults import Sittings
from courses.quizzes.exchange.oldsite import OldSite, kept
from courses.quizzes.exchange.storing import QUESTION, UNCHANGED, Bank

CATEGORY = ImportOrigin.Kind.CATEGORY
Progress = Callable[[str, int, int], None]


@dataclass
class Result:
    """What came of it, for the report."""

    source: str
    outcomes: list[Outcome] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "format": "django-quiz-app",
            "source": self.source,
            "counts": counts(self.outcomes),
            "left_out": self.left_out,
            "items": [one.as_json() for one in self.outcomes],
        }


class Undo(Exception):
    """A dry run ends here."""


def bring_in(
    *,
    site: OldSite,
    media: Path,
    now: dt.datetime,
    publish: bool = True,
    people: str = MATCH,
    dry_run: bool = False,
    user: Any = None,
    progress: Progress | None = None,
) -> Result:
    """Bring a whole site in, all or nothing. A dry run does all of it and takes it back."""
    tell = progress or (lambda _what, _done, _total: None)
    bank = Bank(source=site.source, now=now, user=user, publish=publish, shelf=NO_CATEGORY)
    result = Result(site.source)
    try:
        with transaction.atomic():
            _run(site, bank, media, people, tell, result)
            if dry_run:
                raise Undo
    except Undo:
        bank.pictures.undo()
    except BaseException:
        bank.pictures.undo()
        raise
    return result


def _run(
    site: OldSite, bank: Bank, media: Path, choice: str, tell: Progress, result: Result
) -> None:
    names = category_names(site)
    result.outcomes += _categories(site, bank, names)
    result.outcomes += _sub_categories(site, bank)
    told, questions = _questions(site, bank, names, media, tell)
    result.outcomes += told
    quizzes = Quizzes(site, bank, questions)
    result.outcomes += quizzes.bring_in()
    people = People(site, bank.origins, choice, bank.now)
    result.outcomes += people.bring_in()
    sittings = Sittings(
        site, persons=people.here, quizzes=quizzes.here, questions=questions, now=bank.now
    )
    result.outcomes += sittings.bring_in(lambda done, total: tell("sittings", done, total))
    bank.origins.save()
    result.left_out += _what_stays(site)


def _categories(site: OldSite, bank: Bank, names: dict[int, str]) -> list[Outcome]:
    """Each category, under the name that it has there. A renamed one is renamed here too."""
    outcomes = []
    for pk, name in names.items():
        said = site.categories[pk]
        outcome = Outcome("category", str(pk), name, IMPORTED)
        outcomes.append(outcome)
        if name != said:
            outcome.notes.append(f"its name was “{said}”" if said else "it had no name")
        row = bank.origins.find(CATEGORY, pk)
        if row is not None and row.data.get("name") == name and name in bank.names():
            outcome.action, outcome.why = SKIPPED, UNCHANGED
            continue
        before = str(row.data.get("name")) if row is not None else ""
        if row is not None and bank.rename(old=before, new=name):
            outcome.action = CHANGED
            outcome.notes.append(f"its name was “{before}” before")
        elif row is None and name in bank.names():
            outcome.notes.append("a category of this name was here; its questions join it")
        category = bank.category(name)
        bank.origins.note(CATEGORY, pk, category.pk, "", {"name": name, "said": said})
    return outcomes


def _sub_categories(site: OldSite, bank: Bank) -> list[Outcome]:
    """Each sub-category is a tag on its questions; that it was one is kept."""
    outcomes = []
    for pk, (name, parent) in sorted(site.sub_categories.items()):
        key, data = f"sub-category {pk}", {"name": name, "category": parent}
        outcome = Outcome("sub-category", str(pk), name[:200], IMPORTED, "a tag on its questions")
        outcomes.append(outcome)
        if parent not in site.categories:
            outcome.notes.append("it belonged to no category")
        row = bank.origins.find(CATEGORY, key)
        if row is not None:
            outcome.action = SKIPPED if row.data == data else CHANGED
            outcome.why = UNCHANGED if row.data == data else outcome.why
        bank.origins.note(CATEGORY, key, "", "", data)
    return outcomes


def _questions(
    site: OldSite, bank: Bank, names: dict[int, str], media: Path, tell: Progress
) -> tuple[list[Outcome], dict[int, uuid.UUID]]:
    olds = [site.questions[pk] for pk in sorted(site.questions)]
    items = [item_of(old, site, names, media) for old in olds]
    plan = bank.plan(items)
    bank.carry_out(plan, lambda done, total: tell("questions", done, total))
    here = {}
    for old, item, outcome in zip(olds, items, plan.outcomes, strict=True):
        outcome.key = str(old.id)
        row = bank.origins.find(QUESTION, item.lasting_key())
        if row is not None:
            here[old.id] = uuid.UUID(row.target)
            if outcome.action != SKIPPED:
                data = {"row": kept(old.row), "answer_order": old.answer_order}
                bank.origins.note(QUESTION, row.source_key, row.target, row.fingerprint, data)
    return plan.outcomes, here


def _what_stays(site: OldSite) -> list[str]:
    """What is not brought in, in words."""
    said = []
    if site.sessions:
        said.append(
            f"{site.sessions} browser sessions: what people answered without signing in is in "
            "there, and belongs to nobody"
        )
    if site.progress:
        said.append(
            f"{len(site.progress)} progress rows are kept as they are with their people, and not "
            "counted from: the package mixes categories in them"
        )
    if site.replaced:
        said.append(f"{site.replaced} texts were not UTF-8; what could not be read became “�”")
    if site.users:
        said.append("passwords, permissions and groups")
    return said
