"""Certificate numbers: CND-2026-000123, without gaps, whoever else is asking."""

from django.db import transaction
from django.db.models import F

from certificates.models import NumberSeries


def next_number(*, year: int) -> str:
    """The next number of a year. Call it inside the transaction that uses it.

    The update holds the year's row until that transaction ends, so nobody gets the same number, and
    a transaction that fails gives its number back.
    """
    with transaction.atomic():
        NumberSeries.objects.get_or_create(year=year)
        NumberSeries.objects.filter(year=year).update(last=F("last") + 1)
        last = NumberSeries.objects.values_list("last", flat=True).get(year=year)
    return f"CND-{year}-{last:06d}"
