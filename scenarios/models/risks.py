"""What managers may learn of a team: batches of people, closed month by month and kept."""

from django.db import models

from courses.models import AppendOnlyModel
from courses.people.models import Team

from .runs import Run


class RiskBatch(AppendOnlyModel):
    """Ten people or more of one team who finished a case, and what may be told of their risks.

    Written once by `services.risks.close_batches`, for people who finished before `month`. Each
    person is in one batch of a case at the most, whatever team they move to, so that no two
    batches, and no two teams, differ by a few people.
    """

    wagtail_reference_index_ignore = True

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    # By uuid: the sheet stays when an author deletes the case.
    scenario_uuid = models.UUIDField()
    month = models.DateField()
    title = models.CharField(max_length=255)
    people = models.PositiveIntegerField()
    # [{"scene", "title", "risky", "people"}]: decisions that may be told, as counts of first
    # answers, with those that waited since earlier batches.
    told = models.JSONField(default=list)
    # The same of decisions that may not be told yet. Never shown; the next batch adds to it.
    waiting = models.JSONField(default=list)
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two who close the same month at once make one batch.
            models.UniqueConstraint(
                fields=["team", "scenario_uuid", "month"], name="risk_batch_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.month:%Y-%m}: {self.people}"


class RiskCounted(AppendOnlyModel):
    """The run with which somebody is in a batch; it says nothing of what they chose.

    Written with its batch.
    """

    wagtail_reference_index_ignore = True

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="risk_counted")
    batch = models.ForeignKey(RiskBatch, on_delete=models.PROTECT, related_name="counted")

    def __str__(self) -> str:
        return f"{self.run_id} in {self.batch_id}"
