"""SQLite's test database, migrated once and then copied, until a migration changes.

Migrating costs more than most test runs: Wagtail alone brings hundreds of steps. What they made is
kept in `var/tests/`, under a name made from every migration there is, so a changed or new one
makes a new file. `pytest --create-db` migrates afresh.
"""

import fcntl
import hashlib
import shutil
import sqlite3
from pathlib import Path
from typing import IO

KEEP = 3
_lock: IO | None = None


def fetch() -> bool:
    """Put the kept database where the tests look for it; return whether there was one.

    When there is none, this process holds the lock until `store`: the others wait and copy.
    """
    global _lock
    place = _place()
    if place is None:
        return False
    kept = _kept()
    kept.parent.mkdir(parents=True, exist_ok=True)
    _lock = open(kept.with_suffix(".lock"), "w")  # noqa: SIM115 (held until `store`)
    fcntl.flock(_lock, fcntl.LOCK_EX)
    if not kept.exists():
        return False
    _release()
    shutil.copyfile(kept, place)
    return True


def store() -> None:
    """Keep the database that was migrated just now, and forget those of older migrations."""
    if _lock is None:
        return
    from django.db import connection

    kept = _kept()
    draft = kept.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    connection.ensure_connection()
    copy = sqlite3.connect(draft)
    connection.connection.backup(copy)
    copy.close()
    draft.rename(kept)
    _release()
    newest_first = sorted(kept.parent.glob("*.sqlite3"), key=lambda path: -path.stat().st_mtime)
    for old in newest_first[KEEP:]:
        old.unlink(missing_ok=True)
        old.with_suffix(".lock").unlink(missing_ok=True)


def _release() -> None:
    global _lock
    if _lock is not None:
        _lock.close()
        _lock = None


def _place() -> Path | None:
    """Return the file that the tests will use, or nothing when it is no file of SQLite."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    name = (database.get("TEST") or {}).get("NAME")
    if not database["ENGINE"].endswith("sqlite3") or not name or str(name).startswith(":memory:"):
        return None
    return Path(name)


def _kept() -> Path:
    from django.conf import settings

    return Path(settings.VAR_DIR) / "tests" / f"{_fingerprint()}.sqlite3"


def _fingerprint() -> str:
    """Return a name made from every migration, and from the triggers that ours write."""
    from django.apps import apps

    seen = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        seen.update(config.name.encode())
        folder = Path(config.path)
        for path in sorted([*folder.glob("migrations/*.py"), *folder.glob("triggers.py")]):
            seen.update(path.name.encode())
            seen.update(path.read_bytes())
    return seen.hexdigest()[:20]
