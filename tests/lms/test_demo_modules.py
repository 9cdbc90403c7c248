"""The demonstration's modules keep to what a good module is: read as files, without a database."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from lms.demo.documents import CONTENT, module_folders, read_scenario, read_yaml
from scenarios import engine
from scenarios.graph import Graph
from scenarios.problems import Problem
from scenarios.validation import check

FOLDERS = module_folders()
MODULES = pytest.mark.parametrize("folder", FOLDERS.values(), ids=list(FOLDERS))
# A trust that stops at its lowest word is meant to stop there.
MEANT = {"W04"}
# Feedback waits for the debrief, except where the second half of a case is a second chance at the
# same thing (after the reflection between them), and on how to write something down (at once).
EARLIER = {
    "clock": "after_reflection",
    "alone": "after_reflection",
    "booking": "after_reflection",
    "grandson": "after_reflection",
    "account": "now",
}


def case(folder: Path) -> tuple[Graph, int]:
    document = read_scenario(folder, lambda row: 1)
    return Graph.from_data(document.graph), document.head["est_minutes"]


def lesson(folder: Path) -> str:
    """What a learner reads of a lesson: without the blocks' own lines and the list of terms."""
    text = folder.joinpath("module.md").read_text(encoding="utf-8").split("\n---\n", 1)[1]
    text = re.sub(r"^::: terms\n.*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^:::.*$", "", text, flags=re.MULTILINE)


@MODULES
def test_a_lesson_can_be_read_between_two_visits(folder: Path) -> None:
    words = len(lesson(folder).split())
    assert 700 <= words <= 1200, words


@MODULES
def test_a_case_has_scenes_enough_and_several_ways_to_end(folder: Path) -> None:
    graph, minutes = case(folder)
    endings = [scene for scene in graph.scenes if scene.kind == "ending"]
    assert 8 <= len(graph.scenes) <= 15
    assert len(endings) >= 3
    assert {scene.ending.tone for scene in endings if scene.ending} > {"constructive"}
    found: list[Problem] = check(graph, minutes)
    warned = [f"{p.rule} {p.key}: {p.message}" for p in found if p.severity in ("E", "W")]
    assert [line for line in warned if line[:3] not in MEANT] == []


@MODULES
def test_every_choice_is_answered_for(folder: Path) -> None:
    graph, _minutes = case(folder)
    decisions = [scene for scene in graph.scenes if scene.kind == "decision"]
    for scene in decisions:
        assert scene.expert.strip(), scene.key
        for choice in scene.choices:
            assert choice.rating, choice.key
            assert len(choice.feedback.text.split()) >= 15, choice.key
            assert choice.feedback.timing == EARLIER.get(scene.key, "debrief"), choice.key
            assert choice.locked == "hide" or choice.locked_text.strip(), choice.key


@MODULES
def test_no_rule_takes_anybody_past_a_decision_or_a_question(folder: Path) -> None:
    graph, _minutes = case(folder)
    rng = random.Random(7)
    ends = set()
    for _play in range(400):
        state, seed = engine.begin(graph).after, rng.getrandbits(60)
        while not engine.is_over(graph, state):
            scene = graph.scene[state.scene]
            if scene.kind == "decision":
                chosen = rng.choice(engine.open_choices(graph, state))
                move, target = engine.choose(graph, state, chosen.key), chosen.to
            else:
                move, target = engine.advance(graph, state, seed), scene.next
            if move.interrupts and target:
                assert graph.scene[target].kind == "info", f"{target} is passed over"
            state = move.after
        ends.add(state.scene)
    assert ends == {scene.key for scene in graph.scenes if scene.kind == "ending"}


@MODULES
def test_questions_have_one_best_answer_and_say_something_about_every_option(folder: Path) -> None:
    questions = read_yaml("modules", folder.name, "questions.yaml")["questions"]
    assert len(questions) >= 8
    longest = single = 0
    for question in questions:
        right = [option["text"] for option in question["options"] if option["correct"]]
        assert question["feedback"].strip(), question["key"]
        assert all(option["feedback"].strip() for option in question["options"]), question["key"]
        assert not re.search(r"(all|none) of (the above|these)", str(question["options"]), re.I)
        if question["type"] == "multiple":
            assert 2 <= len(right) < len(question["options"]), question["key"]
        else:
            assert len(right) == 1, question["key"]
        if question["type"] == "single":
            single += 1
            longest += right[0] == max((o["text"] for o in question["options"]), key=len)
    assert longest <= single // 2


@MODULES
def test_a_prompt_says_that_nobody_may_be_recognised(folder: Path) -> None:
    for row in read_yaml("modules", folder.name, "prompts.yaml")["prompts"]:
        words = r"identif|recogni|name no|no real client"
        assert re.search(words, row["prompt"], re.IGNORECASE), row["key"]


def test_every_term_of_a_lesson_is_in_the_glossary() -> None:
    known = {row["key"] for row in read_yaml("glossary.yaml")["terms"]}
    named = set()
    for path in CONTENT.glob("modules/*/module.md"):
        for line in re.findall(
            r"^::: terms\n(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            named |= {term.strip() for term in line.split(",")}
    assert named <= known


def test_few_decisions_have_a_time_limit_and_it_is_a_kind_one() -> None:
    timed = [s for folder in FOLDERS.values() for s in case(folder)[0].scenes if s.timer]
    assert 1 <= len(timed) <= 2
    for scene in timed:
        rating = {choice.key: choice.rating for choice in scene.choices}[scene.timer.choice]
        assert scene.timer.seconds >= 120, scene.key
        assert "turn the limit off" in scene.content_note, scene.key
        assert "no mark against you" in scene.content_note, scene.key
        assert rating == "problematic", f"{scene.key}: nobody should gain, or do harm, by waiting"


def test_every_picture_is_in_a_scene_small_and_told_in_words() -> None:
    drawn = {path.name for path in (CONTENT / "pictures").iterdir()}
    shown = read_yaml("pictures.yaml")
    rows = [row for scenes in shown.values() for row in scenes.values()]
    assert {row["file"] for row in rows} == drawn
    found = [m for folder in FOLDERS.values() for s in case(folder)[0].scenes for m in s.media]
    assert len(found) == len(rows)
    assert all(8 <= len(row["alt"].split()) <= 45 and len(row["alt"]) <= 255 for row in rows)
    assert all((CONTENT / "pictures" / name).stat().st_size < 25_000 for name in drawn)


def test_together_the_cases_show_what_a_case_can_do() -> None:
    graphs = [case(folder)[0] for folder in FOLDERS.values()]
    scenes = [scene for graph in graphs for scene in graph.scenes]
    assert {scene.kind for scene in scenes} == {
        "info",
        "decision",
        "chance",
        "panel",
        "reflect",
        "ending",
    }
    assert {s.prompt.type for s in scenes if s.prompt} == {"text", "scale", "likert_sct"}
    assert {"none", "look"} <= {scene.back for scene in scenes}
    assert any(scene.content_note for scene in scenes if not scene.timer)
    assert any(graph.scales for graph in graphs) and any(graph.interrupts for graph in graphs)
