"""Pictures, recordings and films of a scene: seen, heard, read, kept while learners meet them."""

from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models.media import CandourImage, CandourMedia
from scenarios.graph import Media
from scenarios.media import shown
from scenarios.services import versions
from tests.factories.scenario import make_scenario, publish, send
from tests.scenarios.importing.test_attachments import CAPTIONS, WAVE, png

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a rendition that it has just made to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.Spooled:ResourceWarning"),
]


@pytest.fixture
def library():
    """A picture and a recording of the library."""
    image = CandourImage.objects.create(
        title="Door", file=ContentFile(png(), name="door.png"), width=12, height=8
    )
    sound = CandourMedia.objects.create(
        title="The bell",
        type="audio",
        duration=2,
        file=ContentFile(WAVE, name="bell.wav"),
        captions=ContentFile(CAPTIONS.encode(), name="bell.vtt"),
    )
    return image, sound


@pytest.fixture
def case(library):
    """A published case whose first scene shows the one and plays the other."""
    image, sound = library
    scenario = make_scenario()
    graph = scenario.graph()
    first, *others = graph.scenes
    media = (
        Media(kind="image", id=image.pk, alt="A blue door, ajar"),
        Media(kind="audio", id=sound.pk, transcript="A bell rings twice."),
    )
    graph = replace(graph, scenes=(replace(first, media=media), *others))
    scenario.draft = graph.as_json()
    publish(scenario)
    return scenario


@pytest.fixture
def attempt(world, case):
    course = world.course(module_activities=[("scenario", case)])
    return world.begin(world.enrol(world.learner, course), "scenario")


def page_of(world, attempt) -> str:
    answer = world.client(world.learner).get(f"/learn/case/{attempt.uuid}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_scene_shows_its_picture_and_plays_its_recording_with_its_words(world, attempt):
    page = page_of(world, attempt)

    assert 'alt="A blue door, ajar"' in page
    assert "<audio controls" in page
    assert "A bell rings twice." in page


def test_what_has_left_the_library_is_there_in_words(world, attempt, library):
    for row in library:
        type(row).objects.filter(pk=row.pk)._raw_delete("default")

    page = page_of(world, attempt)

    assert "A picture that is no longer here: A blue door, ajar" in page
    assert "A bell rings twice." in page
    assert "<audio" not in page


def test_media_cost_three_queries_for_every_number_of_them(
    world, case, attempt, library, django_assert_num_queries
):
    client = world.client(world.learner)
    url = f"/learn/case/{attempt.uuid}/"
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    version = attempt.run.version
    graph = versions.case_of(version.uuid).graph
    media = graph.scene[graph.start].media
    assert sum('"courses_candour' in query["sql"] for query in few) == 3

    kinds = {"image": library[0], "audio": library[1]}
    more = [Media(kind=kind, id=row.pk, alt="More") for kind, row in kinds.items()] * 6
    scene = replace(graph.scene[graph.start], media=(*media, *more))
    with django_assert_num_queries(3):
        assert len(shown(scene)) == 14


@pytest.mark.parametrize("which", [0, 1], ids=["picture", "recording"])
def test_a_file_that_a_live_case_shows_is_not_deleted(world, attempt, library, which):
    row = library[which]
    name = "wagtailimages:delete" if which == 0 else "wagtailmedia:delete"
    client = world.client(world.administrator)

    answer = client.post(reverse(name, args=[row.pk]))

    assert answer.status_code == 409
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "draft",
    [
        {},
        {"scenes": None},
        {"scenes": [1]},
        {"scenes": [{"media": [{"id": True}, {"id": "7"}, 3]}]},
    ],
)
def test_a_draft_of_any_shape_names_no_file(draft):
    scenario = make_scenario()
    field = scenario._meta.get_field("draft")

    assert list(field.extract_references(draft)) == []


def test_a_transcript_shows_the_picture_and_says_what_was_heard(world, attempt):
    client = world.client(world.learner)
    send(client, attempt, "choose", choice="hall-ask")
    text = client.get(f"/learn/case/{attempt.uuid}/transcript/").content.decode()
    for words in ('alt="A blue door, ajar"', "A recording: The bell", "A bell rings twice."):
        assert words in text
    assert "<audio" not in text
