"""Bring items into the bank: new ones many at a time, known ones as a further version.

    outcomes = storing.bring_in(items=items, source="moodle", now=timezone.now(), publish=True)

Every item gets an outcome, in order: imported, changed, or skipped and why. All of it is stored or
nothing. An item is known again by its key and the `source`, or by its key alone where that is the
uuid of a question of this bank; what has not changed in the file since is left as it is here, also
where an author has changed it here. With `dry_run` the outcomes are the same and nothing is stored.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from courses.faults import ImportFault
from courses.models import ImportOrigin
from courses.quizzes import writing
from courses.quizzes.exchange import bulk, converting, fitting, pictures
from courses.quizzes.exchange.items import CHANGED, IMPORTED, SKIPPED, Item, Outcome
from courses.quizzes.exchange.origins import Origins
from courses.quizzes.exchange.wording import line, plain
from courses.quizzes.models import Question, QuestionCategory
from courses.quizzes.services import checks

CHUNK = 200
LONGEST_NAME = 120
SHELF = "Imported questions"
UNCHANGED = "nothing has changed since it was brought in"
Progress = Callable[[int, int], None]
QUESTION = ImportOrigin.Kind.QUESTION


@dataclass
class Plan:
    """What an import would do: outcomes in the order of the items, and what to write for it."""

    outcomes: list[Outcome] = field(default_factory=list)
    new: list[tuple[Item, Outcome]] = field(default_factory=list)
    known: list[tuple[Item, Outcome, Question]] = field(default_factory=list)
    to_publish: list[Question] = field(default_factory=list)


def bring_in(
    *,
    items: Iterable[Item],
    source: str,
    now: dt.datetime,
    user: Any = None,
    publish: bool = False,
    shelf: str = SHELF,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Bring items into the bank, all or nothing; return what became of each.

    `publish` publishes what can be asked; the rest stays a draft and says why. `shelf` is the
    category of items that name none. `progress` is called with how many are done, and of how many.
    """
    bank = Bank(source=source, now=now, user=user, publish=publish, shelf=shelf)
    try:
        with transaction.atomic():
            plan = bank.plan(items)
            if not dry_run:
                bank.carry_out(plan, progress)
                bank.origins.save()
    except IntegrityError as error:
        bank.pictures.undo()
        raise ImportFault(
            "somebody changed the same questions or categories at this moment; nothing was saved",
            mend="Try again",
        ) from error
    except BaseException:
        bank.pictures.undo()
        raise
    return plan.outcomes


class Bank:
    """The bank while a file is brought in: its categories and what came from this source."""

    def __init__(
        self,
        *,
        source: str,
        now: dt.datetime,
        user: Any = None,
        publish: bool = False,
        shelf: str = SHELF,
    ) -> None:
        self.now, self.user, self.publish, self.shelf = now, user, publish, shelf
        self.origins = Origins(source, now)
        self.pictures = pictures.Keeper(user)
        self._categories = {row.name: row for row in QuestionCategory.objects.all()}
        self._keys = {row.key for row in self._categories.values()}

    # What would happen -----------------------------------------------------------------------

    def plan(self, items: Iterable[Item]) -> Plan:
        """Look at every item; nothing is written."""
        found = Plan()
        rows = []
        for item in items:
            if not item.fault:
                fitting.fit(item)
            rows.append((item, item.lasting_key()))
        ours = self._ours([key for _item, key in rows])
        seen: dict[str, str] = {}
        for item, key in rows:
            name = line(item.name) or plain(item.text) or "A question without text"
            outcome = Outcome(
                "question", key, name[:200], SKIPPED, item.fault, item.notes, item.where
            )
            found.outcomes.append(outcome)
            if item.fault:
                continue
            if key in seen:
                place = f", at {seen[key]}" if seen[key] else ""
                outcome.why = f"the same key is in the file already{place}"
                continue
            seen[key] = item.where
            self._decide(item, outcome, ours.get(key), found)
        return found

    def _decide(self, item: Item, outcome: Outcome, question: Question | None, found: Plan) -> None:
        if question is not None:
            outcome.target, outcome.live = str(question.uuid), question.live
        if question is None:
            outcome.action, outcome.live = IMPORTED, self._would_be_live(item)
            found.new.append((item, outcome))
        elif not self._same(item, outcome.key, question):
            outcome.action = CHANGED
            outcome.live = self._would_be_live(item) or question.live
            found.known.append((item, outcome, question))
        elif self._may_now_go_live(question):
            outcome.action, outcome.live = CHANGED, True
            outcome.why = "it can be published now"
            found.to_publish.append(question)
        else:
            outcome.why = UNCHANGED

    def _same(self, item: Item, key: str, question: Question) -> bool:
        """Whether the file says what it said the last time; else, what the bank says."""
        row = self.origins.find(QUESTION, key)
        if row is not None:
            return row.fingerprint == item.fingerprint()
        ours = converting.from_question(question.get_latest_revision_as_object())
        ours.unsaid = item.unsaid
        return ours.fingerprint() == item.fingerprint()

    def _would_be_live(self, item: Item) -> bool:
        """Whether it is published; the item's notes say why not."""
        if not self.publish:
            return False
        draft = Question()
        converting.fill(draft, item)
        # Not yet in the library, the picture counts all the same: it must be there in words too.
        content = {**draft.content(), "image": int(item.picture is not None) or None}
        content["image_alt"] = item.picture.alt if item.picture else ""
        words = [checks.words_with_row(flaw) for flaw in writing.flaws_in(content)]
        if words:
            item.note("stays a draft: " + " ".join(words))
        return not words

    def _may_now_go_live(self, question: Question) -> bool:
        """Whether a draft of an earlier import, that was never published, can be asked now."""
        if not self.publish or question.live or question.first_published_at:
            return False
        draft = question.get_latest_revision_as_object()
        return draft.category_id is not None and not checks.flaws_of_draft(draft)

    def _ours(self, keys: list[str]) -> dict[str, Question]:
        """The questions that are known under these keys: brought in before, or our own."""
        targets: dict[str, str] = {}
        for key in keys:
            row = self.origins.find(QUESTION, key)
            target = as_uuid(row.target if row else key)
            if target is not None:
                targets[key] = str(target)
        found: dict[str, Question] = {}
        wanted = list(set(targets.values()))
        for start in range(0, len(wanted), 500):
            for question in Question.objects.filter(uuid__in=wanted[start : start + 500]):
                found[str(question.uuid)] = question
        return {key: found[target] for key, target in targets.items() if target in found}

    # What is done ----------------------------------------------------------------------------

    def carry_out(self, plan: Plan, progress: Progress | None = None) -> None:
        """Write what was planned; save the origins afterwards. Call inside a transaction."""
        tell = progress or (lambda _done, _total: None)
        done, total = 0, len(plan.new) + len(plan.known)
        for start in range(0, len(plan.new), CHUNK):
            chunk = plan.new[start : start + CHUNK]
            self._add(chunk)
            done += len(chunk)
            tell(done, total)
        for item, outcome, question in plan.known:
            self._change(item, outcome, question)
            done += 1
            if done % CHUNK == 0 or done == total:
                tell(done, total)
        for question in plan.to_publish:
            question.get_latest_revision().publish(user=self.user)

    def _add(self, chunk: list[tuple[Item, Outcome]]) -> None:
        wanted = [key for item, _outcome in chunk if (key := as_uuid(item.key))]
        taken = set(Question.objects.filter(uuid__in=wanted).values_list("uuid", flat=True))
        questions = []
        for item, outcome in chunk:
            live = bool(outcome.live)
            question = Question(live=live, has_unpublished_changes=not live)
            key = as_uuid(item.key)
            if key is not None and key not in taken:  # a bank that moves house keeps its keys
                question.uuid = key
                taken.add(key)
            self._fill(question, item)
            questions.append(question)
        bulk.save(questions, now=self.now, user=self.user)
        for (item, outcome), question in zip(chunk, questions, strict=True):
            outcome.target = str(question.uuid)
            self._origin(item, outcome)

    def _change(self, item: Item, outcome: Outcome, question: Question) -> None:
        """A further version of a question that is here: an author's own stay in its history."""
        draft = question.get_latest_revision_as_object()
        self._fill(draft, item, unsaid=item.unsaid)
        revision = draft.save_revision(user=self.user, clean=False, log_action=True, changed=True)
        if self.publish and not checks.flaws_of_draft(draft):
            revision.publish(user=self.user)
        elif not question.live:
            draft.has_unpublished_changes = True
            draft.save()
        self._origin(item, outcome)

    def _fill(
        self, question: Question, item: Item, *, unsaid: frozenset[str] = frozenset()
    ) -> None:
        if "category" not in unsaid or question.category_id is None:
            question.category = self.category(item.category)
        if "picture" not in unsaid:
            image = self.pictures.keep(item.picture) if item.picture else None
            question.image = image
            question.image_alt = item.picture.alt if item.picture else ""
        converting.fill(question, item, unsaid=unsaid)

    def _origin(self, item: Item, outcome: Outcome) -> None:
        self.origins.note(QUESTION, outcome.key, outcome.target, item.fingerprint())

    # Categories ------------------------------------------------------------------------------

    def category(self, name: str) -> QuestionCategory:
        """The category of this name, made where there is none; without a name, the shelf."""
        wanted = line(name)[:LONGEST_NAME].strip() or self.shelf
        found = self._categories.get(wanted)
        if found is None:
            found = QuestionCategory(name=wanted, key=self._free_key(wanted))
            found.save()
            self._categories[wanted] = found
        return found

    def names(self) -> set[str]:
        """The names of the categories that are there."""
        return set(self._categories)

    def rename(self, *, old: str, new: str) -> bool:
        """Give a category another name where it has its old one and the new one is free."""
        found = self._categories.get(old)
        if found is None or old == new or new in self._categories:
            return False
        found.name = new
        found.save(update_fields=["name"])
        self._categories[new] = self._categories.pop(old)
        return True

    def _free_key(self, name: str) -> str:
        stem = slugify(name)[:70].strip("-") or "category"
        key, number = stem, 1
        while key in self._keys:
            number += 1
            key = f"{stem}-{number}"
        self._keys.add(key)
        return key


def as_uuid(text: str) -> uuid.UUID | None:
    """The uuid that a text is, if it is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
