"""Keys from the source's own names: the same name gives the same key, whatever stands around it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from anyascii import anyascii

from scenarios.conditions import KEYWORDS

LONGEST = 40


def short_hash(text: str) -> str:
    """Six hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def slug(name: str, prefix: str = "s", limit: int = LONGEST, gap: str = "-") -> str:
    """A valid key made of a name."""
    text = re.sub(r"[^a-z0-9]+", gap, anyascii(name[:400]).lower()).strip(gap)
    if not text:
        return f"{prefix}{gap}{short_hash(name)}"
    if not text[0].isalpha():
        text = f"{prefix}{gap}{text}"
    if text in KEYWORDS:
        text = f"{prefix}{gap}{text}"
    if len(text) > limit:
        text = f"{text[: limit - 7].rstrip(gap)}{gap}{short_hash(name)}"
    return text


def keys_for(
    names: Iterable[str], prefix: str = "s", limit: int = LONGEST, gap: str = "-"
) -> dict[str, str]:
    """A key for each name. Where two names give one key, all but the first in the alphabet get a
    part that is made of the name, so the order of the file doesn't matter.
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        groups.setdefault(slug(name, prefix, limit, gap), []).append(name)
    keys: dict[str, str] = {}
    taken = set(groups)
    for key, group in groups.items():
        keys[group[0]] = key
        for name in group[1:]:
            other = f"{key[: limit - 7]}{gap}{short_hash(name)}"
            while other in taken:
                other = f"{other[: limit - 7]}{gap}{short_hash(other + name)}"
            taken.add(other)
            keys[name] = other
    return keys


def variable_words(name: str) -> str:
    """A variable's name as words: `hasKey` and `has_key` are “has key”."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.lstrip("$_"))
    return re.sub(r"[\s_.\-]+", " ", spaced).strip()


def variable_keys(names: Iterable[str], labels: Mapping[str, str] | None = None) -> dict[str, str]:
    """A key for each variable, made of its label where it has one."""
    names = sorted(set(names))
    labels = labels or {}
    words = {name: labels.get(name) or variable_words(name) or name for name in names}
    keys = keys_for(words.values(), "v", 32, "_")
    taken: set[str] = set()
    result = {}
    for name in names:
        key = keys[words[name]]
        if key in taken:
            key = f"{key[:25]}_{short_hash(name)}"
        taken.add(key)
        result[name] = key
    return result


def choice_key(scene: str, to: str, label: str, taken: set[str]) -> str:
    """A key for a choice of a scene: by where it leads, then by what it says."""
    stem = f"{scene[:38]}-{to[:36]}" if to else f"{scene[:38]}-{slug(label, 'c', 36)}"
    words = slug(label, "c", 30)
    attempts: Sequence[str] = (stem, f"{stem[:48]}-{words}", f"{stem[:40]}-{short_hash(label)}")
    for key in attempts:
        if key not in taken:
            taken.add(key)
            return key
    number = 2
    while f"{stem[:74]}-{number}" in taken:
        number += 1
    taken.add(f"{stem[:74]}-{number}")
    return f"{stem[:74]}-{number}"
