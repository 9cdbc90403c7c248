"""What trainers write: the evaluation form with its questions, and the attestation."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PreviewableMixin
from wagtail.search import index

from courses.evaluations import admin_forms, questions
from courses.models import ActivityContent

PROSE = ["bold", "italic", "ol", "ul", "link"]


class PublishedWhenSound:
    """Refuses to publish a revision while a problem blocks it, whichever way it is asked for."""

    def publish(self, revision, *args, **kwargs):
        found = self.activity_type().check(revision.as_object())
        if found:
            raise ValidationError([problem.message for problem in found])
        return super().publish(revision, *args, **kwargs)


class EvaluationForm(
    PublishedWhenSound, PreviewableMixin, index.Indexed, ActivityContent, ClusterableModel
):
    """What a course asks about itself at its end. Answered once by each person who takes it."""

    intro = RichTextField(blank=True, features=PROSE)

    activity_slug = "evaluation"
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]
    edit_handler = TabbedInterface(
        [
            ObjectList([FieldPanel("title"), FieldPanel("intro")], heading=_("About the form")),
            ObjectList(
                [
                    InlinePanel(
                        "questions",
                        heading=_("Questions"),
                        label=_("Question"),
                        help_text=_("Eight to ten are enough. Rewording one keeps its answers."),
                    )
                ],
                heading=_("Questions"),
            ),
        ],
        base_form_class=admin_forms.EvaluationAdminForm,
    )

    class Meta:
        verbose_name = _("evaluation form")
        verbose_name_plural = _("evaluation forms")

    def get_preview_template(self, request, mode_name):
        return "evaluations/evaluation.html"

    def get_preview_context(self, request, mode_name):
        from courses.evaluations import reports

        return {
            **super().get_preview_context(request, mode_name),
            **reports.preview_evaluation(content=self),
        }


class EvaluationQuestion(Orderable):
    """One question of a form. Its `key` names its answers, and stays when it is reworded."""

    class Type(models.TextChoices):
        SCALE = questions.SCALE, _("Scale from 1 to 5")
        CHOICE = questions.CHOICE, _("One of several options")
        TEXT = questions.TEXT, _("A box to write in")

    form = ParentalKey(EvaluationForm, on_delete=models.CASCADE, related_name="questions")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    type = models.CharField(max_length=6, choices=Type.choices, default=Type.SCALE)
    text = models.CharField(_("question"), max_length=300)
    low = models.CharField(
        _("what 1 means"), max_length=60, blank=True, help_text=_("For a scale: “Not at all”.")
    )
    high = models.CharField(
        _("what 5 means"), max_length=60, blank=True, help_text=_("For a scale: “Completely”.")
    )
    options = models.TextField(
        max_length=2000, blank=True, help_text=_("For a choice: one option a line.")
    )
    required = models.BooleanField(
        default=True, help_text=_("Boxes to write in are better left free.")
    )

    panels = [
        FieldPanel("text"),
        FieldPanel("type"),
        FieldPanel("low"),
        FieldPanel("high"),
        FieldPanel("options"),
        FieldPanel("required"),
    ]

    class Meta(Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.text


class Attestation(PublishedWhenSound, PreviewableMixin, index.Indexed, ActivityContent):
    """A statement that people sign with their name. Its wording is pinned with each signature."""

    text = RichTextField(
        _("statement"),
        blank=True,
        features=PROSE,
        help_text=_("In the first person: “I completed this course myself …”"),
    )

    activity_slug = "attestation"
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]
    edit_handler = TabbedInterface(
        [ObjectList([FieldPanel("title"), FieldPanel("text")], heading=_("Statement"))],
        base_form_class=admin_forms.AttestationAdminForm,
    )

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")

    def get_preview_template(self, request, mode_name):
        return "evaluations/attestation.html"

    def get_preview_context(self, request, mode_name):
        from courses.evaluations import reports

        return {
            **super().get_preview_context(request, mode_name),
            **reports.preview_attestation(content=self, person=request.user.person),
        }
