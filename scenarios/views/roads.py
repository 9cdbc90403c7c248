"""Another road from the debrief: the player's pages for a run that counts for nothing."""

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from scenarios import reports
from scenarios.models import Run
from scenarios.services import plays, roads
from scenarios.services.plays import Play
from scenarios.views import play as player


@login_required
@require_POST
def fork(request, attempt):
    """Begin a road at a decision of a finished run, or go on with the one that is open there."""
    sent = request.POST.get("seq", "")
    seq = int(sent) if re.fullmatch("[0-9]{1,6}", sent) else None
    if sent and seq is None:
        raise Http404
    try:
        road = roads.fork(person=request.user.person, attempt=attempt, seq=seq, now=timezone.now())
    except Run.DoesNotExist:
        raise Http404 from None
    except roads.NoFork:
        return redirect("learn:review", attempt)
    return redirect("cases:road", road.uuid)


@login_required
@require_safe
def road(request, road):
    """The scene where the road stands; its debrief, once it has come to an ending."""
    found = _own(request, road)
    if found.run.is_playing:
        return player.page(request, found)
    template, context = reports.review_road(road=found.run)
    return render(request, template, context)


@login_required
@require_POST
def choose(request, road):
    """Take a choice."""
    return player.take(request, _own(request, road), plays.choose)


@login_required
@require_POST
def advance(request, road):
    """Go on from a scene that asks for no choice."""
    return player.take(request, _own(request, road), plays.advance)


@login_required
@require_POST
def undo(request, road):
    """Go back to the last decision of this road."""
    return player.take(request, _own(request, road), plays.undo)


@login_required
@require_safe
def look(request, road, seq):
    """An earlier scene of the road, to read."""
    return player.look_back(request, _own(request, road), seq)


@login_required
@require_safe
def transcript(request, road):
    """Every step of this road, from the way of one's own that leads to it."""
    return player.tell(request, _own(request, road))


@login_required
@require_POST
def timers(request, road):
    """Turn time limits off or on, on this road."""
    return player.switch_timers(request, _own(request, road))


@login_required
@require_POST
def close(request, road):
    """Open the road's debrief."""
    return player.take(request, _own(request, road), plays.close)


def _own(request, road) -> Play:
    try:
        return roads.own_road(person=request.user.person, road=road)
    except Run.DoesNotExist:
        raise Http404 from None
