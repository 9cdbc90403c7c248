"""Documents that lag fail the build: settings, signals, commands and links."""

import importlib
import re
from pathlib import Path
from urllib.parse import unquote

from django.dispatch import Signal

from tests.house import tree

READ_FROM_ENVIRONMENT = re.compile(
    r"""(?:\benv(?:\.\w+)?|os\.environ\.get|os\.getenv)\(\s*["']([A-Z][A-Z0-9_]*)["']"""
)
SET_IN_EXAMPLE = re.compile(r"^#? ?([A-Z][A-Z0-9_]*)=", re.MULTILINE)
IN_BACKTICKS = re.compile(r"`([^`\s]+)`")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}  # Django's own; documented, but no setting of Candour


def reference(name: str) -> str:
    return tree.read(Path("docs/reference") / f"{name}.md")


def headings_or_rows(text: str) -> set[str]:
    """Return what is written in backticks in headings and in the first cell of table rows."""
    found = set()
    for line in text.splitlines():
        if line.startswith("#"):
            found |= set(IN_BACKTICKS.findall(line))
        elif line.startswith("|"):
            found |= set(IN_BACKTICKS.findall(line.split("|")[1]))
    return found


def settings_read() -> set[str]:
    return {
        name
        for path in tree.of_apps(".py")
        for name in READ_FROM_ENVIRONMENT.findall(tree.read(path))
    } - NOT_OURS


def test_every_setting_is_in_the_example_and_nothing_else():
    example = set(SET_IN_EXAMPLE.findall(tree.read(Path(".env.example"))))

    assert example - NOT_OURS == settings_read()


def test_every_setting_is_in_the_reference_and_nothing_else():
    assert headings_or_rows(reference("settings")) - NOT_OURS == settings_read()


def our_signals() -> set[str]:
    found = set()
    for path in tree.of_apps(".py"):
        if path.name == "signals.py" or path.parent.name == "signals":
            module = importlib.import_module(".".join(path.with_suffix("").parts))
            found |= {name for name, value in vars(module).items() if isinstance(value, Signal)}
    return found


def test_every_signal_is_in_the_reference_and_nothing_else():
    assert headings_or_rows(reference("signals")) == our_signals()


def test_every_signal_is_defined_in_a_signals_module():
    astray = [
        str(path)
        for path in tree.of_apps(".py")
        if path.name != "signals.py" and re.search(r"=\s*Signal\(", tree.read(path))
    ]

    assert astray == []


def our_commands() -> set[str]:
    return {
        path.stem
        for path in tree.of_apps(".py")
        if path.parent.parts[-2:] == ("management", "commands") and path.stem != "__init__"
    }


def test_every_command_is_in_the_reference_and_nothing_else():
    assert headings_or_rows(reference("commands")) == our_commands()


def test_every_link_between_documents_leads_somewhere():
    lost = []
    for path in tree.with_suffix(".md"):
        for match in LINK.finditer(CODE.sub("", tree.read(path))):
            target = unquote(match[1] or match[2]).split("#")[0].split("?")[0]
            if not target or re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            if not (tree.ROOT / path.parent / target).exists():
                lost.append(f"{path}: {target}")

    assert lost == []
