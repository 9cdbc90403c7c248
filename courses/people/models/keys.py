"""The key under which one person's private text is sealed."""

import uuid

from django.db import models
from django.utils import timezone

from .person import Person


class PersonKey(models.Model):
    """One person's own key, wrapped by the master key named in `wrapped_by`.

    Rotating the master key re-wraps these rows and leaves the sealed texts alone. Destroying the
    wrapped key makes every text under it unreadable for good: that is how an erasure works.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="keys")
    wrapped = models.BinaryField(null=True)
    wrapped_by = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Two first journal entries at once must agree on one key.
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(destroyed_at__isnull=True),
                name="person_key_one_living",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
