"""Standings, a cache of facts; and the record of each time people were asked together."""

import uuid

from django.db import models
from django.db.models import Case, Q, Value, When

from courses.compliance.days import Days
from courses.compliance.standings import Status
from courses.models import Assignment, Course, Enrolment
from courses.people.models import Organisation, Person, Team


class StandingQuerySet(models.QuerySet["Standing"]):
    def concerning(self) -> "StandingQuerySet":
        """Standings that a manager counts: asked for, under way or done."""
        return self.filter(Q(satisfied=True) | Q(due_on__isnull=False) | Q(enrolment__isnull=False))

    def overdue(self, days: Days) -> "StandingQuerySet":
        """Unmet and past its date on the person's own calendar."""
        today = days.expression("person__own_time_zone")
        return self.filter(satisfied=False, due_on__lt=today)

    def with_status(self, days: Days) -> "StandingQuerySet":
        """Annotate `status`, a value of `standings.Status`, as the pure rule of that name says."""
        today = days.expression("person__own_time_zone")
        return self.annotate(
            status=Case(
                When(satisfied=True, then=Value(Status.DONE.value)),
                When(due_on__lt=today, then=Value(Status.OVERDUE.value)),
                When(enrolment__isnull=False, then=Value(Status.UNDER_WAY.value)),
                When(due_on__isnull=False, then=Value(Status.NOT_STARTED.value)),
                default=Value(Status.NOT_ASKED.value),
                output_field=models.CharField(),
            )
        )


class Standing(models.Model):
    """How a person stands in a course that they were ever asked to take, or began: a cache.

    The answer of `standings.standing` to the facts on record; written by
    `services.standings.rebuild` and by nothing else, compared with the facts by
    `services.standings.differences`. It holds no “overdue” and no “due soon”, which time alone
    makes true: they are asked of `due_on` and the person's own today. No evidence: it may be
    emptied and rebuilt.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="standings")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="standings")
    due_on = models.DateField(null=True)
    counts_from = models.DateField(null=True)
    assignment = models.ForeignKey(
        Assignment, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    enrolment = models.ForeignKey(Enrolment, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    satisfied = models.BooleanField(default=False)
    # When the answer last changed, not when it was last looked at.
    changed_at = models.DateTimeField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            # Two rebuilds at once agree on one row; also finds the standings of a page of people.
            models.UniqueConstraint(fields=["person", "course"], name="standing_once"),
        ]
        indexes = [
            # The counts of a manager's home, read from the index alone.
            models.Index(
                fields=["course", "satisfied", "due_on", "enrolment", "person"],
                name="standing_counts",
            ),
            # Who is overdue in a large organisation, without a look at everybody who is not.
            models.Index(
                fields=["due_on", "course", "person"],
                condition=Q(satisfied=False),
                name="standing_unmet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.course}"


class TeamTally(models.Model):
    """How the people of one team stand in every course, counted: a cache.

    Counts the people in post who belong to this team and to no other on that day; without a team,
    the organisation's people who belong to none. Those who belong to several are named in `shared`
    and counted by whoever adds teams up, once. Written by `services.tallies` when somebody looks
    at it and it holds no longer. No evidence: it may be emptied.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    team = models.OneToOneField(Team, null=True, on_delete=models.CASCADE, related_name="tally")
    # Raised whenever something changes that is counted here; the count holds while they are equal.
    version = models.PositiveBigIntegerField(default=0)
    counted_version = models.PositiveBigIntegerField(null=True)
    day = models.CharField(max_length=64)  # `Days.signature` of the day that was counted
    people = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # by course: four numbers, who is overdue longest
    shared = models.JSONField(default=list)

    class Meta:
        constraints = [
            # Two people look at once: one row for those without a team.
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(team__isnull=True),
                name="tally_without_team_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.team or self.organisation)

    def holds(self, day: str) -> bool:
        return self.counted_version == self.version and self.day == day


class Asking(models.Model):
    """A manager asked several people at once to take a course, and confirmed it.

    Written by `services.askings.ask` under the token of the page that was confirmed; the
    assignments themselves are the facts.
    """

    # Two clicks on “Ask them” carry one token and make one row.
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    people_count = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.course} by {self.due_on}"
