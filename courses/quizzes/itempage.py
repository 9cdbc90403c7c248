"""The page about the questions of one quiz: rows in the author's words, a drawing, and a sheet."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from courses.models import Snapshot
from courses.quizzes import itemstats
from courses.quizzes.services import items

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 350, 44, 40, 26, 110
LOW, HIGH = -0.4, 1.0


@dataclass(frozen=True)
class Row:
    """One version of a question, with its number on the page."""

    number: str
    snapshot: Snapshot
    item: itemstats.Item
    newest: bool

    @property
    def text(self) -> str:
        return " ".join(strip_tags(self.snapshot.data["text"].replace("</p>", " </p>")).split())

    @property
    def kind(self) -> str:
        return str(self.snapshot.data["type"])

    @property
    def flags(self) -> list[str]:
        return [flag_words(code, what) for code, what in self.item.flags]


def flag_words(code: str, what: str) -> str:
    """What an author should look at, and what to do."""
    words = {
        "easy": _("Nearly everybody gets it right: it tells little. Keep it if it must be known."),
        "hard": _("Few get it right: is it taught, and is it clear?"),
        "key": _("Those who know the rest get this wrong: check the key."),
        "weak": _("It hardly tells those who know the rest from those who don't."),
        "blank": _("Many leave it without an answer."),
        "nobody": _("Nobody, or nearly nobody, chooses “%(what)s”: it misleads no one."),
        "draws": _("“%(what)s” draws those who know the rest: could it be right too?"),
    }[code]
    return words % {"what": what}


@dataclass(frozen=True)
class Page:
    rows: Sequence[Row]
    first: int
    later: int
    left: int
    again: bool

    @property
    def sittings(self) -> int:
        return self.first + (self.later if self.again else 0)

    @property
    def is_told(self) -> bool:
        return self.sittings >= itemstats.FEWEST


def page(*, quiz: uuid.UUID, again: bool = False) -> Page:
    """What the answers say of each question of a quiz: first tries, or all of them."""
    found = items.read(quiz=quiz)
    sums: dict[int, itemstats.Tally] = {}
    for (snapshot, later), tally in found.counts.items():
        if again or not later:
            itemstats.add(sums.setdefault(snapshot, itemstats.empty()), tally)
    versions: dict[str, list[Snapshot]] = defaultdict(list)
    for snapshot in Snapshot.objects.filter(pk__in=sums).order_by("-taken_at", "-pk"):
        versions[snapshot.source_key].append(snapshot)
    rows = []
    for number, own in enumerate(sorted(versions.values(), key=lambda own: own[-1].pk), start=1):
        for place, snapshot in enumerate(own):
            name = str(number) if place == 0 else f"{number}{'abcdefghijklmnop'[place - 1]}"
            item = itemstats.item(snapshot.data, sums[snapshot.pk])
            rows.append(Row(name, snapshot, item, place == 0))
    return Page(rows, found.first, found.later, found.left, again)


def drawing(rows: Sequence[Row]) -> dict[str, Any] | None:
    """Where each question stands: how many get it right, and how well it tells people apart.

    Numbers come as texts with a point, whatever the reader's language.
    """
    told = [row for row in rows if row.item.is_told and row.item.discrimination is not None]
    if not told:
        return None
    points = [
        {
            "x": _text(_across(row.item.facility or 0)),
            "y": _text(_up(row.item.discrimination or 0)),
            "number": row.number,
            "weak": bool(row.item.flags),
            "row": row,
        }
        for row in told
    ]
    return {
        "points": points,
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "top": TOP,
        "bottom": HEIGHT - BOTTOM,
        "zero": _text(_up(0)),
        "amid": _text((HEIGHT - BOTTOM + _up(0)) / 2),
        "below": _text(HEIGHT - BOTTOM - _up(0)),
        "easy": _text(_across(itemstats.EASY)),
        "easy_width": _text(_across(1) - _across(itemstats.EASY)),
        "plot_height": HEIGHT - BOTTOM - TOP,
        "plot_width": WIDTH - RIGHT - LEFT,
        "ticks": [(_text(_across(part / 4)), f"{part * 25} %") for part in range(5)],
        "steps": [(_text(_up(value)), f"{value:.1f}") for value in (0.0, 0.2, 0.4, 0.6, 0.8)],
    }


def _across(facility: float) -> float:
    return LEFT + facility * (WIDTH - RIGHT - LEFT)


def _up(value: float) -> float:
    inside = min(HIGH, max(LOW, value))
    return TOP + (HIGH - inside) / (HIGH - LOW) * (HEIGHT - BOTTOM - TOP)


def _text(value: float) -> str:
    return f"{value:.1f}"


HEAD = (
    "question", "version_of", "type", "text", "sittings", "facility", "discrimination", "blank",
    "median_seconds", "row", "row_right", "chosen", "chosen_share", "chosen_rest", "flags",
)  # fmt: skip


def sheet(found: Page) -> Iterator[list[Any]]:
    """One line for each row of each question; of too few sittings only their number."""
    for row in found.rows:
        item = row.item
        start = [row.number, f"{row.snapshot.taken_at:%Y-%m-%d}", row.kind, row.text, item.n]
        if not item.is_told:
            yield [*start, *[""] * 10]
            continue
        numbers = [
            _round(item.facility), _round(item.discrimination), _round(item.blank), item.seconds
        ]  # fmt: skip
        flags = " ".join(row.flags)
        for pick in item.picks or (None,):
            yield [*start, *numbers, *_picked(pick), flags]


def _picked(pick: itemstats.Pick | None) -> list[Any]:
    if pick is None:
        return [""] * 5
    return [pick.words, int(pick.right), pick.people, _round(pick.share), _round(pick.rest)]


def _round(value: float | None) -> float | str:
    return "" if value is None else round(value, 4)
