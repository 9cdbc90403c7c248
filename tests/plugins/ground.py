"""The database as the migrations left it, brought back after every test that commits.

Django ends such a test (`transaction=True`, `live_server`) with a flush. That would also take what
migrations made and nothing makes again (Wagtail's root page, site, locale, collection and groups,
our own first rows), and it would trip over the triggers that keep evidence from being deleted. So
the state after migrating is kept once a session and put back instead: on SQLite by its backup
function, on PostgreSQL by copying rows.
"""

import sqlite3
from collections.abc import Callable

from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase

LOCK_TIMEOUT = "10s"


def keep() -> Callable[[], None]:
    """Keep the database as it is now, and return the function that brings it back."""
    return _keep_sqlite() if connection.vendor == "sqlite" else _keep_postgres()


def replace_flush(bring_back: Callable[[], None]) -> None:
    """Make Django bring the kept state back where it would have flushed."""

    def teardown(self: TransactionTestCase) -> None:
        bring_back()
        forget()

    TransactionTestCase._fixture_teardown = teardown


def forget() -> None:
    """Empty what processes remember about rows: a cached id may mean another row by now."""
    from django.contrib.contenttypes.models import ContentType

    ContentType.objects.clear_cache()
    for cache in caches.all(initialized_only=True):
        cache.clear()


def _keep_sqlite() -> Callable[[], None]:
    connection.ensure_connection()
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(kept)

    def bring_back() -> None:
        connection.ensure_connection()
        kept.backup(connection.connection)

    return bring_back


def _keep_postgres() -> Callable[[], None]:
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        kept = {}
        for table in tables:
            with cursor.copy(f"COPY {_quoted(table)} TO STDOUT") as copy:
                rows = b"".join(bytes(part) for part in copy)
            if rows:
                kept[table] = rows

    def bring_back() -> None:
        connection.ensure_connection()
        raw = connection.connection
        with raw.transaction(), raw.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            cursor.execute(";".join(f"DELETE FROM {_quoted(table)}" for table in tables))
            for table, rows in kept.items():
                with cursor.copy(f"COPY {_quoted(table)} FROM STDIN") as copy:
                    copy.write(rows)

    return bring_back


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)
