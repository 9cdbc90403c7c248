"""One measuring run in a process of its own: `python -m tests.benchmarks.measure postgresql FILE`.

`tests.benchmarks.__main__` starts it, with the database's address in the environment.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import django

BEGAN = time.monotonic()
SIZES, MANY = (60, 5_000, 20_000), 20_000
ANSWERS = (10_000, 1_000_000)
AT_ONCE, STEPS_EACH = 8, 40


def say(text: str) -> None:
    print(f"[{time.monotonic() - BEGAN:6.1f} s] {text}", flush=True)


def prepare() -> None:
    from django.core.management import call_command
    from django.db import connection

    from tests.benchmarks.models import Footprint, Walk

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Walk)
        editor.create_model(Footprint)
    call_command("collectstatic", interactive=False, verbosity=0)
    say("migrated")


def on_postgresql(rounds: int, server_pid: int) -> dict:
    """Everything, in one interleaved run; then memory."""
    from tests.benchmarks import (
        actions,
        answers,
        authoring,
        browser,
        crowd,
        importing,
        items,
        memory,
        meter,
    )
    from tests.factories.answers import make, rolled_up

    people = crowd.make(say, sizes=SIZES, many=MANY)
    cases = {size: make(people.world, steps=size, say=say) for size in ANSWERS}
    counting = round(rolled_up(), 1)
    say(f"counted in {counting} s")
    taken = {}
    for name, responses in items.RESPONSES.items():
        quiz, seconds = items.quiz_taken(people.world, crowd.take, responses=responses)
        taken[name] = quiz
        say(f"{responses:,} answers to a quiz are in, and were counted in {seconds:.1f} s")
    crowd.sql("VACUUM ANALYZE")
    app = browser.site()
    firm = people.managers[max(SIZES)].person.organisation_id
    found = [
        *actions.floors(firm),
        *actions.learning(app, people),
        *actions.steps(app, people.demo[0]),
        *actions.quizzes(app, people.world),
        *actions.certifying(app, people),
        *actions.managing(app, people),
        *authoring.authoring(app, people.world.trainer),
        *(answers.reading(app, people.world.trainer, case, size) for size, case in cases.items()),
        *(items.reading(app, people.world.trainer, quiz, name) for name, quiz in taken.items()),
    ]
    say(f"measuring {len(found)} actions, {rounds} rounds")
    load = os.getloadavg()
    meter.measure(found, rounds=rounds, server_pid=server_pid)
    result = {"actions": [action.figures() for action in found], "load_before": load}
    result["load_after"] = os.getloadavg()
    say("measuring memory")
    result["counting"] = {"steps": sum(ANSWERS), "seconds": counting}
    result["memory"] = memory.measure(memory.addresses(found, people), say)
    with tempfile.TemporaryDirectory(prefix="candour-bank-") as name:
        result["importing"] = importing.measure(Path(name), say)
    return result


def on_sqlite(rounds: int) -> dict:
    """The step alone, one at a time and eight at once."""
    from django.utils import timezone

    from lms.demo import site as demo_site
    from tests.benchmarks import actions, browser, meter
    from tests.factories.world import make_world

    courses = demo_site.load_courses(now=timezone.now(), say=lambda _text: 0)
    make_world()
    app = browser.site()
    found = [*actions.floors(), *actions.steps(app, courses[0])]
    load = os.getloadavg()
    meter.measure(found, rounds=rounds, server_pid=None)
    result = {"actions": [action.figures() for action in found], "load_before": load}
    result["load_after"] = os.getloadavg()
    result["at_once"] = at_once(app, courses[0])
    return result


def at_once(app, course) -> dict:
    """Eight learners in eight threads, each with a connection of their own."""
    from django.db import connections

    from tests.benchmarks.browser import Browser
    from tests.benchmarks.playing import Player

    players = [Player(Browser(app), course) for _number in range(AT_ONCE)]
    errors: list[str] = []
    done: list[float] = []

    def play(player) -> None:
        try:
            for _number in range(STEPS_EACH):
                ready, began = player.ready(), time.perf_counter()
                player.step(ready)
                done.append((time.perf_counter() - began) * 1000)
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=play, args=(player,)) for player in players]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    done.sort()
    return {
        "threads": AT_ONCE,
        "steps": len(done),
        "errors": errors,
        "steps_a_second": round(len(done) / seconds, 1),
        "wall_ms": round(done[len(done) // 2], 1) if done else None,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("engine", choices=["postgresql", "sqlite"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--server-pid", type=int, default=0)
    arguments = parser.parse_args()
    django.setup()
    prepare()
    if arguments.engine == "sqlite":
        result = on_sqlite(arguments.rounds)
    else:
        result = on_postgresql(arguments.rounds, arguments.server_pid)
    arguments.file.write_text(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
