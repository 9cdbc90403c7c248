"""Play a run: every step is one transaction that moves the run and writes the step.

Whoever comes first moves the run, by compare-and-set on its `seq`; the same form sent again finds
its own step and changes nothing; an older form is told that it is old. Two statements for a step,
one more for each text.
"""

import datetime as dt
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from courses.activities import Result
from courses.models import Attempt
from courses.people import prepared
from courses.people.models import Person
from courses.people.prepared import WHICH, WHOLE, Prepared
from courses.people.services import sealing
from courses.services import attempts
from scenarios import engine
from scenarios.engine import Move, NotOpen, NoWayOn, State
from scenarios.graph import Scene
from scenarios.models import Justification, Run, Step, VersionWithdrawal
from scenarios.services import versions
from scenarios.services.versions import Case

__all__ = ["Answer", "Ended", "NoUndo", "NoWayOn", "NotOpen", "Play", "Stale"]


UNDOING = ("undo_to_commit", "free")


class Stale(Exception):
    """The form belongs to an older step; the run stands somewhere else by now."""


class Ended(Exception):
    """The run has come to its debrief, or its attempt has ended."""


class NoUndo(Exception):
    """There is no decision to go back to, or this case doesn't let anyone go back."""


@dataclass(frozen=True)
class Answer:
    """What a learner sends with a step: the form's mark, the choice, how sure, in what words, and
    where on a scale.
    """

    token: uuid.UUID
    choice: str = ""
    confidence: int | None = None
    texts: Sequence[str] = ()
    scale: int | None = None
    back_to: int | None = None
    # Nobody decided: the scene's time limit did.
    by_time: bool = False


@dataclass(frozen=True)
class Play:
    """A run with the case it is played on: the newest text of the structure it began with."""

    run: Run
    case: Case

    @property
    def state(self) -> State:
        """Where the run stands."""
        return State.from_json(self.run.scene_key, self.run.state)

    @property
    def scene(self) -> Scene:
        """The scene the learner is in."""
        return self.case.graph.scene[self.run.scene_key]

    @property
    def person_id(self) -> int:
        """Whoever began it: words are sealed under their key, also once they were merged."""
        return self.attempt.enrolment.person_id

    @property
    def attempt(self) -> Attempt:
        """The attempt whose run this is, or whose run it is another road of."""
        run: Any = self.run
        found: Attempt = run.attempt or run.parent.attempt
        return found

    @property
    def is_road(self) -> bool:
        """Whether this is practice from a debrief, which counts for nothing."""
        return self.run.parent_id is not None

    @property
    def is_over(self) -> bool:
        """Whether the scene is an ending."""
        return self.scene.kind == "ending"

    @property
    def text_uuid(self) -> uuid.UUID:
        """The version whose text is on the screen."""
        return _text_of(self.run)

    @property
    def is_withdrawn(self) -> bool:
        """Whether every version with this structure was withdrawn: no scene of it is shown."""
        run: Any = self.run
        return run.open_uuid is None

    @property
    def back(self) -> str:
        """How the learner may go back from here; see `Case.back`."""
        return self.case.back(self.scene)

    @property
    def may_undo(self) -> bool:
        """Whether there is a decision to go back to, and a way."""
        return self.run.is_playing and self.back in UNDOING and bool(_decisions(self.run))

    @property
    def may_look(self) -> bool:
        """Whether earlier scenes may be read again."""
        return self.back != "none"

    def may_return_to(self, seq: int) -> bool:
        """Whether the decision that was step `seq` may be taken back."""
        places = _decisions(self.run) if self.may_undo else []
        allowed = places if self.back == "free" else places[-1:]
        return seq in [self.run.path[place]["seq"] for place in allowed]


def begin(*, attempt: Attempt, now: dt.datetime) -> Run:
    """Make the run of a fresh attempt, on the start scene. Runs inside `attempts.begin`."""
    version = versions.version_of(snapshot=attempt.snapshot, now=now)
    if VersionWithdrawal.objects.filter(version=version).exists():
        version = versions.newest_open(scenario_uuid=version.scenario_uuid) or version
    state = engine.begin(versions.case_of(version.uuid).graph).after
    run = Run(
        attempt=attempt,
        version=version,
        scene_key=state.scene,
        state=state.as_json(),
        seed=secrets.randbelow(2**62),
        timers_off=_without_timers(attempt, version.uuid),
        started_at=now,
        last_at=now,
    )
    run.save(force_insert=True)
    return run


def _without_timers(attempt: Attempt, version: uuid.UUID) -> bool:
    """Whether this person had turned time limits off when they last played; asked only where the
    case has any.
    """
    if not any(scene.timer for scene in versions.case_of(version).graph.scenes):
        return False
    earlier = Run.objects.filter(attempt__enrolment__person=attempt.enrolment.person_id)
    return bool(earlier.order_by("-pk").values_list("timers_off", flat=True).first())


def played(run: Run) -> Play:
    """A run that was read with `versions.texts()`, with its case."""
    return Play(run=run, case=versions.case_of(_text_of(run)))


def _text_of(run: Any) -> uuid.UUID:
    found: uuid.UUID = run.open_uuid or run.text_uuid
    return found


def own_play(*, person: Person, attempt: uuid.UUID) -> Play:
    """A person's own run, in one query. Raises `Run.DoesNotExist` for everyone else's."""
    run = _OWN.first(attempt=attempt, person=person.pk)
    if run is None:
        raise Run.DoesNotExist
    return played(run)


# Every step and every page of the player begins with it.
_OWN = Prepared(
    lambda attempt, person: (
        Run.objects.select_related("attempt__enrolment")
        .annotate(**versions.texts())
        .filter(attempt__uuid=attempt, attempt__enrolment__person__in=Person(pk=person).selves)
    ),
    attempt=WHICH,
    person=WHOLE,
)


def choose(*, play: Play, answer: Answer, now: dt.datetime) -> Play:
    """Take a choice. Returns where the run stands, also when this very form was sent before.

    Raises `Stale`, `Ended`, or `NotOpen` when the choice isn't open to this learner now.
    """
    if sent_before(play=play, answer=answer):
        return play
    move = engine.choose(play.case.graph, play.state, answer.choice)
    step(play, move, Step.Kind.CHOICE, answer, now)
    return play


def advance(*, play: Play, answer: Answer, now: dt.datetime) -> Play:
    """Go on from a scene without a choice; a reflection keeps its text. Raises as `choose`."""
    if sent_before(play=play, answer=answer):
        return play
    move = engine.advance(play.case.graph, play.state, play.run.seed)
    step(play, move, Step.Kind.ADVANCE, answer, now)
    return play


def undo(*, play: Play, answer: Answer, now: dt.datetime) -> Play:
    """Go back to the last decision, or to the one that was step `answer.back_to`.

    That step and those after it are superseded, none is deleted. Raises `NoUndo` where the case
    doesn't let anyone go back so far, `Stale` or `Ended`.
    """
    if sent_before(play=play, answer=answer):
        return play
    places = _decisions(play.run)
    if answer.back_to is not None:
        places = [place for place in places if play.run.path[place]["seq"] == answer.back_to]
    place = places[-1] if places else None
    if place is None or not play.may_return_to(play.run.path[place]["seq"]):
        raise NoUndo(str(play.run.uuid))
    kept = play.run.path[:place]
    move = Move(before=play.state, after=replayed(play.case, play.run, kept))
    back_to = play.run.path[place]["seq"]
    step(play, move, Step.Kind.UNDO, answer, now, path=kept, back_to=back_to)
    return play


def close(*, play: Play, answer: Answer, now: dt.datetime) -> Play:
    """Go from the ending to the debrief: the answers are kept, the attempt is finished.

    Opening the debrief twice is harmless. Raises `Stale`, or `NoWayOn` before an ending.
    """
    if not play.run.is_playing or sent_before(play=play, answer=answer):
        return play
    if not play.is_over:
        raise NoWayOn(play.run.scene_key)
    move = Move(before=play.state, after=play.state)
    with transaction.atomic():
        attempt = play.run.attempt
        if step(play, move, Step.Kind.CLOSE, answer, now) and attempt is not None:
            attempts.finish(attempt=attempt, result=_result(play), now=now)
    return play


def _result(play: Play) -> Result:
    return Result(
        passed=True,
        evidence={
            "run": str(play.run.uuid),
            "version": play.case.number,
            "ending": play.run.scene_key,
            "steps": len(play.run.path),
        },
    )


def sent_before(*, play: Play, answer: Answer) -> bool:
    """Whether this form made its step already. Raises `Stale` for an older form, or `Ended`."""
    if answer.token == play.run.token() and play.run.is_playing:
        attempt = play.run.attempt
        if attempt is not None and attempt.state != Attempt.State.OPEN:
            raise Ended(str(play.run.uuid))
        return False
    step = Step.objects.filter(run=play.run, idem=answer.token).first()
    if step is not None and step.seq == play.run.seq - 1 and step.choice_key == answer.choice:
        return True
    raise Stale(str(play.run.uuid)) if play.run.is_playing else Ended(str(play.run.uuid))


def replayed(case: Case, run: Run, kept: Sequence[dict[str, Any]]) -> State:
    """The state after these steps of a run's path; from where it came to a newer version, if it
    did. Raises `NotOpen` or `NoWayOn` where the way doesn't exist.
    """
    moved = run.state.get("moved")
    start = State.from_json(moved["scene"], moved["state"]) if moved else None
    ways = [entry["choice"] for entry in kept if entry["seq"] > run.moved_seq]
    return engine.replay(case.graph, run.seed, ways, start)


@transaction.atomic
def step(
    play: Play,
    move: Move,
    kind: Step.Kind,
    answer: Answer,
    now: dt.datetime,
    path: list[dict[str, Any]] | None = None,
    back_to: int | None = None,
    to: Case | None = None,
) -> bool:
    """Move the run and write the step; false if this very form did so in the same moment.

    `path` replaces the way that counts; `to` is the newer version that the run goes over to.
    """
    run = play.run
    changes = _changes(run, move, kind, now, path)
    if answer.by_time:
        changes["path"][-1]["by_time"] = True
        changes.pop("answered", None)
    if to is not None:
        changes["version_id"] = to.version_id
        if path:
            base = {"seq": run.seq, "scene": move.after.scene, "state": move.after.as_json()}
            changes["state"] = {**move.after.as_json(), "moved": base}
        else:
            changes["state"] = move.after.as_json()
    playing = {"id": run.pk, "seq": run.seq, "phase": Run.Phase.PLAYING}
    moved = prepared.update(Run, changes, **playing)
    if not moved:
        run.refresh_from_db()
        sent_before(play=play, answer=answer)
        return False
    row = Step(
        run=run,
        seq=run.seq,
        version_id=play.case.version_id,
        kind=kind,
        scene_key=run.scene_key,
        choice_key=move.choice,
        branch_key=move.branch,
        to_key=move.after.scene,
        entered_at=run.last_at,
        at=now,
        delta=move.delta,
        interrupts=list(move.interrupts),
        roll=move.roll,
        confidence=answer.confidence,
        answer=answer.scale,
        back_to=back_to,
        first=(
            kind == Step.Kind.CHOICE
            and not play.is_road
            and not answer.by_time
            and run.scene_key not in run.answered
        ),
        idem=answer.token,
    )
    prepared.insert(row)
    _keep(row, play.person_id, answer.texts, now)
    for name, value in changes.items():
        setattr(run, name, value)
    return True


def _changes(
    run: Run, move: Move, kind: Step.Kind, now: dt.datetime, path: list[dict[str, Any]] | None
) -> dict[str, Any]:
    changes: dict[str, Any] = {"seq": run.seq + 1, "last_at": now}
    if kind == Step.Kind.CLOSE:
        return {**changes, "phase": Run.Phase.DEBRIEFED, "debriefed_at": now}
    entry = {
        "seq": run.seq,
        "scene": run.scene_key,
        "choice": move.choice,
        "branch": move.branch,
        "at": now.isoformat(timespec="seconds"),
    }
    changes["path"] = [*run.path, entry] if path is None else path
    if kind == Step.Kind.CHOICE and run.scene_key not in run.answered:
        changes["answered"] = [*run.answered, run.scene_key]
    changes["scene_key"] = move.after.scene
    moved = run.state.get("moved")
    changes["state"] = {**move.after.as_json(), **({"moved": moved} if moved else {})}
    return changes


def _keep(step: Step, person_id: int, texts: Sequence[str], now: dt.datetime) -> None:
    """Seal what was written at a step; an empty text is none."""
    for number, text in enumerate(texts):
        if not text.strip():
            continue
        row = Justification(step=step, number=number)
        row.sealed, row.key_uuid = sealing.seal_text(
            person=Person(pk=person_id), row_uuid=row.uuid, text=text, now=now
        )
        row.save()


def _decisions(run: Run) -> list[int]:
    """Where in the path choices stand, back to a road's fork or a move to a newer version."""
    fork = max(run.forked_seq or 0, run.moved_seq)
    return [
        place for place, entry in enumerate(run.path) if entry["choice"] and entry["seq"] >= fork
    ]
