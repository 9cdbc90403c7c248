"""What every test has: the database as the migrations left it, and no memory of other tests."""

import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Leave PostgreSQL's pool out: a race opens more connections at once than a pool gives."""
    from django.conf import settings

    settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_createdb, django_db_modify_db_settings):
    """Begin with a copy of the migrated database, if there is one; see `plugins/migrated.py`."""
    from tests.plugins import migrated

    return django_db_keepdb or (not django_db_createdb and migrated.fetch())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Migrate once, keep the result, and bring it back after each test that commits."""
    from tests.plugins import ground, migrated

    with django_db_blocker.unblock():
        migrated.store()
        ground.replace_flush(ground.keep())


@pytest.fixture(autouse=True)
def _fresh_caches():
    """Empty the caches after every test, and what processes keep at hand."""
    yield
    from courses.services import structures

    structures.forget()
    from django.core.cache import caches

    for cache in caches.all(initialized_only=True):
        cache.clear()


def pytest_sessionfinish() -> None:
    """Remove the folder that the test settings made for uploads and certificates."""
    from django.conf import settings

    folder = Path(settings.MEDIA_ROOT).parent
    if folder.name.startswith("candour-test-") and folder.parent == Path(tempfile.gettempdir()):
        shutil.rmtree(folder, ignore_errors=True)
