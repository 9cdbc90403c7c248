"""H5P branching scenarios written for these tests."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any


def text_node(words: str, to: Any, **fields: Any) -> dict[str, Any]:
    """A text."""
    return {
        "type": {
            "library": "H5P.AdvancedText 1.1",
            "params": {"text": f"<p>{words}</p>\n"},
            "subContentId": fields.pop("own", f"{abs(hash(words)):016x}"),
            "metadata": {"title": fields.pop("title", "Untitled Text")},
        },
        "feedback": {"subtitle": ""},
        "nextContentId": to,
        **fields,
    }


def question_node(words: str, *alternatives: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A branching question."""
    return {
        "type": {
            "library": "H5P.BranchingQuestion 1.0",
            "params": {
                "branchingQuestion": {
                    "question": f"<p>{words}</p>\n",
                    "alternatives": list(alternatives),
                }
            },
            "subContentId": fields.pop("own", f"{abs(hash(words)):016x}"),
            "metadata": {"title": words},
        },
        **fields,
    }


def alternative(label: str, to: Any = None, title: str = "", said: str = "", **feedback: Any):
    """A way out of a question; without a target it says nothing of where it leads."""
    way: dict[str, Any] = {
        "text": label,
        "feedback": {"title": title, "subtitle": said, **feedback},
    }
    return way if to is None else {**way, "nextContentId": to}


def scenario(nodes: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    """The content of a scenario."""
    return {
        "branchingScenario": {
            "startScreen": {"startScreenTitle": "<b>A visit</b>", "startScreenSubtitle": "Go on."},
            "endScreens": [{"endScreenTitle": "Over", "endScreenSubtitle": "<p>Done.</p>"}],
            "content": nodes,
            **fields,
        }
    }


def as_json(nodes: list[dict[str, Any]], **fields: Any) -> bytes:
    """content.json."""
    return json.dumps(scenario(nodes, **fields)).encode()


def as_h5p(nodes: list[dict[str, Any]], library: str = "H5P.BranchingScenario") -> bytes:
    """An .h5p file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("h5p.json", json.dumps({"title": "A visit", "mainLibrary": library}))
        archive.writestr("content/content.json", as_json(nodes))
    return buffer.getvalue()


def visit() -> list[dict[str, Any]]:
    """44 nodes: 21 questions with 45 alternatives, 23 texts, and 16 nodes where ways meet.

    Both alternatives of question 3 lead to one node and say different things.
    """
    nodes: list[dict[str, Any]] = []
    for number in range(21):
        at = number * 2
        later = min(at + 4, 43)
        ways = [alternative(f"Say A{number}", at + 1, said=f"<p>A{number} helps.</p>")]
        if number == 3:
            ways.append(alternative("Say nothing", at + 1, "Hm.", "<p>Silence <b>hurts</b>.</p>"))
        elif number < 17:
            ways.append(alternative(f"Say B{number}", later))
        else:
            ways.append(alternative(f"Say B{number}", -1, "Early", f"<p>It ends at {number}.</p>"))
        if number % 8 == 0:
            ways.append(alternative(f"Say C{number}", 43))
        nodes.append(
            question_node(f"What do you say at {number}?", *ways, own=f"{number:04d}" + "a" * 12)
        )
        nodes.append(text_node(f"They answer {number}.", at + 2, own=f"{number:04d}" + "b" * 12))
    nodes.append(text_node("Nearly home.", 43, own="c" * 16))
    nodes.append(text_node("Home.", -1, own="d" * 16, title="Home"))
    return nodes
