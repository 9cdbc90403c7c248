"""Find and read the files of the demonstration."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from scenarios.documents import CaseDocument, read_case

CONTENT = Path(__file__).resolve().parent / "content"


class _Loader(yaml.SafeLoader):
    """YAML 1.2 in one respect: `on`, `off`, `yes` and `no` are words, not true and false."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|false|False)$"), list("tTfF")
)


def read_yaml(*parts: str) -> Any:
    """Read a YAML file below `content/`."""
    text = CONTENT.joinpath(*parts).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_Loader)  # noqa: S506  a SafeLoader, see above


def read_scenario(folder: Path, number_of: Callable[[dict[str, str]], int]) -> CaseDocument:
    """Read the case of a module, with the pictures that its scenes show.

    A file of content can't know numbers of the library: `number_of` gives a picture its own.
    """
    document = read_yaml("modules", folder.name, "scenario.yaml")
    shown = read_yaml("pictures.yaml").get(document["key"], {})
    for scene in document["scenes"]:
        if row := shown.get(scene["key"]):
            scene["media"] = [{"kind": "image", "id": number_of(row), "alt": row["alt"]}]
    return read_case(document)


def module_folders() -> dict[str, Path]:
    """Folders of modules by the module's key."""
    folders = {}
    for path in sorted((CONTENT / "modules").glob("*/module.md")):
        head = path.read_text(encoding="utf-8")[4:].split("\n---\n", 1)[0]
        folders[yaml.safe_load(head)["key"]] = path.parent
    return folders
