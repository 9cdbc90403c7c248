"""What the answers to each question add up to, kept ready for the page that reads it."""

from django.db import models

from courses.models import Snapshot

from .sittings import Sitting


class ItemRollup(models.Model):
    """Sums over the answers to one version of a question in one quiz; `again` those of later tries.

    Kept by `services.items`, which can make them anew at any time: nothing here is evidence, and
    nothing of it names anybody.
    """

    wagtail_reference_index_ignore = True

    quiz_uuid = models.UUIDField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    again = models.BooleanField(default=False)
    tally = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quiz_uuid", "snapshot", "again"], name="item_rollup_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_uuid}: {self.snapshot_id}"


class CountedSitting(models.Model):
    """A sitting whose answers the rollups of its quiz hold already."""

    wagtail_reference_index_ignore = True

    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="counted")
    quiz_uuid = models.UUIDField(db_index=True)
    again = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"Sitting {self.sitting_id}"
