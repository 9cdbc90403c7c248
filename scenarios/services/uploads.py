"""Keep an uploaded case between its preview and its import, for a day, for the one who sent it."""

import datetime as dt
from typing import Any

from courses.services.keeping import NoLongerKept, Shelf

__all__ = ["NoLongerKept", "keep", "take"]
_SHELF = Shelf("scenarios.uploads")


def keep(*, data: bytes, name: str, form: str, user: Any, now: dt.datetime) -> str:
    """Put a file aside; return the sealed word by which the same person finds it again."""
    return _SHELF.keep(data=data, about=[name, form], user=user, now=now)


def take(*, token: str, user: Any) -> tuple[bytes, str, str]:
    """The file, its name and its format, and it is gone. A second call raises `NoLongerKept`."""
    data, (name, form) = _SHELF.take(token=token, user=user)
    return data, str(name), str(form)
