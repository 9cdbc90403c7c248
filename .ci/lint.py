"""`make lint` and, with --fix, `make format`: ruff, djhtml and the layers."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
APPS = ("lms", "courses", "scenarios", "certificates")


def templates() -> list[str]:
    """Return our HTML templates: the site's and each app's."""
    folders = [ROOT / "templates", *(ROOT / app for app in APPS)]
    return sorted(
        str(path.relative_to(ROOT))
        for folder in folders
        for path in folder.rglob("*.html")
        if "templates" in path.relative_to(ROOT).parts
    )


def commands(*, fix: bool) -> list[list[str]]:
    html = templates()
    djhtml = [str(BIN / "djhtml"), "--tabwidth", "2", *([] if fix else ["--check"]), *html]
    if fix:
        return [
            [str(BIN / "ruff"), "check", "--fix", "."],
            [str(BIN / "ruff"), "format", "."],
            *([djhtml] if html else []),
        ]
    return [
        [str(BIN / "ruff"), "check", "."],
        [str(BIN / "ruff"), "format", "--check", "."],
        *([djhtml] if html else []),
        [str(BIN / "lint-imports"), "--cache-dir", str(ROOT / ".import_linter_cache")],
    ]


def main() -> int:
    failed = []
    for command in commands(fix="--fix" in sys.argv):
        name = " ".join([Path(command[0]).name, *command[1:2]])
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        # djhtml says "reindented" of every file it would change and exits with 1.
        if result.returncode and not ("--fix" in sys.argv and "djhtml" in name):
            failed.append(name)
            print(f"--- {name}", result.stdout, result.stderr, sep="\n", flush=True)
    width = shutil.get_terminal_size().columns
    print((f"failed: {', '.join(failed)}" if failed else "lint: all in order")[:width])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
