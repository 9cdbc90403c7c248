"""Bounded readers, which cases share with every other import."""

from courses.bounds import (
    BROKEN,
    DEEPEST,
    MOST_FILES,
    MOST_NODES,
    MOST_PACKED,
    MOST_TEXT,
    MOST_UNPACKED,
    ZIP,
    Archive,
    guarded,
    json_of,
    limited,
    text_of,
    xml_of,
    yaml_of,
)

__all__ = [
    "BROKEN",
    "DEEPEST",
    "MOST_FILES",
    "MOST_NODES",
    "MOST_PACKED",
    "MOST_TEXT",
    "MOST_UNPACKED",
    "ZIP",
    "Archive",
    "guarded",
    "json_of",
    "limited",
    "text_of",
    "xml_of",
    "yaml_of",
]
