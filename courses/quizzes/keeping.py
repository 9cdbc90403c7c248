"""Answers that came after a session had ended, kept until whoever gave them signs in again.

They wait in the browser's new session, encrypted and bound to their sitting. Only the page of that
sitting opens them, which nobody sees but its own person; an hour later nobody does.
"""

import base64
import binascii
import datetime as dt
import json
import secrets
import uuid
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict
from django.views.decorators.debug import sensitive_variables

from courses.quizzes import forms
from courses.quizzes.services.answers import Answer

SLOT = "quiz_answers"
LASTS = dt.timedelta(hours=1)
LONGEST = 200_000  # bytes of one page, sealed or not
NONCE = 12


class TooMuch(ValueError):
    """More was sent than any page of a quiz holds."""


def _cipher() -> AESGCM:
    return AESGCM(
        salted_hmac(__name__, "answers", settings.SECRET_KEY, algorithm="sha256").digest()
    )


def _bound(attempt: uuid.UUID, at: str) -> bytes:
    return f"{attempt}:{at}".encode()


@sensitive_variables()
def keep(
    session: MutableMapping[str, Any], *, attempt: uuid.UUID, data: QueryDict, now: dt.datetime
) -> None:
    """Keep the answers of one page, with those of others of the same sitting that wait already.

    Raises `forms.Unreadable` or `TooMuch`.
    """
    places = set(forms.read_answers(data))
    fields = _without(_open(session, attempt, now), places)
    fields |= {name: values for name, values in data.lists() if forms.place_of(name) in places}
    plain = json.dumps(fields).encode()
    if len(plain) > LONGEST:
        raise TooMuch
    at = now.isoformat()
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + _cipher().encrypt(nonce, plain, _bound(attempt, at))
    session[SLOT] = {"for": str(attempt), "at": at, "sealed": base64.b64encode(sealed).decode()}


@sensitive_variables()
def _open(session: Mapping[str, Any], attempt: uuid.UUID, now: dt.datetime) -> dict[str, list[str]]:
    kept = session.get(SLOT)
    if not kept or kept["for"] != str(attempt):
        return {}
    if not dt.timedelta(0) <= now - dt.datetime.fromisoformat(kept["at"]) <= LASTS:
        return {}
    try:
        sealed = base64.b64decode(kept["sealed"])
        bound = _bound(attempt, kept["at"])
        return dict(json.loads(_cipher().decrypt(sealed[:NONCE], sealed[NONCE:], bound)))
    except (InvalidTag, binascii.Error, ValueError):
        return {}


def _without(fields: dict[str, list[str]], places: Iterable[int]) -> dict[str, list[str]]:
    gone = set(places)
    return {name: values for name, values in fields.items() if forms.place_of(name) not in gone}


def answers(
    session: Mapping[str, Any], *, attempt: uuid.UUID, now: dt.datetime
) -> Mapping[int, Answer]:
    """What waits for this sitting, by the question's position."""
    fields = _open(session, attempt, now)
    return forms.read_answers(_query(fields)) if fields else {}


def _query(fields: dict[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(MultiValueDict(fields))
    return data


def waits(session: Mapping[str, Any]) -> str:
    """The id of the sitting for which something waits, or nothing."""
    return str(session.get(SLOT, {}).get("for", ""))


def drop(session: MutableMapping[str, Any]) -> None:
    """Keep nothing any more."""
    session.pop(SLOT, None)


def taken(
    session: MutableMapping[str, Any], *, attempt: uuid.UUID, data: QueryDict, now: dt.datetime
) -> None:
    """Let go of what a page has brought again."""
    if waits(session) != str(attempt):
        return
    fields = _open(session, attempt, now)
    left = _without(fields, forms.read_answers(data))
    if left == fields and left:
        return
    drop(session)
    if left:
        keep(session, attempt=attempt, data=_query(left), now=now)
