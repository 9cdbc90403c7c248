"""The one text of a graph, and the hashes that say what two versions have in common."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from scenarios.graph import Graph

# What a learner reads or an author arranges, but what decides nothing.
TEXT_FIELDS = frozenset(
    [
        "title",
        "body",
        "place",
        "time",
        "speaker",
        "illustration",
        "illustration_alt",
        "decorative",
        "expert",
        "debrief",
        "content_note",
        "label",
        "locked_text",
        "feedback",
        "question",
        "source",
        "words",
        "texts",
        "questions",
        "resources",
        "text",
        "media",
        "new_info",
        "low",
        "high",
        "note",
        "position",
    ]
)


def canonical(graph: Graph) -> str:
    """Return the one JSON text of a graph: equal graphs give equal texts."""
    return _dump(graph.as_json())


def structure_hash(graph: Graph) -> str:
    """SHA-256 of everything that decides where a learner can go and how it is judged; texts don't
    count.
    """
    return _digest(_without_text(graph.as_json()))


def text_hash(graph: Graph) -> str:
    """SHA-256 of the whole content, texts included."""
    return _digest(graph.as_json())


def _without_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: item if key == "when" else _without_text(item)
            for key, item in value.items()
            if key not in TEXT_FIELDS
        }
    if isinstance(value, list):
        return [_without_text(item) for item in value]
    return value


def _digest(value: Any) -> str:
    return hashlib.sha256(_dump(value).encode()).hexdigest()


def _dump(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
