"""The bank: questions in categories, each with drafts, revisions and a pinned published version."""

import html
import json
import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
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
from courses.quizzes import kinds
from courses.quizzes.fields import WordsField
from courses.quizzes.models.vignettes import PLAIN, Vignette


class QuestionCategory(index.Indexed, models.Model):
    """A shelf of the bank. A quiz draws a number of questions from it."""

    name = models.CharField(max_length=120, unique=True)
    key = models.SlugField(
        max_length=80, unique=True, help_text=_("A lasting short name, for imports.")
    )

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("question category")
        verbose_name_plural = _("question categories")

    def __str__(self) -> str:
        return self.name


class Question(
    StaysWhileAsked,
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """One question of the bank, with the rows of its answers; what they are depends on its type.

    A sitting pins `published_snapshot`, taken at publish by `services.bank`; what an author does
    to the question afterwards reaches only those who begin later. `published_keys` are what each
    person meets in an order of their own, in that snapshot, so that a draw reads no snapshot, and
    `published_tags` its principles and objectives, so that a draw finds them.
    """

    class Type(models.TextChoices):
        SINGLE = kinds.SINGLE, _("One right answer")
        MULTIPLE = kinds.MULTIPLE, _("Several right answers")
        TRUE_FALSE = kinds.TRUE_FALSE, _("True or false")
        MATCHING = kinds.MATCHING, _("Pairs to match")
        ORDERING = kinds.ORDERING, _("Things to put in order")
        SHORT_TEXT = kinds.SHORT_TEXT, _("A few words to type")
        NUMERIC = kinds.NUMERIC, _("A number to type")
        CLOZE = kinds.CLOZE, _("Gaps in a text")
        ESSAY = kinds.ESSAY, _("A text that a person marks")

    class Credit(models.TextChoices):
        WHOLE = kinds.WHOLE, _("Only a wholly right answer counts")
        PARTIAL = kinds.PARTIAL, _("Each right part counts")

    class UnitRule(models.TextChoices):
        NONE = kinds.NO_UNIT, _("No unit is asked for")
        REQUIRED = kinds.UNIT_REQUIRED, _("The unit must be given")
        OPTIONAL = kinds.UNIT_OPTIONAL, _("Without a unit, the main one is meant")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    category = models.ForeignKey(
        QuestionCategory, null=True, on_delete=models.SET_NULL, related_name="questions"
    )
    type = models.CharField(max_length=20, choices=Type.choices, default=Type.SINGLE)
    text = RichTextField(features=PLAIN, max_length=4000, help_text=_("What you ask."))
    feedback = RichTextField(
        features=PLAIN,
        max_length=4000,
        blank=True,
        help_text=_("For everyone, whatever they answered. Shown when the quiz's rules allow."),
    )
    principles = WordsField(
        default=list,
        blank=True,
        help_text=_("What it is about, in a few words with commas between: autonomy, consent."),
    )
    difficulty = models.PositiveSmallIntegerField(
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text=_("1 is easy, 3 is hard."),
    )
    objectives = WordsField(
        default=list,
        blank=True,
        help_text=_("What a learner can do afterwards, with commas between."),
    )
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
    vignette = models.ForeignKey(
        Vignette,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
        verbose_name=_("case"),
        help_text=_("The text that it is about, together with others. Leave it empty for none."),
    )
    vignette_order = models.PositiveSmallIntegerField(
        default=0, verbose_name=_("place in its case")
    )
    credit = models.CharField(
        max_length=10,
        choices=Credit.choices,
        default=Credit.WHOLE,
        verbose_name=_("partly right answers"),
    )
    case_sensitive = models.BooleanField(
        default=False, verbose_name=_("capital and small letters matter")
    )
    unit_rule = models.CharField(
        max_length=10, choices=UnitRule.choices, default=UnitRule.NONE, verbose_name=_("unit")
    )
    min_words = models.PositiveSmallIntegerField(
        null=True, blank=True, verbose_name=_("at least so many words")
    )
    max_words = models.PositiveSmallIntegerField(
        null=True, blank=True, verbose_name=_("at most so many words")
    )
    model_answer = RichTextField(
        features=PLAIN,
        max_length=8000,
        blank=True,
        help_text=_("What a good answer has, for those who mark. Learners never see it."),
    )
    published_snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    published_keys = models.JSONField(default=list, editable=False, serialize=False)
    published_tags = models.TextField(default="", blank=True, editable=False, serialize=False)

    search_fields = [
        index.SearchField("text"),
        index.AutocompleteField("text"),
        index.FilterField("category_id"),
        index.FilterField("type"),
    ]

    class Meta:
        ordering = ["category__name", "pk"]
        indexes = [
            # A draw: what is published on this shelf?
            models.Index(fields=["category", "live"], name="question_to_draw"),
        ]

    def __str__(self) -> str:
        return Truncator(self.words()).chars(100)

    def words(self) -> str:
        """What it asks, whole, on one line and without markup."""
        plain = html.unescape(strip_tags(self.text.replace("</p>", " </p>")))
        return " ".join(plain.split()) or str(_("A question without text"))

    words.short_description = _("Question")  # type: ignore[attr-defined]
    words.admin_order_field = "text"  # type: ignore[attr-defined]

    def reason_to_stay(self) -> str:
        from courses.quizzes.services import usage

        return usage.reason_to_keep([self])

    def publish(self, revision, *args, **kwargs):
        """Publish a revision; refused while a flaw blocks it, whichever way it is asked for."""
        from courses.quizzes.services import checks

        checks.refuse_flawed_question(revision.as_object())
        return super().publish(revision, *args, **kwargs)

    def get_preview_template(self, request, mode_name):
        return "quizzes/question_preview.html"

    def get_preview_context(self, request, mode_name):
        from courses.quizzes import pictures
        from courses.quizzes.sheets import question_preview

        preview = question_preview(self.content())
        return {
            **super().get_preview_context(request, mode_name),
            **preview,
            "pictures": pictures.of([preview["question"]]),
        }

    def content(self) -> dict[str, Any]:
        """What it says as it stands, in the shape of a snapshot."""
        from courses.services import snapshots

        return json.loads(snapshots.canonical(snapshots.payload(self)))
