"""An edition as plain data, and what a person still has to do in it: pure rules, no database."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


@dataclass(frozen=True)
class ActivityFact:
    """One activity of an edition. `key` is the activity's id, the same in every edition."""

    key: int
    uuid: uuid.UUID
    edition_activity: int
    type: str
    title: str
    required: bool
    attempts: int | None = None  # how many tries its rules allow
    delay_hours: int = 0  # how long to wait between the end of one try and the next
    block_id: str = ""
    minutes: int | None = None  # how long a try may take, before what is arranged for a person
    rules: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class ModuleFact:
    """One module of an edition, in its place."""

    key: uuid.UUID
    slug: str
    title: str
    minutes: int
    snapshot: int
    activities: tuple[ActivityFact, ...]


@dataclass(frozen=True)
class Structure:
    """What an edition asks for: its modules in order, then the activities after them."""

    edition: int
    course: int
    title: str
    minutes: int
    modules: tuple[ModuleFact, ...]
    closing: tuple[ActivityFact, ...]

    def activities(self) -> tuple[ActivityFact, ...]:
        """Every activity, in the order in which a learner meets them."""
        return (*(a for module in self.modules for a in module.activities), *self.closing)

    def module(self, slug: str) -> ModuleFact | None:
        return next((module for module in self.modules if module.slug == slug), None)


class Stand(Enum):
    """How far something is."""

    TO_DO = "to do"
    UNDER_WAY = "under way"
    DONE = "done"


@dataclass(frozen=True)
class ModuleStand:
    module: ModuleFact
    stand: Stand
    missing: tuple[ActivityFact, ...]


@dataclass(frozen=True)
class Progress:
    """Where one person is in one edition.

    `next_module` is where to go on; when every module is done it is None and `next_activity` is the
    first required activity after the modules, or None when nothing is missing.
    """

    modules: tuple[ModuleStand, ...]
    closing_missing: tuple[ActivityFact, ...]
    next_module: ModuleFact | None
    next_activity: ActivityFact | None
    done_count: int
    all_count: int
    minutes_left: int
    waiting: tuple[ActivityFact, ...] = ()

    @property
    def module_to_go_on_with(self) -> ModuleFact | None:
        """The first module in which the learner has something to do."""
        return next((s.module for s in self.modules if not self._waits(s)), None)

    @property
    def only_waits(self) -> bool:
        """True where all that the learner can do is done, and a marker's turn has come."""
        if not self.waiting or self.module_to_go_on_with is not None:
            return False
        return self.next_module is not None or self.next_activity in self.waiting

    def _waits(self, stand: ModuleStand) -> bool:
        """Whether a module is done, or lacks only what waits for a marker."""
        if stand.stand is Stand.DONE:
            return True
        return bool(stand.missing) and all(fact in self.waiting for fact in stand.missing)

    @property
    def complete(self) -> bool:
        return self.next_module is None and self.next_activity is None

    @property
    def share(self) -> float:
        """Done steps out of all steps, 0 to 1."""
        return self.done_count / self.all_count if self.all_count else 1.0


def progress(
    structure: Structure,
    completed: Collection[int],
    visited: Collection[uuid.UUID],
    under_way: Collection[int] = (),
    waiting: Collection[int] = (),
) -> Progress:
    """Work out where someone is.

    `completed` holds keys of completed activities, `visited` keys of opened modules, `under_way`
    keys
    of activities with an open attempt, `waiting` of those whose attempt a person must mark. A
    module is done when its required activities are; one that
    requires none is done when it was opened. Optional activities are never missing.
    """
    stands = []
    for module in structure.modules:
        required = [a for a in module.activities if a.required]
        missing = tuple(a for a in required if a.key not in completed)
        if required:
            done = not missing
        else:
            done = module.key in visited
        started = module.key in visited or any(a.key in under_way for a in module.activities)
        stand = Stand.DONE if done else Stand.UNDER_WAY if started else Stand.TO_DO
        stands.append(ModuleStand(module, stand, missing))
    closing = [a for a in structure.closing if a.required]
    closing_missing = tuple(a for a in closing if a.key not in completed)
    unfinished = [s for s in stands if s.stand is not Stand.DONE]
    return Progress(
        modules=tuple(stands),
        closing_missing=closing_missing,
        next_module=unfinished[0].module if unfinished else None,
        next_activity=closing_missing[0] if closing_missing and not unfinished else None,
        done_count=len(stands) - len(unfinished) + len(closing) - len(closing_missing),
        all_count=len(stands) + len(closing),
        minutes_left=sum(s.module.minutes for s in unfinished),
        waiting=tuple(
            fact
            for fact in (*(fact for s in stands for fact in s.missing), *closing_missing)
            if fact.key in waiting
        ),
    )


def may_begin(structure: Structure, activity: ActivityFact, standing: Progress) -> bool:
    """True when an activity's turn has come: those after the modules wait, in order, for all
    before.

    Modules themselves may be taken in any order.
    """
    if activity not in structure.closing:
        return True
    if standing.next_module is not None:
        return False
    before = structure.closing[: structure.closing.index(activity)]
    return not any(a in standing.closing_missing for a in before)


@dataclass(frozen=True)
class Turn:
    """An earlier try at an activity, as far as the rules care."""

    state: str
    passed: bool | None
    ended_at: dt.datetime | None = None


@dataclass(frozen=True)
class Extra:
    """What one person has on top of the rules, by the activity's key.

    `tries` holds for every activity that limits them; `released` are those given one at a time,
    the last of them at `released_at`.
    """

    tries: int = 0
    released: Mapping[int, int] = field(default_factory=dict)
    released_at: Mapping[int, dt.datetime] = field(default_factory=dict)


NO_EXTRA = Extra()


def tries_left(
    activity: ActivityFact, turns: Collection[Turn], extra: Extra = NO_EXTRA
) -> int | None:
    """How many tries are left under the activity's rules; None where there is no limit."""
    if activity.attempts is None:
        return None
    used = sum(1 for turn in turns if turn.state in ("finished", "submitted", "open"))
    allowed = activity.attempts + extra.tries + extra.released.get(activity.key, 0)
    return max(0, allowed - used)


def ready_at(
    activity: ActivityFact, turns: Collection[Turn], extra: Extra = NO_EXTRA
) -> dt.datetime | None:
    """When the next try may begin, where the rules ask for a wait; None for at once.

    A try that was given after the last one may begin at once.
    """
    ended = [turn.ended_at for turn in turns if turn.state == "finished" and turn.ended_at]
    if not activity.delay_hours or not ended or any(turn.passed for turn in turns):
        return None
    last = max(ended)
    released = extra.released_at.get(activity.key)
    if released is not None and released >= last:
        return None
    return last + dt.timedelta(hours=activity.delay_hours)


def by_key(structure: Structure) -> Mapping[int, ActivityFact]:
    """Activities by key."""
    return {activity.key: activity for activity in structure.activities()}
