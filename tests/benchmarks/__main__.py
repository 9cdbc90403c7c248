"""Measure on PostgreSQL and on SQLite, and write docs/reference/performance.json and .md.

Beside `make bench`: `python -m tests.benchmarks --rounds 5 --out /tmp` for a quick look.
"""

import argparse
import base64
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import report
from tests.plugins import postgres

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 1500


def environment(folder: Path, database: str) -> dict[str, str]:
    """Production's settings with secrets made for this run, and every file in its own folder."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "DATABASE_URL": database,
        "SECRET_KEY": secrets.token_urlsafe(60),
        "SEALING_KEYS": "bench:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
        "LOG_LEVEL": "ERROR",
        "REDIS_URL": "",
    }


def measured(engine: str, folder: Path, database: str, *options: str) -> dict:
    """What a run in a process of its own found."""
    file = folder / f"{engine}.json"
    command = [sys.executable, "-m", "tests.benchmarks.measure", engine, str(file), *options]
    place = environment(folder / engine, database)
    subprocess.run(command, cwd=ROOT, env=place, check=True, timeout=SECONDS)
    return json.loads(file.read_text())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "reference")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_ignored: sys.exit(143))  # leave no server behind
    rounds = ("--rounds", str(arguments.rounds))
    # The tests' server forgoes durability; what is measured here must be what production pays.
    postgres.NOT_NEEDED_TO_SURVIVE = ()
    server = postgres.Server()
    with tempfile.TemporaryDirectory(prefix="candour-bench-") as name:
        folder = Path(name)
        try:
            server.start()
            version, pid = server.version, str(server.process.pid)
            found = measured("postgresql", folder, server.url, *rounds, "--server-pid", pid)
        finally:
            server.stop()
        local = measured("sqlite", folder, f"sqlite:///{folder}/bench.sqlite3", *rounds)
    whole = report.gather(found, local, postgresql=version, rounds=arguments.rounds)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "performance.json").write_text(json.dumps(whole, indent=2) + "\n")
    (arguments.out / "performance.md").write_text(report.written(whole))
    print(f"Written: {arguments.out / 'performance.md'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
