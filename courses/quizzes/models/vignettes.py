"""A case that several questions are about."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from courses.models import Snapshot, StaysWhileAsked

PLAIN = ["bold", "italic", "ol", "ul"]


class Vignette(
    StaysWhileAsked,
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    models.Model,
):
    """One text, and the questions that are asked about it together.

    Like a question it is pinned: a sitting keeps `published_snapshot` as it stood when it began.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=120, help_text=_("Learners see it above the text."))
    text = RichTextField(features=PLAIN, max_length=12_000, help_text=_("What happened."))
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    image_alt = models.CharField(
        max_length=300,
        blank=True,
        verbose_name=_("picture in words"),
        help_text=_("What somebody must know who cannot see it."),
    )
    published_snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def reason_to_stay(self) -> str:
        from courses.quizzes.services import usage

        return usage.reason_to_keep([self])

    def publish(self, revision, *args, **kwargs):
        """Publish a revision; refused while its picture lacks words, whichever way it is asked."""
        from courses.quizzes.services import checks

        checks.refuse_flawed_vignette(revision.as_object())
        return super().publish(revision, *args, **kwargs)

    def get_preview_template(self, request, mode_name):
        return "quizzes/vignette_preview.html"

    def get_preview_context(self, request, mode_name):
        from courses.quizzes.services.drawing import preview_of_case

        return {**super().get_preview_context(request, mode_name), **preview_of_case(self)}
