"""Django's sessions in the database, read by a statement that is built once.

A session stays a row: whoever deletes it ends it, at the next request.
"""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from courses.people.prepared import WHEN, Prepared

_OPEN = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key="a session's key",
    now=WHEN,
)


class SessionStore(DatabaseStore):
    """The same rows, written the same way."""

    def _get_session_from_db(self):
        found = _OPEN.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
