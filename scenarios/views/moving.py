"""The newer version of a case: take it at a resting place, or begin again after a withdrawal."""

from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_POST

from scenarios.services import moving
from scenarios.views import play as player


@login_required
@require_POST
def accept(request, attempt):
    """Go on with the newer version from here."""
    return player.take(request, player.own(request, attempt), moving.accept)


@login_required
@require_POST
def restart(request, attempt):
    """Begin the case again on its newest version."""
    return player.take(request, player.own(request, attempt), moving.restart)
