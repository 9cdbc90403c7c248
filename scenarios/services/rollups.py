"""Keep ready what learners chose: counts by version, edition and month, exact at every moment.

A rollup holds what the steps up to its mark add. Reading adds what has come since: for each run
with a later step, all that it adds now less what it had added at the mark. Steps are told apart by
id and not by time, so a step that is written late, with an instant in the past, is counted like any
other.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.people.counting import selves_of, whose
from courses.people.models import Person
from scenarios import tallies
from scenarios.models import RollupMark, Run, ScenarioVersion, Step, StepRollup
from scenarios.tallies import Move, Tally

# A step's id is given before its transaction ends: younger ones are left to the next count.
LAG = dt.timedelta(minutes=10)
CHUNK = 5_000


@dataclass(frozen=True)
class Cell:
    """Where a count belongs: the ids of a version and of the edition of the course in which it was
    taken, the month in which runs began, first runs or later.
    """

    version: int
    edition: int
    month: dt.date
    again: bool


Counts = dict[Cell, Tally]


class _Run(NamedTuple):
    """Where a run is counted, and how many the same person had begun at the case before."""

    edition: int
    month: dt.date
    again: bool
    earlier: int


def counted_runs() -> QuerySet[Any, Any]:
    """Runs that count: those of an attempt; another road, tried for practice, counts for nothing.

    `who` is the person whose run it is now, and `earlier` says how many runs at the same case they
    had begun before, under whichever of their records.
    """
    before = (
        Run.objects.filter(
            attempt__enrolment__person__in=selves_of(OuterRef(OuterRef("who"))),
            version__scenario_uuid=OuterRef("version__scenario_uuid"),
            pk__lt=OuterRef("pk"),
        )
        .order_by()
        .values("version__scenario_uuid")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Run.objects.filter(attempt__isnull=False).annotate(
        who=whose("attempt__enrolment__person"), earlier=Coalesce(Subquery(before), 0)
    )


def forget_merged(*, person: Person) -> None:
    """Throw away the counts of the cases that a person met under more than one record: the next
    count makes them anew, with one first try.
    """
    rows = Run.objects.filter(attempt__enrolment__person__in=person.selves).order_by()
    met = rows.values("version__scenario_uuid").annotate(
        records=Count("attempt__enrolment__person", distinct=True)
    )
    twice = met.filter(records__gt=1).values("version__scenario_uuid")
    RollupMark.objects.filter(scenario_uuid__in=twice).delete()


def roll_up(*, now: dt.datetime, anew: bool = False) -> int:
    """Count the steps of every case up to ten minutes ago. Returns how many cases had new ones.

    `anew` throws the counts away first. It may be called twice, at any time, and by two at once.
    """
    if anew:
        RollupMark.objects.all().delete()
    newest = dict(
        Step.objects.filter(at__lte=now - LAG)
        .values_list("version__scenario_uuid")
        .annotate(Max("pk"))
    )
    marks = dict(RollupMark.objects.values_list("scenario_uuid", "horizon"))
    behind = {case: step for case, step in newest.items() if step > marks.get(case, 0)}
    quiet = {case: step for case, step in marks.items() if case not in behind}
    _settle(quiet, now)
    return sum(_advance(case, step, now) for case, step in behind.items())


def _settle(marks: dict[uuid.UUID, int], now: dt.datetime) -> None:
    """Move the marks of cases without new steps as far as nothing is young: whoever reads the
    counts of a quiet case then doesn't go through the steps of busy ones.
    """
    young = Step.objects.filter(at__gt=now - LAG).aggregate(Min("pk"))["pk__min"]
    last = young - 1 if young else Step.objects.aggregate(Max("pk"))["pk__max"] or 0
    for case, horizon in marks.items():
        if horizon < last:
            RollupMark.objects.filter(scenario_uuid=case, horizon=horizon).update(
                horizon=last, at=now
            )


def _advance(scenario: uuid.UUID, horizon: int, now: dt.datetime) -> bool:
    """Bring one case's rollups to a horizon; false when somebody else was quicker."""
    mark, _made = RollupMark.objects.get_or_create(scenario_uuid=scenario, defaults={"at": now})
    fresh = counts_since(scenario=scenario, after=mark.horizon, until=horizon)
    with transaction.atomic():
        moved = RollupMark.objects.filter(pk=mark.pk, horizon=mark.horizon).update(
            horizon=horizon, at=now
        )
        if not moved:
            return False
        kept = {_cell(row): row for row in StepRollup.objects.filter(mark=mark)}
        for cell, tally in fresh.items():
            row = kept.get(cell) or StepRollup(
                mark=mark,
                version_id=cell.version,
                edition_id=cell.edition,
                month=cell.month,
                again=cell.again,
            )
            tallies.add(row.tally, tally)
            row.save()
    return True


def _cell(row: StepRollup) -> Cell:
    return Cell(row.version_id, row.edition_id, row.month, row.again)


def counts(*, scenario: uuid.UUID) -> Counts:
    """Everything learners did in a case until now, by cell. Four queries at any size."""
    found: Counts = {}
    rows = RollupMark.objects.filter(scenario_uuid=scenario).values_list(
        "horizon", "rollups__version", "rollups__edition", "rollups__month", "rollups__again",
        "rollups__tally",
    )  # fmt: skip
    # One statement reads the mark and its rollups as they were at one moment.
    horizon = 0
    for row in rows:
        horizon = row[0]
        if row[1] is not None:
            found[Cell(*row[1:5])] = row[5]
    for cell, tally in counts_since(scenario=scenario, after=horizon).items():
        tallies.add(found.setdefault(cell, {}), tally)
    return found


def counts_since(*, scenario: uuid.UUID, after: int, until: int | None = None) -> Counts:
    """What the steps with ids beyond `after` add to a case's counts (three queries)."""
    # By number and not as a subquery: the database knows how many steps each version has.
    versions = ScenarioVersion.objects.filter(scenario_uuid=scenario)
    numbers = list(versions.values_list("pk", flat=True))
    steps = Step.objects.filter(version__in=numbers)
    if until is not None:
        steps = steps.filter(pk__lte=until)
    moved = counted_runs().filter(version__in=numbers)
    if after:
        moved = moved.filter(pk__in=steps.filter(pk__gt=after).values("run"))
    about = {
        run: _Run(edition, started.date().replace(day=1), (earlier, *numbers) != (0, 1, 1), earlier)
        for run, edition, started, earlier, *numbers in moved.values_list(
            "pk", "attempt__enrolment__edition", "started_at", "earlier", "attempt__number",
            "attempt__enrolment__number",
        )
    }  # fmt: skip
    found: Counts = {}
    for run, moves in _moves(steps, after):
        if run in about:
            _count(found, about[run], moves, after)
    return found


def _moves(steps: QuerySet[Step], after: int) -> Iterator[tuple[int, list[tuple[int, Move]]]]:
    """The steps of each run that has one beyond `after`, with their ids, in order."""
    if after:
        steps = steps.filter(run__in=steps.filter(pk__gt=after).values("run"))
    rows = steps.order_by("run_id", "seq").values_list(
        "run_id", "pk", "entered_at", "at", "seq", "kind", "scene_key", "choice_key", "to_key",
        "confidence", "first", "back_to", "version_id", "answer",
    )  # fmt: skip
    for run, group in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row[0]):
        yield run, [(row[1], _move(row)) for row in group]


def _move(row: tuple[Any, ...]) -> Move:
    _run, _pk, entered, at, seq, kind, scene, choice, to, sure, first, back_to, version, scale = row
    seconds = (at - entered).total_seconds()
    return Move(seq, kind, scene, choice, to, seconds, sure, first, back_to, version, scale)


def _count(found: Counts, run: _Run, steps: Iterable[tuple[int, Move]], after: int) -> None:
    """Add what a run adds now, and take off what it had added at `after`."""
    steps = list(steps)
    now = tallies.fold([move for _pk, move in steps])
    then = tallies.fold([move for pk, move in steps if pk <= after])
    for folded, sign in ((now, 1), (then, -1)):
        for version, tally in folded.items():
            if run.again and run.earlier == 1 and "runs" in tally:
                tally["back"] = 1
            cell = Cell(version, run.edition, run.month, run.again)
            tallies.add(found.setdefault(cell, {}), tally, sign)
