"""What comes into a case in the editor: a starter, and pasted outline text. Nothing is saved."""

import json

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from scenarios.documents import graph_document
from scenarios.editing import MAX_BYTES, found_files
from scenarios.importing.faults import ImportFault
from scenarios.importing.outline import read_outline
from scenarios.starting import starter

LONGEST_NUMBER = 16


def _authors_only(user) -> None:
    if not any(user.has_perm(f"scenarios.{act}_scenario") for act in ("add", "change")):
        raise PermissionDenied


@require_safe
def begin_with(request, slug):
    """Answer with a case to begin with."""
    _authors_only(request.user)
    try:
        return JsonResponse({"document": starter(slug)})
    except KeyError:
        raise Http404 from None


def _title(graph, key: str) -> str:
    scene = graph.scene.get(key)
    return gettext("In “%(scene)s”") % {"scene": scene.title or key} if scene else key


def _said(loss) -> str:
    if loss.code != "L-TARGET":
        return loss.sample
    return gettext("no scene is called %(name)s") % {"name": loss.sample}


@require_safe
def search_library(request):
    """Answer with the files of the library that a scene can show or play."""
    _authors_only(request.user)
    kind = request.GET.get("kind", "")
    if kind not in ("image", "audio", "video"):
        raise Http404
    number = request.GET.get("id", "")
    pk = int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else None
    return JsonResponse(
        {"files": found_files(kind=kind, text=request.GET.get("q", "")[:200], pk=pk)}
    )


@require_POST
def read_text(request):
    """Answer with the scenes of an outline in the request, and the report of what was left out."""
    _authors_only(request.user)
    if len(request.body) > MAX_BYTES:
        return JsonResponse({"error": "too large"}, status=413)
    try:
        text = json.loads(request.body)["text"]
        if not isinstance(text, str):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "unreadable"}, status=400)
    try:
        graph, report = read_outline(text, "outline", "")
    except ImportFault as fault:
        return JsonResponse({"fault": str(fault)})
    return JsonResponse(
        {
            "document": graph_document(graph),
            "losses": [
                {"where": _title(graph, loss.where), "sample": _said(loss), "count": loss.count}
                for loss in report.losses
            ],
            "unreachable": len(report.unreachable),
        }
    )
