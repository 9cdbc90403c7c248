"""The organisation that a new person belongs to unless somebody says otherwise."""

from typing import Any

from django.db import transaction

from courses.people import signals
from courses.people.models import Organisation, Person

FIELDS = ("name", "time_zone", "language", "provider_address", "signatory_name", "signatory_role")
FEW = 500  # people in one announcement


def default() -> Organisation:
    """The first organisation, made when there is none yet."""
    existing = Organisation.objects.order_by("pk").first()
    return existing or Organisation.objects.create(name="Our organisation")


def describe(*, name: str = "", time_zone: str = "") -> Organisation:
    """Give the organisation its name and time zone; what is empty stays as it is.

    Awards keep the name under which they were earned.
    """
    found = default()
    found.name, found.time_zone = name.strip() or found.name, time_zone or found.time_zone
    found.save(update_fields=["name", "time_zone"])
    return found


@transaction.atomic
def change(*, organisation: Organisation, facts: dict[str, Any]) -> Organisation:
    """Change what is known of an organisation; `facts` are values of `FIELDS`.

    Certificates and awards that exist keep what was printed. With another time zone, days begin and
    end elsewhere for everybody who has none of their own, so that is announced.
    """
    found = Organisation.objects.select_for_update().get(pk=organisation.pk)
    moved = facts.get("time_zone", found.time_zone) != found.time_zone
    named = [name for name in FIELDS if name in facts]
    for name in named:
        setattr(found, name, facts[name])
    found.save(update_fields=named)
    if moved:
        here = Person.objects.filter(organisation=found, own_time_zone="").order_by("pk")
        ids = list(here.values_list("pk", flat=True))
        transaction.on_commit(lambda: _announce(ids))
    return found


def _announce(ids: list[int]) -> None:
    for start in range(0, len(ids), FEW):
        signals.people_changed.send_robust(sender=Person, person_ids=ids[start : start + FEW])
