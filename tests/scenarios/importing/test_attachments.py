"""Pictures and recordings of a case: they go out with it, and come in with it, or not at all."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from courses.models.media import CandourImage, CandourMedia
from scenarios.graph import Media
from scenarios.importing.faults import ImportFault
from scenarios.importing.registry import read
from scenarios.models import Scenario
from scenarios.services import exports, imports
from tests.factories.scenario import make_scenario

WAVE = b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + b"\0" * 24
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nCome in.\n"


def png(colour: str = "navy") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (12, 8), colour).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def illustrated(db):
    """A case with a picture in two scenes, and a recording in one."""
    image = CandourImage.objects.create(
        title="The door", file=ContentFile(png(), name="door.png"), width=12, height=8
    )
    sound = CandourMedia.objects.create(
        title="The bell",
        type="audio",
        duration=2,
        file=ContentFile(WAVE, name="bell.wav"),
        captions=ContentFile(CAPTIONS.encode(), name="bell.vtt"),
    )
    scenario = make_scenario()
    graph = scenario.graph()
    first, second, *others = graph.scenes
    door = Media(kind="image", id=image.pk, alt="A blue door")
    bell = Media(kind="audio", id=sound.pk, transcript="A bell rings twice.")
    graph = replace(
        graph,
        scenes=(replace(first, media=(door, bell)), replace(second, media=(door,)), *others),
    )
    scenario.draft = graph.as_json()
    scenario.save()
    scenario.save_revision(changed=True)
    return scenario


def content(field) -> bytes:
    with field.open("rb") as file:
        return file.read()


def taken_out(scenario, form: str = "native") -> bytes:
    return exports.write(scenario=scenario, form=form)[0].data


def brought_in(data: bytes, name: str = "a.case.zip") -> Scenario:
    graph, report = read(data, name)
    row = imports.save_import(graph=graph, report=report, name=name, data=data, now=timezone.now())
    return row.scenario


def changed(data: bytes, **files) -> bytes:
    """The zip with some of its files changed, or without them where None is given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if files.get(name, b"") is not None:
                new.writestr(name, files.get(name) or old.read(name))
    return buffer.getvalue()


def test_a_case_takes_its_files_along(illustrated):
    data = taken_out(illustrated)
    CandourImage.objects.all().delete()
    CandourMedia.objects.all().delete()

    fresh = brought_in(data)

    (door, bell), (again,) = (scene.media for scene in fresh.graph().scenes[:2])
    image, sound = CandourImage.objects.get(), CandourMedia.objects.get()
    assert (door.id, again.id, bell.id) == (image.pk, image.pk, sound.pk)
    assert (image.title, image.description) == ("The door", "A blue door")
    assert content(image.file) == png()
    assert (sound.title, sound.type, sound.transcript) == (
        "The bell", "audio", "A bell rings twice.",
    )  # fmt: skip
    assert content(sound.captions).decode() == CAPTIONS
    assert taken_out(fresh) == data


def test_a_picture_that_the_library_has_is_used_again(illustrated):
    assert CandourImage.objects.get().get_file_hash()

    fresh = brought_in(taken_out(illustrated))

    assert CandourImage.objects.get().pk == fresh.graph().scenes[0].media[0].id


def test_a_file_that_stayed_behind_is_no_other_picture_of_this_library(illustrated):
    data = changed(taken_out(illustrated), **{"media.json": None})

    graph, report = read(data, "a.case.zip")

    assert [medium.id for medium in graph.scenes[0].media] == [0, 0]
    assert [(loss.code, loss.count) for loss in report.losses] == [("L-MEDIA", 2), ("L-MEDIA", 1)]
    assert "E13" in {problem.rule for problem in report.problems}


def test_a_file_that_is_gone_from_the_library_is_named_when_the_case_goes_out(illustrated):
    CandourImage.objects.get().file.delete(save=False)

    exported, _name = exports.write(scenario=illustrated, form="native")

    assert [loss.code for loss in exported.losses] == ["L-MEDIA"]


def entry(data: bytes, **words) -> bytes:
    """The zip with other words in the first entry of media.json."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rows = json.loads(archive.read("media.json"))
    rows[0] |= words
    return changed(data, **{"media.json": json.dumps(rows).encode()})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"library": "shelf"}, "media.json, entry 1, field library: must be image or media."),
        ({"number": -1}, "field number: is no whole number above nought."),
        ({"number": True}, "field number: is no whole number above nought."),
        ({"file": "media/none.png"}, "field file: “media/none.png” is not in the zip."),
        ({"title": 7}, "field title: is not text."),
        ({"sha256": "0" * 64}, "media/image-1.png: is not the file that was taken out."),
    ],
)
def test_a_broken_list_of_files_is_refused_by_its_place(illustrated, words, said):
    with pytest.raises(ImportFault, match=re.escape(said)):
        read(entry(taken_out(illustrated), **words), "a.case.zip")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("media/image-1.png", b"<html><script>alert(1)</script>", "media/image-1.png: "),
        ("media/image-1.png", png()[:45], "media/image-1.png: "),
        ("media/media-1.wav", b"MZ\x90\x00 a program", "media/media-1.wav: "),
    ],
    ids=["a page", "cut off", "a program"],
)
def test_a_file_that_isn_t_what_it_says_is_refused_and_nothing_is_kept(
    illustrated, tmp_path, name, content, said
):
    data = taken_out(illustrated)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rows = json.loads(archive.read("media.json"))
    for row in rows:
        row.pop("sha256")
    path = tmp_path / "a.case.zip"
    path.write_bytes(changed(data, **{"media.json": json.dumps(rows).encode(), name: content}))

    for options in ([], ["--dry-run"]):
        with pytest.raises(CommandError, match=said):
            call_command("import_scenario", str(path), *options)
    assert Scenario.objects.count() == CandourImage.objects.count() == 1


def test_pages_for_offline_bring_the_files_and_show_them(illustrated):
    with zipfile.ZipFile(io.BytesIO(taken_out(illustrated, "html"))) as archive:
        assert archive.read("media/image-1.png") == png()
        page = archive.read("index.html").decode()
    stored = json.loads(page.partition('id="case">')[2].partition("</script>")[0])
    assert stored["files"] == {
        "image 1": "media/image-1.png", "media 1": "media/media-1.wav",
    }  # fmt: skip


def test_the_print_edition_says_what_is_seen_and_heard(illustrated):
    page = taken_out(illustrated, "print").decode()

    assert "Picture: A blue door" in page
    assert "Recording: A bell rings twice." in page


@pytest.mark.parametrize("form", ["twee", "h5p"])
def test_other_formats_name_the_files_that_stay_behind(illustrated, form):
    exported, _name = exports.write(scenario=illustrated, form=form)

    assert "L-MEDIA" in {loss.code for loss in exported.losses}
