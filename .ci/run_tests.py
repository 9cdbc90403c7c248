"""`make test`: the checks, then the tests on SQLite, on PostgreSQL and in Chromium.

Each part is a run of its own, since Django knows one database at a time. Chromium's part runs
beside the others and has less than one core's work; its lines are kept and printed at the end.
A part that can't run here says why. The last line adds all of them up.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 35 * 60  # of each part, so that nothing hangs for ever
EMPTY = 5  # pytest's exit code for "no test was chosen"
ALL_ON_SQLITE = "not postgres and not browser"


running: list[subprocess.Popen] = []
stopped = threading.Event()  # somebody ended the whole run: nothing new is begun

sys.path.insert(0, str(ROOT))


@dataclass
class Count:
    """How many passed, failed and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: "Count") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


def run(command: list[str], output: IO[str] | None = None) -> int:
    """Run a command in a process group of its own, ended as a whole when it takes too long."""
    if stopped.is_set():
        return 1
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        start_new_session=True,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
    )
    running.append(process)
    try:
        return process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        print(f"Ended after {SECONDS // 60} minutes: {' '.join(command)}", flush=True)
        return 1
    finally:
        end(process)


def end(process: subprocess.Popen) -> None:
    """End what is left of a group: politely first, so that a PostgreSQL is stopped."""
    for sign, seconds in ((signal.SIGINT, 30), (signal.SIGKILL, 5)):
        if process.poll() is not None:
            return
        os.killpg(process.pid, sign)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def check(name: str) -> Count:
    """Run a check that passes or fails as a whole."""
    began = time.monotonic()
    code = run([sys.executable, str(ROOT / ".ci" / f"{name}.py")])
    print(f"== {name}: {'failed' if code else 'in order'}, {time.monotonic() - began:.0f} s\n")
    return Count(failed=1) if code else Count(passed=1)


def pytest(title: str, *options: str, output: IO[str] | None = None) -> Count:
    """Run a part of the tests and count from its report."""
    print(f"== {title}", file=output, flush=True)
    with tempfile.TemporaryDirectory(prefix="candour-report-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", *options]
        code = run([*command, *sys.argv[1:]], output)
        count = read(report)
    if code == EMPTY:
        print(f"== {title}: no test of this kind\n", file=output, flush=True)
    elif code and not count.failed:
        count.failed = 1  # it broke off: an error of its own, or a worker that crashed
    return count


def in_chromium(output: IO[str]) -> Count:
    """The browser's tests; what failed is run once more by itself, and named if it passes then.

    A browser on a busy machine is late now and then, and a story by keyboard with it.
    """
    # A memory of its own for what failed: the part beside it would write over it.
    options = ("-m", "browser", "-o", "cache_dir=.pytest_cache/chromium")
    count = pytest("Tests in Chromium", *options, output=output)
    if not count.failed:
        return count
    title = "Once more, what failed in Chromium"
    again = pytest(title, *options, "--last-failed", output=output)
    if again.failed or again.passed < count.failed:
        return count
    words = f"== {again.passed} of Chromium's tests failed once and passed alone: unsteady"
    print(words, file=output, flush=True)
    return Count(count.passed + count.failed, 0, count.skipped)


def read(report: Path) -> Count:
    try:
        suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    except (OSError, ElementTree.ParseError):
        return Count()

    def total(name: str) -> int:
        return sum(int(suite.get(name, 0)) for suite in suites)

    failed, skipped = total("failures") + total("errors"), total("skipped")
    return Count(total("tests") - failed - skipped, failed, skipped)


def why_no_postgres() -> str | None:
    """Return why no PostgreSQL can be started here, or nothing if one can."""
    from tests.plugins.postgres import NoPostgres, Server

    server = Server()
    try:
        server.start()
    except NoPostgres as error:
        return str(error)
    finally:
        server.stop()
    return None


def why_no_browser() -> str | None:
    from tests.plugins.browser import find_chromium

    return None if find_chromium() else "no Chromium or Chrome on this machine"


def on_databases(skipped: list[str], *, workers: int) -> Count:
    """The tests on SQLite, in so many processes, then those on PostgreSQL."""
    count = pytest("Tests on SQLite", "-m", ALL_ON_SQLITE, "-n", str(workers))
    reason = why_no_postgres()
    if reason:
        skipped.append(f"Tests on PostgreSQL: skipped, {reason}")
    else:
        count.add(pytest("Tests on PostgreSQL", "--postgres", "-m", "postgres and not browser"))
    return count


def main() -> int:
    began = time.monotonic()
    sys.stdout.reconfigure(line_buffering=True)
    count = Count()
    count.add(check("lint"))
    count.add(check("check_types"))
    skipped: list[str] = []
    signal.signal(signal.SIGTERM, lambda *_ignored: sys.exit(143))
    with tempfile.TemporaryFile("w+") as beside, ThreadPoolExecutor(1) as pool:
        chromium = None
        reason = why_no_browser()
        if reason:
            skipped.append(f"Tests in a browser: skipped, {reason}")
        else:
            chromium = pool.submit(in_chromium, beside)
        try:
            count.add(on_databases(skipped, workers=min(os.cpu_count() or 2, 4)))
        except BaseException:
            stopped.set()
            for process in running:
                end(process)
            raise
        if chromium:
            count.add(chromium.result())
            beside.seek(0)
            print(beside.read(), flush=True)
    print(f"\nAll parts took {time.monotonic() - began:.0f} s.")
    for line in skipped:
        print(line)
    print(f"{count.passed} passed, {count.failed} failed, {count.skipped + len(skipped)} skipped")
    return 1 if count.failed or not count.passed else 0


if __name__ == "__main__":
    sys.exit(main())
