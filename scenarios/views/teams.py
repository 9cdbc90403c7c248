"""Where teams take risks: the nameless sheet for managers."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.people.models import Team
from courses.people.permissions import managers_only
from courses.people.scope import visible_teams
from scenarios.models import RiskBatch
from scenarios.risks import TEAM, Risk


@dataclass
class Sheet:
    """One case in one team: all batches together."""

    title: str
    people: int = 0
    month: object = None
    told: tuple[Risk, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def rows(self) -> list[tuple[Risk, float]]:
        """Decisions with the share of risky first answers, the largest first."""
        rows = [(risk, 100 * risk.risky / risk.people) for risk in self.told]
        return sorted(rows, key=lambda row: (-row[1], row[0].title))


@managers_only
@require_safe
def teams(request):
    """Every team that the manager sees, with the cases that ten people of it have finished."""
    mine = visible_teams(request.user.person, timezone.localdate())
    batches = RiskBatch.objects.filter(team__in=mine).order_by("month").select_related("team")
    found: dict[Team, dict] = {}
    for batch in batches:
        sheets = found.setdefault(batch.team, {})
        _add(sheets.setdefault(batch.scenario_uuid, Sheet(batch.title)), batch)
    shown = [
        (team, sorted(sheets.values(), key=lambda sheet: sheet.title))
        for team, sheets in sorted(found.items(), key=lambda item: item[0].path)
    ]
    return render(request, "scenarios/insight/teams.html", {"teams": shown, "fewest": TEAM})


def _add(sheet: Sheet, batch: RiskBatch) -> None:
    told = {risk.scene: risk for risk in sheet.told}
    for row in batch.told:
        risk = Risk(**row)
        told[risk.scene] = told[risk.scene].plus(risk) if risk.scene in told else risk
    waiting = tuple(row["title"] for row in batch.waiting if row["scene"] not in told)
    sheet.title, sheet.month = batch.title, batch.month
    sheet.people += batch.people
    sheet.told, sheet.waiting = tuple(told.values()), waiting
