"""Files as other hands write them: tags that stay open, words that look packed, no beginning."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from scenarios.importing.faults import ImportFault
from scenarios.importing.patients import decoded
from scenarios.importing.registry import read
from tests.scenarios.importing.stories import as_twee

TWINE = (
    '<tw-storydata name="{name}" {start} format="Harlowe">'
    '<tw-passagedata pid="1" name="Aside">Nobody comes here.</tw-passagedata>'
    '<tw-passagedata pid="2" name="Door">[[Hall]]</tw-passagedata>'
    '<tw-passagedata pid="3" name="Hall">[[Door]] [[Garden]]</tw-passagedata>'
    '<tw-passagedata pid="4" name="Garden">Roses.</tw-passagedata></tw-storydata>'
)


def refusal(data: bytes, name: str) -> str:
    """The words with which a file is refused."""
    with pytest.raises(ImportFault) as caught:
        read(data, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Risk", "Risk"),
        ("Trust", "Trust"),
        ("Umlzaw==", "Risk"),
        ("VHJ1c3QgaXMgZ29uZQ==", "Trust is gone"),
        ("RmVl", "Fee"),
        ("U2hlIHdhaXRz", "She waits"),
        ("", ""),
    ],
)
def test_a_short_word_is_not_taken_for_base64(text, said):
    assert decoded(text) == said


def test_a_story_whose_name_holds_an_angle_bracket_keeps_its_name_and_beginning():
    page = TWINE.format(name="This > that", start='startnode="3"')

    graph, report = read(page.encode(), "a.html")

    assert (report.title, graph.start) == ("This > that", "hall")


@pytest.mark.parametrize("start", ["", 'startnode="77"', 'startnode=""'])
def test_a_story_without_a_beginning_begins_where_most_is_reached_and_says_so(start):
    graph, report = read(TWINE.format(name="x", start=start).encode(), "a.html")

    assert graph.start == "door"
    assert [(loss.code, loss.action) for loss in report.losses if loss.code == "L-START"] == [
        ("L-START", "approximated")
    ]
    assert report.unreachable == ("aside",)


def test_tags_that_never_close_are_refused_by_passage_at_once():
    page = '<tw-storydata name="x" startnode="1">' + '<tw-passagedata name="a' * 50_000

    assert refusal(page.encode(), "a.html") == (
        "Passage 1: its opening tag has no end. Publish the story again."
    )


@pytest.mark.parametrize("sign", ["[[", "(if: ", "<<link ", "x"])
def test_a_passage_of_megabytes_is_refused_by_its_name(sign):
    data = as_twee({"Long": sign * 500_000, "Short": "x"})

    assert refusal(data, "a.twee").startswith("Passage “Long”: has more than 400,000 characters")


def test_braces_that_nest_without_end_are_refused_by_their_line():
    text = "=== a\n* x -> END\n" + "{" * 60_000 + "\n"

    assert "braces stand more than 50 deep" in refusal(text.encode(), "a.ink")


def test_a_branch_beside_its_brace_is_a_branch():
    text = (
        "VAR trust = 1\n-> a\n=== a\nHello.\n{ - trust == 1: Near.\n  - trust == 2: -> b\n"
        "  - else: Far. }\n-> b\n=== b\nEnd.\n-> END\n"
    )

    _, report = read(text.encode(), "a.ink")

    assert (report.conditions.translated, report.conditions.total) == (2, 2)


def h5p(*nodes: dict) -> bytes:
    """A branching scenario of these nodes."""
    return json.dumps({"branchingScenario": {"content": list(nodes)}}).encode()


def test_a_question_without_a_title_is_called_by_its_words():
    node = {
        "type": {
            "library": "H5P.BranchingQuestion 1.0",
            "params": {
                "branchingQuestion": {
                    "question": "<p>Do you <b>take</b> it?</p>",
                    "alternatives": [{"text": "Yes", "nextContentId": -1}],
                }
            },
        }
    }

    graph, _ = read(h5p(node), "a.json")

    assert graph.scenes[0].title == "Do you take it?"


def test_refusals_are_whole_sentences_in_plain_words():
    huge = b'{"branchingScenario": {"content": [{"nextContentId": ' + b"9" * 5_000 + b"}]}}"
    elsewhere = b'{"content": {}}'

    said = refusal(huge, "a.json")
    assert said.startswith("The file: is not JSON (the number 999999999999… has 5,000 digits")
    assert refusal(elsewhere, "a.json").endswith("Is it a branching scenario?")
    assert refusal("é".encode("latin-1"), "a.twee").startswith("The file: is not UTF-8 text")


def test_a_bomb_in_a_zip_is_refused_by_its_file():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("h5p.json", "{}")
        archive.writestr("content/content.json", b"0" * (40 * 1024 * 1024))

    assert "content/content.json: unpacks to more than it may" in refusal(
        stream.getvalue(), "a.h5p"
    )
