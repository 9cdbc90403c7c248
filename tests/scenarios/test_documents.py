"""The document of a case: read, refused with scene and field, written back; and every case that
ships.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from scenarios import documents, texts
from scenarios.changes import classify
from scenarios.differences import sentences
from scenarios.documents import DocumentError
from scenarios.fingerprints import canonical, structure_hash, text_hash
from scenarios.graph import Graph
from scenarios.problems import blocking
from scenarios.validation import check

CONTENT = Path(__file__).resolve().parents[2] / "lms" / "demo" / "content" / "modules"
SHIPPED = sorted(CONTENT.glob("*/scenario.yaml"))

SMALL = """
key: small
title: A small case
est_minutes: 5
start: hall
vars: [{key: told, label: Told, type: flag, initial: false}]
scenes:
  - key: hall
    kind: decision
    title: In the hall
    body: "She *waits*."
    commit: {reason: off, confidence: true}
    choices:
      - {key: hall-a, label: Tell, to: end, when: "", effects: [{op: on, var: told}], rating: best}
      - {key: hall-b, label: Ask, to: end, when: "not told", rating: harmful}
  - {key: end, kind: ending, title: After, body: Later., ending: {tone: mixed}, debrief: Well.}
debrief: {blocks: [{when: told, text: You told.}], questions: ["Why?"]}
"""


def small(**changes: object) -> dict:
    return {**yaml.safe_load(SMALL), **changes}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_every_case_that_ships_can_be_published(path: Path, record_property) -> None:
    case = documents.read_case(yaml.safe_load(path.read_text()))
    problems = check(Graph.from_data(case.graph), case.head["est_minutes"])
    record_property("warnings", [str(p) for p in problems if p.severity == "W"])
    print(
        *(f"{p.rule} {p.key} {p.field}: {p.message}" for p in problems if p.severity == "W"),
        sep="\n",
    )
    assert blocking(problems) == []


def test_a_document_gives_fields_and_graph_and_can_be_written_back() -> None:
    case = documents.read_case(small())
    graph = Graph.from_data(case.graph)
    assert case.head["title"] == "A small case"
    assert graph.choice["hall-a"][1].effects[0].op == "on"
    assert graph.scene["hall"].commit.reason == "off"
    assert graph.choice["hall-b"][1].when.text == "not told"
    again = documents.to_document(case.head, graph)
    assert again["scenes"][0]["choices"][1]["when"] == "not told"
    assert documents.read_case(again) == case


@pytest.mark.parametrize(
    ("spoil", "scene", "field"),
    [
        (lambda d: d["scenes"][0].update(titel="x"), "hall", "titel"),
        (lambda d: d["scenes"][0].update(kind="film"), "hall", "kind"),
        (lambda d: d["scenes"][0]["choices"][0].update(when="told and"), "hall", "choices[0].when"),
        (lambda d: d["scenes"][0]["choices"][0].update(rating="good"), "hall", "choices[0].rating"),
        (lambda d: d["scenes"][0].update(body=3), "hall", "body"),
        (lambda d: d["scenes"][0].update(choices="none"), "hall", "choices"),
        (lambda d: d.update(colour="red"), "", "colour"),
        (lambda d: d.update(est_minutes="ten"), "", "est_minutes"),
        (lambda d: d["debrief"]["blocks"][0].update(when=True), "", "debrief.blocks[0].when"),
    ],
)
def test_a_document_that_is_no_case_is_refused_with_scene_and_field(spoil, scene, field) -> None:
    document = small()
    spoil(document)
    with pytest.raises(DocumentError) as caught:
        documents.read_case(document)
    assert (caught.value.scene, caught.value.field) == (scene, field)


def test_only_structure_moves_the_structure_hash() -> None:
    old = Graph.from_data(documents.from_document(small()))
    document = small()
    document["scenes"][0]["title"] = "In the long hall"
    edited = Graph.from_data(documents.from_document(document))
    assert structure_hash(old) == structure_hash(edited)
    assert text_hash(old) != text_hash(edited)
    assert canonical(old) == canonical(Graph.from_data(old.as_json()))


@pytest.mark.parametrize(
    ("spoil", "kind", "said"),
    [
        (lambda s: s[0].update(title="Hall"), "T0", ["Text edited: “Hall”"]),
        (
            lambda s: s[0]["choices"].append({"key": "hall-c", "label": "Sit", "to": "end"}),
            "T1",
            ["Choice added to “In the hall”: “Sit”"],
        ),
        (
            lambda s: s[0]["choices"][1].update(when="told"),
            "T2",
            ["“Ask” opens when: “Told” is not so → “Told” is so"],
        ),
        (
            lambda s: s[0]["choices"][1].update(rating="best"),
            "T3",
            ["“Ask” is rated best, was harmful"],
        ),
    ],
)
def test_a_change_is_classed_and_said(spoil, kind, said) -> None:
    document = small()
    spoil(document["scenes"])
    old = Graph.from_data(documents.from_document(small()))
    new = Graph.from_data(documents.from_document(document))
    assert classify(old, new) == kind
    assert sentences(old, new) == said


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("She *waits*.", "<p>She <em>waits</em>.</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("# Loud", "<p># Loud</p>"),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>"),
        ("> Said", "<blockquote>\n<p>Said</p>\n</blockquote>"),
        (
            "[x](https://example.org)",
            '<p><a href="https://example.org" rel="noopener noreferrer">x</a></p>',
        ),
    ],
)
def test_markdown_becomes_safe_html(markdown: str, html: str) -> None:
    assert texts.html(markdown) == html
