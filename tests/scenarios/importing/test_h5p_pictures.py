"""Pictures of H5P packages: into the library with the case, out again, and never half."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image

from courses.models.media import CandourImage
from scenarios.exporting import h5p
from scenarios.exporting.results import Case
from scenarios.importing.registry import read
from scenarios.models import Scenario
from tests.scenarios.importing import branching
from tests.scenarios.importing.branching import alternative, question_node, text_node

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def drawn(colour: str, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (12, 8), colour).save(buffer, kind)
    return buffer.getvalue()


def picture(path: str, alt: str = "", **fields) -> dict:
    return {
        "library": "H5P.Image 1.1",
        "params": {"contentName": "Image", "alt": alt, "file": {"path": path}, **fields},
        "metadata": {"title": "Untitled Image"},
    }


def node(kind: dict, to: int) -> dict:
    return {"type": kind, "nextContentId": to}


def slides(*actions: dict) -> dict:
    elements = [{"action": action} for action in actions]
    return {
        "library": "H5P.CoursePresentation 1.24",
        "params": {"presentation": {"slides": [{"elements": elements}]}},
    }


def package(nodes: list[dict], files: dict[str, bytes], **fields) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        head = {"title": "A visit", "mainLibrary": "H5P.BranchingScenario"}
        archive.writestr("h5p.json", json.dumps(head))
        archive.writestr("content/content.json", branching.as_json(nodes, **fields))
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def visit(**files: bytes) -> bytes:
    """A picture on the start screen, as a node, on a slide, on an end screen and with feedback."""
    words = {"library": "H5P.AdvancedText 1.1", "params": {"text": "<p>She opens.</p>"}}
    nodes = [
        node(picture("images/door.jpg", "A blue door"), 1),
        node(slides(words, picture("images/hall.png#tmp", "", contentName="The hall"),
                    picture("images/dots.gif", "Dots", decorative=True)), 2),
        question_node(
            "Well?",
            alternative("Go in", 1, said="Yes.", image={"path": "images/hall.png"}),
            alternative("Leave", -1, "Alone", image={"path": "images/street.webp"}),
            alternative("Wait", -1),
            own="a" * 16,
        ),
    ]  # fmt: skip
    start = {
        "startScreenTitle": "A visit",
        "startScreenImage": {"path": "images/street.webp"},
        "startScreenAltText": "A street",
    }
    end = {"endScreenTitle": "Over", "endScreenImage": {"path": "images/hall.png"}}
    stored = {
        "images/door.jpg": drawn("blue", "JPEG"),
        "images/hall.png": drawn("red"),
        "images/dots.gif": drawn("green", "GIF"),
        "images/street.webp": drawn("grey", "WEBP"),
    } | files  # fmt: skip
    kept = {f"content/{name}": data for name, data in stored.items() if data}
    return package(nodes, kept, startScreen=start, endScreens=[end])


def shown(scene) -> list[tuple[int, str, bool]]:
    return [(medium.id, medium.alt, medium.decorative) for medium in scene.media]


def losses(report) -> list[tuple[str, str, str]]:
    return [
        (loss.where, loss.sample, loss.action) for loss in report.losses if loss.code == "L-MEDIA"
    ]


def test_pictures_come_with_their_words_to_the_scenes_that_show_them():
    graph, report = read(visit(), "visit.h5p")

    door, hall, well, *ends = graph.scenes
    assert (door.title, door.body, hall.body) == ("A blue door", "", "She opens.")
    files = {one.number: (one.ending, one.title) for one in report.attachments}
    assert shown(door) == [(1, "A street", False), (2, "A blue door", False)]
    assert shown(hall) == [(3, "The hall", False), (4, "", True)]
    assert shown(well) == []
    assert {end.title: shown(end) for end in ends} == {
        "Alone": [(1, "", False)], "Over": [(3, "", False)],
    }  # fmt: skip
    assert files == {
        1: ("webp", "A street"), 2: ("jpg", "A blue door"), 3: ("png", "The hall"),
        4: ("gif", "Dots"),
    }  # fmt: skip
    assert losses(report) == [("n-aaaaaaaaaa", "feedback: images/hall.png", "dropped")]
    asked = sorted(row.key for row in report.problems if row.rule == "E13")
    assert asked == sorted(end.key for end in ends)  # H5P has no words for these pictures


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is missing in the package"),
        (SVG, "is no PNG, JPEG, GIF or WebP, or damaged"),
        (b"MZ\x90\x00 a program", "is no PNG, JPEG, GIF or WebP, or damaged"),
        (drawn("red")[:50], "is damaged or cut off"),
        (drawn("red") + b"\0" * (8 * 1024 * 1024), "is larger than 8 MB"),
    ],
    ids=["missing", "svg", "program", "cut off", "large"],
)
def test_a_picture_that_cannot_come_is_named_and_its_words_stay(data, said):
    graph, report = read(visit(**{"images/door.jpg": data}), "visit.h5p")

    assert graph.scenes[0].body == "*Picture: A blue door*"
    assert ("image", f"images/door.jpg: {said}", "note") in losses(report)


@pytest.mark.parametrize(
    "path", ["../h5p.json", "../secret.png", "/etc/a.png", "https://a.b/c.png"]
)
def test_a_picture_comes_from_the_content_of_the_package_alone(path):
    data = package([node(picture(path, "A"), -1)], {"secret.png": drawn("red")})

    graph, report = read(data, "a.h5p")

    assert (graph.scenes[0].media, report.attachments) == ((), ())
    assert losses(report) == [("image", f"{path}: is not in the package", "note")]


def test_content_without_its_package_has_words_for_its_pictures():
    data = branching.as_json([node(picture("images/door.jpg", "A door"), -1)])

    graph, report = read(data, "content.json")

    assert graph.scenes[0].body == "*Picture: A door*"
    assert losses(report)[0][1] == "images/door.jpg: does not come with content.json alone"


@pytest.mark.django_db
def test_pictures_stand_in_the_library_once_the_draft_is_saved(tmp_path):
    path = tmp_path / "visit.h5p"
    path.write_bytes(visit())

    for number in range(3):  # so that a number of the package is not the one in the library
        file = ContentFile(drawn("white", "GIF"), name=f"{number}.gif")
        CandourImage.objects.create(title="Old", file=file, width=12, height=8)

    call_command("import_scenario", str(path), "--dry-run")
    assert (Scenario.objects.count(), CandourImage.objects.count()) == (0, 3)

    call_command("import_scenario", str(path))
    scenes = Scenario.objects.get().graph().scenes
    kept = {image.pk: image for image in CandourImage.objects.exclude(title="Old")}
    assert [kept[number].title for number, _, _ in shown(scenes[1])] == ["The hall", "Dots"]
    assert [image.file.name.rpartition(".")[2] for _, image in sorted(kept.items())] == [
        "webp", "jpg", "png", "gif",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_package_that_is_refused_leaves_no_picture(tmp_path):
    path = tmp_path / "visit.h5p"
    path.write_bytes(package([node(picture("images/a.png"), 1), {"type": {}}],
                             {"content/images/a.png": drawn("red")}))  # fmt: skip

    with pytest.raises(CommandError, match="Node 2"):
        call_command("import_scenario", str(path))

    assert (Scenario.objects.count(), CandourImage.objects.count()) == (0, 0)


def album() -> bytes:
    """Pictures alone, before words, before a question, and at its end."""
    nodes = [
        node(picture("images/a.png", "A"), 1),
        node(slides(picture("images/b.png", "B"), picture("images/a.png", "A again"),
                    {"library": "H5P.AdvancedText 1.1", "params": {"text": "<p>Look.</p>"}}), 2),
        question_node("Again?", alternative("Yes", 1), alternative("No", -1)),
        text_node("Never.", 1),
    ]  # fmt: skip
    files = {"content/images/a.png": drawn("red"), "content/images/b.png": drawn("blue", "JPEG")}
    return package(nodes, files)


def test_pictures_go_out_and_come_back_to_the_same_scenes():
    graph, report = read(album(), "album.h5p")
    case = Case({"title": report.title, **report.head}, graph,
                {one.key: one for one in report.attachments})  # fmt: skip
    exported = h5p.export(case)

    again, second = read(exported.data, "again.h5p")

    assert again == graph
    assert [one.sha256 for one in second.attachments] == [one.sha256 for one in report.attachments]
    assert not losses(second)
    assert "L-MEDIA" not in {loss.code for loss in exported.losses}
    with zipfile.ZipFile(io.BytesIO(exported.data)) as archive:
        names = sorted(name for name in archive.namelist() if "images" in name)
        content = json.loads(archive.read("content/content.json"))["branchingScenario"]
        needed = {row["machineName"] for row in json.loads(archive.read("h5p.json"))[
            "preloadedDependencies"]}  # fmt: skip
    assert names == ["content/images/image-1.png", "content/images/image-2.jpg"]
    assert "H5P.Image" in needed
    kinds = [row["type"]["library"].split()[0][4:] for row in content["content"]]
    assert kinds[:5] == ["Image", "Image", "Image", "AdvancedText", "BranchingQuestion"]
    ways = content["content"][4]["type"]["params"]["branchingQuestion"]["alternatives"]
    assert ways[0]["nextContentId"] == 1  # the first picture of the scene, not its words


def test_a_picture_of_a_question_and_of_an_ending_goes_out_too():
    graph, report = read(visit(), "visit.h5p")
    case = Case({"title": report.title}, graph, {one.key: one for one in report.attachments})

    exported = h5p.export(case)
    again, _ = read(exported.data, "again.h5p")

    media = {scene.key: [m.alt for m in scene.media if m.kind == "image"] for scene in again.scenes}
    assert media["end"] == [""]  # H5P has no words for the picture of an end screen
    lost = [loss.where for loss in exported.losses if loss.code == "L-MEDIA"]
    assert lost == ["end-n-aaaaaaaaaa-alone", graph.start]  # WebP, which H5P does not take
