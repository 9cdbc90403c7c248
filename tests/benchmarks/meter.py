"""Measure actions one after another, round by round, so that every one meets the same weather."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass
class Action:
    """Something to measure. `prepare` is not measured; what it returns is handed to `run`."""

    name: str
    run: Callable[[Any], Any]
    prepare: Callable[[], Any] = lambda: None
    browser: Any = None
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    first_ms: float = 0.0
    sql: int = 0
    requests: int = 0
    bytes: int = 0

    def figures(self) -> dict[str, Any]:
        cpu, wall = sorted(self.cpu), sorted(self.wall)
        return {
            "name": self.name,
            "requests": self.requests,
            "sql": self.sql,
            "cpu_ms": round(statistics.median(cpu), 2),
            "cpu_ms_p90": round(cpu[int(len(cpu) * 0.9)], 2),
            "wall_ms": round(statistics.median(wall), 2),
            "wall_ms_p90": round(wall[int(len(wall) * 0.9)], 2),
            "first_ms": round(self.first_ms, 1),
            "bytes": self.bytes,
            "runs": len(cpu),
        }


class Processors:
    """Processor time of this process and of every process of the database server."""

    def __init__(self, server_pid: int | None) -> None:
        self._folders = []
        if server_pid:
            children = Path(f"/proc/{server_pid}/task/{server_pid}/children").read_text().split()
            self._folders = [Path(f"/proc/{pid}/schedstat") for pid in [server_pid, *children]]

    def seconds(self) -> float:
        spent = time.process_time()
        for path in self._folders:
            try:
                spent += int(path.read_text().split()[0]) / 1e9
            except OSError:  # a worker of the server that has ended
                continue
        return spent


class Statements:
    """Counts statements without BEGIN, COMMIT and savepoints, as `performance.md` does."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        if not str(sql).lstrip().upper().startswith(NOT_COUNTED):
            self.number += 1
        return execute(sql, params, many, context)


def count(action: Action) -> None:
    """The first run, kept apart; then a second with statements, requests and bytes counted."""
    began = time.perf_counter()
    action.run(action.prepare())
    action.first_ms = (time.perf_counter() - began) * 1000
    ready = action.prepare()
    browser = action.browser
    before = (browser.requests, browser.bytes) if browser else (0, 0)
    statements = Statements()
    with connection.execute_wrapper(statements):
        came = action.run(ready)
    action.sql = statements.number
    if browser:
        action.requests = browser.requests - before[0]
        action.bytes = browser.bytes - before[1]
    else:
        action.bytes = getattr(came, "pdf_bytes", 0)


def measure(actions: list[Action], *, rounds: int, server_pid: int | None) -> None:
    """Every action once a round, in turn; the collector runs between actions, not within."""
    for action in actions:
        count(action)
    processors = Processors(server_pid)
    gc.collect()
    gc.freeze()
    for _round in range(rounds):
        for action in actions:
            ready = action.prepare()
            cpu, wall = processors.seconds(), time.perf_counter()
            action.run(ready)
            action.wall.append((time.perf_counter() - wall) * 1000)
            action.cpu.append((processors.seconds() - cpu) * 1000)
