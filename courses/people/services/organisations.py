"""The organisation that a new person belongs to unless somebody says otherwise."""

from courses.people.models import Organisation


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
