"""What a published course asks for, cut at publish and never changed afterwards."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .activities import Activity, Course
from .snapshots import Snapshot


class ChangeKind(models.TextChoices):
    MINOR = "minor", _("Wording only: people part-way get it too")
    NEW_PEOPLE = "new", _("New people only: people part-way finish the old edition")
    RENEW = "renew", _("Everyone renews by a date")


class Edition(models.Model):
    """A course as it was published: its snapshots, activities, pass rules and credits.

    Cut by `services.editions.cut` when anything of the course is published, moved or taken away. An
    edition in which somebody is enrolled is never changed or deleted.
    """

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="editions")
    language = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    page_snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    minutes = models.PositiveIntegerField(default=0)
    # [{"amount": "2.00", "unit", "category", "delivery"}]: names, not ids, since ids can go.
    credits = models.JSONField(default=list)
    # {"objectives": [...], "presenters": [{"name", "credentials", "role"}], "illustration": ""}
    facts = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    change_kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    renew_by = models.DateField(null=True, blank=True)
    cut_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["course", "language", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "language", "number"], name="edition_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number}"


class EditionModule(models.Model):
    """One module of an edition: the snapshot that its readers read."""

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="modules")
    position = models.PositiveSmallIntegerField()
    key = models.UUIDField()
    slug = models.SlugField(max_length=255)
    title = models.CharField(max_length=255)
    minutes = models.PositiveIntegerField(default=0)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="edition_module_once"),
            models.UniqueConstraint(fields=["edition", "slug"], name="edition_module_address"),
        ]

    def __str__(self) -> str:
        return self.title


class EditionActivity(models.Model):
    """One activity of an edition: its content as pinned, whether it is required, its pass rules."""

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="activities")
    module = models.ForeignKey(
        EditionModule, null=True, blank=True, on_delete=models.CASCADE, related_name="activities"
    )
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=255)
    required = models.BooleanField(default=True)
    rules = models.JSONField(default=dict)
    content_snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "activity"], name="edition_activity_once"),
        ]

    def __str__(self) -> str:
        return self.title


class EditionReference(models.Model):
    """Something an edition shows by reference: an image, a document, a media file, a snippet.

    Wagtail's own reference index knows only live rows, so what only an older edition uses would
    count as unused and could be deleted, leaving a hole. The delete guards ask here.
    """

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="references")
    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "model", "object_id"], name="edition_reference_once"
            ),
        ]
        indexes = [
            # The delete guards: is this thing used by any edition?
            models.Index(fields=["model", "object_id"], name="edition_reference_of"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"
