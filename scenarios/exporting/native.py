"""Our own file of a case: everything, and the same bytes for the same case."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from scenarios.attachments import Attachment, counted, used
from scenarios.documents import HEAD
from scenarios.exporting.results import Case, Exported, Omissions
from scenarios.fingerprints import canonical
from scenarios.importing.findings import Loss

WHEN = (1980, 1, 1, 0, 0, 0)


def export(case: Case) -> Exported:
    """The `.case.zip` of a case, with the files that its scenes show or play."""
    graph, attached = counted(case.graph, case.files)
    head = {name: case.head[name] for name in sorted(HEAD) if name in case.head and name != "key"}
    files: dict[str, str | bytes] = {"case.json": _json(head), "graph.json": canonical(graph)}
    if attached:
        files["media.json"] = _json([_described(one) for one in attached])
        files |= {one.name: one.data for one in attached}
    return Exported(zipped(files), ".case.zip", "application/zip", missing(case))


def missing(case: Case) -> tuple[Loss, ...]:
    """The files of a case that could not go along."""
    omissions = Omissions()
    for library, number in used(case.graph):
        if (library, number) not in case.files:
            omissions.findings.lose(
                "L-MEDIA", f"{library} {number}", "not in the library, or large"
            )
    return omissions.findings.losses()


def _described(one: Attachment) -> dict[str, Any]:
    words = {"file": one.name, "library": one.library, "number": one.number, "title": one.title}
    return {**words, "sha256": one.sha256, **({"captions": one.captions} if one.captions else {})}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip that has the same bytes whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, WHEN), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
