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
from courses.quizzes.contents import tag_of
from courses.quizzes.fields import LONGEST_WORD
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

    class Certainty(models.TextChoices):
        NONE = "", _("Not asked")
        SHOWN = marking.SHOWN, _("Asked and shown beside the result, but not counted")
        COUNTED = marking.COUNTED, _("Asked and counted")

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
    prefer_unseen = models.BooleanField(
        default=True,
        verbose_name=_("Draw questions first that a person has met least often"),
        help_text=_("So that another try asks others, as long as there are others."),
    )
    certainty = models.CharField(
        max_length=8,
        choices=Certainty.choices,
        default=Certainty.NONE,
        blank=True,
        verbose_name=_("How sure learners are"),
        help_text=_(
            "Where it counts, a right answer gives 1, 2 or 3 points and a wrong one takes 0, 2 or "
            "6 off, by how sure the learner was. The pass mark is then a percentage of 3 points a "
            "question: who is right in all and never sure reaches 33."
        ),
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


class QuizSection(Orderable):
    """A part of a quiz, with a heading; rows of questions name it by its number."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(max_length=120)
    intro = RichTextField(
        features=PLAIN,
        max_length=2000,
        blank=True,
        help_text=_("A few sentences above its first question."),
    )

    def __str__(self) -> str:
        return self.title


class QuizRow(Orderable):
    """What a row of a quiz says, whether it chooses or draws."""

    points = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("What each question counts."),
    )
    section = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        verbose_name=_("in section"),
        help_text=_("Its number: 1 for the first. Empty for the first."),
    )

    class Meta(Orderable.Meta):
        abstract = True


class QuizDraw(QuizRow):
    """Draw so many questions that meet what the row says, anew for each try."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="draws")
    category = models.ForeignKey(
        QuestionCategory, null=True, blank=True, on_delete=models.SET_NULL, related_name="draws"
    )
    tag = models.CharField(
        max_length=LONGEST_WORD,
        blank=True,
        verbose_name=_("principle or objective"),
        help_text=_("As the questions name it: consent. Empty for any."),
    )
    difficulty = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        choices=[(1, _("1, easy")), (2, _("2, middling")), (3, _("3, hard"))],
        help_text=_("Empty for any."),
    )
    count = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        verbose_name=_("How many"),
    )

    def __str__(self) -> str:
        return f"{self.count} × {self.from_where}"

    def clean(self) -> None:
        super().clean()
        self.tag = tag_of(self.tag)

    def save(self, *args, **kwargs) -> None:
        self.tag = tag_of(self.tag)
        super().save(*args, **kwargs)

    @property
    def from_where(self) -> str:
        """What it draws from, in words: “Consent, autonomy”."""
        level = self.get_difficulty_display() if self.difficulty else ""
        return ", ".join(str(part) for part in (self.category, self.tag, level) if part)


class QuizQuestion(QuizRow):
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
        help_text=_("In the place of a question: all that are about it, in order and together."),
    )

    def __str__(self) -> str:
        return str(self.question or self.vignette)
