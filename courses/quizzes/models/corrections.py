"""What was found out later: answers that stand as they were given, and keys that were wrong."""

import uuid

from django.db import models

from courses.models import AppendOnlyModel, Attempt, Snapshot
from courses.people.models import Person

from .sittings import DrawnQuestion


class Commitment(AppendOnlyModel):
    """An answer that its learner gave for good, to read at once what is right.

    Written by `services.answers.commit`, only where feedback comes after each answer. From then on
    the answer with the number `seq` stands.
    """

    # One to one: two clicks, or two tabs, commit once.
    drawn = models.OneToOneField(DrawnQuestion, on_delete=models.PROTECT, related_name="commitment")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.drawn_id} ({self.seq})"


class KeyCorrection(AppendOnlyModel):
    """A trainer found that a question's key had been wrong, and had it marked again.

    Written by `services.corrections.correct`. `snapshot` is the version with the right key.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question_uuid = models.UUIDField(db_index=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=500)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.question_uuid}: {self.made_at:%Y-%m-%d}"


class CorrectedAttempt(AppendOnlyModel):
    """What a correction made of one attempt: its result before and after. A pass stays a pass."""

    correction = models.ForeignKey(KeyCorrection, on_delete=models.PROTECT, related_name="attempts")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField()
    after = models.JSONField()
    passed_before = models.BooleanField()
    passed_after = models.BooleanField()

    class Meta:
        constraints = [
            # Two clicks correct an attempt once.
            models.UniqueConstraint(
                fields=["correction", "attempt"], name="attempt_corrected_once"
            ),
            models.CheckConstraint(
                condition=models.Q(passed_before=False) | models.Q(passed_after=True),
                name="correction_keeps_a_pass",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.correction_id}: {self.attempt_id}"
