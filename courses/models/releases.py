"""One more try, given by somebody who may."""

from django.db import models

from courses.people.models import Person

from .activities import Activity
from .appendonly import AppendOnlyModel
from .enrolments import Enrolment


class TryRelease(AppendOnlyModel):
    """Somebody gave a person one more try at an activity, when none was left.

    Written by `services.releases.release`. `after` is the number of the try that it follows.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="releases")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    after = models.PositiveIntegerField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two clicks, or two managers at once, give one try.
            models.UniqueConstraint(
                fields=["enrolment", "activity", "after"], name="try_released_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.activity_id} ({self.after})"
