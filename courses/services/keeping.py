"""Keep an uploaded file between its preview and its import, for a day, for the one who sent it."""

import datetime as dt
import uuid
from typing import Any

from django.core import signing
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages

FOLDER = "imports"
KEPT_FOR = dt.timedelta(days=1)


class NoLongerKept(LookupError):
    """The file was imported already, or its day is over."""


class Shelf:
    """Where the files of one kind of import wait; `salt` keeps its sealed words apart."""

    def __init__(self, salt: str) -> None:
        self.salt = salt

    def keep(self, *, data: bytes, about: list[Any], user: Any, now: dt.datetime) -> str:
        """Put a file aside; return the sealed word by which the same person finds it again."""
        _sweep(now)
        key = uuid.uuid4().hex
        storages["private"].save(f"{FOLDER}/{key}", ContentFile(data))
        return signing.dumps([key, about, user.pk], salt=self.salt)

    def take(self, *, token: str, user: Any) -> tuple[bytes, list[Any]]:
        """The file and what was said about it, and it is gone. Again: `NoLongerKept`."""
        try:
            key, about, owner = signing.loads(token, salt=self.salt, max_age=KEPT_FOR)
        except (signing.BadSignature, ValueError) as error:
            raise NoLongerKept from error
        path = f"{FOLDER}/{key}"
        # Two posts at once: the first to leave its mark has the file.
        if owner != user.pk or not cache.add(f"{self.salt}.{key}", 1, 600):
            raise NoLongerKept
        storage = storages["private"]
        try:
            with storage.open(path) as file:
                data: bytes = file.read()
        except OSError as error:
            raise NoLongerKept from error
        storage.delete(path)
        return data, list(about)


def _sweep(now: dt.datetime) -> None:
    """Throw away what nobody came back for."""
    storage = storages["private"]
    try:
        names = storage.listdir(FOLDER)[1]
    except OSError:
        return
    for name in names[:1_000]:
        if now - storage.get_modified_time(f"{FOLDER}/{name}") > KEPT_FOR:
            storage.delete(f"{FOLDER}/{name}")
