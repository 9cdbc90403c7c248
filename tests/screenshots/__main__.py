"""Load the demo into a folder of its own, walk through it, and write docs/images/.

Beside `make screenshots`: `python -m tests.screenshots --out /tmp/pictures`.
"""

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 900  # to load the demo and answer


def environment(folder: Path) -> dict[str, str]:
    """Development's settings, with the database and every file in a folder of their own."""
    return {
        "DJANGO_SETTINGS_MODULE": "lms.settings.development",
        "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def demo(place: dict[str, str]) -> Iterator[str]:
    """The demo, loaded and served on loopback; its address."""
    port = free_port()
    command = [sys.executable, "manage.py", "run_site", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **place})
    address = f"http://localhost:{port}"
    try:
        wait_for(f"{address}/health/", server)
        yield address
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(20)
        if server.poll() is None:
            server.kill()


def wait_for(address: str, server: subprocess.Popen) -> None:
    last = time.monotonic() + SECONDS
    while time.monotonic() < last:
        if server.poll() is not None:
            raise SystemExit("The demo did not start; its last words are above.")
        with contextlib.suppress(OSError, urllib.error.URLError):
            urllib.request.urlopen(address, timeout=5)
            return
        time.sleep(1)
    raise SystemExit(f"The demo did not answer within {SECONDS} seconds.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    out = parser.parse_args().out
    signal.signal(signal.SIGTERM, lambda *_ignored: sys.exit(143))  # leave no server behind
    with tempfile.TemporaryDirectory(prefix="candour-pictures-") as name:
        folder = Path(name)
        place = environment(folder)
        os.environ |= place | {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        with demo(place) as address:
            import django

            django.setup()
            from tests.screenshots import pictures, walks

            taken = folder / "pictures"
            taken.mkdir()
            walks.walk(address, taken)
            pictures.overview(taken)
            out.mkdir(parents=True, exist_ok=True)
            for old in out.glob("*.png"):
                old.unlink()
            size = sum(pictures.small(file, out / file.name) for file in sorted(taken.glob("*")))
            shutil.rmtree(taken)
    print(f"Written: {out} ({size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
