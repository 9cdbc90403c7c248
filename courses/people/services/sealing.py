"""Seal and open a person's private text under a key of their own."""

import datetime as dt
import functools
import uuid

from django.conf import settings
from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from courses.people import sealing
from courses.people.models import Person, PersonKey
from courses.people.sealing import KeyUnavailable, MasterKey

__all__ = [
    "KeyUnavailable",
    "available",
    "check",
    "destroy_key",
    "device_key",
    "open_bytes",
    "open_text",
    "rewrap",
    "seal_bytes",
    "seal_text",
]


@functools.lru_cache(maxsize=4)
def _parsed(values: tuple[str, ...]) -> tuple[MasterKey, ...]:
    return tuple(sealing.parse_master_keys(values))


def _masters() -> tuple[MasterKey, ...]:
    masters = _parsed(tuple(settings.SEALING_KEYS))
    if not masters:
        raise KeyUnavailable("SEALING_KEYS is empty.")
    return masters


def available(*, person: Person) -> bool:
    """True when this person's private text can be written and read with the keys at hand."""
    try:
        _masters()
        row = PersonKey.objects.filter(person=person, destroyed_at__isnull=True).first()
        if row is not None:
            _open_key(row)
    except KeyUnavailable:
        return False
    return True


def _open_key(row: PersonKey) -> bytes:
    if row.wrapped is None:
        raise KeyUnavailable("This key was destroyed at its owner's request.")
    return sealing.unwrap(_masters(), bytes(row.wrapped), row.wrapped_by, row.uuid)


def _key_of(person: Person, now: dt.datetime) -> tuple[PersonKey, bytes]:
    row = PersonKey.objects.filter(person=person, destroyed_at__isnull=True).first()
    if row is None:
        master = _masters()[0]
        key = sealing.new_key()
        row = PersonKey(person=person, wrapped_by=master.name, created_at=now)
        row.wrapped = sealing.wrap(master, key, row.uuid)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # another request made it in the same moment
            row = PersonKey.objects.get(person=person, destroyed_at__isnull=True)
    return row, _open_key(row)


@sensitive_variables()  # an error report must not hold what was being sealed
def seal_text(
    *, person: Person, row_uuid: uuid.UUID, text: str, now: dt.datetime
) -> tuple[bytes, uuid.UUID]:
    """Seal `text` for the row `row_uuid`; return the sealed bytes and the key's uuid to store
    beside.

    Raises `KeyUnavailable` when the person's key cannot be opened: nothing may then be overwritten.
    """
    return seal_bytes(person=person, row_uuid=row_uuid, data=text.encode(), now=now)


@sensitive_variables()
def seal_bytes(
    *, person: Person, row_uuid: uuid.UUID, data: bytes, now: dt.datetime
) -> tuple[bytes, uuid.UUID]:
    """As `seal_text`, for what is no text."""
    key_row, key = _key_of(person, now)
    return sealing.encrypt(key, data, row_uuid.bytes), key_row.uuid


@sensitive_variables()
def open_text(*, person: Person, row_uuid: uuid.UUID, sealed: bytes, key_uuid: uuid.UUID) -> str:
    """Open what `seal_text` sealed for this person and this row, else raise `KeyUnavailable`."""
    return open_bytes(person=person, row_uuid=row_uuid, sealed=sealed, key_uuid=key_uuid).decode()


@sensitive_variables()
def open_bytes(*, person: Person, row_uuid: uuid.UUID, sealed: bytes, key_uuid: uuid.UUID) -> bytes:
    """As `open_text`, for what is no text."""
    row = PersonKey.objects.filter(person=person, uuid=key_uuid).first()
    if row is None:
        raise KeyUnavailable("No such key for this person.")
    return sealing.decrypt(_open_key(row), bytes(sealed), row_uuid.bytes)


@sensitive_variables()
def open_texts(*, person: Person, rows: list[tuple[uuid.UUID, bytes, uuid.UUID]]) -> list[str]:
    """Open many `(row_uuid, sealed, key_uuid)` of one person with one query for the keys."""
    keys = {
        row.uuid: _open_key(row)
        for row in PersonKey.objects.filter(person=person, uuid__in={key for _, _, key in rows})
    }
    if any(key not in keys for _, _, key in rows):
        raise KeyUnavailable("No such key for this person.")
    return [
        sealing.decrypt(keys[key], bytes(sealed), row_uuid.bytes).decode()
        for row_uuid, sealed, key in rows
    ]


@sensitive_variables()
def device_key(*, person: Person, place: uuid.UUID) -> bytes:
    """The key with which this person's own browser seals what it could not send yet.

    It goes to a page of theirs alone. When the first master key changes, what a device still holds
    under the older one can't be put back. Raises `KeyUnavailable` without a master key.
    """
    return sealing.device_key(_masters()[0], person.uuid, place)


@transaction.atomic
def rewrap() -> int:
    """Wrap every living key under the first of `SEALING_KEYS`; return how many changed."""
    master = _masters()[0]
    changed = 0
    for row in PersonKey.objects.select_for_update().filter(wrapped__isnull=False):
        if row.wrapped_by != master.name:
            row.wrapped = sealing.wrap(master, _open_key(row), row.uuid)
            row.wrapped_by = master.name
            row.save(update_fields=["wrapped", "wrapped_by"])
            changed += 1
    return changed


@transaction.atomic
def destroy_key(*, person: Person, now: dt.datetime) -> None:
    """Destroy a person's keys, so that no text of theirs can be read again, by anyone."""
    PersonKey.objects.filter(person__in=person.selves, destroyed_at__isnull=True).update(
        wrapped=None, destroyed_at=now
    )


def check() -> list[str]:
    """Say in words what is wrong with the sealing keys; an empty list means nothing is."""
    try:
        masters = _masters()
    except (KeyUnavailable, ValueError) as error:
        return [str(error)]
    names = {master.name for master in masters}
    lost = PersonKey.objects.filter(wrapped__isnull=False).exclude(wrapped_by__in=names).count()
    if lost:
        return [f"{lost} people's keys are wrapped by a master key that is not in SEALING_KEYS."]
    row = PersonKey.objects.filter(wrapped__isnull=False).order_by("-pk").first()
    if row is not None:
        try:
            _open_key(row)
        except KeyUnavailable as error:
            return [str(error)]
    return []
