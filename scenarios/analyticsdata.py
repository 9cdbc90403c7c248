"""Read the counts of a case for its authors: which versions, editions and months, and the rest."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet

from courses.models import Attempt, Edition
from scenarios import tallies
from scenarios.analytics import Book
from scenarios.models import Run, ScenarioVersion
from scenarios.services import panels, rollups, versions
from scenarios.services.rollups import Cell
from scenarios.tallies import Tally

AWAY = dt.timedelta(days=30)  # after so long without a step, somebody has left


@dataclass(frozen=True)
class Asked:
    """Which counts somebody asks for; nothing chosen means all. Months are their first days."""

    version: int | None = None
    edition: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def fits(self, cell: Cell) -> bool:
        """Whether a cell of counts is among them."""
        return (
            self.version in (None, cell.version)
            and self.edition in (None, cell.edition)
            and (self.since is None or cell.month >= self.since)
            and (self.until is None or cell.month <= self.until)
        )


@dataclass(frozen=True)
class Offered:
    """What can be chosen: versions, editions and months in which anybody began."""

    versions: tuple[tuple[int, int], ...]
    editions: tuple[tuple[int, str], ...]
    months: tuple[dt.date, ...]


@dataclass(frozen=True)
class Found:
    """The counts that were asked for, and what stands around them."""

    offered: Offered
    asked: Asked
    book: Book
    first: Tally
    later: Tally
    newest: int | None
    standing: list[tuple[str, int, int]]
    panel: Mapping[str, Mapping[str, int]]

    @property
    def people(self) -> int:
        """How many people have begun: each counts with their first try alone."""
        return int(self.first.get("runs", 0))


def gather(*, scenario: uuid.UUID, asked: Asked, now: dt.datetime) -> Found:
    """Everything the page shows. Eight queries at the most, at any size."""
    numbers = dict(
        ScenarioVersion.objects.filter(scenario_uuid=scenario)
        .order_by("-number")
        .values_list("pk", "number")
    )
    counts = {cell: tally for cell, tally in rollups.counts(scenario=scenario).items() if tally}
    asked = _known(asked, counts)
    chosen = {cell: tally for cell, tally in counts.items() if asked.fits(cell)}
    first = tallies.total(tally for cell, tally in chosen.items() if not cell.again)
    return Found(
        offered=_offered(counts, numbers),
        asked=asked,
        book=_book(numbers, asked, first),
        first=first,
        later=tallies.total(tally for cell, tally in chosen.items() if cell.again),
        newest=next(iter(numbers.values()), None),
        standing=_standing(scenario, asked, now),
        panel=_panel(scenario),
    )


def _known(asked: Asked, counts: rollups.Counts) -> Asked:
    """What was asked for, without a version or edition that has no counts in this case."""
    if asked.version not in {cell.version for cell in counts}:
        asked = replace(asked, version=None)
    if asked.edition not in {cell.edition for cell in counts}:
        asked = replace(asked, edition=None)
    return asked


def _offered(counts: rollups.Counts, numbers: Mapping[int, int]) -> Offered:
    editions = Edition.objects.filter(pk__in={cell.edition for cell in counts}).order_by(
        "title", "language", "number"
    )
    played = {cell.version for cell in counts}
    return Offered(
        versions=tuple((pk, number) for pk, number in numbers.items() if pk in played),
        editions=tuple((edition.pk, str(edition)) for edition in editions),
        months=tuple(sorted({cell.month for cell in counts})),
    )


def _book(numbers: Mapping[int, int], asked: Asked, tally: Tally) -> Book:
    """The newest version asked for; with it the older ones, where the counts name what it lacks."""
    wanted = [asked.version] if asked.version else list(numbers)
    rows = ScenarioVersion.objects.filter(pk__in=wanted[:1]).select_related("snapshot")
    graphs = [versions.graph_of(snapshot=row.snapshot) for row in rows]
    book = Book(graphs)
    if len(wanted) > 1 and book.lacks(tally):
        older = ScenarioVersion.objects.filter(pk__in=wanted[1:]).order_by("-number")
        graphs += [
            versions.graph_of(snapshot=row.snapshot) for row in older.select_related("snapshot")
        ]
        book = Book(graphs)
    return book


def _standing(scenario: uuid.UUID, asked: Asked, now: dt.datetime) -> list[tuple[str, int, int]]:
    """Where first tries stand that have not come to the debrief: scene, left, under way."""
    runs = rollups.counted_runs().filter(
        version__scenario_uuid=scenario,
        phase=Run.Phase.PLAYING,
        attempt__number=1,
        attempt__enrolment__number=1,
        seq__gt=0,
        earlier=0,
    )
    runs = of_attempts(runs, asked)
    left = ~Q(attempt__state=Attempt.State.OPEN) | Q(last_at__lt=now - AWAY)
    rows = runs.order_by().values_list("scene_key")
    return [
        (key, gone, everybody - gone)
        for key, gone, everybody in rows.annotate(
            gone=Count("pk", filter=left), everybody=Count("pk")
        )
    ]


def of_attempts(rows: QuerySet[Any, Any], asked: Asked, *, run: str = "") -> QuerySet[Any, Any]:
    """Those of runs, or of steps with their `run`, that belong to an attempt and are asked for."""
    rows = rows.filter(**{f"{run}attempt__isnull": False})
    if asked.version:
        rows = rows.filter(version=asked.version)
    if asked.edition:
        rows = rows.filter(**{f"{run}attempt__enrolment__edition": asked.edition})
    if asked.since:
        rows = rows.filter(**{f"{run}started_at__gte": _moment(asked.since)})
    if asked.until:
        rows = rows.filter(**{f"{run}started_at__lt": _moment(_next(asked.until))})
    return rows


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)


def _panel(scenario: uuid.UUID) -> dict[str, dict[str, int]]:
    """What panel members answered, choices and numbers of a scale, as far as it may be counted."""
    rows: Any = (
        panels.counted(scenario_uuid=scenario)
        .exclude(choice_key="", scale__isnull=True)
        .order_by("scene_key", "choice_key", "scale")
        .values_list("scene_key", "choice_key", "scale")
        .annotate(Count("pk"))
    )
    found: dict[str, dict[str, int]] = {}
    for scene, choice, scale, number in rows:
        found.setdefault(scene, {})[choice or str(scale)] = number
    return found
