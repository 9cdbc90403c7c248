"""The two secrets of a local installation, made once and kept outside database and git.

`var/secret_key` signs sessions; `var/sealing_keys` opens the private texts, one `id:base64` a line,
of which the first seals and all open. Both have mode 0600. Nothing here ever overwrites a file: a
lost sealing key cannot be made again, and everything sealed with it stays shut.

Standard library only, since settings import it before anything else is known to be there.
"""

import base64
import binascii
import os
import secrets
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SECRET_KEY_FILE = "secret_key"
SEALING_KEYS_FILE = "sealing_keys"
KEY_BYTES = 32


class UnreadableSecret(Exception):
    """A secrets file is there, but it does not hold what it should."""


@dataclass(frozen=True, repr=False)
class LocalSecrets:
    """What the two files hold. It has no `repr`, so that a log never shows it."""

    secret_key: str
    sealing_keys: list[str]


def ensure(var: Path) -> LocalSecrets:
    """Return the secrets kept in `var`, making the folder and each missing file first.

    Safe to call from several processes at once: one makes a file, the others read it.
    """
    var.mkdir(mode=0o755, parents=True, exist_ok=True)
    secret_key = _read_or_make(var / SECRET_KEY_FILE, _new_secret_key)
    if len(secret_key.strip()) < 40:
        raise UnreadableSecret(f"{var / SECRET_KEY_FILE} holds fewer than 40 characters.")
    lines = _read_or_make(var / SEALING_KEYS_FILE, new_sealing_key).splitlines()
    keys = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not keys:
        raise UnreadableSecret(f"{var / SEALING_KEYS_FILE} holds no key.")
    for number, key in enumerate(keys, start=1):
        if not is_sealing_key(key):
            raise UnreadableSecret(
                f"Key {number} of {var / SEALING_KEYS_FILE} is not id:base64 of 32 bytes."
            )
    return LocalSecrets(secret_key=secret_key.strip(), sealing_keys=keys)


def new_sealing_key() -> str:
    """Return a fresh sealing key, with a short id that tells it from the others."""
    material = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
    return f"k{secrets.token_hex(3)}:{material}\n"


def is_sealing_key(text: str) -> bool:
    """Say whether `text` is `id:base64`, with an id and exactly 32 bytes."""
    key_id, _, material = text.partition(":")
    if not key_id:
        return False
    try:
        return len(base64.b64decode(material, validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def is_private(path: Path) -> bool:
    """Say whether nobody but the owner may read or write the file."""
    return not stat.S_IMODE(path.stat().st_mode) & 0o077


def _new_secret_key() -> str:
    return secrets.token_urlsafe(60) + "\n"


def _read_or_make(path: Path, make: Callable[[], str]) -> str:
    """Return what the file holds, or what was written into it just now.

    The text is written under another name and then linked, so no reader sees half a file, and the
    link fails when the name is taken: the first one there wins and nothing is overwritten.
    """
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:
            _create_in_place(path, draft.read_text(encoding="ascii"))
    finally:
        draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii")


def _create_in_place(path: Path, text: str) -> None:
    """Write the file where hard links do not exist (some shared folders), still never over one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        time.sleep(0.2)  # another process has the name and is about to have written the text
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
