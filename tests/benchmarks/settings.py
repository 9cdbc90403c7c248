"""Production's settings, with the floors beside the site."""

from lms.settings.production import *  # noqa: F403
from lms.settings.production import AUTHENTICATION_BACKENDS, INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks"]
# The floors' people are known by Django's own backend.
AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, "django.contrib.auth.backends.ModelBackend"]
ROOT_URLCONF = "tests.benchmarks.urls"
# Names with hashes, as in production; compressing the files would only take time.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "lms.storage.HashedFiles"},
}
