"""Small rules about files and names."""

import ast

from tests.house import tree

MOST_LINES = 400
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "util", "helper", "misc"}
# Written in parts, so that this file does not break its own rule.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
    )
]
LEFT_UNDONE = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
TEXT = {
    ".cfg", ".css", ".html", ".in", ".js", ".json", ".md", ".py", ".sh", ".svg", ".toml", ".txt",
    ".yaml", ".yml", "",
}  # fmt: skip


def texts():
    for path in tree.files():
        if path.suffix in TEXT:
            yield path, tree.read(path)


def test_no_python_file_is_too_long():
    long = {
        str(path): count
        for path in tree.with_suffix(".py")
        if "migrations" not in path.parts
        and (count := len(tree.read(path).splitlines())) > MOST_LINES
    }

    assert long == {}


def test_every_module_has_a_name_that_says_what_it_is():
    empty = [path for path in tree.with_suffix(".py") if path.stem in NAMES_THAT_SAY_NOTHING]
    empty += [path for path in tree.files() if set(path.parts[:-1]) & NAMES_THAT_SAY_NOTHING]

    assert [str(path) for path in empty] == []


def test_every_package_says_what_it_owns():
    silent = [
        str(path)
        for path in tree.of_apps(".py")
        if path.name == "__init__.py"
        and "migrations" not in path.parts
        and not {"management", "commands", "templatetags"} & set(path.parts)
        and not ast.get_docstring(ast.parse(tree.read(path)))
    ]

    assert silent == []


def test_no_file_names_a_package_registry():
    found = [
        f"{path}: {host}" for path, text in texts() for host in REGISTRIES if host in text.lower()
    ]

    assert found == []


def test_nothing_is_left_undone():
    found = [f"{path}: {mark}" for path, text in texts() for mark in LEFT_UNDONE if mark in text]

    assert found == []


def test_the_root_holds_only_what_belongs_there():
    folders = {path.parts[0] for path in tree.files() if len(path.parts) > 1}

    assert folders <= {
        *tree.APPS, "templates", "tests", "docs", "requirements", ".ci", ".github", "notes",
    }  # fmt: skip
