"""Who may keep the register of certificates, and who writes accreditation lines."""

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
        and actor.pk != owner.as_now.pk
    )


class AccreditationPolicy(BasePermissionPolicy):
    """Administrators write accreditation lines, trainers read them; the role says so, not a group.

    A line stands for what a body has granted: a wrong one prints a false claim on certificates.
    """

    def user_has_permission(self, user, action):
        if not user.is_active:
            return False
        reads = action == "view" and user.person.is_trainer
        return user.person.is_administrator or reads

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        roles = Q(person__is_administrator=True)
        if "view" in actions:
            roles |= Q(person__is_trainer=True)
        return get_user_model().objects.filter(roles, is_active=True)
