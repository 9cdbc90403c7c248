"""Fields of JSON and YAML of other tools: asked for by name, refused by node and field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.importing.faults import ImportFault


@dataclass(frozen=True)
class Fields:
    """An object of the file, with the words for where it stands."""

    data: Mapping[str, Any]
    node: str
    path: str = ""

    def _name(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def fault(self, name: str, message: str, mend: str = "Export the content again") -> ImportFault:
        """The error about one field of this object."""
        return ImportFault(message, self.node, self._name(name), mend)

    def object(self, name: str, required: bool = True) -> Fields:
        """An object inside this one; an empty one where it may be missing."""
        value = self.data.get(name)
        if value is None and not required:
            value = {}
        if not isinstance(value, Mapping):
            raise self.fault(name, "is missing" if value is None else "is no object")
        return Fields(value, self.node, self._name(name))

    def rows(self, name: str, required: bool = True) -> list[Any]:
        """A list inside this object."""
        value = self.data.get(name)
        if value is None and not required:
            return []
        if not isinstance(value, list):
            raise self.fault(name, "is missing" if value is None else "is no list")
        return value

    def objects(self, name: str, required: bool = True) -> list[Fields]:
        """A list of objects inside this one."""
        found = []
        for number, value in enumerate(self.rows(name, required)):
            if not isinstance(value, Mapping):
                raise self.fault(f"{name}[{number}]", "is no object")
            found.append(Fields(value, self.node, self._name(f"{name}[{number}]")))
        return found

    def text(self, name: str, required: bool = False) -> str:
        """A text; numbers are read as text, nothing as an empty one."""
        value = self.data.get(name)
        if isinstance(value, str):
            return value
        if value is None and not required:
            return ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        raise self.fault(name, "is missing" if value is None else "is no text")

    def number(self, name: str) -> int | None:
        """A whole number, also when it was written as text; None when it isn't there."""
        value = self.data.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str) and value.strip().lstrip("-").isdecimal() and len(value) < 9:
            return int(value)
        if isinstance(value, float) and value.is_integer() and abs(value) < 10**8:
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 10**8:
            raise self.fault(name, "is no whole number")
        return value

    def flag(self, name: str) -> bool:
        """A truth value; anything else is false."""
        return self.data.get(name) is True
