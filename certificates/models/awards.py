"""What a completion earned, frozen at once."""

import uuid

from django.db import models

from courses.models import AppendOnlyModel, CourseCompletion


class NumberSeries(models.Model):
    """The last certificate number given out in a year.

    Counted up by `services.numbers.next_number` inside the transaction that uses the number:
    whoever comes second waits, and an unused number goes back. Not evidence, so it may change.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "number series"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Award(AppendOnlyModel):
    """What a person earned by completing a course, with its facts, number and code.

    Written by `services.awards.award` as soon as the course is completed, whether or not a document
    can be made at that moment. It isn't the document: that is a `Certificate`, and an award without
    one is queued. See `services.awards.facts_of` for what `facts` holds.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # One award a completion: two workers that hear of the same completion make one row.
    completion = models.OneToOneField(
        CourseCompletion, on_delete=models.PROTECT, related_name="award"
    )
    facts = models.JSONField()
    number = models.CharField(max_length=20, unique=True)
    # 28 characters of `codes.ALPHABET`, without hyphens. Unique: it alone finds the certificate.
    code = models.CharField(max_length=28, unique=True)
    awarded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number
