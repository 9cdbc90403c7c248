"""Cells that a spreadsheet shows as text, whatever somebody typed into them."""

from typing import Any

# What Excel, LibreOffice or an importer may take for a formula or a command.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def plain_cell(value: Any) -> Any:
    """The value of a cell, a text that looks like a formula marked as text by an apostrophe."""
    if isinstance(value, str) and value.startswith(_STARTS):
        return f"'{value}"
    return value
