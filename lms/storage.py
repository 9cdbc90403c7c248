"""Static files whose addresses are worked out once."""

import functools

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class _Remembering:
    """Keep each address: the manifest is read when a process starts, and a page has a dozen."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url = functools.lru_cache(maxsize=1_024)(self.url)


class CompressedFiles(_Remembering, CompressedManifestStaticFilesStorage):
    """Names with hashes, and files compressed."""


class HashedFiles(_Remembering, ManifestStaticFilesStorage):
    """Names with hashes alone."""
