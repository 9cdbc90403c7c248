"""`make types`: mypy, strict, on every service and on the modules that need no database.

Services are found by where they live (`<app>/services/`); the pure modules are the ones named in
the contract "Rules need no database" in pyproject.toml, so that one list serves both.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("lms", "courses", "scenarios", "certificates")
CONTRACT = "Rules need no database"


def pure_modules() -> list[str]:
    """Return the modules that the import-linter contract keeps free of Django."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    named = next(contract for contract in contracts if contract["name"] == CONTRACT)
    return list(named["source_modules"])


def files() -> list[str]:
    """Return the files to check, as paths from the root."""
    found = {path for app in APPS for path in (ROOT / app).rglob("services/*.py")}
    found |= {path for app in APPS for path in (ROOT / app).rglob("services.py")}
    for module in pure_modules():
        path = ROOT / module.replace(".", "/")
        found |= set(path.rglob("*.py")) if path.is_dir() else {path.with_suffix(".py")}
    return sorted(str(path.relative_to(ROOT)) for path in found)


def main() -> int:
    return subprocess.run([sys.executable, "-m", "mypy", *files()], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
