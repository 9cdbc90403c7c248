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
def django_db_setup(django_db_setup, django_db_blocker):
    """Migrate once, keep the result, and bring it back after each test that commits."""
    from tests.plugins import ground

    with django_db_blocker.unblock():
        ground.replace_flush(ground.keep())


@pytest.fixture(autouse=True)
def _fresh_caches():
    """Empty the caches after every test."""
    yield
    from django.core.cache import caches

    for cache in caches.all(initialized_only=True):
        cache.clear()


def pytest_sessionfinish() -> None:
    """Remove the folder that the test settings made for uploads and certificates."""
    from django.conf import settings

    folder = Path(settings.MEDIA_ROOT).parent
    if folder.name.startswith("candour-test-") and folder.parent == Path(tempfile.gettempdir()):
        shutil.rmtree(folder, ignore_errors=True)
