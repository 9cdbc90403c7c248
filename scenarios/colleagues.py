"""What colleagues chose first, as a learner reads it beside their own choice: shares, never few."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.people.models import Person
from scenarios import texts
from scenarios.graph import Graph
from scenarios.models import Run, Step
from scenarios.services.versions import Case

PEERS = 10  # people who finished, before anybody's choices are shown
CELL = 5  # the fewest people that a share may stand for


@dataclass
class Share:
    """How many peers chose something: never fewer than five people."""

    label: str
    percent: int
    mine: bool


def peers(*, case: Case, person: Person, chosen: dict[str, str]) -> dict[str, list[Share]]:
    """Shares of first answers by scene, of people of one organisation who have finished."""
    counts = (
        Step.objects.first_answers()
        .filter(
            version__scenario_uuid=case.scenario_uuid,
            scene_key__in=chosen,
            run__phase=Run.Phase.DEBRIEFED,
            run__attempt__number=1,
            run__attempt__enrolment__number=1,
            run__attempt__enrolment__person__organisation__in=Person.objects.filter(
                pk=person.pk
            ).values("organisation"),
        )
        .filter(Q(run__attempt__enrolment__person__merged_into=None) | ~Exists(_told_already(case)))
        .values_list("scene_key", "choice_key")
        .annotate(people=Count("run__attempt__enrolment__person", distinct=True))
    )
    by_scene: dict[str, dict[str, int]] = {}
    for scene, choice, people in counts:
        by_scene.setdefault(scene, {})[choice] = people
    return {scene: shares(case.graph, found, chosen[scene]) for scene, found in by_scene.items()}


def _told_already(case: Case) -> QuerySet[Run]:
    """Of a step of somebody who was merged: another run that speaks for the same person, the kept
    record's or an earlier one.
    """
    owner, kept = "attempt__enrolment__person", "run__attempt__enrolment__person__merged_into"
    return Run.objects.filter(
        Q(**{owner: OuterRef(kept)})
        | Q(**{f"{owner}__merged_into": OuterRef(kept), "pk__lt": OuterRef("run")}),
        version__scenario_uuid=case.scenario_uuid,
        phase=Run.Phase.DEBRIEFED,
        attempt__number=1,
        attempt__enrolment__number=1,
    )


def shares(graph: Graph, counts: dict[str, int], mine: str) -> list[Share]:
    """Shares of one decision, none of them of fewer than five people, nor to be worked out.

    Choices of fewer than five are told together; where even they are fewer than five, the next
    smallest joins them, so that no subtraction gives a small number away.
    """
    total = sum(counts.values())
    if total < PEERS:
        return []
    shown = sorted(
        ((people, key) for key, people in counts.items() if people >= CELL and key in graph.choice),
        reverse=True,
    )
    rest = total - sum(people for people, _key in shown)
    while shown and 0 < rest < CELL:
        people, _key = shown.pop()
        rest += people
    if not shown:
        return []
    found = [
        Share(
            texts.typographic(graph.choice[key][1].label), round(100 * people / total), key == mine
        )
        for people, key in shown
    ]
    if rest:
        found.append(Share(str(_("Something else")), round(100 * rest / total), False))
    return found
