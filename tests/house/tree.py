"""Which files are ours."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("lms", "courses", "scenarios", "certificates")
LEAVE = {".git", ".venv", "var", "node_modules", "__pycache__"}
CACHES = {".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is tracked or would be, as paths from the root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode == 0 and listed.stdout:
        names = [Path(name) for name in listed.stdout.split("\0") if name]
    else:  # an unpacked archive
        names = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
    found = (path for path in names if not set(path.parts) & (LEAVE | CACHES))
    return tuple(sorted(path for path in found if (ROOT / path).is_file()))


def with_suffix(*suffixes: str) -> list[Path]:
    return [path for path in files() if path.suffix in suffixes]


def of_apps(*suffixes: str) -> list[Path]:
    """Return the files of the code itself, without tests, tools and documents."""
    return [path for path in with_suffix(*suffixes) if path.parts[0] in APPS]


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
