"""One person's way through a case, step by step."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import AppendOnlyModel, Attempt
from courses.models.appendonly import AppendOnlyQuerySet

from .scenarios import ScenarioVersion


class Run(models.Model):
    """Where one attempt at a case stands. Made by `services.plays.begin`, one for each attempt.

    A run without an attempt is another road: tried from the debrief of its `parent`, for practice,
    by the same person; it counts for nothing and is in nobody's numbers.

    A state row: `services.plays` alone changes it, by compare-and-set on `seq`. What happened is in
    the steps; `path` repeats the ones that still count, so that a page needs no second query.
    """

    class Phase(models.TextChoices):
        PLAYING = "playing", _("Under way")
        DEBRIEFED = "debriefed", _("Debrief opened")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    attempt = models.OneToOneField(
        Attempt, on_delete=models.PROTECT, related_name="run", null=True, blank=True
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="roads", null=True, blank=True
    )
    # Another road leaves its parent's way before this step.
    forked_seq = models.PositiveIntegerField(null=True, blank=True)
    version = models.ForeignKey(ScenarioVersion, on_delete=models.PROTECT, related_name="runs")
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.PLAYING)
    # How many steps were ever taken, those taken back included.
    seq = models.PositiveIntegerField(default=0)
    scene_key = models.CharField(max_length=80)
    state = models.JSONField()
    # [{seq, scene, choice, branch, at}]: the steps that count, oldest first.
    path = models.JSONField(default=list)
    # Scenes in which a choice was ever made, undone or not: the next one there is no first answer.
    answered = models.JSONField(default=list)
    timers_off = models.BooleanField(default=False)
    # Chance is drawn from it, so that the same run always meets the same circumstances.
    seed = models.BigIntegerField()
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()
    debriefed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # A run belongs to an attempt, or is another road of a run that does.
            models.CheckConstraint(
                name="run_of_attempt_or_road",
                condition=models.Q(attempt__isnull=False, parent__isnull=True)
                | models.Q(attempt__isnull=True, parent__isnull=False),
            ),
            # Two clicks on the same other road open one run.
            models.UniqueConstraint(
                fields=["parent", "forked_seq"],
                condition=models.Q(phase="playing", parent__isnull=False),
                name="run_one_open_road",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scene_key} ({self.seq})"

    def token(self, seq: int | None = None) -> UUID:
        """The mark that a form carries: one for each step, whoever renders the form how often."""
        return uuid5(self.uuid, str(self.seq if seq is None else seq))

    @property
    def moved_seq(self) -> int:
        """The step that led this run to a newer version, or -1: no way leads behind it."""
        moved: dict[str, Any] = self.state.get("moved") or {"seq": -1}
        return int(moved["seq"])

    @property
    def is_playing(self) -> bool:
        return self.phase == self.Phase.PLAYING


class StepQuerySet(AppendOnlyQuerySet):
    """Named filters over steps. Rows are written once, see `AppendOnlyModel`."""

    def first_answers(self):
        """What each run chose the first time in each scene: undo changes the way, not this."""
        return self.filter(first=True)


class Step(AppendOnlyModel):
    """One step of a run, written by `services.plays` in the transaction that moves the run.

    An undo is a step too: it supersedes every step from `back_to` up to itself, and deletes none.
    """

    class Kind(models.TextChoices):
        CHOICE = "choice", _("Choice")
        ADVANCE = "advance", _("On")
        UNDO = "undo", _("Back")
        CLOSE = "close", _("To the debrief")
        MOVE = "move", _("To the updated case")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField()
    # The version whose text was on the screen.
    version = models.ForeignKey(ScenarioVersion, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    scene_key = models.CharField(max_length=80)
    choice_key = models.CharField(max_length=80, blank=True)
    branch_key = models.CharField(max_length=80, blank=True)
    to_key = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    at = models.DateTimeField()
    # Variables that changed, with their new values.
    delta = models.JSONField(default=dict)
    interrupts = models.JSONField(default=list)
    roll = models.PositiveIntegerField(null=True)
    # How sure the learner was, from 1 (a guess) to 4 (certain).
    confidence = models.PositiveSmallIntegerField(null=True)
    # What was answered on a scale: -2 to +2 in a concordance question, 1 to 5 elsewhere.
    answer = models.SmallIntegerField(null=True)
    # The first choice of this run in this scene.
    first = models.BooleanField(default=False)
    back_to = models.PositiveIntegerField(null=True)
    idem = models.UUIDField()

    objects = StepQuerySet.as_manager()

    class Meta:
        constraints = [
            # Two requests at the same place of a run: one of them is the step.
            models.UniqueConstraint(fields=["run", "seq"], name="step_once_in_order"),
            # A form that is sent twice is the same step.
            models.UniqueConstraint(fields=["run", "idem"], name="step_sent_once"),
        ]
        indexes = [
            # What everybody chose in a scene: the peers' shares and an author's numbers.
            models.Index(fields=["version", "scene_key", "choice_key"], name="step_choices"),
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.scene_key} → {self.to_key}"


class Justification(AppendOnlyModel):
    """What a learner wrote at a step, sealed under a key of their own: a reason or a reflection.

    Written with its step by `services.plays`. Never read by anyone else; destroying the person's
    key makes it unreadable without touching the row.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="justifications")
    # Which of the questions before the debrief; 0 everywhere else.
    number = models.PositiveSmallIntegerField(default=0)
    sealed = models.BinaryField()
    key_uuid = models.UUIDField()

    class Meta:
        constraints = [
            # One text for each question of a step, however often the form arrives.
            models.UniqueConstraint(fields=["step", "number"], name="justification_once"),
        ]
