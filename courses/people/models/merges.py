"""Who was found to be whom: two records of one human being."""

import uuid

from django.db import models
from django.utils import timezone

from .appendonly import AppendOnlyModel
from .person import Person


class Merge(AppendOnlyModel):
    """The dated fact that an administrator found one person to be another, and why.

    Written once by `services.merging.merge_people`. `kept` is as it was then: should that person be
    merged later, `Person.merged_into` of both leads to the last one and this row stays as it is.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # One to one: two clicks, or two administrators at once, merge once.
    merged = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="merge")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    merged_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
