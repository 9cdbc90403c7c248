"""Two versions of a case, compared in the author's words."""

from scenarios.changes import classify
from scenarios.condition_trees import Condition
from scenarios.differences import differences, nearby, sentences, word_difference
from scenarios.graph import Graph
from tests.scenarios.cases import case, choice, decision, ending, info

SCALE = [{"key": "care", "label": "Care"}]


def before() -> dict:
    return case(
        decision(
            "a",
            choice("a-x", "b", "trust >= 1", points={"care": 2}),
            choice("a-y", "c"),
            choice("a-z", "end"),
        ),
        info("b", "end"),
        info("c", "end", body="She waits at the window."),
        ending(),
        scales=SCALE,
    ).as_json()


def test_each_change_is_said_once_and_a_new_title_is_only_a_text() -> None:
    data = before()
    a, _, c = data["scenes"][0], data["scenes"][1], data["scenes"][2]
    data["scenes"][1] = info("d", "end")  # b goes, d comes
    a["choices"][0]["to"] = "d"
    a["choices"][0]["when"] = Condition.from_text("trust >= 2").to_json()
    a["choices"][0]["points"] = {"care": 3}
    c["body"] = "She sits at the window."
    old, new = Graph.from_data(before()), Graph.from_data(data)
    assert sentences(old, new) == [
        "Scene added: “At d”",
        "Scene removed: “At b”",
        "“Do a-x” now leads to “At d”",
        "“Do a-x” opens when: Her trust is at least 1 (“wary”) → Her trust is at least 2 (“open”)",
        "“Do a-x” gives other points",
        "Care: 0 to 2 points before, 0 to 3 now",
        "Text edited: “At c”",
    ]
    assert classify(old, new) == "T3"
    text = differences(old, new)[-1]
    assert ("gone", "waits") in text.words
    assert ("new", "sits") in text.words


def test_a_way_that_lost_its_scene_leads_nowhere() -> None:
    data = before()
    data["scenes"][0]["choices"][0]["to"] = ""
    old, new = Graph.from_data(before()), Graph.from_data(data)
    assert "“Do a-x” now leads nowhere" in sentences(old, new)


def test_a_renamed_scene_is_an_edited_text_and_nothing_else() -> None:
    data = before()
    data["scenes"][1]["title"] = "On the stairs"
    old, new = Graph.from_data(before()), Graph.from_data(data)
    assert [(d.kind, d.message) for d in differences(old, new)] == [
        ("text", "Text edited: “On the stairs”")
    ]
    assert classify(old, new) == "T0"


def test_nothing_changed_is_said_with_nothing() -> None:
    graph = Graph.from_data(before())
    assert differences(graph, graph) == []


def test_words_that_stay_keep_their_spaces() -> None:
    runs = word_difference("She waits here.", "She sits here.")
    assert runs == (("same", "She "), ("gone", "waits"), ("new", "sits"), ("same", " here."))


def test_a_long_text_is_shortened_to_what_changed_and_what_stands_beside_it() -> None:
    before, after = "The door is open. " * 40, "Somebody laughs in the yard. " * 40
    runs = nearby(
        word_difference(f"{before}Give it to him. {after}", f"{before}On the stair. {after}")
    )
    assert [act for act, _text in runs] == ["same", "gone", "new", "same"]
    assert runs[0][1].startswith("… ") and runs[0][1].endswith("The door is open. ")
    assert (runs[1][1], runs[2][1]) == ("Give it to him.", "On the stair.")
    assert runs[3][1].startswith(" Somebody laughs") and runs[3][1].endswith(" …")
    assert all(len(text) < 100 for _act, text in runs)
    short = word_difference("She waits here.", "She sits here.")
    assert nearby(short) == list(short)
    assert nearby(()) == []
