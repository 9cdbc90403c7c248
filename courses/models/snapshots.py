"""The immutable copy of a page or of content as it was published."""

import uuid

from django.db import models

from .appendonly import AppendOnlyModel


class Snapshot(AppendOnlyModel):
    """What an author published, as canonical JSON, found again by its SHA-256.

    Written by `services.snapshots.take` when something is published; the same content gives the
    same
    row. Evidence points here and never at a page, a snippet or a Wagtail revision, all of which
    later acts of authors can change.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source_model = models.CharField(max_length=100)
    source_key = models.CharField(max_length=64)
    title = models.CharField(max_length=255)
    schema = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)
    data = models.JSONField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Taking the same content twice, or in two processes at once, gives one row.
            models.UniqueConstraint(
                fields=["source_model", "source_key", "sha256"], name="snapshot_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.sha256[:8]})"
