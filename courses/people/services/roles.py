"""Give and take roles, and keep Wagtail's groups in step with them."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import transaction

from courses.people.models import Person, User
from courses.people.models.person import ROLES

TRAINERS = "Trainers"
ADMINISTRATORS = "Administrators"
# Only these roles open the CMS; a manager works on the site.
GROUP_OF_ROLE = {"trainer": TRAINERS, "administrator": ADMINISTRATORS}


@transaction.atomic
def set_roles(*, person: Person, roles: Iterable[str]) -> Person:
    """Make `roles` the roles of a person, and give their logins the groups that follow.

    Raises `ValueError` for a word that is no role.
    """
    wanted = set(roles)
    if unknown := wanted - set(ROLES):
        raise ValueError(f"No such role: {', '.join(sorted(unknown))}")
    for role in ROLES:
        setattr(person, f"is_{role}", role in wanted)
    person.save(update_fields=[f"is_{role}" for role in ROLES])
    for user in person.users.all():
        sync_groups(user=user)
    return person


def sync_groups(*, user: User) -> None:
    """Put a login in exactly the groups that its person's roles call for, leaving others alone."""
    for role, name in GROUP_OF_ROLE.items():
        group, _ = Group.objects.get_or_create(name=name)
        if getattr(user.person, f"is_{role}"):
            user.groups.add(group)
        else:
            user.groups.remove(group)
