"""What may be told of a few people: no cell under five, and none that subtraction gives away.

The people in small cells are told together. Where even together they are fewer than five, the next
smallest cell joins them. A cell that is empty may be told: it is about nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

FEWEST = 5


@dataclass(frozen=True)
class Disclosed:
    """Counts that may be told: cells by key, and how many people stand in the others together."""

    shown: Mapping[str, int] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    rest: int = 0

    @property
    def total(self) -> int:
        """Everybody, those in hidden cells included."""
        return sum(self.shown.values()) + self.rest

    @property
    def tells(self) -> bool:
        """Whether any cell with somebody in it can be told on its own."""
        return any(self.shown.values())

    def of(self, keys: Collection[str]) -> int | None:
        """How many stand in some cells together; None where that would tell a hidden one apart."""
        inside = [key for key in self.hidden if key in keys]
        if inside and (len(inside) < len(self.hidden) or not self.rest):
            return None
        return sum(self.shown.get(key, 0) for key in keys) + (self.rest if inside else 0)


def disclose(counts: Mapping[str, int], fewest: int = FEWEST) -> Disclosed:
    """Return what may be told of counts of people; nothing at all where all are too few."""
    total = sum(counts.values())
    if total < fewest:
        return Disclosed(hidden=tuple(counts))
    small = {key: count for key, count in counts.items() if 0 < count < fewest}
    rest = sum(small.values())
    large = sorted((key for key in counts if counts[key] >= fewest), key=lambda key: counts[key])
    while 0 < rest < fewest and large:
        small[large[0]] = counts[large[0]]
        rest += counts[large.pop(0)]
    return Disclosed(
        shown={key: count for key, count in counts.items() if key not in small},
        hidden=tuple(key for key in counts if key in small),
        rest=rest,
    )


def either(yes: int, total: int, fewest: int = FEWEST) -> int | None:
    """Return how many of `total` did something, or None where they or the others are too few."""
    told = disclose({"yes": yes, "no": total - yes}, fewest)
    return told.shown.get("yes")
