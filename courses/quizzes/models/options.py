"""What hangs on a question: the rows of its answers, its units, and the rubric of its marker."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable


class QuestionOption(Orderable):
    """One row of a question's answers. Its random `key` names it in answers, whatever its place.

    What the row is depends on the question's type: an option to choose, a pair to match, an item to
    put in order, an accepted answer, or what may stand in one gap of a text. `match_key` names the
    partner of a pair, apart from `key`, so that a page never tells which belong together.
    """

    question = ParentalKey("quizzes.Question", on_delete=models.CASCADE, related_name="options")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.CharField(max_length=1000, blank=True)
    correct = models.BooleanField(default=False, verbose_name=_("This is a right answer"))
    match = models.CharField(
        max_length=500,
        blank=True,
        verbose_name=_("Belongs to"),
        help_text=_("Its partner. With the text left empty it is a partner too many, to mislead."),
    )
    match_key = models.UUIDField(default=uuid.uuid4, editable=False)
    gap = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("The number of the gap in the text: 1 for [1]."),
    )
    share = models.SmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-100), MaxValueValidator(100)],
        verbose_name=_("Percent of the mark"),
        help_text=_("Leave it empty for the whole mark, or for equal parts of it."),
    )
    tolerance = models.DecimalField(
        max_digits=20,
        decimal_places=8,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("How far a number may be off, in the main unit. 0 is exact."),
    )
    feedback = models.CharField(
        max_length=1000, blank=True, help_text=_("Why, for this very option.")
    )

    def __str__(self) -> str:
        return self.text or self.match


class QuestionUnit(Orderable):
    """A unit that a number may have; the first is the main one, in which the answer is written."""

    question = ParentalKey("quizzes.Question", on_delete=models.CASCADE, related_name="units")
    name = models.CharField(max_length=30, help_text=_("As people write it: mg."))
    factor = models.DecimalField(
        max_digits=30,
        decimal_places=15,
        default=1,
        validators=[MinValueValidator(0)],
        help_text=_("How many of the main unit one of these is: 1000 for g where mg is the main."),
    )

    def __str__(self) -> str:
        return self.name


class RubricCriterion(Orderable):
    """One thing that a marker looks for in a free text, and what it is worth."""

    question = ParentalKey("quizzes.Question", on_delete=models.CASCADE, related_name="rubric")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    description = models.CharField(
        max_length=1000, blank=True, help_text=_("What earns the points, and what does not.")
    )
    points = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    def __str__(self) -> str:
        return self.name
