"""A real installation: everything secret comes from the environment, and nothing has a default."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import ALLOWED_HOSTS, BASE_URL, DATABASES, SEALING_KEYS, SECRET_KEY, STORAGES, env

if len(SECRET_KEY) < 40 or "insecure" in SECRET_KEY or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured(
        "SECRET_KEY must be set to at least 40 unguessable characters. Make one with: "
        'python -c "import secrets; print(secrets.token_urlsafe(60))"'
    )
if not SEALING_KEYS:
    raise ImproperlyConfigured(
        "SEALING_KEYS must be set: journals are sealed with it."
        " See docs/how-to/keep-the-sealing-keys.md."
    )
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the host this site answers to.")

DEBUG = False
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "lms.storage.CompressedFiles"},
}
_https = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=_https)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=3600 if _https else 0)
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Opening the file and its settings cost as much as a page's queries; PostgreSQL has its pool.
    DATABASES["default"]["CONN_MAX_AGE"] = 600
TASKS = {
    "default": {"BACKEND": env.str("TASKS_BACKEND", default="django_tasks_db.DatabaseBackend")}
}
