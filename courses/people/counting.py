"""Count people once, also those who were found to be one after they had left rows of their own."""

from django.db.models import Q, QuerySet
from django.db.models.expressions import OuterRef
from django.db.models.functions import Coalesce

from courses.people.models import Person


def whose(path: str) -> Coalesce:
    """The id of the person whose rows these are now; `path` leads to the one who left them."""
    return Coalesce(f"{path}__merged_into", path)


def selves_of(who: OuterRef) -> QuerySet[Person, dict[str, int]]:
    """As `Person.selves`, of a person whom an outer statement names."""
    return Person.objects.filter(Q(pk=who) | Q(merged_into=who)).order_by().values("pk")
