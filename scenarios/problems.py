"""A problem of a draft: which rule, how grave, where, and what the author can do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["E", "W", "I"]


@dataclass(frozen=True, order=True)
class Problem:
    """One finding. E blocks publishing, W asks for a second look, I only informs; `key` is a scene,
    or empty.
    """

    rule: str
    key: str
    field: str
    message: str

    @property
    def severity(self) -> Severity:
        """E, W or I, from the rule's number."""
        return "E" if self.rule[0] == "E" else "W" if self.rule[0] == "W" else "I"

    @property
    def place(self) -> str:
        """The scene and the field, as one path."""
        return ".".join(part for part in (self.key, self.field) if part)

    @property
    def blocks(self) -> bool:
        """Whether the case cannot be published like this."""
        return self.severity == "E"


def blocking(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that stop publishing."""
    return [problem for problem in problems if problem.blocks]
