"""One try at one activity, pinned to what it was taken on."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses import activities

from .activities import Activity
from .editions import EditionActivity
from .enrolments import Enrolment
from .snapshots import Snapshot


class Attempt(models.Model):
    """One try at one activity. State changes go through `services.attempts`, which compare and
    set.
    """

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        SUBMITTED = "submitted", _("Waiting for a marker")
        FINISHED = "finished", _("Finished")
        ABANDONED = "abandoned", _("Left")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attempts")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="attempts")
    edition_activity = models.ForeignKey(
        EditionActivity, on_delete=models.PROTECT, related_name="attempts"
    )
    # The content as pinned when the attempt began; equal to the edition's at that moment.
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    score = models.FloatField(null=True, blank=True)
    evidence = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity", "number"], name="attempt_numbered_once"
            ),
            # Two clicks on “Start” open one attempt.
            models.UniqueConstraint(
                fields=["enrolment", "activity"],
                condition=models.Q(state__in=["open", "submitted"]),
                name="attempt_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__gte=0.0, score__lte=1.0),
                name="attempt_score_0_to_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} {self.number}"

    @property
    def type(self) -> activities.ActivityType:
        return activities.get(self.activity.type)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
