"""Where the scenes of the case in the editor stand on its map."""

import json

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from scenarios import layout
from scenarios.editing import MAX_BYTES
from scenarios.graph import Graph
from scenarios.shapes import ShapeError

MOST_SCENES = 4000
WAYS = ("choices", "branches")


@require_POST
def lay_out(request):
    """Answer with the place of each scene in the request. Nothing is saved."""
    user = request.user
    if not any(user.has_perm(f"scenarios.{act}_scenario") for act in ("add", "change")):
        raise PermissionDenied
    if len(request.body) > MAX_BYTES:
        return JsonResponse({"error": "too large"}, status=413)
    try:
        drawing = layout.lay_out(bones(json.loads(request.body)["document"]))
    except (ShapeError, ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": "unreadable"}, status=400)
    return JsonResponse(
        {
            "positions": drawing.places,
            "bends": [[*way, points] for way, points in drawing.bends.items()],
            "loose": drawing.loose,
        }
    )


def bones(document) -> Graph:
    """The scenes and their ways alone: a draft may be unfinished everywhere else."""
    scenes = document.get("scenes", [])
    if len(scenes) > MOST_SCENES:
        raise ValueError
    return Graph.from_data(
        {
            "start": document.get("start") or "",
            "scenes": [
                {
                    "key": scene["key"],
                    "kind": scene.get("kind") or "info",
                    "next": scene.get("next") or "",
                    **{
                        name: [
                            {"key": str(number), "to": way.get("to") or ""}
                            for number, way in enumerate(scene.get(name) or [])
                        ]
                        for name in WAYS
                    },
                    **({"position": scene["position"]} if scene.get("position") else {}),
                }
                for scene in scenes
            ],
            "interrupts": [
                {"to": rule.get("to") or ""} for rule in document.get("interrupts") or []
            ],
        }
    )
