"""Sealing of private text: AES-256-GCM, pure functions that know no database.

A text is sealed under its person's key with the row's uuid as associated data, so that it cannot be
moved to another row. A person's key is stored wrapped under a master key.
"""

import base64
import binascii
import hmac
import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


class KeyUnavailable(Exception):
    """The right key is not here: nothing can be read, and nothing may be overwritten."""


@dataclass(frozen=True)
class MasterKey:
    """A key from `SEALING_KEYS`, with the short name that wrapped keys carry."""

    name: str
    key: bytes


def parse_master_keys(values: Sequence[str]) -> list[MasterKey]:
    """Read `id:base64` entries; the first seals, all open. A malformed one raises `ValueError`."""
    keys = []
    for number, value in enumerate(values, start=1):
        name, _, encoded = value.strip().partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not name or len(name) > 40 or len(key) != KEY_BYTES:
            raise ValueError(
                f"Entry {number} of SEALING_KEYS is not 'id:base64' with 32 bytes of key."
            )
        keys.append(MasterKey(name, key))
    return keys


def new_key() -> bytes:
    """A fresh key for one person."""
    return AESGCM.generate_key(bit_length=256)


def encrypt(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Seal bytes; `bound_to` must be given again to open them."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def decrypt(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Open sealed bytes; a wrong key, place or bit raises `KeyUnavailable`."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise KeyUnavailable(
            "This text was sealed with another key, or for another place."
        ) from error


def wrap(master: MasterKey, key: bytes, owner: uuid.UUID) -> bytes:
    """Seal a person's key under a master key, bound to that person's key row."""
    return encrypt(master.key, key, b"person-key:" + owner.bytes)


def unwrap(
    masters: Sequence[MasterKey], wrapped: bytes, wrapped_by: str, owner: uuid.UUID
) -> bytes:
    """Open a person's key with the master key it names."""
    for master in masters:
        if master.name == wrapped_by:
            return decrypt(master.key, wrapped, b"person-key:" + owner.bytes)
    raise KeyUnavailable(f"The master key “{wrapped_by}” is not among SEALING_KEYS.")


def device_key(master: MasterKey, owner: uuid.UUID, place: uuid.UUID) -> bytes:
    """A key that a browser seals a draft of `place` with; it opens nothing that is kept here."""
    return hmac.digest(master.key, b"device-draft:" + owner.bytes + place.bytes, "sha256")
