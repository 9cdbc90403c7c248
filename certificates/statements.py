"""Accreditation statements with placeholders. No database.

Filled by plain replacement, never by `str.format`, which would let a statement reach into objects.
"""

import re
from collections.abc import Mapping

PLACEHOLDERS = (
    "organisation",
    "provider_number",
    "course_number",
    "title",
    "from",
    "until",
    "credit",
)
_BRACED = re.compile(r"\{([^{}]*)\}")


def unknown_placeholders(statement: str) -> list[str]:
    """Names in braces that nothing fills, in the order of their appearance."""
    return [name for name in _BRACED.findall(statement) if name not in PLACEHOLDERS]


def filled(statement: str, values: Mapping[str, str]) -> str:
    """The statement as it prints. A name that nothing fills stays as it was written."""
    return _BRACED.sub(lambda found: values.get(found[1], found[0]), statement).strip()
