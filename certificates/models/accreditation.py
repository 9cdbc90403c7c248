"""A body's approval of a course."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates import statements
from courses.models import Course


class AccreditationLineQuerySet(models.QuerySet["AccreditationLine"]):
    def applying(self, *, course_id: int, on: dt.date) -> "AccreditationLineQuerySet":
        """Approvals of a course that hold on a day, in the order in which they print."""
        return self.filter(
            course_id=course_id, approved_from__lte=on, approved_until__gte=on
        ).order_by("body", "pk")


class AccreditationLine(models.Model):
    """A body's approval of a course for a period, and the sentence that the body wants printed.

    Written by administrators and read by trainers; approvals change without a publish. A
    certificate freezes the lines that hold on the day of completion; what is changed here later
    changes none.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="accreditation_lines")
    body = models.CharField(
        _("accrediting body"), max_length=120, help_text=_("For example “ASWB ACE” or “NBCC”.")
    )
    provider_number = models.CharField(max_length=60)
    course_number = models.CharField(
        max_length=60, blank=True, help_text=_("Where the body approves each course.")
    )
    approved_from = models.DateField(_("approved from"))
    approved_until = models.DateField(
        _("approved until"), help_text=_("The last day on which a completion counts.")
    )
    statement = models.TextField(
        max_length=1200,
        help_text=_(
            "Word for word as the body gives it. These are filled in: {organisation}, "
            "{provider_number}, {course_number}, {title}, {from}, {until}, {credit}."
        ),
    )

    objects = AccreditationLineQuerySet.as_manager()

    class Meta:
        ordering = ["course__title", "body", "-approved_from"]
        verbose_name = _("accreditation line")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_until__gte=models.F("approved_from")),
                name="accreditation_period_runs_forward",
                violation_error_message=_("The approval ends before it begins."),
            ),
        ]
        indexes = [
            # The approvals of one course on one day, asked at every award.
            models.Index(fields=["course", "approved_from"], name="accreditation_of_course"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.course}"

    def clean(self) -> None:
        unknown = statements.unknown_placeholders(self.statement)
        if unknown:
            raise ValidationError(
                {"statement": _("Nothing is known as %s.") % ", ".join(f"{{{u}}}" for u in unknown)}
            )
