"""Doors that look like a wall to everybody else: no page says what it would have shown.

Roles open nothing any more from the day on which somebody has left.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404


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
