"""What `manage.py doctor` looks at: each check says what it found and, if need be, the mend.

A check returns findings and raises nothing: a doctor that falls ill himself helps nobody. *Broken*
means that people can't work or that private text is at risk; a *warning* is something that waits.
"""

import contextlib
import ctypes
import importlib
import platform
import stat
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import checks, mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lms import localsecrets

OK, WARNING, BROKEN = "ok", "warning", "broken"
OLDEST_PYTHON, NEWEST_PYTHON = (3, 11, 2), (3, 13)
OLDEST_POSTGRES = 150000
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
SECONDS_FOR_MAIL = SECONDS_FOR_DATABASE = 5


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` says what to do, and is empty when all is well."""

    about: str
    state: str
    text: str
    mend: str = ""


Check = Callable[[], Iterator[Finding]]


def examine() -> Iterator[Finding]:
    """Run every check in turn; one that fails in a way nobody foresaw is a finding itself."""
    stands = True  # whether there is a database that holds our tables
    for check in CHECKS:
        about = check.__name__.replace("_", " ")
        if check in IN_DATABASE and not stands:
            continue
        try:
            for found in check():
                yield found
                stands &= found.state != BROKEN or found.about not in ("Database", "Migrations")
        except Exception as error:
            yield Finding(about, BROKEN, f"{type(error).__name__}: {error}", "See the error above.")


def python() -> Iterator[Finding]:
    version, found = sys.version_info[:3], f"Python {platform.python_version()}"
    if version < OLDEST_PYTHON:
        yield Finding("Python", BROKEN, found, "Install Python 3.11.2 to 3.13; make .venv anew.")
    elif version[:2] > NEWEST_PYTHON:
        mend = "If something fails oddly, use Python 3.11.2 to 3.13."
        yield Finding("Python", WARNING, f"{found} is newer than what was tested", mend)
    else:
        yield Finding("Python", OK, found)


def django_checks() -> Iterator[Finding]:
    messages = [found for found in checks.run_checks() if not found.is_silenced()]
    for message in messages:
        state = BROKEN if message.is_serious() else WARNING
        yield Finding("Settings", state, f"{message.id}: {message.msg}", message.hint or "")
    if not messages:
        yield Finding("Settings", OK, f"{settings.SETTINGS_MODULE}, Django's checks pass")


def database() -> Iterator[Finding]:
    try:
        _reach()
    except Exception as error:
        mend = "Start the database, or correct DATABASE_URL."
        if connection.vendor == "sqlite":
            mend = "Let the user that runs Candour write to the file and its folder."
        yield Finding("Database", BROKEN, f"can't be reached: {str(error).strip()}", mend)
        return
    yield from (_sqlite() if connection.vendor == "sqlite" else _postgres())
    yield from _migrations()


def _reach() -> None:
    """Connect once, for a few seconds and past any pool, which would wait long and not say why."""
    if connection.vendor == "postgresql":
        limits = {"connect_timeout": SECONDS_FOR_DATABASE}
        connection.Database.connect(**{**connection.get_connection_params(), **limits}).close()
    connection.ensure_connection()


def _sqlite() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        wait = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    mode = str(settings.DATABASES["default"].get("OPTIONS", {}).get("transaction_mode"))
    name = settings.DATABASES["default"]["NAME"]
    text = f"SQLite at {name}: journal {journal}, transactions {mode}, waits {wait / 1000:.0f} s"
    safe = journal in ("wal", "memory") and mode.upper() == "IMMEDIATE" and wait >= 5000
    if safe:
        yield Finding("Database", OK, text)
    else:
        mend = "Use lms.settings, which set WAL, IMMEDIATE and a busy timeout; on a network drive"
        yield Finding("Database", BROKEN, text, f"{mend}, where WAL is not safe, use PostgreSQL.")


def _postgres() -> Iterator[Finding]:
    version = connection.pg_version
    text = f"PostgreSQL {version // 10000}.{version % 10000}"
    if version < OLDEST_POSTGRES:
        yield Finding("Database", BROKEN, text, "Upgrade to PostgreSQL 15 or newer.")
    else:
        yield Finding("Database", OK, text)


def _migrations() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        text = f"{len(waiting)} not applied, the first is {waiting[0][0]}"
        yield Finding("Migrations", BROKEN, text, "Run: manage.py migrate")
    else:
        yield Finding("Migrations", OK, "all applied")


def certificate_libraries() -> Iterator[Finding]:
    missing = []
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    if missing:
        text = f"missing: {', '.join(missing)}. Certificates wait; nothing is lost"
        mend = f"Run: sudo apt-get install {' '.join(missing)}; restart;"
        mend += " then run: manage.py issue_missing_certificates"
        yield Finding("PDF libraries", WARNING, text, mend)
    else:
        yield Finding("PDF libraries", OK, "pango, pangoft2 and harfbuzz-subset are here")


def fonts() -> Iterator[Finding]:
    found = sorted((settings.BASE_DIR / "certificates").rglob("*.ttf"))
    if found:
        yield Finding("Fonts", OK, f"{len(found)} bundled for certificates")
    else:
        mend = "Bring certificates/ back as it was released: its fonts are part of the source."
        yield Finding("Fonts", BROKEN, "the certificates' own fonts are missing", mend)


def files() -> Iterator[Finding]:
    for alias, about in (("default", "Uploads"), ("private", "Private files")):
        storage = storages[alias]
        place = getattr(storage, "location", type(storage).__name__)
        problem = _write_and_remove(storage)
        if problem:
            mend = "Give the user that runs Candour the right to write there."
            yield Finding(about, BROKEN, f"{place} can't be written to: {problem}", mend)
        else:
            yield Finding(about, OK, f"{place} can be written to")
    private, media = Path(settings.PRIVATE_ROOT).resolve(), Path(settings.MEDIA_ROOT).resolve()
    if private == media or media in private.parents:
        mend = "Set PRIVATE_ROOT to a folder outside MEDIA_ROOT, and move what is in it."
        yield Finding("Private files", BROKEN, "they lie where uploads are served from", mend)


def _write_and_remove(storage) -> str:
    """Return why a small file can't be written, read and removed, or nothing if it can."""
    words = b"written by manage.py doctor"
    try:
        name = storage.save(f"doctor-{uuid.uuid4().hex}.txt", ContentFile(words))
        try:
            with storage.open(name) as file:
                if file.read() != words:
                    return "what is read is not what was written"
        finally:
            storage.delete(name)
    except Exception as error:
        return str(error)
    return ""


def secrets() -> Iterator[Finding]:
    if len(settings.SECRET_KEY) < 40:
        mend = "Set SECRET_KEY to at least 40 unguessable characters."
        yield Finding("Secrets", BROKEN, "SECRET_KEY is too short", mend)
    else:
        yield Finding("Secrets", OK, "SECRET_KEY is set")
    for name in (localsecrets.SECRET_KEY_FILE, localsecrets.SEALING_KEYS_FILE):
        path = Path(settings.VAR_DIR) / name
        with contextlib.suppress(FileNotFoundError):
            if localsecrets.is_private(path):
                yield Finding("Secrets", OK, f"{path} is for its owner alone")
            else:
                mode = stat.S_IMODE(path.stat().st_mode)
                text = f"{path} can be read by others (mode {mode:04o})"
                yield Finding("Secrets", BROKEN, text, f"Run: chmod 600 {path}")


def sealing() -> Iterator[Finding]:
    service = _module("courses.people.services.sealing")
    if service is None:
        return
    problems = service.check()
    for problem in problems:
        mend = "Put the key back from its backup; see docs/how-to/keep-the-sealing-keys.md."
        yield Finding("Private text", BROKEN, problem, f"{mend} Until then nothing is overwritten.")
    if not problems:
        count = len(settings.SEALING_KEYS)
        yield Finding("Private text", OK, f"{count} sealing key(s); the newest person's key opens")


def email() -> Iterator[Finding]:
    kind = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if kind != "smtp":
        text = f"kept from leaving this machine ({kind})"
        mend = "" if settings.DEBUG else "Set EMAIL_URL: invitations and resets reach nobody."
        yield Finding("E-mail", OK if settings.DEBUG else WARNING, text, mend)
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    backend = mail.get_connection()
    backend.timeout = SECONDS_FOR_MAIL
    try:
        backend.open()
        backend.close()
    except Exception as error:
        yield Finding("E-mail", WARNING, f"{where} does not answer: {error}", "See EMAIL_URL.")
    else:
        yield Finding("E-mail", OK, f"{where} answers")


def caching() -> Iterator[Finding]:
    key, kind = f"doctor-{uuid.uuid4().hex}", settings.CACHES["default"]["BACKEND"]
    kind = kind.rsplit(".", 1)[-1]
    try:
        cache.set(key, "here", 30)
        found = cache.get(key)
        cache.delete(key)
    except Exception as error:
        yield Finding("Cache", BROKEN, f"{kind} does not answer: {error}", "See REDIS_URL.")
        return
    if found != "here":
        yield Finding("Cache", BROKEN, f"{kind} forgets at once", "See REDIS_URL.")
    elif kind == "LocMemCache" and not settings.DEBUG:
        text = "each process has its own, so sign-in limits count each process apart"
        yield Finding("Cache", WARNING, text, "Set REDIS_URL when more than one process serves.")
    else:
        yield Finding("Cache", OK, f"{kind} answers")


def certificates() -> Iterator[Finding]:
    issuing = _module("certificates.services.issuing")
    count = getattr(issuing, "missing_count", None)
    if count is None:
        return
    waiting = count()
    if waiting:
        mend = "Run: manage.py issue_missing_certificates"
        yield Finding("Certificates", WARNING, f"{waiting} earned and not yet made", mend)
    else:
        yield Finding("Certificates", OK, "every one that was earned is made")


def _module(name: str):
    """Import a module of ours, or return nothing when it isn't part of this installation."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and name.startswith(error.name):
            return None
        raise


CHECKS: tuple[Check, ...] = (
    python,
    django_checks,
    database,
    certificate_libraries,
    fonts,
    files,
    secrets,
    sealing,
    email,
    caching,
    certificates,
)
# What can't be looked at without a database that is reached and migrated.
IN_DATABASE = (sealing, certificates)
