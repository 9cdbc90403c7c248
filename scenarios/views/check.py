"""The check beside the editor: what stops publishing, while somebody writes."""

import json

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from scenarios import editing
from scenarios.concordance import Heard
from scenarios.documents import DocumentError
from scenarios.models import Scenario
from scenarios.services import panels


@require_POST
def check(request):
    """Answer with the problems of the case in the request. Nothing is saved."""
    user = request.user
    if not any(user.has_perm(f"scenarios.{act}_scenario") for act in ("add", "change")):
        raise PermissionDenied
    try:
        sent = json.loads(request.body)
        found = editing.report(sent["document"], sent.get("minutes"), _heard(request))
    except DocumentError as error:
        problem = {"rule": "E16", "severity": "E", "key": error.scene, "field": error.field}
        found = {"problems": [{**problem, "message": str(error)}], "sentences": {}}
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": "unreadable"}, status=400)
    return JsonResponse(found)


def _heard(request) -> dict[str, list[Heard]]:
    """What the panel of a case that exists has answered, for those who may read its report."""
    case = request.GET.get("case", "")
    if not (case.isascii() and case.isdecimal() and len(case) < 16):
        return {}
    if not request.user.has_perm("scenarios.change_scenario"):
        return {}
    found = Scenario.objects.filter(pk=case).values_list("uuid", flat=True).first()
    return panels.heard(scenario_uuid=found) if found else {}
