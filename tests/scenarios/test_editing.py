"""An author writes, checks, previews and publishes a case through the Wagtail admin."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scenarios import editing, editorwords
from scenarios.documents import graph_document
from scenarios.models import Run, Scenario, ScenarioVersion
from scenarios.telling import numbers, rows
from tests.factories.scenario import CASE, build_scenario, make_scenario
from tests.scenarios.cases import case, choice, decision, ending, info, ladder

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(world):
    user = world.administrator.users.get()
    user.is_superuser = True
    user.save()
    return world.fresh_client(world.administrator)


def sent(document, **fields):
    """The admin form as the browser would send it."""
    return {
        "title": "The kettle",
        "summary": "",
        "draft": json.dumps(document),
        "illustration": "",
        "illustration_alt": "",
        "est_minutes": "5",
        "audience": "",
        "content_notes": "",
        "mode": "practice",
        "back_policy": "undo_to_commit",
        "feedback_timing": "debrief",
        "peer_compare": "debrief",
        "panel_show": "debrief",
        **fields,
    }


def body(**changes):
    document = graph_document(build_scenario(CASE).graph())
    return {**document, **changes}


def url(name, *args):
    return reverse(f"wagtailsnippets_scenarios_scenario:{name}", args=args)


def test_an_author_opens_the_editor_with_every_field_in_words(author):
    page = author.get(url("add")).content.decode()
    assert "data-case-editor" in page
    assert "What an experienced colleague weighed here" in page
    assert author.get(url("list")).status_code == 200


def test_a_case_is_created_as_a_draft_edited_and_published(author):
    assert author.post(url("add"), sent(body(start=""))).status_code == 302
    scenario = Scenario.objects.get()
    assert not scenario.live
    fixed = sent(body(), **{"action-publish": "action-publish"})
    assert author.post(url("edit", scenario.pk), fixed).status_code == 302
    scenario.refresh_from_db()
    assert scenario.live
    assert scenario.graph() == build_scenario(CASE).graph()
    assert ScenarioVersion.objects.get().number == 1


def test_a_problem_that_blocks_is_told_in_words_and_nothing_is_published(author):
    document = body()
    document["scenes"][1]["next"] = ""
    answer = author.post(url("add"), sent(document, **{"action-publish": "action-publish"}))
    assert answer.status_code == 200
    assert "In “In the kitchen”: Choose the scene that follows" in answer.content.decode()
    assert Scenario.objects.filter(live=True).count() == 0


def test_a_refused_publish_does_not_say_that_the_case_was_not_saved(author):
    author.post(url("add"), sent(body()))
    document = body()
    document["scenes"][1]["next"] = ""
    where = reverse("wagtailsnippets_scenarios_scenario:edit", args=[Scenario.objects.get().pk])
    page = author.post(where, sent(document, **{"action-publish": "action-publish"}))
    assert "The case is not published. Mend first what is said below." in page.content.decode()
    assert "could not be saved" not in page.content.decode()


def test_a_draft_keeps_a_condition_that_is_not_finished(author):
    document = body()
    document["scenes"][3]["choices"][0]["when"] = "trust >="
    author.post(url("add"), sent(document))
    scenario = Scenario.objects.get()
    draft = scenario.get_latest_revision_as_object()
    assert draft.graph().choice["call-tell"][1].when.text == "trust >="
    page = author.get(url("edit", scenario.pk)).content.decode()
    assert "trust &gt;=" in page


def test_no_words_of_a_case_get_out_of_the_field_that_holds_it(author):
    document = body()
    hostile = "</textarea><script>alert(1)</script> &quot;\"' <!-- ]]>"
    document["scenes"][0]["title"] = hostile
    author.post(url("add"), sent(document))
    page = author.get(url("edit", Scenario.objects.get().pk)).content.decode()
    assert "</textarea><script>" not in page
    field = re.search(r"<textarea[^>]*data-case-document>(.*?)</textarea>", page, re.DOTALL)[1]
    assert json.loads(unescape(field))["scenes"][0]["title"] == hostile
    # A quote of the document costs one byte, not six.
    assert field.count('"') > field.count("&")
    # What did not arrive whole stands there again as it came, and stays inside as well.
    data = {**sent({}), "draft": hostile, "action-publish": "action-publish"}
    page = author.post(url("add"), data).content.decode()
    assert "</textarea><script>" not in page
    field = re.search(r"<textarea[^>]*data-case-document>(.*?)</textarea>", page, re.DOTALL)[1]
    assert unescape(field) == hostile


@pytest.mark.parametrize("broken", ["", "[", "[]", '{"scenes": [{"kind": "film"}]}', '{"x": 1'])
def test_what_is_no_document_never_breaks_the_form(author, broken):
    data = {**sent({}), "draft": broken, "action-publish": "action-publish"}
    assert author.post(url("add"), data).status_code == 200
    assert Scenario.objects.count() == 0


def test_publishing_by_any_other_way_is_refused_too():
    scenario = build_scenario(CASE)
    scenario.draft["start"] = ""
    scenario.save()
    with pytest.raises(ValidationError):
        scenario.save_revision().publish()
    assert ScenarioVersion.objects.count() == 0


def test_the_check_answers_with_problems_and_sentences(author, world):
    document = body()
    document["scenes"][3]["choices"][0]["when"] = "trust >= 3"
    where = reverse("scenarios_check")
    data = {"document": document, "minutes": 5}
    found = author.post(where, data, content_type="application/json").json()
    assert "E08" in [problem["rule"] for problem in found["problems"]]
    assert found["sentences"]["call/choices.call-tell.when"] == "Ms Adeyemi's trust is at least 3"
    assert author.post(where, "[]", content_type="application/json").status_code == 400
    learner = world.client(world.learner)
    assert learner.post(where, data, content_type="application/json").status_code in (302, 403)


def test_the_preview_plays_from_the_start_and_records_nothing(author):
    scenario = make_scenario()
    where = url("preview_on_edit", scenario.pk)
    author.post(where, sent(body()))
    assert "In the hall" in author.get(where).content.decode()
    way = ["hall-ask", "-", "-", "call-tell"]
    assert "She stays." in author.get(where, {"way": way}).content.decode()
    debrief = author.get(where, {"way": [*way, "debrief"]}).content.decode()
    assert "DEBRIEF-HOME" in debrief
    assert "FEEDBACK-ASK" in debrief
    assert "stops here" in author.get(where, {"way": ["nowhere"]}).content.decode()
    assert Run.objects.count() == 0


def test_an_author_is_offered_every_way_of_playing_and_no_other(author):
    page = author.get(url("add")).content.decode()
    for name in ("back_policy", "feedback_timing", "peer_compare"):
        for _value, label in Scenario._meta.get_field(name).choices:
            assert str(label) in page
    answer = author.post(url("add"), sent(body(), back_policy="backwards"))
    assert answer.status_code == 200
    assert "back_policy" in answer.context["form"].errors


def test_every_word_that_the_scripts_write_is_there_and_none_is_idle():
    folder = Path(editing.__file__).parent / "static/scenarios/js"
    scripts = [folder / "editor.js", *sorted((folder / "editor").glob("*.js"))]
    text = "\n".join(path.read_text() for path in scripts)
    used = set(re.findall(r"\bword\.([a-z_]+)", text))
    known = set(editorwords.words())
    assert used - known == set()
    assert {name for name in known - used if f'"{name}"' not in text} == set()
    assert [path.name for path in scripts if len(path.read_text().splitlines()) > 250] == []


def test_scenes_are_numbered_as_the_outline_tells_them():
    graph = case(
        info("lost", ""),
        decision("a", choice("one", "b"), choice("two", "c")),
        ending("c"),
        info("b", "c"),
        info("beside", "lost"),
        ending("ruled"),
        start="a",
        interrupts=[{"to": "ruled"}],
    )
    order = sorted(numbers(graph), key=numbers(graph).get)
    assert order == ["a", "b", "c", "ruled", "beside", "lost"]


def test_the_editor_asks_as_often_of_a_large_case_as_of_a_small_one(author):
    counts = []
    for size in (10, 2000):
        draft = ladder(size).as_json()
        scenario = Scenario.objects.create(title=f"{size} scenes", draft=draft, live=False)
        author.get(url("edit", scenario.pk))
        with CaptureQueriesContext(connection) as asked:
            assert author.get(url("edit", scenario.pk)).status_code == 200
        ours = [one["sql"] for one in asked if "scenarios_" in one["sql"].split("WHERE")[0]]
        whole = [one for one in ours if '"scenarios_scenario"."draft"' in one]
        counts.append((len(asked), len(ours), len(whole)))
    assert counts[0] == counts[1]
    assert counts[0][2] == 1
    # The rest is Wagtail's own: sessions of editors, workflows, revisions, permissions.
    assert counts[0][1] <= 4


def test_the_outline_is_read_in_pages_with_twelve_queries_at_any_size(author):
    counts = []
    for size in (10, 2000):
        draft = ladder(size).as_json()
        scenario = Scenario.objects.create(title=f"{size} scenes", draft=draft, live=False)
        scenario.save_revision()
        where = reverse("scenarios_outline", args=[scenario.pk])
        author.get(where)
        with CaptureQueriesContext(connection) as asked:
            page = author.get(where).content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
    assert f"{url('edit', scenario.pk)}#case-s0" in page
    assert "<em>b. Do s0-b</em>" in page
    assert "Page 1 of" in page
    assert author.get(where, {"p": "nonsense"}).status_code == 200


def test_the_outline_says_what_stands_apart_and_what_leads_nowhere():
    graph = case(
        decision("a", choice("one", "b"), choice("two", "")),
        info("b", "end"),
        ending(),
        info("lost", "end"),
        ending("ruled"),
        interrupts=[{"to": "ruled"}],
    )
    told = [(row.kind, row.key, row.level) for row in rows(graph)]
    assert told == [
        ("scene", "a", 1),
        ("scene", "b", 2),
        ("scene", "end", 2),
        ("open", "a", 2),
        ("ruled", "", 0),
        ("scene", "ruled", 1),
        ("loose", "", 0),
        ("scene", "lost", 1),
        ("goes", "end", 2),
    ]
    assert rows(graph)[-1].also == (2,)
