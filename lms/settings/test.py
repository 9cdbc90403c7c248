"""Settings for the tests: fast hashing, mail kept in memory, files in a temporary folder."""

import base64
import tempfile
from pathlib import Path

from .base import *
from .base import STORAGES, database, env

DEBUG = False
SECRET_KEY = "only-for-tests-" + "x1y2z3" * 8
SEALING_KEYS = ["test:" + base64.b64encode(b"k" * 32).decode()]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "learn.example.org"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

_files = Path(tempfile.mkdtemp(prefix="candour-test-"))
DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{_files}/db.sqlite3"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: browser tests and threads need connections of their own.
    # With TEST_DB and pytest's --reuse-db it is kept from one run to the next.
    DATABASES["default"]["TEST"] = {
        "NAME": env.str("TEST_DB", default=str(_files / "test.sqlite3"))
    }
MEDIA_ROOT = _files / "media"
PRIVATE_ROOT = _files / "private"
STORAGES = {
    **STORAGES,
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_ROOT), "base_url": None},
    },
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PUBLIC_CACHE_SECONDS = 0
ACCOUNT_RATE_LIMITS = False
LOGGING = {"version": 1, "disable_existing_loggers": False}
