"""File what an importer read: a case in draft, and the report that a person must accept."""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import asdict, replace
from pathlib import PurePath
from typing import Any

from django.db import transaction

from scenarios.documents import HEAD
from scenarios.graph import Graph
from scenarios.importing.confirming import apply_confirmed
from scenarios.importing.findings import Edges, Report, Tally, losses_from, suspects_from
from scenarios.importing.reporting import reported
from scenarios.models import ImportReport, Scenario
from scenarios.services import attachments


class AlreadyAccepted(ValueError):
    """Somebody has accepted this report; its edges are settled."""


@transaction.atomic
def save_import(
    *,
    graph: Graph,
    report: Report,
    name: str,
    data: bytes,
    now: dt.datetime,
    user: Any = None,
    confirmed: Collection[int] = (),
) -> ImportReport:
    """Make a case in draft of what was read, with its report. Nothing is published.

    `confirmed` are the numbers of the suspected edges that a person has ticked already. Raises
    `ImportFault` when a file that came along isn't what it says it is.
    """
    attachments.check(attachments=report.attachments)
    suspects = [suspect for number, suspect in enumerate(report.suspects) if number in confirmed]
    if suspects:
        graph, report = with_confirmed(graph=graph, report=report, numbers=confirmed)
    head = {field: report.head[field] for field in HEAD if field in report.head and field != "key"}
    head["title"] = _title(report, name)
    graph = attachments.stored(graph=graph, attachments=report.attachments, user=user)
    scenario = Scenario(live=False, draft=graph.as_json(), **head)
    scenario.full_clean(exclude=["published_snapshot"])
    scenario.save()
    scenario.save_revision(user=user, changed=True)
    return ImportReport.objects.create(
        scenario=scenario,
        source_name=PurePath(name.replace("\\", "/")).name[:255],
        source_sha256=hashlib.sha256(data).hexdigest(),
        format=report.format,
        report=report.as_json(),
        suspected=[asdict(suspect) for suspect in report.suspects],
        needs_review=report.needs_review,
        imported_at=now,
        imported_by=user,
    )


def with_confirmed(
    *, graph: Graph, report: Report, numbers: Collection[int]
) -> tuple[Graph, Report]:
    """The graph with the ticked edges as choices, and the report counted again."""
    chosen = [suspect for number, suspect in enumerate(report.suspects) if number in numbers]
    left = tuple(suspect for suspect in report.suspects if suspect not in chosen)
    grown = apply_confirmed(graph, chosen)
    edges = replace(report.edges, found=report.edges.found + len(chosen), suspected=len(left))
    fresh = reported(
        grown,
        report.format,
        report.title,
        edges,
        report.conditions,
        report.effects,
        report.losses,
        left,
    )
    return grown, replace(fresh, head=report.head, attachments=report.attachments)


@transaction.atomic
def confirm(
    *, row: ImportReport, numbers: Collection[int], now: dt.datetime, user: Any = None
) -> ImportReport:
    """Add suspected edges to the draft of an import, as choices. Raises `AlreadyAccepted`."""
    row = ImportReport.objects.select_for_update().get(pk=row.pk)
    if row.accepted_at is not None:
        raise AlreadyAccepted
    scenario = Scenario.objects.select_for_update().get(pk=row.scenario_id)
    draft = scenario.get_latest_revision_as_object()
    graph, report = with_confirmed(graph=draft.graph(), report=_filed(row), numbers=numbers)
    draft.draft = graph.as_json()
    draft.save_revision(user=user, changed=True)
    if not scenario.live:
        Scenario.objects.filter(pk=scenario.pk).update(draft=draft.draft)
    row.report = report.as_json()
    row.suspected = [asdict(suspect) for suspect in report.suspects]
    row.needs_review = report.needs_review
    row.save(update_fields=["report", "suspected", "needs_review"])
    return row


def accept(*, row: ImportReport, now: dt.datetime, user: Any = None) -> ImportReport:
    """Note that a person has read the report: the case may be published as far as it is concerned.

    Accepting twice keeps the first name and moment.
    """
    ImportReport.objects.filter(pk=row.pk, accepted_at=None).update(
        accepted_at=now, accepted_by=user
    )
    return ImportReport.objects.get(pk=row.pk)


def _title(report: Report, name: str) -> str:
    stem = PurePath(name.replace("\\", "/")).name.partition(".")[0]
    return (report.title.strip() or stem.strip() or "Imported case")[:255]


def _filed(row: ImportReport) -> Report:
    """The filed report, as far as confirming needs it."""
    filed = row.report
    return Report(
        format=filed["format"],
        title="",
        scenes=filed["scenes"],
        choices=filed["choices"],
        edges=Edges(**filed["edges"]),
        variables=filed["variables"],
        conditions=Tally(**filed["conditions"]),
        effects=Tally(**filed["effects"]),
        unreachable=tuple(filed["unreachable"]),
        problems=(),
        losses=losses_from(filed["losses"]),
        suspects=suspects_from(row.suspected),
        graph_sha256=filed["graph_sha256"],
        needs_review=filed["needs_review"],
    )
