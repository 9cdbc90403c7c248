"""The quiz as an author writes it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PreviewableMixin
from wagtail.search import index

from courses.models import ActivityContent
from courses.quizzes import marking
from courses.quizzes.models.bank import Question, QuestionCategory
from courses.quizzes.models.vignettes import PLAIN, Vignette


class Quiz(PreviewableMixin, ActivityContent, index.Indexed, ClusterableModel):
    """Questions to answer in one sitting: chosen ones, and numbers drawn from the bank.

    Pass mark, tries and feedback are pass rules, which an edition freezes; the rest is pinned with
    the content when somebody begins.
    """

    class Feedback(models.TextChoices):
        IMMEDIATE = marking.IMMEDIATE, _("After each answer, which then stays as it is")
        AFTER_PASSING = marking.AFTER_PASSING, _("After passing, or when no try is left")
        AFTER_SUBMISSION = marking.AFTER_SUBMISSION, _("As soon as the answers are sent")
        NEVER = marking.NEVER, _("Never")

    class Layout(models.TextChoices):
        ONE = "one", _("One question a page")
        ALL = "all", _("All on one page")

    intro = RichTextField(
        features=PLAIN,
        max_length=4000,
        blank=True,
        help_text=_("A few sentences above the first question."),
    )
    shuffle_questions = models.BooleanField(
        default=True, help_text=_("Each person meets the questions in their own order.")
    )
    shuffle_options = models.BooleanField(
        default=True, help_text=_("True and false keep their order.")
    )
    layout = models.CharField(
        max_length=8,
        choices=Layout.choices,
        default=Layout.ONE,
        verbose_name=_("Questions on a page"),
    )
    pass_mark = models.PositiveSmallIntegerField(
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Percent of the questions that must be right."),
    )
    attempts = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        verbose_name=_("Tries"),
        help_text=_("How often it may be taken. Leave it empty for no limit."),
    )
    delay_hours = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
        verbose_name=_("Hours between tries"),
        help_text=_("How long to wait after a try that was not passed. Empty for no wait."),
    )
    time_limit = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        verbose_name=_("Time limit in minutes"),
        help_text=_(
            "What is saved by then is sent by itself. Extra time that was arranged for a person is "
            "added. Leave it empty for no limit: few quizzes are about speed."
        ),
    )
    feedback = models.CharField(
        max_length=20,
        choices=Feedback.choices,
        default=Feedback.AFTER_PASSING,
        help_text=_(
            "When a learner sees what was right and why. After each answer, questions come one a "
            "page."
        ),
    )
    second_marker = models.BooleanField(
        default=False,
        verbose_name=_("Two people mark each text"),
        help_text=_("Neither sees the other's mark. What counts is the mean of both."),
    )
    marks_gap = models.PositiveSmallIntegerField(
        default=20,
        validators=[MaxValueValidator(100)],
        verbose_name=_("How far two marks may lie apart, in percent"),
        help_text=_(
            "Of the points that a text can get. Beyond it a third marker decides, or the two agree."
        ),
    )
    markers_see_names = models.BooleanField(
        default=False,
        verbose_name=_("Markers see who wrote a text"),
        help_text=_("Without names people mark more evenly."),
    )

    activity_slug = "quiz"
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        ordering = ["title"]
        verbose_name_plural = _("quizzes")

    def publish(self, revision, *args, **kwargs):
        """Publish a revision; refused while a problem blocks it, whichever way it is asked for."""
        from courses.quizzes.services import checks

        checks.refuse_problems(revision.as_object())
        return super().publish(revision, *args, **kwargs)

    def get_preview_template(self, request, mode_name):
        return "quizzes/quiz_preview.html"

    def get_preview_context(self, request, mode_name):
        from courses.quizzes.services.drawing import sample

        return {**super().get_preview_context(request, mode_name), **sample(quiz=self)}


class QuizDraw(Orderable):
    """Draw so many questions of one category, anew for each try."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="draws")
    category = models.ForeignKey(
        QuestionCategory, null=True, on_delete=models.SET_NULL, related_name="draws"
    )
    count = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        verbose_name=_("How many"),
    )

    def __str__(self) -> str:
        return f"{self.count} × {self.category}"


class QuizQuestion(Orderable):
    """A question that every sitting of the quiz asks, or a case with all its questions."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="fixed_questions")
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="placements"
    )
    vignette = models.ForeignKey(
        Vignette,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="placements",
        verbose_name=_("case"),
    )

    def __str__(self) -> str:
        return str(self.question or self.vignette)
