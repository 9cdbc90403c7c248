"""Files beside an entry, sealed like its words; their author's alone, also when it is shared."""

import uuid
from uuid import UUID

from django.db import models

from .entries import Entry


class Attachment(models.Model):
    """One file, in the database and nowhere else; its name is sealed too, as names tell."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    sealed_name = models.BinaryField()
    sealed = models.BinaryField()
    key_uuid = models.UUIDField()
    # The mark of the page that sent it: two clicks make one row.
    page_uuid = models.UUIDField()
    added_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "page_uuid"], name="attached_once_a_page"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def name_uuid(self) -> UUID:
        """What the sealed name is bound to, so that it can't stand for the file or another row."""
        return uuid.uuid5(self.uuid, "name")
