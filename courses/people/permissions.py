"""Doors that look like a wall to everybody else: no page says what it would have shown.

Roles open nothing any more from the day on which somebody has left.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import Http404
from wagtail.permission_policies.base import BasePermissionPolicy


def _only(allowed: Callable) -> Callable:
    def decorate(view):
        @login_required
        @wraps(view)
        def guarded(request, *args, **kwargs):
            person = request.user.person
            if not allowed(person) or not person.is_at_work:
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


managers_only = _only(lambda person: person.is_manager or person.is_administrator)
"""For managers and administrators; whom they then see is `scope.visible_people`."""

administrators_only = _only(lambda person: person.is_administrator)
"""For administrators."""


class AdministratorsPolicy(BasePermissionPolicy):
    """In the Wagtail admin: administrators at work, and these acts. The role says so, no group."""

    def __init__(self, model, *acts: str) -> None:
        super().__init__(model)
        self.acts = frozenset(acts)

    def user_has_permission(self, user, action):
        person = user.person
        return bool(
            action in self.acts and user.is_active and person.is_administrator and person.is_at_work
        )

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        users = get_user_model().objects.filter(is_active=True, person__is_administrator=True)
        return users if self.acts & set(actions) else users.none()
