"""Cases taken out: Twee that comes back, pages that play offline, a gamebook, the command."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command

from scenarios.exporting import h5p, pages, twee
from scenarios.exporting.registry import FORMATS
from scenarios.exporting.results import Case
from scenarios.importing.registry import read
from tests.factories.scenario import CASE, make_scenario
from tests.scenarios.importing.test_direct import SHIPPED, shipped

EVERY = pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)


@EVERY
def test_twee_that_nobody_edited_is_the_same_case(path):
    case = shipped(path)

    graph, report = read(twee.export(case).data, "case.twee")

    assert graph == case.graph
    assert report.title == case.title


@EVERY
def test_twee_that_was_edited_keeps_scenes_ways_conditions_and_effects(path):
    case = shipped(path)
    text = twee.export(case).data.decode()
    bare = re.sub(r',\n "candour": \{.*?\n \}\n\}', "\n}", text, count=1, flags=re.DOTALL)
    bare = re.sub(r"<!-- candour .*? -->", "", bare)
    assert bare != text

    graph, report = read(bare.encode(), "case.twee")

    assert len(graph.scenes) == len(case.graph.scenes)
    names = twee.names_of(case.graph)
    titles = {scene.key: scene.title for scene in graph.scenes}
    by_title = {scene.title: scene for scene in graph.scenes}
    for scene in case.graph.scenes:
        read_back = by_title[names[scene.key]]
        assert {titles[to] for _, _, to in read_back.ways()} == {
            names[to] for _, _, to in scene.ways()
        }
        assert [
            [(effect.op, effect.value) for effect in choice.effects] for choice in read_back.choices
        ] == [[(effect.op, effect.value) for effect in choice.effects] for choice in scene.choices]
    assert report.conditions.translated == report.conditions.total
    assert report.edges.lost == report.edges.dynamic == 0


def through_twine(text: str) -> str:
    """The file as Twine writes it: its own fields only, every passage moved."""
    bare = re.sub(r',\n "candour": \{.*?\n \}\n\}', "\n}", text, count=1, flags=re.DOTALL)
    assert bare != text
    return re.sub(r"(?m)^(:: [^{\n]*)$", r'\1 {"position":"600,400","size":"100,100"}', bare)


def words(text: str) -> str:
    return " ".join(text.split())


@EVERY
def test_what_twine_has_no_word_for_outlives_an_edit_of_the_words(path):
    case = shipped(path)
    edited = through_twine(twee.export(case).data.decode())
    first = case.graph.scene[case.graph.start]
    shown = words(first.body).split(".")[0]
    edited = edited.replace("<p>", "<p>Edited in Twine. ", 1)

    graph, report = read(edited.encode(), "case.twee")

    assert graph.start == case.graph.start
    assert graph.vars == case.graph.vars
    assert graph.interrupts == case.graph.interrupts
    assert graph.debrief == case.graph.debrief
    assert words(graph.scene[first.key].body).startswith("Edited in Twine.")
    assert shown[:20] in graph.scene[first.key].body
    for scene in case.graph.scenes:
        kept = graph.scene[scene.key]
        assert kept.choices == scene.choices
        assert (kept.kind, kept.ending, kept.timer) == (scene.kind, scene.ending, scene.timer)
        assert (kept.prompt, kept.branches) == (scene.prompt, scene.branches)
        assert words(kept.debrief) == words(scene.debrief)
    assert not {"L-RATING", "L-NOTE", "L-DEBRIEF"} & {loss.code for loss in report.losses}


def test_a_way_that_was_deleted_in_twine_is_named_with_what_went_with_it():
    case = shipped(SHIPPED[0])
    edited = through_twine(twee.export(case).data.decode())
    scene = next(one for one in case.graph.scenes if one.kind == "decision")
    gone = scene.choices[0]
    lines = edited.split("\n")
    at = next(
        n for n, line in enumerate(lines) if gone.label[:30] in line and "candour" not in line
    )
    del lines[at]

    graph, report = read("\n".join(lines).encode(), "case.twee")

    assert gone.key not in graph.choice
    assert [
        (loss.where, loss.sample[:30]) for loss in report.losses if loss.code == "L-RATING"
    ] == [(scene.key, gone.label[:30])]


def test_an_edited_file_without_its_comments_says_what_is_lost():
    text = twee.export(shipped(SHIPPED[0])).data.decode()
    edited = re.sub(r"<!-- candour .*? -->", "", text)

    _, report = read(edited.encode(), "case.twee")

    assert ("L-RATING", "dropped") in {(loss.code, loss.action) for loss in report.losses}


def test_a_note_that_was_spoiled_is_left_out_and_said():
    text = through_twine(twee.export(shipped(SHIPPED[0])).data.decode())
    spoiled = text.replace('"kind": "decision"', '"kind": "decision", "timer": 7', 1)

    graph, report = read(spoiled.encode(), "case.twee")

    assert "L-NOTE" in {loss.code for loss in report.losses}
    assert len(graph.scenes) == len(shipped(SHIPPED[0]).graph.scenes)


@EVERY
def test_every_case_goes_out_to_h5p_with_its_losses_named(path):
    exported = h5p.export(shipped(path))

    graph, _ = read(exported.data, "case.h5p")

    assert {"L-RATING"} <= {loss.code for loss in exported.losses}
    assert len([scene for scene in graph.scenes if scene.kind == "decision"]) == len(
        [scene for scene in shipped(path).graph.scenes if scene.kind in ("decision", "chance")]
    )


@EVERY
def test_an_ending_that_stays_behind_is_named_with_its_rule(path):
    case = shipped(path)

    exported = FORMATS["h5p"].write(case)

    again, _ = read(exported.data, "again.h5p")
    kept = {scene.title for scene in again.scenes}
    gone = {scene.key for scene in case.graph.scenes if scene.title not in kept}
    assert {loss.where for loss in exported.losses if loss.code == "L-END"} == gone
    rules = {rule.to for rule in case.graph.interrupts}
    assert {loss.where for loss in exported.losses if loss.code == "L-RULE"} == rules
    assert gone <= rules


def unpacked(data: bytes) -> dict[str, str]:
    """The files of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_offline_pages_hold_the_case_and_nothing_that_runs_from_its_texts():
    case = shipped(SHIPPED[0])

    files = unpacked(pages.export_offline(case).data)

    assert set(files) == {"index.html", "player.js", "player.css"}
    assert "http" not in files["player.js"] + files["player.css"]
    page = files["index.html"]
    stored = re.search(r'id="case">(.*?)</script>', page, re.DOTALL)[1]
    assert "<" not in stored
    assert json.loads(stored)["graph"] == case.graph.as_json()


@EVERY
def test_the_print_edition_numbers_every_scene_and_turns_to_one(path):
    case = shipped(path)

    page = pages.export_print(case).data.decode()

    count = len(case.graph.scenes)
    assert re.findall(r'<section id="s(\d+)">', page) == [str(n + 1) for n in range(count)]
    assert {int(number) for number in re.findall(r'href="#s(\d+)"', page)} <= set(
        range(1, count + 1)
    )
    assert "<script" not in page


@pytest.mark.browser
def test_offline_pages_play_to_an_ending(page, live_server, assert_axe_clean):
    case = shipped(SHIPPED[0])
    files = unpacked(pages.export_offline(case).data)
    kinds = {"html": "text/html", "js": "text/javascript", "css": "text/css"}

    def answer(route):
        name = route.request.url.rpartition("/")[2]
        route.fulfill(body=files[name], content_type=kinds[name.rpartition(".")[2]])

    page.route("**/offline/*", answer)
    page.route(
        "**/print.html",
        lambda route: route.fulfill(body=pages.export_print(case).data, content_type="text/html"),
    )
    page.goto("/print.html")
    assert_axe_clean(page)
    page.goto("/offline/index.html")
    assert_axe_clean(page)
    titles = {scene.title for scene in case.graph.scenes if scene.kind == "ending"}
    for _ in range(60):
        if page.locator("h1").inner_text() in titles:
            break
        page.locator(".choices button:not([aria-disabled])").first.press("Enter")

    assert page.locator("h1").inner_text() in titles
    assert page.get_by_role("button", name="Play again").is_visible()


@pytest.mark.django_db
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_command_writes_every_format(form, tmp_path, capsys, world):
    scenario = make_scenario(CASE)
    target = tmp_path / "case.out"

    call_command("export_scenario", str(scenario.uuid), format=form, output=str(target))

    assert target.stat().st_size > 100
    assert scenario.title in capsys.readouterr().out


@pytest.mark.django_db
def test_a_case_is_found_by_its_title_and_an_unknown_one_is_said(tmp_path, world):
    scenario = make_scenario(CASE)

    call_command("export_scenario", scenario.title.lower(), output=str(tmp_path / "a.zip"))
    with pytest.raises(CommandError, match="There is no case") as caught:
        call_command("export_scenario", "nothing-of-that-name")

    assert caught.value.returncode == 2
    graph, _ = read((tmp_path / "a.zip").read_bytes(), "a.case.zip")
    assert graph == scenario.graph()


def test_a_case_without_anything_can_be_taken_out():
    from scenarios.graph import Graph

    for form in FORMATS.values():
        assert form.write(Case({"title": "Empty"}, Graph())).data
