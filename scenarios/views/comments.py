"""Comments on the draft of a case, for the editor."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from scenarios.models import Scenario, SceneComment
from scenarios.services import comments

MAX_BYTES = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request, pk):
    """Answer with the comments of a case; a POST says one more."""
    scenario = _case(request, pk)
    if request.method == "POST":
        sent = _sent(request)
        if sent is None:
            return JsonResponse({"error": "unreadable"}, status=400)
        try:
            comments.say(
                scenario=scenario,
                anchor=str(sent.get("anchor", "")),
                text=str(sent.get("text", "")),
                author=request.user,
                now=timezone.now(),
            )
        except comments.NothingSaid:
            message = gettext("Write a comment of at most two thousand characters.")
            return JsonResponse({"fault": message})
    return _answer(scenario)


@require_POST
def settle(request, pk, comment):
    """Settle a comment, or open it again."""
    scenario = _case(request, pk)
    sent = _sent(request)
    if sent is None:
        return JsonResponse({"error": "unreadable"}, status=400)
    try:
        comments.settle(
            scenario=scenario,
            comment=comment,
            settled=sent.get("settled") is True,
            by=request.user,
            now=timezone.now(),
        )
    except SceneComment.DoesNotExist:
        raise Http404 from None
    return _answer(scenario)


def _case(request, pk: int) -> Scenario:
    if not request.user.has_perm("scenarios.change_scenario"):
        raise PermissionDenied
    return get_object_or_404(Scenario, pk=pk)


def _sent(request) -> dict[str, Any] | None:
    try:
        sent = json.loads(request.body) if len(request.body) <= MAX_BYTES else None
    except ValueError:
        return None
    return sent if isinstance(sent, dict) else None


def _answer(scenario: Scenario) -> JsonResponse:
    return JsonResponse({"comments": [_said(one) for one in comments.of(scenario=scenario)]})


def _said(comment: SceneComment) -> dict[str, Any]:
    when = timezone.localtime(comment.created_at)
    return {
        "uuid": str(comment.uuid),
        "anchor": comment.anchor,
        "text": comment.text,
        "author": _name(comment.author),
        "at": date_format(when, "DATETIME_FORMAT"),
        "settled": _name(comment.resolved_by) if comment.resolved_at else "",
    }


def _name(user: Any) -> str:
    return (user.get_full_name() or str(user)) if user else gettext("somebody who has left")
