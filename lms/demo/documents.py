"""Find and read the files of the demonstration."""

import re
from pathlib import Path
from typing import Any

import yaml

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


def module_folders() -> dict[str, Path]:
    """Folders of modules by the module's key."""
    folders = {}
    for path in sorted((CONTENT / "modules").glob("*/module.md")):
        head = path.read_text(encoding="utf-8")[4:].split("\n---\n", 1)[0]
        folders[yaml.safe_load(head)["key"]] = path.parent
    return folders
