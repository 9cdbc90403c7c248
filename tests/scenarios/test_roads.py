"""Another road from the debrief: practice that changes nothing of what was earned or counted."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import ActivityCompletion, Attempt
from scenarios.models import Run, Step
from scenarios.services import rollups
from tests.factories.scenario import make_scenario, send

pytestmark = pytest.mark.django_db
WHY = "Because she has not been asked."


@pytest.fixture
def attempt(world):
    """A case that the learner has played: asked in the hall, reflected, said nothing."""
    course = world.course(modules=2, module_activities=[("scenario", make_scenario())])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    client = world.client(world.learner)
    send(client, attempt, "choose", choice="hall-ask")
    send(client, attempt, "on")
    send(client, attempt, "on", text="Steam on the window.")
    send(client, attempt, "choose", choice="call-hush", confidence=3, reason=WHY)
    send(client, attempt, "close", answer_0="For her.")
    return attempt


@pytest.fixture
def client(world):
    return world.client(world.learner)


def fork(client, attempt, seq=""):
    return client.post(reverse("cases:fork", args=[attempt.uuid]), {"seq": seq})


def on(client, road, door, **data):
    """Post a form of the player on a road, with the mark that its page carries."""
    run = Run.objects.get(uuid=road.uuid)
    return client.post(f"/learn/case/road/{run.uuid}/{door}/", {"token": str(run.token()), **data})


def the_road() -> Run:
    return Run.objects.get(parent__isnull=False)


def test_a_learner_tries_the_other_road_and_comes_back(client, attempt):
    page = client.get(f"/learn/review/{attempt.uuid}/").content.decode()
    assert page.count("Try the other road") == 2
    assert 'name="seq" value="3"' in page

    answer = fork(client, attempt, 3)

    road = the_road()
    assert answer.url == reverse("cases:road", args=[road.uuid])
    scene = client.get(answer.url)
    assert scene.context["scene"].key == "call"
    assert "Another road, for practice" in scene.content.decode()
    assert scene.context["counters"][0]["word"] == "open"
    assert "reason" not in scene.context["form"].fields
    on(client, road, "choose", choice="call-tell")
    assert on(client, road, "close").url == answer.url
    debrief = client.get(answer.url).content.decode()
    assert "DEBRIEF-HOME" in debrief
    assert "FEEDBACK-TELL" in debrief
    assert "Steam on the window." in debrief
    assert "It counts for nothing" in debrief
    assert "Try the other road" not in debrief
    assert f'href="/learn/review/{attempt.uuid}/"' in debrief


def test_a_road_changes_nothing_of_what_was_earned_or_counted(client, attempt):
    page = client.get(f"/learn/review/{attempt.uuid}/").content
    case = Run.objects.get(attempt=attempt).version.scenario_uuid
    counted = rollups.counts(scenario=case)
    kept = (Attempt.objects.values().get(), ActivityCompletion.objects.values().get())

    fork(client, attempt, 0)
    road = the_road()
    assert on(client, road, "choose", choice="hall-push").status_code == 302

    assert rollups.counts(scenario=case) == counted
    assert (Attempt.objects.values().get(), ActivityCompletion.objects.values().get()) == kept
    assert not Step.objects.filter(run=road, first=True).exists()
    assert strip(client.get(f"/learn/review/{attempt.uuid}/").content) == strip(page)


def strip(page: bytes) -> bytes:
    """A page without the mark against forged forms, which is another each time."""
    return b"".join(part.partition(b'"')[2] for part in page.split(b'csrfmiddlewaretoken" value="'))


def test_two_clicks_open_one_road_and_a_third_finds_it_where_it_stands(client, attempt):
    first, second = fork(client, attempt, 0), fork(client, attempt, 0)
    assert first.url == second.url
    on(client, the_road(), "choose", choice="hall-ask")

    assert fork(client, attempt, 0).url == first.url
    assert the_road().scene_key == "kitchen"
    fork(client, attempt, 3)
    assert Run.objects.filter(parent__isnull=False).count() == 2


def test_a_road_doesn_t_go_back_behind_its_fork(client, attempt):
    fork(client, attempt, 3)
    road = the_road()
    page = client.get(f"/learn/case/road/{road.uuid}/")
    assert not page.context["may_undo"]
    assert on(client, road, "back").status_code == 403

    on(client, road, "choose", choice="call-hush")
    assert on(client, road, "back").status_code == 302
    assert the_road().scene_key == "call"


def test_a_form_sent_twice_is_one_step_of_the_road(client, attempt):
    fork(client, attempt, 0)
    road = the_road()
    token = str(road.token())
    for _number in range(2):
        sent = client.post(
            f"/learn/case/road/{road.uuid}/choose/", {"token": token, "choice": "hall-ask"}
        )
        assert sent.status_code == 302
    assert Step.objects.filter(run=road).count() == 1
    assert client.post(f"/learn/case/road/{road.uuid}/on/", {"token": token}).status_code == 409


def test_the_whole_case_is_played_again_once_the_course_is_over(world, client, attempt):
    assert "Play it again" not in client.get(f"/learn/review/{attempt.uuid}/").content.decode()
    enrolment = attempt.enrolment
    type(enrolment).objects.filter(pk=enrolment.pk).update(
        state="completed", completed_at=timezone.now()
    )

    page = client.get(f"/learn/review/{attempt.uuid}/").content.decode()
    assert "Play it again from the start, for practice" in page
    fork(client, attempt)
    assert the_road().scene_key == "hall"
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("seq", ["1", "99", "4"])
def test_what_was_no_decision_is_no_fork(client, attempt, seq):
    assert fork(client, attempt, seq).url == f"/learn/review/{attempt.uuid}/"
    assert not Run.objects.filter(parent__isnull=False).exists()


@pytest.mark.parametrize("seq", ["x", "-1", "9" * 40, "1.5"])
def test_a_broken_number_is_an_unknown_address(client, attempt, seq):
    assert fork(client, attempt, seq).status_code == 404


def test_a_case_that_is_under_way_has_no_other_road(world, client):
    course = world.course(module_activities=[("scenario", make_scenario())])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    send(client, attempt, "choose", choice="hall-ask")

    assert fork(client, attempt, 0).url == f"/learn/review/{attempt.uuid}/"
    assert not Run.objects.filter(parent__isnull=False).exists()


def test_a_road_belongs_to_one_person(world, client, attempt):
    fork(client, attempt, 0)
    other = world.client(world.colleague)
    assert other.get(f"/learn/case/road/{the_road().uuid}/").status_code == 404
    assert fork(other, attempt, 0).status_code == 404
    assert client.get(f"/learn/case/road/{uuid.uuid4()}/").status_code == 404


def test_a_page_of_a_road_costs_what_a_page_of_the_case_costs(
    client, attempt, django_assert_num_queries
):
    fork(client, attempt, 0)
    address = f"/learn/case/road/{the_road().uuid}/"
    client.get(address)
    with django_assert_num_queries(3):
        client.get(address)


def test_a_road_has_a_transcript_that_begins_with_one_s_own_way(world, client, attempt):
    fork(client, attempt, 3)
    road = the_road()
    where = reverse("cases:road_transcript", args=[road.uuid])
    on(client, road, "choose", choice="call-tell")
    text = client.get(where).content.decode()
    assert "FEEDBACK-ASK" in text, "the debrief of one's own way told it"
    assert "FEEDBACK-TELL" not in text and "Steam on the window." in text
    on(client, road, "close")
    review = client.get(reverse("cases:road", args=[road.uuid])).content.decode()
    assert where in review
    text = client.get(where).content.decode()
    assert "Until it parts from your own way, it is your own way." in text
    told = ["In the hall", "In the kitchen", "Steam on the window.", "FEEDBACK-TELL"]
    assert [word for word in told if word not in text] == []
    assert "FEEDBACK-HUSH" not in text and WHY not in text
    assert world.client(world.colleague).get(where).status_code == 404
