"""Several threads at one thing, at the same moment, each with a database connection of its own.

    results = race(*[lambda: attempts.finish(attempt=attempt, ...)] * 8)
    assert [r for r in results if not r.error] ...

For tests marked `postgres` with `django_db(transaction=True)`: SQLite lets one writer in at a time
and hides what PostgreSQL shows.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections

SECONDS = 60


@dataclass
class Outcome:
    """What one runner came to: a value, or the error it ended with."""

    value: Any = None
    error: Exception | None = None


class Stuck(AssertionError):
    """A runner did not finish in time: a deadlock, most likely."""


def race(*runners: Callable[[], Any], seconds: float = SECONDS) -> list[Outcome]:
    """Run every callable in a thread of its own, all released at once; return their outcomes.

    An error in a runner is part of the answer and isn't raised here. The outcomes keep the order
    of the runners.
    """
    barrier = threading.Barrier(len(runners))
    outcomes = [Outcome() for _ in runners]

    def run(number: int, runner: Callable[[], Any]) -> None:
        try:
            connections["default"].ensure_connection()
            barrier.wait(timeout=seconds)
            outcomes[number].value = runner()
        except Exception as error:
            outcomes[number].error = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(number, runner), name=f"runner-{number}", daemon=True)
        for number, runner in enumerate(runners)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=seconds)
    late = [thread.name for thread in threads if thread.is_alive()]
    if late:
        raise Stuck(f"still running after {seconds} seconds: {', '.join(late)}")
    return outcomes


def values(outcomes: list[Outcome]) -> list[Any]:
    """Return what the runners returned that ended well."""
    return [outcome.value for outcome in outcomes if outcome.error is None]


def errors(outcomes: list[Outcome]) -> list[Exception]:
    """Return the errors of the runners that did not."""
    return [outcome.error for outcome in outcomes if outcome.error is not None]
