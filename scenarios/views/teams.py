"""Where teams take risks: the nameless sheet for managers."""

from dataclasses import dataclass, field

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from courses.people.models import Team
from courses.people.permissions import managers_only
from courses.people.scope import visible_teams
from scenarios.models import RiskBatch
from scenarios.risks import TEAM, Risk, band, is_whole

BANDS = (
    gettext_lazy("nobody who came here"),
    gettext_lazy("up to a third of those who came here"),
    gettext_lazy("a third to two thirds of those who came here"),
    gettext_lazy("more than two thirds of those who came here"),
)


@dataclass(frozen=True)
class Row:
    """One decision: a count of everybody, or words where not everybody came to it."""

    title: str
    risk: Risk | None
    share: float
    words: str = ""


@dataclass
class Sheet:
    """One case in one team: all batches together."""

    title: str
    month: object = None
    batches: list[int] = field(default_factory=list)
    told: tuple[Risk, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def people(self) -> int:
        """Everybody in any of the batches."""
        return sum(self.batches)

    @property
    def rows(self) -> list[Row]:
        """Decisions with the share of risky first answers, the largest first."""
        return sorted(map(self._row, self.told), key=lambda row: (-row.share, row.title))

    def _row(self, risk: Risk) -> Row:
        if is_whole(risk, self.batches):
            return Row(risk.title, risk, 100 * risk.risky / risk.people)
        third = band(risk)
        return Row(risk.title, None, max(0, third - 1) * 100 / 3, str(BANDS[third]))


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
    sheet.batches.append(batch.people)
    sheet.told, sheet.waiting = tuple(told.values()), waiting
