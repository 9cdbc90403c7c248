"""What somebody is told whose installation is broken: words and a mend, never a traceback."""

import os
import subprocess
import sys

import pytest

from lms.settings import base

SOUND = {"DJANGO_SETTINGS_MODULE": "lms.settings.test", "PATH": os.environ["PATH"]}


def manage(*command: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *command],
        cwd=base.BASE_DIR,
        env={**SOUND, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DATABASE_URL": "hello"}, "DATABASE_URL must begin with postgres://"),
        ({"EMAIL_URL": "zzz"}, "EMAIL_URL must begin with smtp://"),
        (
            {"DATABASE_URL": "postgres://a@localhost/b", "DATABASE_POOL": "many"},
            "DATABASE_POOL must be a whole number, and is “many”.",
        ),
        ({"PUBLIC_CACHE_SECONDS": "-1"}, "PUBLIC_CACHE_SECONDS must be a whole number"),
        (
            {"DJANGO_SETTINGS_MODULE": "lms.settings.production"},
            "SECRET_KEY must be set to at least 40 unguessable characters.",
        ),
    ],
)
def test_a_setting_that_is_wrong_is_named(environment, words):
    answer = manage("doctor", **environment)

    assert answer.returncode == 1
    assert f"The settings can't be read: {words}" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_doctor_says_at_once_and_once_that_there_is_no_database():
    answer = manage("doctor", DATABASE_URL="postgres://nobody@localhost:1/none")

    assert answer.returncode == 1
    broken = [line for line in answer.stdout.splitlines() if line.startswith("BROKEN")]
    assert len(broken) == 1
    assert "Database: can't be reached" in broken[0]
    assert "→ Start the database, or correct DATABASE_URL." in answer.stdout
    assert "psycopg.pool" not in answer.stderr


def test_the_doctor_looks_for_no_rows_before_there_are_tables(tmp_path):
    answer = manage("doctor", DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")

    broken = [line for line in answer.stdout.splitlines() if line.startswith("BROKEN")]
    assert len(broken) == 1
    assert "Migrations: " in broken[0]


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PORT": 99999}, "There is no port 99999"),
        ({"HOST": "nowhere.invalid"}, "This machine has no address nowhere.invalid."),
    ],
)
def test_a_place_where_nobody_can_serve_is_said(environment, words, settings):
    from django.core.management import CommandError, call_command

    settings.DEBUG = True
    options = {name.lower(): value for name, value in environment.items()}
    with pytest.raises(CommandError, match=words):
        call_command("run_site", **{"port": 8000, "host": "127.0.0.1", **options})
