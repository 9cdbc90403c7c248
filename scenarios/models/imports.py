"""Where a case came from, and what did not come with it."""

from django.conf import settings
from django.db import models

from .scenarios import Scenario


class ImportReport(models.Model):
    """What an import found, translated and lost. Written by `services.imports`; publishing waits
    until a person has accepted a report that needs review.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="imports")
    source_name = models.CharField(max_length=255)
    source_sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=40)
    # The report as the command prints it.
    report = models.JSONField(default=dict)
    # Ways that the importer could only guess; a person confirms each.
    suspected = models.JSONField(default=list)
    needs_review = models.BooleanField(default=False)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return self.source_name
