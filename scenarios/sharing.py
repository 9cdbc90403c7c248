"""What a debrief adds where people may share reasons: one's own standing, and others' words."""

from typing import Any

from courses.people.models import Person
from scenarios.models import Run
from scenarios.services import reasons
from scenarios.services.versions import Case

OPEN, WAITS, SHOWN, REFUSED = "open", "waits", "shown", "refused"


def add(moments: list[Any], *, case: Case, run: Run, person: Person) -> None:
    """Say for each decision whether its reason is shared, and what others wrote. Two queries.

    Nothing where the case compares nobody with anybody.
    """
    if case.head.get("peer_compare") == "off" or not moments:
        return
    shared = reasons.shared_of(run=run)
    scenes = {entry["seq"]: entry["scene"] for entry in run.path}
    heard = reasons.heard(scenario_uuid=case.scenario_uuid, scenes=scenes.values(), person=person)
    for moment in moments:
        moment.heard = heard.get(scenes.get(moment.seq, ""), [])
        if moment.reason:
            row = shared.get(moment.seq)
            moment.sharing = OPEN if row is None else _standing(row.is_shown)


def _standing(is_shown: bool | None) -> str:
    return WAITS if is_shown is None else SHOWN if is_shown else REFUSED
