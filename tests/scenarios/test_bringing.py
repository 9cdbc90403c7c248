"""What an author begins with or brings in: starters that are sound, and text that is read."""

import pytest
from django.urls import reverse

from courses.models.media import CandourImage
from scenarios.documents import from_document
from scenarios.graph import Graph
from scenarios.models import Scenario
from scenarios.starting import starter, starters
from scenarios.validation import check

OUTLINE = """# A gift
Scene: At the door
She hands you a box.
- Take it -> The box
- Hand it back -> A pause

Scene: The box
It is a watch.
-> A pause

= A pause
Nobody speaks.
Debrief: What the gift was for.
"""


@pytest.fixture
def author(world):
    user = world.administrator.users.get()
    user.is_superuser = True
    user.save()
    return world.fresh_client(world.administrator)


def read(client, text):
    return client.post(
        reverse("scenarios_read_text"), {"text": text}, content_type="application/json"
    )


@pytest.mark.parametrize("slug", [one["slug"] for one in starters()])
def test_nothing_stops_a_starter_from_being_published(slug):
    graph = Graph.from_data(from_document(starter(slug)))
    assert [one.message for one in check(graph, 10) if one.severity != "I"] == []


def test_there_are_six_starters_and_they_differ_in_what_they_use():
    graphs = {one["slug"]: starter(one["slug"]) for one in starters()}
    assert len(graphs) == 6
    assert graphs["boundary-drift"]["vars"][0]["max"] == 3
    kinds = {scene.get("kind") for scene in graphs["disclosure-chance"]["scenes"]}
    assert "chance" in kinds
    again = [choice["to"] for scene in graphs["consent-talk"]["scenes"]
             for choice in scene.get("choices", []) if choice["to"] == scene["key"]]  # fmt: skip
    assert again == ["check"]


@pytest.mark.django_db
def test_a_starter_is_given_to_authors_alone(author, world):
    where = reverse("scenarios_begin_with", args=["single-dilemma"])
    assert author.get(where).json()["document"]["start"] == "ask"
    assert author.get(reverse("scenarios_begin_with", args=["no-such"])).status_code == 404
    assert world.client(world.learner).get(where).status_code in (302, 403)


@pytest.mark.django_db
def test_a_way_to_a_scene_that_nobody_wrote_is_named_with_its_scene(author):
    text = OUTLINE.replace("-> A pause\n\n=", "-> Nowhere at all\n\n=")
    (loss,) = read(author, text).json()["losses"]
    assert (loss["where"], loss["sample"]) == (
        "In “The box”", "no scene is called “Nowhere at all”",
    )  # fmt: skip


@pytest.mark.django_db
def test_an_outline_is_read_and_nothing_is_saved(author, world):
    found = read(author, OUTLINE).json()
    assert [scene["title"] for scene in found["document"]["scenes"]] == [
        "At the door", "The box", "A pause",
    ]  # fmt: skip
    assert found["losses"] == []
    assert Scenario.objects.count() == 0
    fault = read(author, "Only prose.").json()["fault"]
    assert fault.startswith(
        "There is no scene in it. Begin one with a line like Scene: At the door"
    )
    assert read(author, ["no text"]).status_code == 400
    assert read(world.client(world.learner), OUTLINE).status_code in (302, 403)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["\x00", "Scene: " + "x" * 9000, "Scene: A\n" * 3000, "- a -> b"])
def test_hostile_text_is_refused_or_read_and_never_breaks(author, text):
    assert read(author, text).status_code == 200


@pytest.mark.django_db
def test_the_library_is_searched_by_words_kind_and_number(author, world):
    files = [
        CandourImage.objects.create(title=title, file="a.png", width=1, height=1)
        for title in ("A blue door", "A red door", "A window")
    ]
    where = reverse("scenarios_library")

    def found(**asked):
        return author.get(where, asked).json()["files"]

    assert [title for _, title in found(kind="image", q="door a")] == ["A red door", "A blue door"]
    assert found(kind="image", id=files[2].pk) == [[files[2].pk, "A window"]]
    assert found(kind="video", q="door") == []
    assert author.get(where, {"kind": "paper"}).status_code == 404
    assert world.client(world.learner).get(where, {"kind": "image"}).status_code in (302, 403)
