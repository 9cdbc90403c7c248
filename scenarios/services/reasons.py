"""Let a learner share a reason without their name, and a trainer decide whether others read it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from courses.people.counting import whose
from courses.people.models import Person, User
from courses.people.services import sealing
from scenarios.disclosure import FEWEST
from scenarios.models import Justification, Run, SharedReason, Step

OWNER = "justification__step__run__attempt__enrolment__person"
HEARD = 6  # reasons of others that one scene shows


class NothingToShare(Exception):
    """There is no reason at this step, or the case is still being played."""


def share(*, run: Run, person: Person, seq: int, now: dt.datetime) -> SharedReason:
    """Copy the reason that its own writer gave at a choice, for others to read. Twice is once.

    Raises `NothingToShare`, or `sealing.KeyUnavailable` where nobody can open it.
    """
    row = (
        Justification.objects.select_related("step")
        .filter(step__run=run, step__seq=seq, step__kind=Step.Kind.CHOICE, number=0)
        .first()
    )
    if row is None or run.is_playing:
        raise NothingToShare(str(run.uuid))
    text = sealing.open_text(
        person=person, row_uuid=row.uuid, sealed=row.sealed, key_uuid=row.key_uuid
    )
    shared, _made = SharedReason.objects.get_or_create(
        justification=row,
        defaults={
            "scenario_uuid": run.version.scenario_uuid,
            "scene_key": row.step.scene_key,
            "choice_key": row.step.choice_key,
            "text": text,
            "shared_at": now,
        },
    )
    return shared


def take_back(*, run: Run, seq: int) -> None:
    """Delete the copy: nobody reads it any more. What stays is sealed, as it was."""
    SharedReason.objects.filter(justification__step__run=run, justification__step__seq=seq).delete()


def shared_of(*, run: Run) -> dict[int, SharedReason]:
    """What the writer of a run has shared, by step."""
    rows = SharedReason.objects.filter(justification__step__run=run)
    return {row.justification.step.seq: row for row in rows.select_related("justification__step")}


def for_trainers(*, scenario_uuid: uuid.UUID) -> QuerySet[SharedReason]:
    """Reasons that trainers may read: those of scenes in which five people or more shared one."""
    shared = SharedReason.objects.filter(scenario_uuid=scenario_uuid)
    many = (
        shared.values("scene_key")
        .annotate(people=Count(whose(OWNER), distinct=True))
        .filter(people__gte=FEWEST)
        .values("scene_key")
    )
    # By their words: the order in which they came would tell who wrote them.
    return shared.filter(scene_key__in=many).order_by("scene_key", "text")


def decide(
    *, scenario_uuid: uuid.UUID, reason: int, is_shown: bool, by: User, now: dt.datetime
) -> None:
    """Let learners read a reason, or not. Raises `SharedReason.DoesNotExist`: taken back, or of a
    scene with too few.
    """
    row = for_trainers(scenario_uuid=scenario_uuid).get(pk=reason)
    row.is_shown, row.decided_at, row.decided_by = is_shown, now, by
    row.save(update_fields=["is_shown", "decided_at", "decided_by"])


def heard(
    *, scenario_uuid: uuid.UUID, scenes: Iterable[str], person: Person
) -> dict[str, list[str]]:
    """What others of the same organisation wrote in some scenes and a trainer lets be read. One
    query; never a name, and nothing of this person's own.
    """
    mine = Person.objects.filter(pk=person.pk).values("organisation")
    rows = (
        SharedReason.objects.filter(
            scenario_uuid=scenario_uuid,
            scene_key__in=list(scenes),
            is_shown=True,
            **{f"{OWNER}__organisation__in": mine},
        )
        .exclude(**{f"{OWNER}__in": person.selves})
        .order_by("text")
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if len(found[row.scene_key]) < HEARD:
            found[row.scene_key].append(row.text)
    return dict(found)
