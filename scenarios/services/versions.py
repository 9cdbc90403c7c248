"""File what was published as a numbered version, and give the player its case from memory."""

import datetime as dt
import functools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, OuterRef, Subquery

from courses.models import Attempt, Snapshot
from courses.people.counting import whose
from courses.people.models import Person
from scenarios.changes import classify
from scenarios.differences import Difference, differences
from scenarios.fingerprints import structure_hash, text_hash
from scenarios.graph import Graph, Scene
from scenarios.models import Run, ScenarioVersion, VersionWithdrawal
from scenarios.validation import check

MEMORY = 64  # versions that a process keeps at hand; a case of 2,000 scenes takes about 10 MB


@dataclass(frozen=True)
class Case:
    """A version as it is played: the graph, and the fields that stand around it."""

    version_id: int
    scenario_uuid: uuid.UUID
    number: int
    graph: Graph
    head: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The case's title."""
        return str(self.head["title"])

    def back(self, scene: Scene) -> str:
        """How a learner may go back from a scene: `none`, `look`, `undo_to_commit` or `free`.

        A scene may say so for itself. In an assessment there is no way back, whatever is set.
        """
        if self.head["mode"] == "assessment":
            return "none"
        return scene.back or str(self.head["back_policy"])

    @property
    def compares(self) -> bool:
        """Whether the debrief shows what colleagues chose."""
        return self.head["peer_compare"] != "off"

    @property
    def compares_at_once(self) -> bool:
        """Whether what colleagues chose is shown after each choice."""
        return self.head["peer_compare"] == "after_commit"


@dataclass(frozen=True)
class Effect:
    """What publishing a draft would do to the people who are in the middle of the case."""

    version: ScenarioVersion
    change_class: str
    differences: list[Difference]
    part_way: int
    # Of them: who would read the new text, who stays, and who stands where the draft has nothing.
    move_over: int
    stay: int
    in_removed: int

    @property
    def is_same(self) -> bool:
        """Whether the draft is what learners play already."""
        return not self.differences

    @property
    def asks_first(self) -> bool:
        """Whether an author should see whom it reaches before it is published: somebody is
        part-way, and more than words changes for them.
        """
        return self.part_way > 0 and (self.in_removed > 0 or self.change_class in ("T2", "T3"))


def effect_of(*, scenario_uuid: uuid.UUID, draft: Graph) -> Effect | None:
    """Compare a draft with the newest version, and count who is part-way; None if never published.

    Three queries. A draft with the same structure reaches everyone on that structure at their next
    scene; every other change leaves people on the version they began.
    """
    version = (
        ScenarioVersion.objects.filter(scenario_uuid=scenario_uuid)
        .select_related("snapshot")
        .order_by("-number")
        .first()
    )
    if version is None:
        return None
    live = graph_of(snapshot=version.snapshot)
    standing = list(
        Run.objects.filter(
            version__scenario_uuid=scenario_uuid,
            phase=Run.Phase.PLAYING,
            attempt__state=Attempt.State.OPEN,
        )
        .values_list("version__structure_hash", "scene_key")
        .annotate(people=Count(whose("attempt__enrolment__person"), distinct=True))
        .order_by()
    )
    total = sum(people for _, _, people in standing)
    same = structure_hash(draft)
    reached = sum(people for structure, _, people in standing if structure == same)
    return Effect(
        version=version,
        change_class=classify(live, draft),
        differences=differences(live, draft),
        part_way=total,
        move_over=reached,
        stay=total - reached,
        in_removed=sum(people for _, key, people in standing if key not in draft.scene),
    )


def graph_of(*, snapshot: Snapshot) -> Graph:
    """The graph that a snapshot holds."""
    return Graph.from_data(snapshot.data["draft"])


def version_of(*, snapshot: Snapshot, now: dt.datetime) -> ScenarioVersion:
    """Return the version of a content snapshot, filing it the first time it is asked for."""
    for _ in range(3):
        found = ScenarioVersion.objects.filter(snapshot=snapshot).first()
        if found is not None:
            return found
        try:
            with transaction.atomic():
                return _file(snapshot, now)
        except IntegrityError:  # somebody published, or began, in the same moment
            continue
    return ScenarioVersion.objects.get(snapshot=snapshot)


def _file(snapshot: Snapshot, now: dt.datetime) -> ScenarioVersion:
    graph = graph_of(snapshot=snapshot)
    scenario = uuid.UUID(snapshot.data["uuid"])
    last = (
        ScenarioVersion.objects.filter(scenario_uuid=scenario)
        .select_related("snapshot")
        .order_by("-number")
        .first()
    )
    version = ScenarioVersion(
        snapshot=snapshot,
        scenario_uuid=scenario,
        number=last.number + 1 if last else 1,
        change_class=classify(graph_of(snapshot=last.snapshot), graph) if last else "T2",
        structure_hash=structure_hash(graph),
        text_hash=text_hash(graph),
        report=[
            [problem.rule, problem.key, problem.field, problem.message]
            for problem in check(graph, snapshot.data["est_minutes"])
        ],
        published_at=now,
    )
    version.save()
    return version


def withdraw(
    *, version: ScenarioVersion, reason: str, by: Person, now: dt.datetime
) -> VersionWithdrawal:
    """Say that a version must not be played any more, once; the first reason stands."""
    try:
        with transaction.atomic():
            row = VersionWithdrawal(version=version, reason=reason, by=by, at=now)
            row.save()
            return row
    except IntegrityError:
        return VersionWithdrawal.objects.get(version=version)


def newest_open(*, scenario_uuid: uuid.UUID) -> ScenarioVersion | None:
    """The newest version that is not withdrawn, if there is one."""
    return (
        ScenarioVersion.objects.filter(scenario_uuid=scenario_uuid, withdrawal__isnull=True)
        .order_by("-number")
        .first()
    )


def newest_text(**which: Any) -> Subquery:
    """The uuid of the newest version with a run's structure, to annotate runs with."""
    return _newest(structure_hash=OuterRef("version__structure_hash"), **which)


def _newest(**which: Any) -> Subquery:
    found = ScenarioVersion.objects.filter(
        scenario_uuid=OuterRef("version__scenario_uuid"), **which
    )
    return Subquery(found.order_by("-number").values("uuid")[:1])


def texts() -> dict[str, Subquery]:
    """What a page of the player asks of versions: the newest text, the newest that may be played,
    and the newest version of all that may be.
    """
    return {
        "text_uuid": newest_text(),
        "open_uuid": newest_text(withdrawal__isnull=True),
        "newest_uuid": _newest(withdrawal__isnull=True),
    }


@functools.lru_cache(maxsize=MEMORY)
def case_of(version_uuid: uuid.UUID) -> Case:
    """The case of a version, kept in the process: a version never changes. One query at first."""
    version = ScenarioVersion.objects.select_related("snapshot").get(uuid=version_uuid)
    data = version.snapshot.data
    return Case(
        version_id=version.pk,
        scenario_uuid=version.scenario_uuid,
        number=version.number,
        graph=graph_of(snapshot=version.snapshot),
        head={name: value for name, value in data.items() if name != "draft"},
    )
