"""Close the months of the sheet for managers: batches of people, appended and never made again."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from courses.people.counting import selves_of
from courses.people.models import Membership, Team
from scenarios.analytics import RISKY
from scenarios.models import RiskBatch, RiskCounted, Run, ScenarioVersion, Step
from scenarios.risks import Risk, grouped, settle
from scenarios.services import versions
from scenarios.services.rollups import counted_runs


def close_batches(*, now: dt.datetime) -> int:
    """Close the month before this one for every case. Returns how many batches there are new.

    Called twice, or by two at once, it closes nothing twice. Who finished without nine others
    waits for a later month.
    """
    month = now.date().replace(day=1)
    pending = _pending(month)
    teams = _teams({person for _run, person, _case in pending}, month)
    places = {team.path: team for team in Team.objects.all()}
    parents = {path: above for path in places if (above := _above(path)) in places}
    made = 0
    for case in sorted({case for _run, _person, case in pending}, key=str):
        members: dict[str, list[int]] = {}
        for run, person, of_case in pending:
            if of_case == case and person in teams:
                members.setdefault(teams[person], []).append(run)
        for path, runs in grouped(members, parents).items():
            made += _close(places[path], case, month, runs, now)
    return made


def _pending(month: dt.date) -> list[tuple[int, int, uuid.UUID]]:
    """First runs finished before a month, of people who are in no batch of the case yet, under
    whichever of their records they were counted.
    """
    start = dt.datetime(month.year, month.month, 1, tzinfo=dt.UTC)
    told = RiskCounted.objects.filter(
        run__version__scenario_uuid=OuterRef("version__scenario_uuid"),
        run__attempt__enrolment__person__in=selves_of(OuterRef(OuterRef("who"))),
    )
    rows = (
        counted_runs()
        .filter(
            phase=Run.Phase.DEBRIEFED,
            debriefed_at__lt=start,
            attempt__number=1,
            attempt__enrolment__number=1,
            earlier=0,
        )
        .exclude(Exists(told))
        .order_by("pk")
    )
    return list(rows.values_list("pk", "who", "version__scenario_uuid"))


def _teams(people: set[int], month: dt.date) -> dict[int, str]:
    """The path of each person's team on the last day before a month; of several, the first."""
    rows = (
        Membership.objects.on(month - dt.timedelta(days=1))
        .order_by("-starts_on", "-pk")
        .values_list("person", "team__path")
    )
    return {person: path for person, path in rows.iterator() if person in people}


def _above(path: str) -> str:
    return path[: -Team.steplen]


def _close(team: Team, case: uuid.UUID, month: dt.date, runs: list[int], now: dt.datetime) -> int:
    last = RiskBatch.objects.filter(team=team, scenario_uuid=case).order_by("-month").first()
    if last is not None and last.month >= month:
        return 0  # closed already: who is late waits for the next month
    newest = ScenarioVersion.objects.filter(scenario_uuid=case).order_by("-number")
    title = versions.case_of(newest.values_list("uuid", flat=True)[:1].get()).title
    waiting = [Risk(**row) for row in last.waiting] if last else []
    told, left = settle(_risks(runs), waiting)
    batch = RiskBatch(
        team=team,
        scenario_uuid=case,
        month=month,
        title=title,
        people=len(runs),
        told=[asdict(risk) for risk in told],
        waiting=[asdict(risk) for risk in left],
        closed_at=now,
    )
    try:
        with transaction.atomic():
            batch.save()
            for run in runs:
                RiskCounted(run_id=run, batch=batch).save()
    except IntegrityError:  # somebody else closed it in the same moment
        return 0
    return 1


def _risks(runs: Iterable[int]) -> list[Risk]:
    """First answers of these runs by decision, judged as the version they were shown judges."""
    found: dict[str, Risk] = {}
    steps = Step.objects.first_answers().filter(run__in=list(runs)).order_by("pk")
    for version, key, scene in steps.values_list("version__uuid", "choice_key", "scene_key"):
        choices = versions.case_of(version).graph.choice
        if key in choices:
            place, choice = choices[key]
            one = Risk(scene, place.title or scene, int(choice.rating in RISKY), 1)
            found[scene] = found[scene].plus(one) if scene in found else one
    return list(found.values())
