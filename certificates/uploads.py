"""Look at an uploaded file without keeping it: its SHA-256, of at most two megabytes."""

import hashlib

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MOST_BYTES = 2 * 1024 * 1024
FORM_BYTES = 64 * 1024  # what the form around the file may take


class TooLarge(Exception):
    """The request is larger than a certificate can be."""


class _Digest:
    """Stands where the file would: its size and its digest are all that is left of it."""

    def __init__(self, size: int, sha256: str) -> None:
        self.size, self.sha256 = size, sha256

    def close(self) -> None:
        """Nothing is open."""


class DigestHandler(FileUploadHandler):
    """Reads the upload piece by piece into a digest; nothing reaches the disk."""

    too_large = False

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self._digest, self._size = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data, start):
        self._size += len(raw_data)
        if self._size > MOST_BYTES:
            self.too_large = True
            raise StopUpload(connection_reset=True)
        self._digest.update(raw_data)

    def file_complete(self, file_size):
        return _Digest(file_size, self._digest.hexdigest())


def sha256_of(request, field: str) -> str | None:
    """The SHA-256 of an uploaded file, or None where none was sent. Raises `TooLarge`."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > MOST_BYTES + FORM_BYTES:
        raise TooLarge
    handler = DigestHandler(request)
    request.upload_handlers = [handler]
    found = request.FILES.get(field)
    if handler.too_large:
        raise TooLarge
    return found.sha256 if found is not None and found.size else None
