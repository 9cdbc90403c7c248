"""Small cases for the tests: built in two lines, sound unless a test spoils them."""

from __future__ import annotations

import copy
from typing import Any

from scenarios.condition_trees import Condition
from scenarios.graph import Graph

TRUST = {
    "key": "trust",
    "label": "Her trust",
    "type": "count",
    "initial": 2,
    "min": 0,
    "max": 4,
    "show": "play",
    "words": ["closed", "wary", "open", "trusting", "steady"],
}


def choice(key: str, to: str, when: str = "", **fields: Any) -> dict[str, Any]:
    """A choice that asks for nothing else."""
    data = {"key": key, "label": f"Do {key}", "to": to, "rating": "acceptable", **fields}
    if when:
        data["when"] = Condition.from_draft(when).to_json()
    return data


def decision(key: str, *choices: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A decision."""
    return {
        "key": key,
        "kind": "decision",
        "title": f"At {key}",
        "body": "It is late.",
        "choices": list(choices),
        **fields,
    }


def info(key: str, to: str, **fields: Any) -> dict[str, Any]:
    """A scene that only tells."""
    return {"key": key, "kind": "info", "title": f"At {key}", "body": "Rain.", "next": to, **fields}


def ending(key: str = "end", **fields: Any) -> dict[str, Any]:
    """An ending with its debrief."""
    return {
        "key": key,
        "kind": "ending",
        "title": f"The end: {key}",
        "body": "Weeks later.",
        "ending": {"tone": "mixed"},
        "debrief": "What happened underneath.",
        **fields,
    }


def effect(op: str, var: str = "trust", value: int | str = 1) -> dict[str, Any]:
    """One effect."""
    return {"op": op, "var": var, "value": value}


def case(*scenes: dict[str, Any], **fields: Any) -> Graph:
    """A graph that begins with its first scene and knows trust."""
    data = {
        "start": scenes[0]["key"] if scenes else "",
        "vars": [copy.deepcopy(TRUST)],
        "scenes": list(scenes),
        **fields,
    }
    return Graph.from_data(data)


def ladder(count: int, choices: int = 2) -> Graph:
    """A long case: decisions one after another, each with as many choices, then an ending."""
    scenes = []
    for number in range(count - 1):
        to = f"s{number + 1}" if number + 2 < count else "end"
        ways = [
            choice(f"s{number}-{letter}", to, effects=[effect("add" if letter == "a" else "sub")])
            for letter in "abcdefgh"[:choices]
        ]
        scenes.append(decision(f"s{number}", *ways))
    return case(*scenes, ending())
