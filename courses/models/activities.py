"""The identity of a course and of an activity: what evidence and assignments point at."""

import uuid

from django.db import models
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from courses import activities

from .snapshots import Snapshot


class Course(models.Model):
    """The identity of a course: one row for all its languages, kept when its pages are gone.

    `key` is the translation key of its `CoursePage`s. Title and slug are those last published.
    """

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(unique=True)
    title = models.CharField(max_length=255)
    slug = models.SlugField(max_length=255)
    category = models.CharField(max_length=80, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    # False once it is unpublished or deleted, and while its edition has nothing to read or do:
    # closed to new people, open to those part-way.
    open = models.BooleanField(default=True)
    # The edition that somebody who enrols now gets; see `services.editions`.
    current_edition = models.ForeignKey(
        "courses.Edition", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """One placement of content in a module, or in a course after its modules.

    Named by the page's translation key and the StreamField block's id, so that a translation is the
    same activity and a copy is new work. Upserted at publish by `services.placements`.
    """

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="activities")
    page_key = models.UUIDField()
    block_id = models.CharField(max_length=64)
    type = models.CharField(max_length=40)
    title = models.CharField(max_length=255)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page_key", "block_id"], name="activity_placed_once"),
        ]

    def __str__(self) -> str:
        return self.title


class ActivityContent(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """Base of what authors write for an activity: drafts, revisions, a lock and a workflow.

    `published_snapshot` is set at publish by `services.snapshots`; an edition pins it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=255)
    published_snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    activity_slug: str = ""  # the type that this content belongs to

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def activity_type(self) -> activities.ActivityType:
        return activities.get(self.activity_slug)
