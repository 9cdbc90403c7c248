"""Rows that belong to a course page: its credits and its presenters."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from .snippets import Category


class CreditUnit(models.TextChoices):
    CONTACT_HOURS = "contact hours", _("contact hours")
    CLOCK_HOURS = "clock hours", _("clock hours")
    CE_HOURS = "CE hours", _("CE hours")
    CPD_HOURS = "CPD hours", _("CPD hours")


class DeliveryFormat(models.TextChoices):
    SELF_PACED = "self-paced online", _("self-paced online")
    LIVE_ONLINE = "live online", _("live online")
    IN_PERSON = "in person", _("in person")


class CourseCredit(Orderable):
    """An amount in a unit, a category and a delivery format; frozen in the edition at publish."""

    page = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="credit_rows")
    amount = models.DecimalField(
        max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.25"))]
    )
    unit = models.CharField(
        max_length=30, choices=CreditUnit.choices, default=CreditUnit.CONTACT_HOURS
    )
    category = models.ForeignKey(Category, null=True, on_delete=models.SET_NULL, related_name="+")
    delivery = models.CharField(
        max_length=30, choices=DeliveryFormat.choices, default=DeliveryFormat.SELF_PACED
    )

    panels = [
        FieldRowPanel([FieldPanel("amount"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("category"), FieldPanel("delivery")]),
    ]


class CoursePresenter(Orderable):
    """Someone who wrote or presents the course, as they stand on the certificate."""

    page = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="presenters")
    name = models.CharField(max_length=200)
    credentials = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=100, blank=True, default=_("Author"))

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("credentials"), FieldPanel("role")]),
    ]
