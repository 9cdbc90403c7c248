"""The one error of the importers: where in the file, which field, and what would mend it."""

from __future__ import annotations


class ImportFault(ValueError):
    """The file cannot be brought in; `node` and `field` say where, `mend` what to do about it."""

    def __init__(self, message: str, node: str = "", field: str = "", mend: str = "") -> None:
        place = ", ".join(part for part in (node, f"field {field}" if field else "") if part)
        text = f"{place}: {message}" if place else message[:1].upper() + message[1:]
        said = f"{text}. {mend}" if mend else text
        super().__init__(said if said.endswith(("?", ".")) else f"{said}.")
        self.message = message
        self.node = node
        self.field = field
        self.mend = mend
