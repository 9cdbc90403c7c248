"""What is arranged for a person who needs more time or more tries, wherever they learn."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .appendonly import AppendOnlyModel, AppendOnlyQuerySet
from .person import Person

MOST_TIME = 300  # percent more than others have
MOST_TRIES = 20


class AccommodationQuerySet(AppendOnlyQuerySet):
    def in_force(self) -> "AccommodationQuerySet":
        """Those that nobody has ended."""
        return self.filter(end__isnull=True)


class Accommodation(AppendOnlyModel):
    """Somebody arranged for a person to have more time, more tries, or no timers on the page.

    Written by `services.accommodations.arrange`; a change is an end and a new row. It says what is
    arranged and never why: no reason is asked for and none is kept.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accommodations")
    extra_time = models.PositiveSmallIntegerField(
        _("extra time, in percent"), default=0, validators=[MaxValueValidator(MOST_TIME)]
    )
    no_time_limit = models.BooleanField(_("no time limits"), default=False)
    extra_tries = models.PositiveSmallIntegerField(
        _("extra tries"), default=0, validators=[MaxValueValidator(MOST_TRIES)]
    )
    no_timers = models.BooleanField(_("no timers on the page"), default=False)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = AccommodationQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at", "-pk"]
        verbose_name = _("accommodation")
        verbose_name_plural = _("accommodations")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.set_at:%Y-%m-%d}"


class AccommodationEnd(AppendOnlyModel):
    """The dated fact that an accommodation is over, and who ended it."""

    # One to one: two clicks end it once.
    accommodation = models.OneToOneField(
        Accommodation, on_delete=models.PROTECT, related_name="end"
    )
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.accommodation_id}: {self.ended_at:%Y-%m-%d}"
