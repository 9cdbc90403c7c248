"""The graph of a case as a column."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from courses.models.media import CandourImage, CandourMedia


class GraphField(models.JSONField):
    """A graph as JSON, which tells Wagtail what files of the library its scenes show.

    So a picture's page lists the cases that use it, and what a learner may still be shown can't be
    deleted.
    """

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def extract_references(self, value: Any) -> Iterator[tuple[type[models.Model], str, str, str]]:
        """Yield (model, its row, path in the model, path in this graph) for each file."""
        for scene in _rows(value, "scenes"):
            for number, medium in enumerate(_rows(scene, "media")):
                pk = medium.get("id", 0)
                if type(pk) is int and pk > 0:
                    is_image = medium.get("kind", "image") == "image"
                    model = CandourImage if is_image else CandourMedia
                    place = f"scenes.{scene.get('key', '')}.media.{number}"
                    yield model, str(pk), "scenes.media", place


def _rows(value: Any, name: str) -> list[dict[str, Any]]:
    """The objects of a list in an object; a draft may hold anything."""
    rows = value.get(name) if isinstance(value, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
