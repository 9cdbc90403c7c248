"""Who may keep the register of certificates, and who may write accreditation lines."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.permission_policies.base import BasePermissionPolicy

from courses.people.models import Person


def keeps_register(person: Person) -> bool:
    """Administrators see the register of their organisation, correct and revoke."""
    return person.is_administrator


def may_act_on(actor: Person, owner: Person) -> bool:
    """An administrator, on somebody else's certificate, in the same organisation."""
    return (
        keeps_register(actor)
        and actor.organisation_id == owner.organisation_id
        and actor.pk != owner.pk
    )


class AuthoringPolicy(BasePermissionPolicy):
    """Trainers and administrators write accreditation lines; the role says so, not a group."""

    def user_has_permission(self, user, action):
        return user.is_active and (user.person.is_trainer or user.person.is_administrator)

    def user_has_any_permission(self, user, actions):
        return self.user_has_permission(user, "change")

    def users_with_any_permission(self, actions):
        roles = Q(person__is_trainer=True) | Q(person__is_administrator=True)
        return get_user_model().objects.filter(roles, is_active=True)
