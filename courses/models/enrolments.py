"""Assignments, which ask; enrolments, which are turns through a course; visits to modules."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.people.models import Person, Team

from .activities import Course
from .editions import Edition


class Assignment(models.Model):
    """The dated fact that someone asked a person to take a course by a day.

    Written by `services.assignments.assign`. Completions on or after `counts_from` meet it. It is
    never edited: a mistake is withdrawn (who and when stay on record) and a new one is written.
    """

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="assignments")
    due_on = models.DateField()
    counts_from = models.DateField()
    assigned_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="assignments_made"
    )
    assigned_at = models.DateTimeField()
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL)
    note = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            # Two clicks, or two managers at once, ask once.
            models.UniqueConstraint(
                fields=["person", "course", "due_on"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="assignment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.course} by {self.due_on}"


class Enrolment(models.Model):
    """One person's one turn through one course, numbered. An old one is never reopened."""

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        OPEN = "open", _("Under way")
        COMPLETED = "completed", _("Completed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="enrolments")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    enrolled_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    # Where the learner was last: a module's key, to go on from.
    last_module_key = models.UUIDField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course", "number"], name="enrolment_numbered_once"
            ),
            # Two clicks on “Start the course” make one turn.
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=models.Q(state="open"),
                name="enrolment_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.course} ({self.number})"


class ModuleVisit(models.Model):
    """A person opened a module; a module without required activities is done by being opened."""

    # Evidence is no author's content: Wagtail need not note what it refers to at each save.
    wagtail_reference_index_ignore = True

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="visits")
    module_key = models.UUIDField()
    first_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "module_key"], name="visit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.module_key}"
