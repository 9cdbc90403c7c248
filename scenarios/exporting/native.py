"""Our own file of a case: everything, and the same bytes for the same case."""

from __future__ import annotations

import io
import json
import zipfile

from scenarios.documents import HEAD
from scenarios.exporting.results import Case, Exported
from scenarios.fingerprints import canonical

WHEN = (1980, 1, 1, 0, 0, 0)


def export(case: Case) -> Exported:
    """The `.case.zip` of a case. Pictures of the library stay behind; their numbers go along."""
    head = {name: case.head[name] for name in sorted(HEAD) if name in case.head and name != "key"}
    files = {
        "case.json": json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "graph.json": canonical(case.graph),
    }
    return Exported(zipped(files), ".case.zip", "application/zip")


def zipped(files: dict[str, str]) -> bytes:
    """A zip that has the same bytes whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, WHEN), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
