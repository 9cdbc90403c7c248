"""The organisation that a new person belongs to unless somebody says otherwise."""

from courses.people.models import Organisation


def default() -> Organisation:
    """The first organisation, made when there is none yet."""
    existing = Organisation.objects.order_by("pk").first()
    return existing or Organisation.objects.create(name="Our organisation")
