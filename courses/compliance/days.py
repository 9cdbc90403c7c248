"""What day it is for each person at one instant."""

import datetime as dt
import functools
import hashlib
import zoneinfo
from dataclasses import dataclass, field

from django.db.models import Case, DateField, Expression, Value, When

from courses.people.models import Organisation, Person


@dataclass(frozen=True)
class Days:
    """The organisation's `today` and `zone`, and its people's zones where it is another day.

    A moment has at most three dates on Earth, so a query needs a `Case` only in the hours in which
    somebody's midnight has come and the organisation's has not.
    """

    today: dt.date
    zone: str
    elsewhere: dict[dt.date, tuple[str, ...]] = field(default_factory=dict)

    @functools.cached_property
    def signature(self) -> str:
        """Changes whenever it becomes another day for anybody."""
        words = f"{self.zone} {self.today} {sorted(self.elsewhere.items())}"
        return hashlib.sha256(words.encode()).hexdigest()

    def of(self, own_time_zone: str) -> dt.date:
        """Today for a person with this zone of their own, or none (“”)."""
        for day, zones in self.elsewhere.items():
            if own_time_zone in zones:
                return day
        return self.today

    def date(self, at: dt.datetime, own_time_zone: str) -> dt.date:
        """The date of an instant for a person with this zone of their own, or none (“”)."""
        return at.astimezone(zoneinfo.ZoneInfo(own_time_zone or self.zone)).date()

    def expression(self, zone: str) -> Expression:
        """Today in a query; `zone` is the path to the person's `own_time_zone`."""
        cases = [
            When(**{f"{zone}__in": zones}, then=Value(day)) for day, zones in self.elsewhere.items()
        ]
        today = Value(self.today, output_field=DateField())
        return Case(*cases, default=today, output_field=DateField()) if cases else today


def days(*, organisation: Organisation, now: dt.datetime) -> Days:
    """The days at the instant `now` for an organisation's people (one query)."""
    zones = (
        Person.objects.filter(organisation=organisation)
        .exclude(own_time_zone="")
        .order_by()
        .values_list("own_time_zone", flat=True)
        .distinct()
    )
    return days_of(zones, own=organisation.time_zone, now=now)


def day_of(organisation: Organisation, now: dt.datetime) -> dt.date:
    """The organisation's day at `now`: the day on which a manager's scope is asked."""
    return now.astimezone(zoneinfo.ZoneInfo(organisation.time_zone)).date()


def days_of(zones, *, own: str, now: dt.datetime) -> Days:
    """The days at `now` for an organisation in the zone `own` with people in `zones`."""
    today = now.astimezone(zoneinfo.ZoneInfo(own)).date()
    elsewhere: dict[dt.date, list[str]] = {}
    for zone in zones:
        day = now.astimezone(zoneinfo.ZoneInfo(zone)).date()
        if day != today:
            elsewhere.setdefault(day, []).append(zone)
    return Days(today, own, {day: tuple(sorted(names)) for day, names in sorted(elsewhere.items())})
