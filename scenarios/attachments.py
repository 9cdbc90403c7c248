"""The files that a case's scenes show or play, apart from the library that keeps them.

In a file of ours they are numbered from one, in the order in which scenes use them, so that the
same case gives the same bytes wherever its pictures are kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from scenarios.graph import Graph, Media

Library = Literal["image", "media"]
Key = tuple[Library, int]
ENDINGS = re.compile(r"[a-z0-9]{1,5}")


@dataclass(frozen=True)
class Attachment:
    """A file: the library it belongs in, its number in the graph, what it is called, its bytes.

    `captions` are a film's or recording's WebVTT text, or empty.
    """

    library: Library
    number: int
    title: str
    ending: str
    data: bytes
    captions: str = ""

    @property
    def key(self) -> Key:
        """By what a scene refers to it."""
        return self.library, self.number

    @property
    def name(self) -> str:
        """Its name in an archive."""
        return f"media/{self.library}-{self.number}.{self.ending}"

    @property
    def sha256(self) -> str:
        """The hash of its bytes, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


def key_of(medium: Media) -> Key:
    """The library and the number in it that a scene's medium means."""
    return ("image" if medium.kind == "image" else "media"), medium.id


def used(graph: Graph) -> list[Key]:
    """Every file that a scene refers to, once, in the order of the scenes."""
    keys = (key_of(medium) for scene in graph.scenes for medium in scene.media if medium.id > 0)
    return list(dict.fromkeys(keys))


def renumbered(graph: Graph, number: Callable[[Key], int]) -> Graph:
    """The graph with other numbers for its files; nought for one that is not there."""
    scenes = tuple(
        replace(
            scene,
            media=tuple(
                replace(medium, id=number(key_of(medium)) if medium.id > 0 else 0)
                for medium in scene.media
            ),
        )
        if scene.media
        else scene
        for scene in graph.scenes
    )
    return replace(graph, scenes=scenes)


def counted(graph: Graph, found: Mapping[Key, Attachment]) -> tuple[Graph, list[Attachment]]:
    """The graph and its files, numbered from one; a file that isn't found has the number nought."""
    numbers: dict[Key, int] = {}
    files: list[Attachment] = []
    for key in used(graph):
        if key not in found:
            continue
        library = key[0]
        numbers[key] = 1 + sum(1 for other in numbers if other[0] == library)
        files.append(replace(found[key], number=numbers[key]))
    return renumbered(graph, lambda key: numbers.get(key, 0)), files


def ending_of(name: str) -> str:
    """The ending of a file's name, or `bin` when it has none that is plain."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if ENDINGS.fullmatch(ending) else "bin"
