"""Our own file, outlines, Word documents and sheets: cases as people write them down."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import yaml
from openpyxl import Workbook

from scenarios.documents import read_case
from scenarios.exporting import native, outline
from scenarios.exporting.results import Case
from scenarios.graph import Graph
from scenarios.importing.faults import ImportFault
from scenarios.importing.registry import read, sniff

CONTENT = Path(__file__).resolve().parents[3] / "lms" / "demo" / "content" / "modules"
SHIPPED = sorted(CONTENT.glob("*/scenario.yaml"))

GIFT = """# A gift

Scene: At the door
She hands you a small box.
She waits.

- Take it -> The box
    when: trust >= 2
    effects: trust + 1, taken on
    rating: acceptable
    feedback: It is a gift to her, too.
- Hand it back → A pause
- Ask later

Scene: The box
\\- not a choice
-> A pause

= A pause
Nobody speaks.
Debrief: What was the gift for?
And for whom?
"""


def shipped(path):
    """A case of the demo."""
    case = read_case(yaml.safe_load(path.read_text(encoding="utf-8")))
    return Case(case.head, Graph.from_data(case.graph))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_case_goes_out_as_an_outline_and_as_our_own_file_and_comes_back_the_same(path):
    case = shipped(path)

    graph, report = read(outline.export(case).data, "case.outline.txt")
    assert graph == case.graph
    assert report.title == case.title

    file = native.export(case)
    graph, report = read(file.data, "case.case.zip")
    assert graph == case.graph
    assert native.export(Case(report.head, graph)).data == file.data
    assert not report.needs_review


def test_awkward_texts_come_back_from_an_outline_as_they_were():
    case = shipped(SHIPPED[0])
    awkward = ["- a\n- b", "= x", "Debrief: y", "Scene: z", " spaced ", "\\back", "# h", "[key: q]",
               "-> on", "when: a", "1. one", "a\n\n\nb", "", "→", "Question: q"]  # fmt: skip
    scenes = tuple(
        dataclasses.replace(scene, body=text, title=text if number % 2 else scene.title)
        for number, (scene, text) in enumerate(zip(case.graph.scenes, awkward * 9, strict=False))
    )
    graph = dataclasses.replace(case.graph, scenes=scenes)

    again, _ = read(outline.export(Case(case.head, graph)).data, "a.txt", "outline")

    assert again == graph


def test_a_trainers_outline_is_a_case():
    graph, report = read(GIFT.encode(), "gift.txt")

    door = graph.scene["at-the-door"]
    assert (report.format, report.title, graph.start) == ("outline", "A gift", "at-the-door")
    assert door.body == "She hands you a small box.\nShe waits."
    assert [(way.label, way.to) for way in door.choices] == [
        ("Take it", "the-box"),
        ("Hand it back", "a-pause"),
        ("Ask later", ""),
    ]
    assert (door.choices[0].when.text, door.choices[0].rating) == ("trust >= 2", "acceptable")
    assert graph.scene["the-box"].body == "- not a choice"
    assert graph.scene["the-box"].next == "a-pause"
    assert graph.scene["a-pause"].debrief == "What was the gift for?\nAnd for whom?"
    assert [(var.key, var.type) for var in graph.vars] == [("taken", "flag"), ("trust", "count")]


def word(*paragraphs: tuple[str, str]) -> bytes:
    """A Word document of paragraphs with styles."""
    body = "".join(
        "<w:p><w:pPr>"
        + ("<w:numPr/>" if style == "list" else f"<w:pStyle w:val='{style}'/>")
        + f"</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
        for style, text in paragraphs
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            "<w:document xmlns:w='urn:w'><w:body>"
            f"{body}<w:p><w:r><w:drawing/></w:r></w:p></w:body></w:document>",
        )
    return buffer.getvalue()


DOCUMENT = word(
    ("Title", "A gift"),
    ("Heading1", "At the door"),
    ("Normal", "She hands you a box."),
    ("list", "Take it -> The end"),
    ("list", "Leave → The end"),
    ("Heading1", "= The end"),
    ("Normal", "Done."),
)


def test_a_word_document_is_read_by_its_styles():
    graph, report = read(DOCUMENT, "gift.docx")

    assert (report.format, report.title) == ("docx", "A gift")
    assert [way.label for way in graph.scene["at-the-door"].choices] == ["Take it", "Leave"]
    assert graph.scene["the-end"].kind == "ending"
    assert {loss.code for loss in report.losses} == {"L-MEDIA"}


ROWS = [
    ["Scene", "Title", "Text", "Choice", "Goes to", "Condition", "Effects", "Rating"],
    ["1", "At the door", "She waits.", "Take it", "2", "", "trust + 1", "Best"],
    ["", "", "", "Leave", "The end", "trust >= 1", "", ""],
    ["2", "The box", "Paper.", "", "3", "", "", ""],
    ["3", "The end", "Done.", "", "", "", "", ""],
]
CSV = "\n".join(";".join(row) for row in ROWS).encode()


def workbook() -> bytes:
    """The rows as a workbook."""
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("data", "name"), [(CSV, "gift.csv"), (workbook(), "gift.xlsx")])
def test_a_sheet_is_a_case(data, name):
    graph, report = read(data, name)

    first = graph.scene["s-1"]
    assert [(way.label, way.to, way.rating) for way in first.choices] == [
        ("Take it", "s-2", "best"),
        ("Leave", "s-3", ""),
    ]
    assert first.choices[1].when.text == "trust >= 1"
    assert (graph.scene["s-2"].kind, graph.scene["s-2"].next) == ("info", "s-3")
    assert graph.scene["s-3"].title == "The end"
    assert report.edges.lost == 0


def zipped(**files: str) -> bytes:
    """Our own file with these contents."""
    return native.zipped({name.replace("_", "."): text for name, text in files.items()})


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (zipped(graph_json="[]"), "a.case.zip", "expected named fields"),
        (zipped(graph_json="{"), "a.case.zip", "graph.json: is not JSON"),
        (zipped(graph_json='{"scenes": [{"key": "a", "kind": "x"}]}'), "a.case.zip",
         "Scene “a”, field kind"),
        (zipped(graph_json="{}", case_json='{"mode": 1}'), "a.case.zip", "case.json, field mode"),
        (zipped(graph_json="{}", case_json='{"evil": 1}'), "a.case.zip", "no such field"),
        (zipped(graph_json=json.dumps({"scenes": "[" * 3})), "a.case.zip", "expected a list"),
        (zipped(graph_json='{"start": ' + "[" * 200 + "]" * 200 + "}"), "a.case.zip", "too deep"),
        (b"Scene: A\n- b -> C\n  when: trust >\n", "a.txt", "Scene “a”"),
        (b"Scene: A\n- b -> C\n  effects: trust maybe\n", "a.txt", "Line 3, field effects"),
        (b"Scene: A\n- b -> C\n  rating: fine\n", "a.txt", "rating"),
        (b"Scene: A\n- b -> C\n  more: {\n", "a.txt", "Line 3, field more"),
        (b"scene,choice\n,x\n", "a.csv", "Row 2, field scene"),
        (b"scene,kind\na,maze\n", "a.csv", "Row 2, field kind"),
        (b"a,b\n1,2\n", "a.csv", "no column"),
        (b"PK\x03\x04broken", "a.xlsx", "damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_place(data, name, words):
    with pytest.raises(ImportFault) as caught:
        read(data, name)

    assert words in str(caught.value)


def test_a_zip_whose_packing_is_damaged_is_refused():
    data = bytearray(native.export(shipped(SHIPPED[0])).data)
    place = data.index(b"graph.json") + len("graph.json")
    data[place : place + 40] = b"\xff" * 40

    with pytest.raises(ImportFault, match="cannot be unpacked"):
        read(bytes(data), "a.case.zip")


def test_formats_are_told_apart():
    assert sniff(GIFT.encode(), "paste") == "outline"
    assert sniff(DOCUMENT, "x") == "docx"
    assert sniff(workbook(), "x") == "xlsx"
    assert sniff(CSV, "a.csv") == "csv"
    ink = b"-> hall\n== hall\nText\n= stitch\n* [Go] -> END\n"
    assert sniff(ink, "story") == sniff(ink, "story.ink") == "ink"
    assert sniff(b"* One -> Two\n= Two\nDone.\n", "paste") == "outline"
    assert sniff(native.export(shipped(SHIPPED[0])).data, "x") == "native"
