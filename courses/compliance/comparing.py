"""Two records side by side, for the administrator who finds out whether they are one person."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from courses.models import Enrolment
from courses.people.models import Management, Membership, Person, User
from courses.people.models.person import PersonQuerySet

FEW = 20


@dataclass
class Side:
    """What is known of one of the two."""

    person: Person
    logins: list[User] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    manages: list[str] = field(default_factory=list)
    under_way: int = 0
    done: int = 0
    last_done_at: dt.datetime | None = None


def sides(*, people: Sequence[Person], on: dt.date) -> list[Side]:
    """Both records (four queries)."""
    found = {person.pk: Side(person) for person in people}
    for user in User.objects.filter(person__in=found).order_by("email"):
        found[user.person_id].logins.append(user)
    for model, name in ((Membership, "teams"), (Management, "manages")):
        rows: Any = model._default_manager.filter(person__in=found)
        for row in rows.on(on).select_related("team").order_by("team__path"):
            getattr(found[row.person_id], name).append(row.team.name)
    for key, numbers in _turns(list(found)).items():
        vars(found[key]).update(numbers)
    return list(found.values())


def _turns(keys: list[int]) -> dict[int, dict[str, Any]]:
    theirs = Person.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).order_by()
    rows = (
        Enrolment.objects.filter(person__in=theirs.values("pk"))
        .order_by()
        .values_list(Coalesce("person__merged_into", "person"), "state")
        .annotate(n=Count("pk"), last=Max("completed_at"))
    )
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for key, state, number, last in rows:
        if state == Enrolment.State.OPEN:
            found[key]["under_way"] = number
        elif state == Enrolment.State.COMPLETED:
            found[key] |= {"done": number, "last_done_at": last}
    return found


def like(*, person: Person, words: str) -> list[Person]:
    """People who may be this one: found by words, else those of the same last name."""
    others = Person.objects.present().filter(organisation=person.organisation_id)
    if words:
        logged = User.objects.filter(email__icontains=words).values("person_id")
        alike = Q(name__icontains=words) | Q(external_id__iexact=words) | Q(pk__in=logged)
    else:
        alike = Q(sort_name__istartswith=person.sort_name.partition(" ")[0])
    return list(_named(others.filter(alike).exclude(pk=person.pk)))


def _named(people: PersonQuerySet) -> PersonQuerySet:
    rows: PersonQuerySet = people.order_by("sort_name", "name", "pk").prefetch_related("users")
    return rows[:FEW]
