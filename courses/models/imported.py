"""What was brought in from another system: its results as evidence, and where its things went."""

import datetime as dt
import re
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.people.models import Person

from .appendonly import AppendOnlyModel, AppendOnlyQuerySet

_DIGEST = re.compile(r" [0-9a-f]{10}$")  # tells apart two sites of one kind


class ImportedResultQuerySet(AppendOnlyQuerySet):
    def newest_states(self) -> "ImportedResultQuerySet":
        """Of each row of the other system the state that was brought in last."""
        later = ImportedResult.objects.filter(
            source=models.OuterRef("source"),
            source_key=models.OuterRef("source_key"),
            seq__gt=models.OuterRef("seq"),
        )
        return self.filter(~models.Exists(later))


class ImportedResult(AppendOnlyModel):
    """A result that another system kept of a person, as it stood there.

    It completes nothing here. `source` and `source_key` name the row of the other system; where
    that row has changed when it is brought in again, a further row is written with the next `seq`,
    and the highest counts. `score` and `passed` are what the other system kept or would have said;
    `right` and `would_pass` are what its own answers and verdicts come to, counted here exactly.
    """

    class State(models.TextChoices):
        FINISHED = "finished", _("finished")
        OPEN = "open", _("not finished")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="imported_results")
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=60)
    seq = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=255)
    content_uuid = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    asked = models.PositiveIntegerField()
    pass_mark = models.IntegerField(null=True)
    score = models.IntegerField(null=True)
    passed = models.BooleanField(null=True)
    right = models.PositiveIntegerField()
    would_pass = models.BooleanField(null=True)
    sha256 = models.CharField(max_length=64)
    data = models.JSONField()
    imported_at = models.DateTimeField()

    objects = ImportedResultQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            # Two imports at once, or one repeated, keep each state of a row once.
            models.UniqueConstraint(
                fields=["source", "source_key", "seq"], name="imported_result_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.source})"

    @property
    def source_name(self) -> str:
        """What the other system is called, for people."""
        return _DIGEST.sub("", self.source)

    @property
    def at(self) -> dt.datetime | None:
        return self.ended_at or self.started_at


class ImportOrigin(models.Model):
    """Where a thing came from: asked when the same file is brought in again.

    `fingerprint` is of what the file said, so that a second import tells what changed there from
    what was changed here. `data` keeps what the other system knew and this one has no field for.
    """

    class Kind(models.TextChoices):
        CATEGORY = "category"
        QUESTION = "question"
        QUIZ = "quiz"
        PERSON = "person"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=200)
    target = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source", "source_key"], name="import_origin_once"
            ),
        ]
        indexes = [
            # An export: what was this called where it came from?
            models.Index(fields=["kind", "target"], name="import_origin_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.source_key}"
