"""What an import found: counts, losses, suspected edges, and the report made of them.

A loss says what became of a construct that a case has no word for: `translated` into something
equal, `approximated`, kept as a `note` in the text, or `dropped`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from scenarios.attachments import Attachment
from scenarios.problems import Problem

Action = Literal["translated", "approximated", "note", "dropped"]

SAMPLE = 120
MOST_LOSSES = 2_000  # kept in a report; what comes after is counted under the same code
TOLERATED = 0.05


@dataclass(frozen=True)
class Loss:
    """A construct that was not carried over as it was: how often, where, and a sample of it."""

    code: str
    where: str
    sample: str
    count: int
    action: Action


@dataclass(frozen=True)
class Suspect:
    """An edge that may exist: a text inside a macro equals a passage's name. Left out until a
    person confirms it. `scene` and `to` are keys of the graph.
    """

    scene: str
    to: str
    label: str
    code: str
    sample: str


@dataclass(frozen=True)
class Edges:
    """Ways from scene to scene: found, suspected, computed while playing, and leading nowhere."""

    found: int = 0
    suspected: int = 0
    dynamic: int = 0
    lost: int = 0


@dataclass(frozen=True)
class Tally:
    """How many of the source's own were translated."""

    translated: int = 0
    total: int = 0


@dataclass(frozen=True)
class Report:
    """What an import says about itself; the graph is correct as far as this report goes."""

    format: str
    title: str
    scenes: int
    choices: int
    edges: Edges
    variables: int
    conditions: Tally
    effects: Tally
    unreachable: tuple[str, ...]
    problems: tuple[Problem, ...]
    losses: tuple[Loss, ...]
    suspects: tuple[Suspect, ...]
    graph_sha256: str
    needs_review: bool
    head: Mapping[str, Any] = field(default_factory=dict)  # fields of the case beside its graph
    attachments: tuple[Attachment, ...] = ()  # files that came along

    def as_json(self) -> dict[str, Any]:
        """The report as it is filed and printed. Suspected edges are filed beside it, and stand
        among the losses.
        """
        return {
            "format": self.format,
            "scenes": self.scenes,
            "choices": self.choices,
            "edges": asdict(self.edges),
            "variables": self.variables,
            "conditions": asdict(self.conditions),
            "effects": asdict(self.effects),
            "unreachable": list(self.unreachable),
            "problems": [
                {"rule": problem.rule, "key": problem.key, "text": problem.message}
                for problem in self.problems
            ],
            "losses": [asdict(loss) for loss in self.losses],
            "graph_sha256": self.graph_sha256,
            "needs_review": self.needs_review,
        }


@dataclass
class Findings:
    """The notebook of one import."""

    found: int = 0
    dynamic: int = 0
    lost: int = 0
    effects: int = 0
    effects_carried: int = 0
    conditions: int = 0
    conditions_carried: int = 0
    _losses: dict[tuple[str, str, Action], tuple[str, int]] = field(default_factory=dict)

    def lose(
        self, code: str, where: str, sample: str, action: Action = "dropped", count: int = 1
    ) -> None:
        """Note a construct that was not carried over as it was."""
        key = (code, where, action)
        if key not in self._losses and len(self._losses) >= MOST_LOSSES:
            key = (code, "", action)
        first, so_far = self._losses.get(key, (shorten(sample), 0))
        self._losses[key] = (first, so_far + count)

    def losses(self, keys: Mapping[str, str] | None = None) -> tuple[Loss, ...]:
        """Every loss, the same code and place together; a page is named by its scene's key."""
        keys = keys or {}
        return tuple(
            Loss(code, keys.get(where, where), sample, count, action)
            for (code, where, action), (sample, count) in sorted(self._losses.items())
        )


def shorten(text: str, limit: int = SAMPLE) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text[: limit * 4].split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def doubtful(edges: Edges, unreachable: Iterable[str]) -> bool:
    """Whether a person must look before this may be published."""
    unsure = edges.suspected + edges.dynamic + edges.lost
    return any(True for _ in unreachable) or unsure > TOLERATED * (edges.found + unsure)


def suspects_from(data: Iterable[Mapping[str, str]]) -> tuple[Suspect, ...]:
    """Read filed suspects back."""
    names = Suspect.__dataclass_fields__
    return tuple(Suspect(**{name: str(row.get(name, "")) for name in names}) for row in data)


def losses_from(data: Iterable[Mapping[str, Any]]) -> tuple[Loss, ...]:
    """Read filed losses back."""
    return tuple(Loss(**{name: row[name] for name in Loss.__dataclass_fields__}) for row in data)
