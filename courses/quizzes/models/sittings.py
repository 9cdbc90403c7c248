"""What one person was asked and what they answered: rows that are written once."""

from django.db import models

from courses.models import AppendOnlyModel, Attempt, Snapshot


class Sitting(AppendOnlyModel):
    """The quiz's side of an attempt: how its questions were drawn.

    Written with its `DrawnQuestion`s by `services.drawing.begin`, in the transaction that opens
    the attempt. How far it is stands on the attempt. `seed` is what the lot was drawn with.
    `deadline_at` is when its time ends, with the person's extra time in it; None without a limit.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="sitting")
    seed = models.BigIntegerField()
    deadline_at = models.DateTimeField(null=True)
    no_timers = models.BooleanField(default=False)

    class Meta:
        indexes = [
            # The sweep: whose time has ended and who was not sent? The attempts tell the rest.
            models.Index(
                fields=["deadline_at"],
                condition=models.Q(deadline_at__isnull=False),
                name="sitting_by_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"Sitting of {self.attempt_id}"


class DrawnQuestion(AppendOnlyModel):
    """A question that was put to a person: its place, its words, the order of its options.

    The pin is the snapshot, with the case that it is about where there is one; `question_uuid` only
    tells which question of the bank it was, so that a later try can prefer others. `points` is what
    it counts (None is one), `section` the number of its section in the quiz (None for none).
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="drawn")
    position = models.PositiveSmallIntegerField()
    question_uuid = models.UUIDField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    option_order = models.JSONField()
    vignette_snapshot = models.ForeignKey(
        Snapshot, null=True, on_delete=models.PROTECT, related_name="+"
    )
    points = models.PositiveSmallIntegerField(null=True)
    section = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["sitting", "position"]
        constraints = [
            # Two starts at once draw one set.
            models.UniqueConstraint(fields=["sitting", "position"], name="drawn_once_in_place"),
            # Nobody is asked the same thing twice in one sitting.
            models.UniqueConstraint(
                fields=["sitting", "question_uuid"], name="drawn_question_once"
            ),
        ]
        indexes = [
            # A draw: how often has this person met that question?
            models.Index(fields=["question_uuid"], name="drawn_by_question"),
        ]

    def __str__(self) -> str:
        return f"Question {self.position}"


class Response(AppendOnlyModel):
    """An answer as it was given; the one with the highest `seq` counts.

    Written by `services.answers.save`, never changed: another choice is another row, and an answer
    taken back is a row with nothing chosen. The same answer sent twice is one row. `certainty` is
    how sure the learner was, 1 to 3, where the quiz asks it and they said so.
    """

    drawn = models.ForeignKey(DrawnQuestion, on_delete=models.PROTECT, related_name="responses")
    seq = models.PositiveIntegerField()
    chosen = models.JSONField()
    certainty = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["drawn", "seq"]
        constraints = [
            # Two tabs that answer at once: one comes first, the other looks again.
            models.UniqueConstraint(fields=["drawn", "seq"], name="response_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.drawn_id} ({self.seq})"
