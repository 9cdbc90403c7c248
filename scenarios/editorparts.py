"""The pieces that the fields of the case editor are put together from."""

from typing import Any

Field = dict[str, Any]

FRESH_DEBRIEF = {"text": ""}


def field(name: str, kind: str, label: str, help_text: str = "", **more: Any) -> Field:
    return {"name": name, "type": kind, "label": label, "help": help_text, **more}


def rows(name: str, label: str, item: str, inner: list[Field], **more: Any) -> Field:
    return {"name": name, "type": "list", "label": label, "item": item, "fields": inner, **more}
