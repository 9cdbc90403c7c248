"""Facts about what people did: inserted once, refused any change by model and by trigger."""

import uuid

from django.db import models

from courses.people.models import Person

from .activities import Activity, Course
from .appendonly import AppendOnlyModel
from .attempts import Attempt
from .editions import Edition, EditionActivity
from .enrolments import Enrolment


class ActivityCompletion(AppendOnlyModel):
    """A person met an activity's pass rule, once for an enrolment, by one attempt."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="completions")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="+")
    edition_activity = models.ForeignKey(
        EditionActivity, on_delete=models.PROTECT, related_name="+"
    )
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="completion")
    completed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity"], name="activity_completed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.activity}"


class CourseCompletion(AppendOnlyModel):
    """A person did all that an edition asks for. Certificates hang on this row."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="course_completion"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="course_completions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="completions")
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Who completed this course, and when last: reports and standings.
            models.Index(fields=["course", "person", "completed_at"], name="completion_by_course"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.edition}"


class LearningEvent(AppendOnlyModel):
    """One line of the log: who did what to what, when. Verbs and ids, never a name or a text."""

    at = models.DateTimeField()
    actor = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40)
    object_uuid = models.UUIDField()
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"], name="event_by_person"),
            models.Index(fields=["object_uuid"], name="event_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type}"


class Purge(models.Model):
    """The flag that the purge service raises inside its own transaction; triggers look for it.

    Empty at every other moment. PostgreSQL uses a transaction-local setting instead.
    """

    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.reason
