"""Write the log of what people did."""

import datetime as dt
import uuid
from typing import Any

from courses.models import LearningEvent
from courses.people.models import Person


def line(
    *,
    verb: str,
    object_type: str,
    object_uuid: uuid.UUID,
    now: dt.datetime,
    person: Person | None = None,
    person_id: int | None = None,
    actor: Person | None = None,
    data: dict[str, Any] | None = None,
) -> LearningEvent:
    """One line, not written yet: `actor` (else the person themself) did `verb` to an object.

    `data` holds ids and numbers only, never a name or a text.
    """
    who = person.pk if person is not None else person_id
    return LearningEvent(
        at=now,
        actor_id=actor.pk if actor is not None else who,
        person_id=who,
        verb=verb,
        object_type=object_type,
        object_uuid=object_uuid,
        data=data or {},
    )


def record(**facts: Any) -> LearningEvent:
    """Append one line; the arguments are those of `line`."""
    row = line(**facts)
    row.save()
    return row
