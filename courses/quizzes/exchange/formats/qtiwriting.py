"""Write QTI packages: a manifest, a file for each question, and its picture."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, tostring

from courses.quizzes.exchange.formats import qtibodies
from courses.quizzes.exchange.formats.qtitree import third_spelling
from courses.quizzes.exchange.formats.reading import Unreadable, together
from courses.quizzes.exchange.formats.writing import Written, tell, title_of
from courses.quizzes.exchange.formats.xmltexts import add
from courses.quizzes.exchange.items import Item
from courses.quizzes.exchange.wording import line

_OURS = UUID("5a0f3c0e-6a43-4f9b-9b39-0f6f4d2f7a10")
# Readers refuse packages of more than 2,000 files, ours too.
MOST_FILES = 1_950
_BAD = re.compile(r"[^A-Za-z0-9.-]+")
EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Version:
    """What differs between the versions of QTI, besides the spelling."""

    third: bool
    items: str
    manifest: str
    schema: tuple[str, str]
    kind: str
    templates: str


V22 = Version(
    False,
    "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    ("QTIv2.2 Package", "1.0.0"),
    "imsqti_item_xmlv2p2",
    "http://www.imsglobal.org/question/qti_v2p2/rptemplates/",
)
V30 = Version(
    True,
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    ("QTI Package", "3.0.0"),
    "imsqti_item_xmlv3p0",
    "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/",
)
_LOM = "http://ltsc.ieee.org/xsd/LOM"


def write_22(items: Iterable[Item]) -> Written:
    return _write(items, V22)


def write_30(items: Iterable[Item]) -> Written:
    return _write(items, V30)


def _write(items: Iterable[Item], version: Version) -> Written:
    """A package with what QTI can hold; the same questions give the same bytes."""
    written = Written(ending="zip", media_type="application/zip")
    manifest = Element("manifest", xmlns=version.manifest, identifier="MANIFEST-questions")
    about = add(manifest, "metadata")
    add(about, "schema", version.schema[0])
    add(about, "schemaversion", version.schema[1])
    add(manifest, "organizations")
    resources = add(manifest, "resources")
    packed, names = io.BytesIO(), {"imsmanifest.xml"}
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for item in items:
            if len(names) + 2 > MOST_FILES:
                words = "a package of QTI takes no more questions: take out category by category"
                written.lose(item, words, left_out=True)
                continue
            try:
                _add(item, version, package, names, resources, written)
            except Unreadable as error:
                written.lose(item, str(error), left_out=True)
        _put(package, "imsmanifest.xml", _bytes(manifest))
    written.data = packed.getvalue()
    return written


def _add(
    item: Item,
    version: Version,
    package: zipfile.ZipFile,
    names: set[str],
    resources: Element,
    written: Written,
) -> None:
    identifier = f"q-{item.key or uuid5(_OURS, item.fingerprint())}"
    name = _free(_BAD.sub("-", identifier)[:80], names)
    picture = _picture_name(item)
    root = Element(
        "assessmentItem",
        xmlns=version.items,
        identifier=_BAD.sub("-", identifier)[:200],
        title=title_of(item),
        adaptive="false",
        timeDependent="false",
    )
    qtibodies.put(root, item, picture, version.templates, version.third, written)
    if version.third:
        third_spelling(root)
    tell(written, item, "rubric", "limits", "units")
    _put(package, name, _bytes(root))
    resource = add(resources, "resource", identifier=name[:-4], type=version.kind, href=name)
    _describe(resource, item)
    add(resource, "file", href=name)
    if item.picture is not None:
        add(resource, "file", href=picture)
        if picture not in names:
            names.add(picture)
            _put(package, picture, item.picture.data)
    written.count += 1


def _free(stem: str, names: set[str]) -> str:
    name, number = f"{stem}.xml", 1
    while name in names:
        number += 1
        name = f"{stem}-{number}.xml"
    names.add(name)
    return name


def _picture_name(item: Item) -> str:
    if item.picture is None:
        return ""
    stem, _dot, ending = item.picture.name.rpartition(".")
    own = _BAD.sub("-", stem or "picture")[:60]
    return f"images/{item.picture.sha1[:12]}/{own}.{_BAD.sub('', ending)[:8] or 'bin'}"


def _describe(resource: Element, item: Item) -> None:
    """What LOM has words for: title, tags, and the category as a discipline."""
    lom = add(add(resource, "metadata"), "lom", xmlns=_LOM)
    general = add(lom, "general")
    add(add(general, "title"), "string", title_of(item))
    for tag in together(item):
        if tag != "credit:whole":
            add(add(general, "keyword"), "string", tag)
    if item.category:
        about = add(lom, "classification")
        purpose = add(about, "purpose")
        add(purpose, "source", "LOMv1.0")
        add(purpose, "value", "discipline")
        add(add(add(add(about, "taxonPath"), "taxon"), "entry"), "string", line(item.category))


def _bytes(root: Element) -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + bytes(tostring(root, encoding="utf-8"))


def _put(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, data)
