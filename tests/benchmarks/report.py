"""From figures to docs/reference/performance.json and .md."""

import datetime as dt
import os
import platform
import sqlite3
from pathlib import Path
from typing import Any

from tests.benchmarks import causes, goals

HEAD = """# What pages cost

Made by `make bench`; the numbers are in `performance.json` too. Change nothing here by hand.

## How it is measured

- One process, one run: each action is done once a round, in turn, so that every one meets the same
  weather on the machine. The floors, small bare-Django views of the benchmark's own with the seven
  middlewares and the sessions of a new project, are in the same rounds.
- Requests go into the WSGI application itself, with real sessions in the database and the CSRF
  check on; no network or proxy lies between. Following a redirect counts as a request.
- CPU is that of the web process and of every PostgreSQL process for one run of an action, median of
  all rounds. It is the figure to compare: wall time suffers from neighbours.
- Settings are production's (DEBUG off, hashed static names), except that static files are not
  compressed. PostgreSQL writes with full durability. Sessions can be revoked.
- SQL counts statements without BEGIN, COMMIT and savepoints, with those for session and user.
- What a process does the first time (loading templates, reading an edition) is in “first”, and in
  nothing else.
- A step of a case leads from one decision to the next. A scene that asks for words costs a
  statement more: whether they can be sealed.
- The courses are the demo's; the organisations of 60, 5,000 and 20,000 people have twelve courses
  and a standing for each person in each.
- The fixed limits beside Moodle and wagtail-lms presume a quiet machine; a share of the floors does
  not, since a neighbour slows both.
- Moodle's and wagtail-lms's figures were measured apart, on a machine of the same kind.
"""


def gather(found, local, *, postgresql: str, rounds: int) -> dict[str, Any]:
    """Figures, goals and the conditions under which they came about."""
    return {
        "conditions": conditions(postgresql, rounds),
        "postgresql": found,
        "sqlite": local,
        "goals": [goal.figures() for goal in goals.goals(found, local)],
    }


def conditions(postgresql: str, rounds: int) -> dict[str, Any]:
    import django
    import wagtail
    import weasyprint

    return {
        "date": dt.datetime.now(dt.UTC).strftime("%d %B %Y, %H:%M UTC"),
        "machine": f"{os.cpu_count()} × {processor()}, {memory_gb()} GB, {platform.platform()}",
        "versions": {
            "Python": platform.python_version(),
            "Django": django.get_version(),
            "Wagtail": wagtail.__version__,
            "WeasyPrint": weasyprint.__version__,
            "PostgreSQL": postgresql,
            "SQLite": sqlite3.sqlite_version,
        },
        "rounds": rounds,
    }


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def memory_gb() -> int:
    line = Path("/proc/meminfo").read_text().splitlines()[0]
    return round(int(line.split()[1]) / 1024 / 1024)


def written(whole: dict[str, Any]) -> str:
    """The page."""
    found, local = whole["postgresql"], whole["sqlite"]
    parts = [HEAD, _conditions(whole), _goals(whole), "## PostgreSQL\n", _table(found["actions"])]
    parts += [_counting(found["counting"]), _importing(found["importing"])]
    parts += ["## SQLite\n", _table(local["actions"]), _at_once(local["at_once"])]
    parts += [_memory(found["memory"])]
    return "\n".join(parts)


def _load(run: dict[str, Any]) -> str:
    return " and ".join(
        ", ".join(f"{value:.1f}" for value in run[when]) for when in ("load_before", "load_after")
    )


def _conditions(whole: dict[str, Any]) -> str:
    here = whole["conditions"]
    versions = ", ".join(f"{name} {number}" for name, number in here["versions"].items())
    return f"""## This run

{here["date"]}. {here["machine"]}. {versions}. {here["rounds"]} rounds. Load average (1, 5, 15
minutes) before and after: {_load(whole["postgresql"])} on PostgreSQL, {_load(whole["sqlite"])} on
SQLite. A load above one means that other work shared the two processors.
"""


def _goals(whole: dict[str, Any]) -> str:
    lines = [
        "## Goals\n",
        "| Goal | What | Number | Measured | Limit | |",
        "|---|---|---|---|---|---|",
    ]
    missed = []
    for goal in whole["goals"]:
        for place, check in enumerate(goal["checks"]):
            name = f"**{goal['key']}** | {goal['what']}" if place == 0 else " | "
            mark = "reached" if check["reached"] else "**missed**"
            lines.append(
                f"| {name} | {check['what']} | {check['value']:g} | {check['limit']:g} | {mark} |"
            )
        if not goal["reached"]:
            missed.append(goal["key"])
    lines.append("")
    lines += [f"- **{key}**: {causes.OF[key]}" for key in missed if key in causes.OF]
    return "\n".join(lines) + "\n"


def _table(actions: list[dict[str, Any]]) -> str:
    lines = [
        "| Action | Requests | SQL | CPU ms | 9 in 10 below | Wall ms | 9 in 10 below | First ms "
        "| Bytes |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in actions:
        lines.append(
            f"| {row['name']} | {row['requests'] or ''} | {row['sql']} | {row['cpu_ms']} "
            f"| {row['cpu_ms_p90']} | {row['wall_ms']} | {row['wall_ms_p90']} | {row['first_ms']} "
            f"| {row['bytes'] or ''} |"
        )
    return "\n".join(lines) + "\n"


def _counting(found: dict[str, Any]) -> str:
    return (
        f"`roll_up_steps` counted about {found['steps']:,} steps that nobody had counted before in "
        f"{found['seconds']} s of wall time. The pages of a case read what it counted.\n"
    )


def _importing(found: dict[str, Any]) -> str:
    first, again = found["first"], found["again"]
    return (
        f"`import_questions` brought {found['questions']:,} questions of Moodle XML in and "
        f"published them in {first['seconds']} s of wall time, {first['cpu_seconds']} s of CPU, "
        f"and said {first['progress']} times how far it was. The same file again took "
        f"{again['seconds']} s.\n"
    )


def _at_once(found: dict[str, Any]) -> str:
    errors = len(found["errors"])
    return (
        f"Eight learners at once, in {found['threads']} threads of one process: "
        f"{found['steps']} steps, {errors} errors, {found['steps_a_second']} a second, "
        f"median {found['wall_ms']} ms of wall time.\n"
    )


def _memory(found: dict[str, Any]) -> str:
    lines = [
        "## Memory\n",
        f"One gunicorn worker of {found['threads']} threads with production's settings, asked for "
        f"{found['pages']} pages in turn over four connections on loopback "
        f"({found['requests_a_second']} a second, {len(found['errors'])} errors). The goal: under "
        "250 MB, and no growth over 5,000 requests.\n",
        "| Requests | Resident MB |",
        "|---|---|",
    ]
    lines += [f"| {row['requests']:,} | {row['rss_mb']} |" for row in found["rows"]]
    return "\n".join(lines) + "\n"
