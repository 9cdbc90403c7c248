"""Before publishing: an author sees what changes and for whom, sends a robot, begins anywhere."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from scenarios.models import Run, Scenario, ScenarioVersion, Step
from scenarios.services import versions
from tests.factories.scenario import build_scenario, make_scenario, send
from tests.scenarios.test_editing import body, graph_document, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(world):
    return world.client(world.trainer)


@pytest.fixture
def played(world):
    """A published case, with a learner in its second scene."""
    scenario = make_scenario()
    course = world.course(module_activities=[("scenario", scenario)])
    attempt = world.begin(world.enrol(world.learner, course), "scenario")
    send(world.client(world.learner), attempt, "choose", choice="hall-ask")
    return scenario


def draft(scenario: Scenario, **changes):
    """Save a draft in which scenes by key have other fields, or are gone (None)."""
    scenario = scenario.get_latest_revision_as_object()
    scenes = []
    for scene in scenario.draft["scenes"]:
        change = changes.get(scene["key"], {})
        if change is not None:
            scenes.append({**scene, **change})
    scenario.draft = {**scenario.draft, "scenes": scenes}
    scenario.save_revision()
    return scenario


def listed(author, **query):
    with CaptureQueriesContext(connection) as queries:
        page = author.get(reverse("wagtailsnippets_scenarios_scenario:list"), query)
    return page.content.decode(), len(queries)


def test_the_list_says_how_each_case_stands_at_the_cost_of_one(author, world):
    live = make_scenario(title="Met by learners")
    listed(author)
    page, few = listed(author)
    assert "Live" in page and "Draft" not in page
    for number in range(6):
        begun = build_scenario(title=f"Begun {number}")
        begun.live = False
        begun.save()
    draft(make_scenario(title="Changed"))
    workflow = Workflow.objects.create(name="A second pair of eyes")
    task = GroupApprovalTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(draft(live), world.trainer.users.get())
    later = make_scenario(title="Next week")
    later.go_live_at = timezone.now() + timedelta(days=7)
    later.save_revision().publish()
    page, many = listed(author)
    for words in ("Draft", "with unpublished changes", "changes in review", "changes scheduled"):
        assert words.lower() in page.lower()
    assert many == few
    found, _ = listed(author, q="Begun")
    assert "Draft" in found and "changes in review" not in found


def test_a_published_case_without_a_new_draft_changes_nothing(author, played):
    page = author.get(reverse("scenarios_changes", args=[played.pk])).content.decode()
    assert "changes nothing" in page


def test_a_text_fix_reaches_who_is_part_way(author, played):
    draft(played, kitchen={"title": "At the kitchen table"})
    answer = author.get(reverse("scenarios_changes", args=[played.pk]))
    effect = answer.context["effect"]
    assert effect.change_class == "T0"
    assert (effect.part_way, effect.move_over, effect.stay, effect.in_removed) == (1, 1, 0, 0)
    assert "Text edited: “At the kitchen table”" in answer.content.decode()
    assert ScenarioVersion.objects.count() == 1


def test_a_scene_that_goes_names_how_many_stand_in_it(author, played):
    gone = draft(played, kitchen=None, hall={"kind": "info", "choices": [], "next": "call"})
    answer = author.get(reverse("scenarios_changes", args=[gone.pk]))
    effect = answer.context["effect"]
    assert effect.change_class == "T2"
    assert (effect.part_way, effect.move_over, effect.stay, effect.in_removed) == (1, 0, 1, 1)
    assert "Scene removed: “In the kitchen”" in answer.content.decode()


def publish_in_the_editor(author, scenario):
    """Press Publish on the draft as it stands."""
    latest = scenario.get_latest_revision_as_object()
    names = ["mode", "back_policy", "feedback_timing", "peer_compare", "panel_show", "est_minutes"]
    more = {name: getattr(latest, name) for name in names}
    document = graph_document(latest.graph())
    fields = sent(document, title=latest.title, **more, **{"action-publish": "action-publish"})
    answer = author.post(
        reverse("wagtailsnippets_scenarios_scenario:edit", args=[scenario.pk]), fields
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def test_publish_asks_first_where_somebody_stands_in_a_scene_that_goes(world, author, played):
    send(world.client(world.learner), Run.objects.get().attempt, "on")
    gone = draft(played, pause=None, kitchen={"next": "call"})
    place = reverse("scenarios_changes", args=[gone.pk])

    assert publish_in_the_editor(author, gone).url == place
    assert ScenarioVersion.objects.count() == 1  # nothing is published yet, and the draft is kept
    page = author.get(place)
    assert "1 person stands in a scene that the draft no longer has" in page.content.decode()
    seen = {"revision": page.context["revision"].pk}
    assert author.post(place, {"revision": 1}).url == place  # not the draft that was shown
    assert ScenarioVersion.objects.count() == 1

    assert author.post(place, seen).status_code == 302
    author.post(place, seen)  # a second click
    assert Scenario.objects.get().live_revision_id == seen["revision"]
    assert Run.objects.get().scene_key == "pause"


def test_publish_asks_nothing_where_only_words_change_or_nobody_is_part_way(author, played):
    fixed = draft(played, kitchen={"title": "At the kitchen table"})
    edit = reverse("wagtailsnippets_scenarios_scenario:list")
    assert publish_in_the_editor(author, fixed).url == edit
    Run.objects.update(phase=Run.Phase.DEBRIEFED)
    gone = draft(fixed, pause=None, kitchen={"next": "call"})
    assert publish_in_the_editor(author, gone).url == edit


def test_who_may_not_publish_does_not_publish_there(world, author, played):
    gone = draft(played, kitchen=None, hall={"kind": "info", "choices": [], "next": "call"})
    place = reverse("scenarios_changes", args=[gone.pk])
    seen = {"revision": gone.latest_revision_id}
    assert world.client(world.learner).post(place, seen).status_code in (302, 403)
    gone.locked, gone.locked_by = True, world.administrator.users.get()
    gone.save()
    assert "Publish this draft" not in author.get(place).content.decode()
    assert author.post(place, seen).status_code in (302, 403)
    assert Scenario.objects.get().live_revision_id != gone.latest_revision_id


def test_a_case_that_was_never_published_says_so(author):
    scenario = build_scenario()
    scenario.save()
    page = author.get(reverse("scenarios_changes", args=[scenario.pk])).content.decode()
    assert "never published" in page


def test_the_page_of_changes_takes_the_same_statements_for_one_person_and_for_four(
    author, played, world, django_assert_num_queries
):
    where = reverse("scenarios_changes", args=[played.pk])
    author.get(where)
    with CaptureQueriesContext(connection) as first:
        author.get(where)
    course = world.course(module_activities=[("scenario", played)])
    for name in ("Ada", "Ben", "Cleo"):
        world.begin(world.enrol(world.person(name), course), "scenario")
    with django_assert_num_queries(len(first)):
        author.get(where)


def test_a_robot_plays_when_it_is_asked_and_leaves_nothing_behind(author, played):
    before = Run.objects.count(), Step.objects.count()
    where = reverse("scenarios_robot", args=[played.pk])
    assert "found" not in author.get(where).context
    answer = author.post(where)
    found = answer.context["found"]
    assert found.plays == 10_000
    assert sum(row["count"] for row in answer.context["endings"]) == 10_000
    assert (Run.objects.count(), Step.objects.count()) == before


def test_two_drafts_are_compared_in_sentences(author, played):
    first = played.latest_revision
    second = draft(played, pause={"title": "A long <pause>"}, hall={"body": "A hall."})
    moved = draft(second)
    name = "wagtailsnippets_scenarios_scenario:revisions_compare"

    def compared(old, new):
        return author.get(reverse(name, args=[played.pk, old.pk, new.pk])).content.decode()

    page = compared(first, second.latest_revision)
    assert "A long &lt;pause&gt;" in page and "<ins>" in page and "<del>" in page
    assert "&#x27;key&#x27;" not in page and "'key'" not in page
    same = compared(second.latest_revision, moved.latest_revision)
    assert "There are no differences" in same
    moved.draft = {**moved.draft, "scenes": "none"}
    moved.save_revision()
    assert "cannot be read" in compared(first, moved.latest_revision)


def test_a_robot_whose_plays_are_all_as_long_says_one_number(author, played):
    draft(played)
    page = author.post(reverse("scenarios_robot", args=[played.pk]))
    low, _typical, high = page.context["lengths"]
    assert ("Nearly every play" in page.content.decode()) == (low == high)


def test_what_stops_publishing_is_told_with_its_scene_and_once(author, played):
    scenes = played.draft["scenes"]
    call = next(scene for scene in scenes if scene["key"] == "call")
    lost = [{**choice, "to": ""} for choice in call["choices"]]
    assert len(lost) > 1
    draft(played, call={"choices": lost})
    page = author.get(reverse("scenarios_changes", args=[played.pk])).content.decode()
    assert page.count("In “The call”: Choose the scene that follows") == 1
    assert "leads to “”" not in page and "now leads nowhere" in page


def test_a_robot_does_not_play_a_broken_case(author, played):
    broken = draft(played, hall={"choices": [{"key": "hall-ask", "label": "Go", "to": "nowhere"}]})
    answer = author.post(reverse("scenarios_robot", args=[broken.pk]))
    assert "found" not in answer.context
    assert "does not exist" in answer.content.decode()


@pytest.mark.parametrize("name", ["scenarios_changes", "scenarios_robot"])
def test_the_pages_are_for_authors(world, played, name):
    where = reverse(name, args=[played.pk])
    for person in (world.learner, world.manager, world.outsider):
        assert world.client(person).get(where).status_code in (302, 403)
    assert world.client(world.trainer).get(reverse(name, args=[10**6])).status_code == 404


def test_the_preview_begins_in_any_scene_by_a_way_that_a_learner_could_take(author, played):
    where = reverse("wagtailsnippets_scenarios_scenario:preview_on_edit", args=[played.pk])
    author.post(where, sent(body()))
    assert "?from=call" in author.get(where).content.decode()
    page = author.get(where, {"from": "call"})
    way = page.context["ways"][0]
    assert way["steps"][0]["choice"]
    scene = author.get(where + way["address"]).content.decode()
    assert "The call" in scene
    assert author.get(where, {"from": "nowhere"}).status_code == 404
    assert Run.objects.count() == 1


def test_a_version_is_withdrawn_once_and_the_first_reason_stands(world, played):
    version = ScenarioVersion.objects.get()
    assert versions.newest_open(scenario_uuid=played.uuid) == version
    now = timezone.now()
    first = versions.withdraw(version=version, reason="A dose is wrong", by=world.trainer, now=now)
    again = versions.withdraw(version=version, reason="Other", by=world.administrator, now=now)
    assert again == first
    assert again.reason == "A dose is wrong"
    assert versions.newest_open(scenario_uuid=played.uuid) is None
