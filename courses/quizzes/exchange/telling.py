"""What the commands print and write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.quizzes.exchange.items import SKIPPED, Outcome, counts

REFUSED = 2
SHOWN = 40


class ReportingCommand(BaseCommand):
    """A command that says what it did in words, and writes the whole report as JSON."""

    pure = False

    def say(self, text: str) -> None:
        """Words for a person; apart from the report when that goes to the same place."""
        (self.stderr if self.pure else self.stdout).write(text)

    def tell(self, outcomes: list[Outcome]) -> None:
        for kind, row in counts(outcomes).items():
            said = ", ".join(f"{number} {action}" for action, number in row.items())
            self.say(f"{kind}: {said}")
        told = [one for one in outcomes if one.notes or (one.action == SKIPPED and one.why)]
        for one in told[:SHOWN]:
            words = "; ".join(filter(None, [one.why, *one.notes]))
            place = one.where or f"{one.kind} {one.key}"
            self.say(f"  {place} ({one.action}): {words}")
        if len(told) > SHOWN:
            self.say(f"  … and {len(told) - SHOWN} more: see the report")

    def write(self, report: str, data: dict[str, Any]) -> None:
        text = json.dumps(data, ensure_ascii=False, indent=2)
        if report == "-":
            self.stdout.write(text)
            return
        try:
            Path(report).write_text(f"{text}\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{report}: {error.strerror}", returncode=REFUSED) from error
