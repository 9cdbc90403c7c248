"""The organisation: the outer edge of every scope."""

import uuid
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def validate_time_zone(value: str) -> None:
    """Refuse a name that the time-zone database does not know."""
    if value and value not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(value)s” is not a time zone. Write it as Europe/London or America/Chicago."),
            params={"value": value},
        )


class Organisation(models.Model):
    """An employer or provider: it has people, teams, a brand and a time zone.

    There is one by default; every query about people starts from one.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200, unique=True)
    time_zone = models.CharField(
        max_length=64, default="Europe/London", validators=[validate_time_zone]
    )
    # For people who chose none of their own; empty: the browser's.
    language = models.CharField(max_length=12, blank=True)
    # Printed on certificates. Without a provider number a certificate says that it is not
    # accredited.
    provider_address = models.CharField(max_length=255, blank=True)
    signatory_name = models.CharField(max_length=200, blank=True)
    signatory_role = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
