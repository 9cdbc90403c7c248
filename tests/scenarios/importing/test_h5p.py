"""H5P branching scenarios: read, refused by node and field, and taken out again the same."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenarios.exporting import h5p
from scenarios.exporting.results import Case
from scenarios.importing import markup
from scenarios.importing.faults import ImportFault
from scenarios.importing.prose import from_html
from scenarios.importing.registry import read
from tests.scenarios.importing import branching
from tests.scenarios.importing.branching import alternative, as_json, question_node, text_node


def taken_out(graph, report):
    """The graph after a way out and back."""
    case = Case({"title": report.title, **report.head}, graph)
    return read(h5p.export(case).data, "again.h5p")


@pytest.mark.parametrize("data", [branching.as_h5p(branching.visit()), as_json(branching.visit())])
def test_a_real_sized_case_comes_over_whole_and_goes_out_the_same(data):
    graph, report = read(data, "visit.h5p")

    kinds = Counter(scene.kind for scene in graph.scenes)
    into = Counter(to for scene in graph.scenes for to in {way[2] for way in scene.ways()})
    nodes = [scene for scene in graph.scenes if scene.kind != "ending"]
    assert (kinds["decision"], kinds["info"], len(nodes)) == (21, 23, 44)
    assert report.choices == 45
    assert len([key for key, count in into.items() if count > 1 and key != "end"]) >= 16
    assert report.unreachable == ()
    assert (graph.scene["end"].title, graph.scene["end"].body) == ("Over", "Done.")

    both = graph.scene["n-0003aaaaaa"].choices
    assert both[0].to == both[1].to
    assert [choice.feedback.text for choice in both] == [
        "A3 helps.",
        "**Hm.**\n\nSilence **hurts**.",
    ]

    again, second = taken_out(graph, report)
    assert again == graph
    assert second.graph_sha256 == report.graph_sha256
    assert second.head == report.head


def test_ends_targets_and_numbers_as_text_are_understood():
    nodes = [
        question_node("Well?", alternative("On", "1"), alternative("Lost", 999), alternative("?")),
        text_node("Again.", 0),
    ]

    graph, report = read(as_json(nodes), "content.json")

    first = graph.scenes[0]
    assert first.choices[0].to == graph.scenes[1].key
    missing = [problem for problem in report.problems if problem.rule == "E02"]
    assert ["999" in problem.message for problem in missing] == [True]
    assert graph.scene[first.choices[2].to].title == "Ends here?"
    notes = [loss for loss in report.losses if loss.code == "L-END"]
    assert (len(notes), notes[0].sample) == (1, "? → ends here?")


def broken(**changes):
    """A node with fields replaced; None takes one away."""
    node = {**text_node("A text.", -1), **changes}
    return {name: value for name, value in node.items() if value is not None}


@pytest.mark.parametrize(
    ("nodes", "node", "field"),
    [
        ([{"id": "1", "contentType": "H5P.AdvancedText 1.1"}], "Node 1", "type.library"),
        ([text_node("A", 1), broken(type={"params": {}})], "Node 2", "type.library"),
        ([broken(type={"library": "evil", "params": {}})], "Node 1", "type.library"),
        ([broken(type={"library": "H5P.AdvancedText 1.1"})], "Node 1", "type.params"),
        ([broken(nextContentId="next")], "Node 1", "nextContentId"),
        ([broken(nextContentId=[1])], "Node 1", "nextContentId"),
        ([broken(nextContentId=True)], "Node 1", "nextContentId"),
        ([question_node("Q", {"nextContentId": 1})], "Node 1", "alternatives[0].text"),
        ([question_node("Q", "words")], "Node 1", "alternatives[0]"),
        ([broken(type={"library": "H5P.BranchingQuestion 1.0", "params": {}})], "Node 1",
         "branchingQuestion"),
        (["words"], "Node 1", "is no object"),
        ([], "The file", "content"),
    ],
)  # fmt: skip
def test_a_malformed_file_is_refused_by_node_and_field(nodes, node, field):
    with pytest.raises(ImportFault) as caught:
        read(as_json(nodes), "content.json")

    assert node in str(caught.value)
    assert field in str(caught.value)


def test_other_content_types_and_bombs_are_refused():
    with pytest.raises(ImportFault, match=r"H5P\.Quiz"):
        read(branching.as_h5p(branching.visit(), "H5P.Quiz"), "quiz.h5p")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content/content.json", b" " * (201 * 1024 * 1024))
    with pytest.raises(ImportFault, match="200 MB"):
        read(buffer.getvalue(), "bomb.h5p")


@pytest.mark.parametrize("name", ["../content/content.json", "/content.json", "C:\\content.json"])
def test_a_zip_whose_paths_lead_out_is_refused(name):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("content/content.json", as_json(branching.visit()))
        archive.writestr(name, "x")

    with pytest.raises(ImportFault, match="out of the archive"):
        read(buffer.getvalue(), "a.h5p")


def test_wrappers_scores_and_inner_content_are_read():
    slides = {
        "presentation": {
            "slides": [
                {"elements": [{"action": {"library": "H5P.AdvancedText 1.1",
                                          "params": {"text": "<h2>One</h2><script>x</script>"}}}]},
                {"elements": [{"action": {"library": "H5P.MultiChoice 1.16",
                                          "params": {"question": "<p>Why?</p>"}}}]},
            ]
        }
    }  # fmt: skip
    nodes = [
        {"type": {"library": "H5P.CoursePresentation 1.24", "params": slides}, "nextContentId": 1},
        question_node(
            "Now?", alternative("Go", 0, endScreenScore=3), alternative("End", -1, endScreenScore=5)
        ),
    ]
    inner = branching.scenario(
        nodes,
        scoringOption="dynamic-score",
        behaviour={"enableBackwardsNavigation": False, "randomizeBranchingQuestions": True},
    )
    wrapped = {"h5p": {}, "library": "x", "params": {"metadata": {}, "params": inner}}

    graph, report = read(json.dumps(wrapped).encode(), "api.json")

    first, second = graph.scenes[:2]
    assert first.body == "**One**\n\n*MultiChoice: Why?*"
    assert [dict(choice.points) for choice in second.choices] == [{"score": 3}, {"score": 5}]
    assert second.shuffle
    assert report.head["back_policy"] == "none"
    assert {"L-CP-LAYOUT", "L-INNER"} <= {loss.code for loss in report.losses}


def test_what_a_film_asks_on_the_way_stays_as_words():
    asked = {"library": "H5P.MultiChoice 1.16", "params": {"question": "<p>Why?</p>"}}
    film = {
        "video": {"startScreenOptions": {"title": "A visit"}},
        "assets": {"interactions": [{"action": asked}, {"action": {"library": 5}}, "x"]},
    }
    node = {
        "type": {"library": "H5P.InteractiveVideo 1.26", "params": {"interactiveVideo": film}},
        "nextContentId": -1,
    }

    graph, report = read(as_json([node]), "a.json")

    assert graph.scenes[0].body == "*InteractiveVideo: A visit*\n\n*MultiChoice: Why?*"
    assert [(loss.code, loss.sample) for loss in report.losses] == [
        ("L-INNER", "H5P.MultiChoice: Why?"),
        ("L-MEDIA", "H5P.InteractiveVideo: A visit"),
    ]


words = st.text(
    st.sampled_from("ab c*_[]()<>&#-+.1\n\\`!~=:'\"é") | st.characters(codec="utf-8"), max_size=80
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["p", "em", "strong", "ul", "li", "blockquote", "br", "hr", "h2"]),
            words,
        )
    )
)
@example([("li", ""), ("ul", "0")])
def test_a_text_that_was_read_from_html_reads_back_the_same(parts):
    source = "".join(f"<{tag}>{text}</{tag}>" for tag, text in parts)
    once = from_html(source)

    assert from_html(markup.html(once)) == once
