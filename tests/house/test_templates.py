"""Every template of ours compiles, finds what it includes, and obeys a strict content policy."""

import re
from pathlib import Path

import pytest
from django.template.base import Node, NodeList, Template
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode

from tests.house import tree

# What never reaches a browser under our content policy: mails, and what becomes a PDF.
NOT_FOR_BROWSERS = {"email", "pdf"}
DATA_BLOCK = re.compile(r'type="application/(ld\+)?json"')
RULES = {
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript: address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
    "a nofilter for safety": re.compile(r"\{%\s*autoescape\s+off", re.IGNORECASE),
}
SCRIPT = re.compile(r"<script\b([^>]*)>", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}", re.DOTALL)


def our_templates() -> list[Path]:
    roots = [Path("templates")]
    return [
        path
        for path in tree.files()
        if "templates" in path.parts
        and path.suffix in {".html", ".txt", ".xml"}
        and (path.parts[0] in tree.APPS or path.parts[0] == str(roots[0]))
    ]


def name_of(path: Path) -> str:
    return "/".join(path.parts[path.parts.index("templates") + 1 :])


def nodes(found: NodeList | Node):
    """Yield every node below, also in the parts of a tag that are no plain node list."""
    for node in found:
        yield node
        for attribute in vars(node).values():
            if isinstance(attribute, NodeList):
                yield from nodes(attribute)


def names_used(template: Template) -> list[str]:
    """Return the names of the templates that this one extends or includes, where written out."""
    used = []
    for node in nodes(template.nodelist):
        expression = None
        if isinstance(node, IncludeNode):
            expression = node.template
        elif isinstance(node, ExtendsNode):
            expression = node.parent_name
        if expression is not None and isinstance(expression.var, str) and not expression.filters:
            used.append(str(expression.var))
    return used


@pytest.mark.parametrize("path", our_templates(), ids=str)
def test_template_compiles_and_finds_what_it_includes(path):
    template = get_template(name_of(path))

    for name in names_used(template.template):
        get_template(name)


def test_no_template_needs_a_weaker_content_policy():
    found = []
    for path in our_templates():
        if path.suffix != ".html" or NOT_FOR_BROWSERS & set(path.parts):
            continue
        text = COMMENT.sub("", tree.read(path))
        found += [f"{path}: {what}" for what, rule in RULES.items() if rule.search(text)]
        found += [
            f"{path}: an inline script"
            for script in SCRIPT.finditer(text)
            if "src=" not in script[1] and not DATA_BLOCK.search(script[1])
        ]

    assert found == []
