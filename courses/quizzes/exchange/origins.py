"""Find again what was brought in before, and note where new things came from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from courses.models import ImportOrigin


class Origins:
    """The origins of one source, read once and written in one go."""

    def __init__(self, source: str, now: dt.datetime) -> None:
        self.source = source[:60]
        self.now = now
        rows = ImportOrigin.objects.filter(source=self.source)
        self._known = {(row.kind, row.source_key): row for row in rows}
        self._new: list[ImportOrigin] = []
        self._changed: dict[int, ImportOrigin] = {}

    def find(self, kind: str, key: Any) -> ImportOrigin | None:
        return self._known.get((kind, str(key)[:200]))

    def note(
        self, kind: str, key: Any, target: Any, fingerprint: str = "", data: Any = None
    ) -> None:
        """Remember that a thing of the source is this one of ours; again, nothing is written."""
        row = self.find(kind, key)
        said = (str(target), fingerprint, data or {})
        if row is None:
            row = ImportOrigin(kind=kind, source=self.source, source_key=str(key)[:200])
            self._known[kind, row.source_key] = row
            self._new.append(row)
        elif (row.target, row.fingerprint, row.data) == said:
            return
        elif row.pk:
            self._changed[row.pk] = row
        row.target, row.fingerprint, row.data = said
        row.imported_at = self.now

    def save(self) -> None:
        """Write what was noted."""
        ImportOrigin.objects.bulk_create(self._new, batch_size=500)
        ImportOrigin.objects.bulk_update(
            self._changed.values(),
            ["target", "fingerprint", "data", "imported_at"],
            batch_size=200,
        )
        self._new, self._changed = [], {}
