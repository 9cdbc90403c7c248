"""Oppia explorations of early and late schemas: choices, retries, answers in the learner's hand."""

from __future__ import annotations

import pytest

from scenarios.importing.faults import ImportFault
from scenarios.importing.registry import read
from tests.scenarios.importing import explorations

BOMB = b"init_state_name: A\nstates:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"  a%d: &a%d [%s]\n" % (level, level, b", ".join([b"*a%d" % (level - 1)] * 9))
    for level in range(1, 9)
)


def test_an_early_schema_brings_choices_retries_and_parameters():
    graph, report = read(explorations.SEVEN, "the_desk.v2015.yaml")

    desk, box = graph.scene["desk"], graph.scene["box"]
    assert [
        (way.label, way.to, way.feedback.text, way.feedback.timing) for way in desk.choices
    ] == [
        ("Wait", "box", "Good.", "debrief"),
        ("Speak", "desk", "Too soon.", "now"),
        ("Leave", "street", "", "debrief"),
    ]
    assert [(way.label, way.to) for way in box.choices] == [
        ("contains “sorry”", "street"),
        ("Something else", "box"),
    ]
    assert [(effect.op, effect.var, effect.value) for effect in box.on_enter] == [
        ("add", "tries", 1)
    ]
    assert graph.variable["tries"].initial == 2
    assert graph.scene["street"].kind == "ending"
    assert (report.title, report.head["summary"]) == ("the desk", "Learn to wait")
    codes = {loss.code: loss for loss in report.losses}
    assert {"L-INPUT", "L-JINJA", "L-RANDOM", "L-GADGET", "L-ALT"} <= set(codes)
    assert codes["L-INPUT"].sample == "TextInput: contains “sorry”"
    assert (report.effects.translated, report.effects.total) == (2, 4)


def test_a_late_schema_brings_the_same():
    graph, report = read(explorations.FORTY_SEVEN, "card.yaml")

    card = graph.scene["card"]
    assert card.body == "See [this](https://example.org)"
    assert [(way.label, way.to, way.feedback.text) for way in card.choices] == [
        ("Yes", "end", "Well."),
        ("No", "card", "Again?"),
    ]
    assert (card.checkpoint, card.note) == (True, "Think.")
    assert "L-HINT" in {loss.code for loss in report.losses}
    assert report.title == "A card"


def test_the_oldest_rules_and_the_end_that_is_no_state_are_understood():
    graph, _ = read(explorations.FIVE, "one.yaml")

    assert [(way.label, way.to) for way in graph.scene["one"].choices] == [("Open the door", "end")]
    assert graph.scene["end"].kind == "ending"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"states: {}\ninit_state_name: A\n", "field states: has no states"),
        (b"states: {A: 1}\ninit_state_name: A\n", "State “A”"),
        (b"states: {A: {content: x}}\ninit_state_name: A\n", "State “A”, field interaction"),
        (
            explorations.FIVE.replace(b"init_state_name: One", b"init_state_name: Two"),
            "no state “Two”",
        ),
        (explorations.FIVE.replace(b"dest: END, ", b""), "outcome.dest"),
        (b"states: [\ninit_state_name: A\n", "is not YAML"),
        (b"init_state_name: A\nstates: !!python/object/apply:os.system ['x']\n", "is not YAML"),
        (BOMB, "too many values"),
    ],
)
def test_what_is_no_exploration_is_refused_in_words(data, words):
    with pytest.raises(ImportFault) as caught:
        read(data, "x.yaml")

    assert words in str(caught.value)
