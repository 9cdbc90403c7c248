"""What the commands print and write."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.quizzes.exchange.items import SKIPPED, Outcome, counts
from courses.quizzes.exchange.storing import UNCHANGED

REFUSED = 2
SHOWN = 40
EVERY = 5  # seconds between two words about how far it is


class ReportingCommand(BaseCommand):
    """A command that says what it did in words, and writes the whole report as JSON."""

    pure = False
    _said = 0.0

    def execute(self, *args: Any, **options: Any) -> Any:
        self._said = time.monotonic()
        return super().execute(*args, **options)

    def say(self, text: str) -> None:
        """Words for a person; apart from the report when that goes to the same place."""
        (self.stderr if self.pure else self.stdout).write(text)

    def far(self, what: str, done: int, total: int) -> None:
        """Say now and then how far it is, where it takes long."""
        now = time.monotonic()
        if now - self._said >= EVERY and done < total:
            self._said = now
            self.say(f"{what}: {done:,} of {total:,}")

    def tell(self, outcomes: list[Outcome]) -> None:
        for kind, row in counts(outcomes).items():
            said = ", ".join(f"{number} {action}" for action, number in row.items())
            self.say(f"{kind}: {said}")
        if outcomes and all(one.why == UNCHANGED for one in outcomes):
            self.say("Nothing has changed since it was brought in.")
        told = [
            one
            for one in outcomes
            if one.why != UNCHANGED and (one.notes or (one.action == SKIPPED and one.why))
        ]
        for one in told[:SHOWN]:
            words = "; ".join(filter(None, [one.why, *one.notes]))
            place = one.where or f"{one.kind} {one.key}"
            self.say(f"  {place} ({one.action}): {words}")
        if len(told) > SHOWN:
            self.say(f"  … and {len(told) - SHOWN} more: see the report")

    def refuse_report(self, report: str | None) -> None:
        """Say before anything is stored that the report could not be written there."""
        if not report or report == "-":
            return
        path = Path(report)
        place = path if path.exists() else path.parent
        if path.is_dir() or not os.access(place, os.W_OK):
            raise CommandError(f"{report}: cannot be written", returncode=REFUSED)

    def write(self, report: str, data: dict[str, Any]) -> None:
        text = json.dumps(data, ensure_ascii=False, indent=2)
        if report == "-":
            self.stdout.write(text)
            return
        try:
            Path(report).write_text(f"{text}\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{report}: {error.strerror}", returncode=REFUSED) from error
