"""The identity of a course and of an activity: what evidence and assignments point at."""

import logging
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from courses import activities

from .snapshots import Snapshot

log = logging.getLogger(__name__)


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


class StaysWhileAsked:
    """Something that is published and may not go of itself while a live course asks for it.

    Unpublishing by hand is refused by a hook, which says why. A day of expiry is refused when it is
    written; where a course came to ask for it later, the day passes and a line in the log says so.
    Inherit it before Wagtail's mixins.
    """

    def reason_to_stay(self) -> str:
        """Why it must stay published, in words; empty where nothing speaks against its going."""
        return ""

    def clean(self) -> None:
        super().clean()
        if self.expire_at is None or self.pk is None:
            return
        reason = self.reason_to_stay()
        if reason:
            # Not at the field: a form may lack it.
            words = _("It cannot expire: take its day of expiry out. %(why)s")
            raise ValidationError(words % {"why": reason})

    def unpublish(self, set_expired=False, *args, **kwargs):
        """Unpublish it; one whose day has come stays while a live course asks for it."""
        reason = self.reason_to_stay() if set_expired else ""
        if reason:
            log.warning("%s %s stays published: %s", self._meta.label, self.pk, reason)
            return None
        return super().unpublish(set_expired, *args, **kwargs)


class ActivityContent(
    StaysWhileAsked, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model
):
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

    def reason_to_stay(self) -> str:
        from courses.services import guards

        return guards.reason_to_stay_published(self)

    def activity_type(self) -> activities.ActivityType:
        return activities.get(self.activity_slug)
