"""Answers that a person marks: what waits, the marks that were given, and the one that counts."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import AppendOnlyModel
from courses.people.models import Person

from .sittings import DrawnQuestion


class AnswerToMark(models.Model):
    """A text that was sent and that people mark. It tells how far that is; the marks are its own.

    Written by `services.answers.send`, with the rules of the quiz as they were pinned: how many
    marks are `wanted`, and by how much (`gap`, in percent of the points) two of them may differ.
    Changed by `services.markings` with compare-and-set. A claim is a marker's for an hour.
    """

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a marker")
        APART = "apart", _("Two marks lie apart")
        SETTLED = "settled", _("Marked")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    drawn = models.OneToOneField(DrawnQuestion, on_delete=models.PROTECT, related_name="to_mark")
    sent_at = models.DateTimeField()
    wanted = models.PositiveSmallIntegerField(default=1)
    gap = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    claimed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        permissions = [("mark_answers", _("Can mark answers that people wrote"))]
        indexes = [
            # The queue: what waits, the oldest first?
            models.Index(
                fields=["sent_at"],
                condition=models.Q(state__in=["waiting", "apart"]),
                name="answers_to_mark",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.drawn_id}"


class Mark(AppendOnlyModel):
    """What one marker gave for one answer. Written by `services.markings.give`.

    `points` are those of each criterion of the rubric as the answer's question pinned it, as
    written; `share` is their part of all points, an exact fraction.
    """

    class Kind(models.TextChoices):
        OWN = "own", _("On one's own")
        THIRD = "third", _("A third mark that settles")
        AGREED = "agreed", _("The two markers agreed")

    answer = models.ForeignKey(AnswerToMark, on_delete=models.PROTECT, related_name="marks")
    number = models.PositiveSmallIntegerField()
    marker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.OWN)
    points = models.JSONField()
    share = models.CharField(max_length=40)
    comment = models.TextField(max_length=4000, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["answer", "number"]
        constraints = [
            # Two clicks, or two markers in the same moment: one comes first.
            models.UniqueConstraint(fields=["answer", "number"], name="mark_numbered_once"),
            # Nobody is first and second marker of one answer.
            models.UniqueConstraint(fields=["answer", "marker", "kind"], name="mark_by_one_once"),
        ]

    def __str__(self) -> str:
        return f"Mark {self.number} of {self.answer_id}"


class FinalMark(AppendOnlyModel):
    """The mark of an answer that counts, made of the marks that were given."""

    class How(models.TextChoices):
        ONE = "one", _("One mark")
        MEAN = "mean", _("The mean of two marks")
        THIRD = "third", _("A third mark")
        AGREED = "agreed", _("An agreed mark")

    answer = models.OneToOneField(AnswerToMark, on_delete=models.PROTECT, related_name="final")
    how = models.CharField(max_length=8, choices=How.choices)
    points = models.JSONField()
    share = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.share}"


class MarkerTold(models.Model):
    """When a marker was last told by e-mail of what waits: at most once a day."""

    wagtail_reference_index_ignore = True

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.at:%Y-%m-%d}"
