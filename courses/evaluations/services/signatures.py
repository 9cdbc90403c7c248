"""Take a person's signature below an attestation, once."""

import datetime as dt

from django.db import transaction

from courses.activities import Result
from courses.evaluations.models import Signature
from courses.evaluations.names import same_name
from courses.models import Attempt
from courses.services import attempts
from courses.services.attempts import AlreadyFinished

__all__ = ["AlreadyFinished", "OtherName", "sign"]


class OtherName(Exception):
    """The typed name is not the name that prints on the person's certificates."""


@transaction.atomic
def sign(*, attempt: Attempt, typed_name: str, now: dt.datetime) -> Signature:
    """Sign the statement that the attempt pinned; the typed name must be the person's own.

    Raises `OtherName`, or `AlreadyFinished` when it was signed before; nothing is changed then.
    """
    if not same_name(typed_name, attempt.enrolment.person.as_now.name):
        raise OtherName(str(attempt.uuid))
    signature = Signature(attempt=attempt, typed_name=typed_name.strip(), signed_at=now)
    result = Result(passed=True, evidence={"signature": str(signature.uuid)})
    attempts.finish(attempt=attempt, result=result, now=now)
    signature.save()
    return signature
