"""Virtual patients: MVP of two exporters and OpenLabyrinth's own export tell one case."""

from __future__ import annotations

import pytest

from scenarios.importing.faults import ImportFault
from scenarios.importing.registry import read
from tests.scenarios.importing import patients

MVP = {
    "base64": patients.patient(),
    "plain, spaced paths": patients.patient(spaced=True, packed=False),
    "vpSim": patients.patient(packed=False, vpsim=True),
}


@pytest.mark.parametrize("data", [*MVP.values(), patients.labyrinth()], ids=[*MVP, "advanced"])
def test_every_export_gives_the_same_scenes_ways_and_counter(data):
    graph, report = read(data, "case.zip")

    assert report.title == "The visit"
    assert sorted(graph.scene) == ["s-11", "s-12", "s-13", "s-14", "s-15"]
    assert report.edges.found == 5
    assert [
        (choice.label, choice.to) for choice in graph.scene["s-11"].choices
    ] == [("Step in", "s-12"), ("Wait outside", "s-13")]  # fmt: skip
    assert graph.scene["s-11"].body == "Mr **Oyelaran** will not let you in."
    trust = graph.variable["his_trust"]
    assert (trust.label, trust.start, trust.show) == ("His trust", 3, "play")
    assert [(effect.op, effect.value) for effect in graph.scene["s-12"].on_enter] == [("sub", 3)]
    assert [(rule.when.text, rule.to) for rule in graph.interrupts] == [("his_trust <= 0", "s-14")]
    assert report.unreachable == ()
    assert report.title == "The visit"


def test_the_advanced_export_brings_conditions_marks_places_and_debrief():
    graph, report = read(patients.labyrinth(), "case.zip")

    door = graph.scene["s-13"].choices[0]
    assert (door.when.text, door.locked, door.locked_text) == (
        "visited(s-12) and visited(s-13)",
        "show",
        "Not yet.",
    )
    assert (graph.scene["s-12"].must, graph.scene["s-13"].must) == ("avoid", "visit")
    assert graph.scene["s-12"].position.x == 120
    assert graph.debrief.blocks[0].text == "Think."
    assert graph.variable["his_trust"].max == 6
    losses = {loss.code: loss for loss in report.losses}
    assert losses["L-RULE"].sample.startswith("IF [[CR:5]] > 2 THEN exec")
    assert {"L-AVATAR", "L-PRINT", "L-EXPR", "L-MESSAGE"} <= set(losses)
    assert (report.effects.translated, report.effects.total) == (2, 3)


def test_structured_data_that_no_node_shows_stays_as_a_note():
    graph, report = read(MVP["base64"], "case.zip")

    assert graph.scene["s-11"].note == "PatientDemographics Name: Oyelaran; Age: 71;"
    assert "L-VPD" in {loss.code for loss in report.losses}


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"map_node.xml": "<xml><map_node/></xml>"}, "has no nodes"),
        (
            {"map_node.xml": "<xml><map_node><n_0><title>a</title></n_0></map_node></xml>"},
            "field id",
        ),
        ({"map_node.xml": "<xml"}, "map_node.xml: is not XML"),
        ({"map_node.xml": '<!DOCTYPE a [<!ENTITY b "c">]><xml>&b;</xml>'}, "DTD"),
        ({"activitymodel.xml": "<A><ActivityNodes/></A>"}, "ActivityNode"),
        ({"activitymodel.xml": "<A><ActivityNode label='x'/></A>"}, "field id"),
        ({"other.xml": "<a/>"}, "nothing in this zip"),
    ],
)
def test_what_is_no_case_is_refused_in_words(files, words):
    with pytest.raises(ImportFault) as caught:
        read(patients.zipped(files), "case.zip")

    assert words in str(caught.value)
