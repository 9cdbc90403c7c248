"""Dependencies point one way; pyproject.toml says which."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house import tree


def test_layers_hold():
    linter = Path(sys.executable).with_name("lint-imports")
    command = [str(linter), "--cache-dir", str(tree.ROOT / ".import_linter_cache"), "--no-logo"]

    result = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True)

    assert result.returncode == 0, result.stdout + result.stderr


def test_every_pure_module_named_is_there():
    settings = tomllib.loads(tree.read(Path("pyproject.toml")))
    contracts = settings["tool"]["importlinter"]["contracts"]
    named = next(found for found in contracts if found["name"] == "Rules need no database")

    missing = [
        module
        for module in named["source_modules"]
        if not (path := tree.ROOT / module.replace(".", "/")).with_suffix(".py").exists()
        and not (path / "__init__.py").exists()
    ]

    assert missing == []
