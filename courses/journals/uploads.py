"""Take an upload into memory, bounded: nothing that somebody attaches touches a disk unsealed."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.views.decorators.debug import sensitive_variables

from courses.journals.files import MOST_BYTES

FORM_BYTES = 64 * 1024  # what the form around the file may take


class TooLarge(Exception):
    """The request is larger than a file may be."""


class _Held:
    """Stands where the file would."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.data, self.size = name, data, len(data)

    def __repr__(self) -> str:
        return f"<{self.size} bytes>"

    def close(self) -> None:
        """Nothing is open."""


class HeldHandler(FileUploadHandler):
    """Keeps the pieces of one file in memory, and stops at the limit."""

    too_large = False

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self._pieces, self._size = [], 0

    def receive_data_chunk(self, raw_data, start):
        self._size += len(raw_data)
        if self._size > MOST_BYTES:
            self.too_large = True
            self._pieces = []
            raise StopUpload(connection_reset=True)
        self._pieces.append(raw_data)

    def file_complete(self, file_size):
        return _Held(self.file_name or "", b"".join(self._pieces))


@sensitive_variables()
def prepare(request) -> None:
    """Put the bounded handler in place, before anything reads the form. Raises `TooLarge`."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > MOST_BYTES + FORM_BYTES:
        raise TooLarge
    request.upload_handlers = [HeldHandler(request)]


@sensitive_variables()
def taken(request, field: str) -> _Held | None:
    """The uploaded file, or None where none was sent. Raises `TooLarge`."""
    handler = request.upload_handlers[0]
    found = request.FILES.get(field)
    if handler.too_large:
        raise TooLarge
    return found if found is not None and found.size else None
