"""What one web worker of gunicorn holds after 500, 2,500 and 5,000 requests."""

import http.client
import itertools
import subprocess
import sys
import threading
import time
from pathlib import Path

MARKS = (500, 2_500, 5_000)
DRIVERS, THREADS = 4, 4
START_SECONDS = 60
MIXED = (
    "learner home",
    "module page",
    "course page, 20 learners",
    "course page, 20,000 learners",
    "certificate: download again",
    "manager home, 5,000 people",
    "people table, 20,000 people",
    "public page, stranger",
)


def addresses(actions, people) -> list[tuple[str, str]]:
    """Path and cookies of the pages to ask for in turn; the case's and the quiz's among them."""
    from django.urls import reverse

    found = []
    for action in actions:
        if action.name in MIXED:
            found.append((action.browser.last_path, cookie_of(action.browser)))
        elif action.name.startswith("case: step, "):
            player = action.run.__self__
            path = reverse("cases:play", args=[player.attempt.uuid])
            found.append((path, cookie_of(action.browser)))
    return found


def cookie_of(browser) -> str:
    return "; ".join(f"{key}={value}" for key, value in browser.cookies.items())


def measure(pages: list[tuple[str, str]], say) -> dict:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "lms.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1", "--worker-class", "gthread", "--threads", str(THREADS)]
    command += ["--log-level", "error"]
    server = subprocess.Popen(command)
    try:
        wait_until_up(port)
        worker = worker_of(server.pid)
        rows = [{"requests": 0, "rss_mb": rss(worker)}]
        done, errors, began = 0, [], time.perf_counter()
        for mark in MARKS:
            errors += drive(port, pages, mark - done)
            done = mark
            rows.append({"requests": mark, "rss_mb": rss(worker)})
            say(f"{mark:,} requests: {rows[-1]['rss_mb']} MB")
        seconds = time.perf_counter() - began
    finally:
        server.terminate()
        server.wait(30)
    return {
        "rows": rows,
        "errors": errors[:10],
        "requests_a_second": round(done / seconds, 1),
        "pages": len(pages),
        "threads": THREADS,
    }


def drive(port: int, pages, number: int) -> list[str]:
    """Ask for the pages in turn, from several connections at once."""
    turns, errors, lock = itertools.cycle(pages), [], threading.Lock()
    left = iter(range(number))

    def ask() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            with lock:
                if next(left, None) is None:
                    break
                path, cookie = next(turns)
            link.request("GET", path, headers={"Cookie": cookie, "Host": f"localhost:{port}"})
            answer = link.getresponse()
            answer.read()
            if answer.status != 200:
                errors.append(f"{answer.status} {path}")
        link.close()

    threads = [threading.Thread(target=ask) for _number in range(DRIVERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_up(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            link.request("GET", "/health/", headers={"Host": "localhost"})
            if link.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("gunicorn did not come up")


def worker_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def rss(pid: int) -> float:
    """Resident memory in MB."""
    text = Path(f"/proc/{pid}/status").read_text()
    kilobytes = next(line for line in text.splitlines() if line.startswith("VmRSS")).split()[1]
    return round(int(kilobytes) / 1024, 1)
