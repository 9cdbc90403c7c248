"""Counts kept ready: what learners chose in a case."""

from django.db import models

from courses.models import Edition

from .scenarios import ScenarioVersion


class RollupMark(models.Model):
    """How far the steps of a case have been counted. A state row of `services.rollups.roll_up`,
    changed by compare-and-set on `horizon`, so that two counts at once add nothing twice.
    """

    wagtail_reference_index_ignore = True

    scenario_uuid = models.UUIDField(unique=True)
    # The id of the last step that is in the rollups.
    horizon = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.scenario_uuid} up to {self.horizon}"


class StepRollup(models.Model):
    """What the runs of a version, taken in an edition and begun in a month, did, up to the mark's
    horizon.

    Written by `services.rollups.roll_up` alone. It holds counts and no person; `tally` is
    described in `scenarios.tallies`. No evidence: it can be thrown away and made again.
    """

    wagtail_reference_index_ignore = True

    mark = models.ForeignKey(RollupMark, on_delete=models.CASCADE, related_name="rollups")
    version = models.ForeignKey(ScenarioVersion, on_delete=models.PROTECT, related_name="+")
    # The edition of the course in which the runs were taken.
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    # The first day of the month in which the runs began, in UTC.
    month = models.DateField()
    # False: each person's first try in their first turn. True: every later one.
    again = models.BooleanField()
    tally = models.JSONField(default=dict)

    class Meta:
        constraints = [
            # One row for each cell, whoever counts.
            models.UniqueConstraint(
                fields=["mark", "version", "edition", "month", "again"], name="rollup_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}, {self.month:%Y-%m}"
