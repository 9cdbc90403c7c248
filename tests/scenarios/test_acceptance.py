"""Whole stories of what is promised of cases, where no other test tells one from end to end.

`docs/reference/case-promises.md` says which test shows which promise; the last test here holds it
to its word.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.urls import reverse

from courses.models import ActivityCompletion
from scenarios.documents import graph_document
from scenarios.importing.registry import read
from scenarios.models import Run, Scenario, ScenarioVersion, Step
from tests.factories.scenario import CASE, build_scenario, finish, make_scenario, send
from tests.scenarios.cases import TRUST, case, choice, decision, effect, ending
from tests.scenarios.importing import gift
from tests.scenarios.test_author import draft
from tests.scenarios.test_editing import author, body, sent, url  # noqa: F401 - a fixture

ROOT = Path(__file__).resolve().parents[2]
PROMISES = ROOT / "docs" / "reference" / "case-promises.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("form", list(gift.EXPORTS))
def test_a_virtual_patient_is_one_case_whoever_exported_it(form):
    graph, report = read(gift.EXPORTS[form](), "gift.zip")

    assert len(graph.scenes) == 9
    assert report.edges.found == 11
    assert {label for _, label, _ in gift.ways(graph)} >= {"Accept the gift", "Decline: policy"}
    assert gift.ways(graph) == gift.WAYS
    assert [(var.label, var.initial) for var in graph.vars] == [("Risk", 0), ("Trust", 5)]
    assert [(rule.when.text, graph.scene[rule.to].title) for rule in graph.interrupts] == [
        ("trust = 0", "Rupture")
    ]
    conditions = [way.when.text for scene in graph.scenes for way in scene.choices if way.when]
    rules = [loss for loss in report.losses if loss.code == "L-RULE"]
    if form == "advanced":
        assert conditions == ["visited(s-102) and visited(s-105)"]
        assert [(loss.action, loss.sample[:12]) for loss in rules] == [("dropped", "IF [[CR:31]]")]
    else:
        assert conditions == rules == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("trust >= 1 and __import__('os')", "at character 27"),
        ("trust.level = 1", "at character 6"),
        ("random(3) = 1", "There is no “random( )”; use visited, chose, visits or total"),
        ("trust = 1 or " + "told" * 122, "at most 500 characters"),
        ("(" * 9 + "trust = 1" + ")" * 9, "at character 9"),
    ],
)
def test_what_is_no_condition_is_refused_with_its_place_when_a_case_is_published(
    author,  # noqa: F811
    text,
    place,
):
    document = body()
    document["scenes"][3]["choices"][0]["when"] = text
    where, sheet = reverse("scenarios_check"), {"document": document, "minutes": 5}
    found = author.post(where, sheet, content_type="application/json").json()["problems"]
    (problem,) = [row for row in found if row["rule"] == "E07"]
    assert (problem["key"], problem["field"]) == ("call", "choices.call-tell.when")
    assert place in problem["message"]
    assert len(problem["message"]) < 300

    answer = author.post(url("add"), sent(document, **{"action-publish": "action-publish"}))

    assert answer.status_code == 200
    assert place in answer.content.decode()
    assert not Scenario.objects.exists()


def gaining(most: int) -> dict:
    """Trust begins at 5 and may gain so much; a choice asks for 9."""
    trust = {**TRUST, "initial": 5, "max": 10, "words": []}
    graph = case(
        decision("a", choice("a-x", "b", effects=[effect("add", value=most)]), choice("a-y", "b")),
        decision("b", choice("b-x", "end", "trust >= 9"), choice("b-y", "end")),
        ending(),
        vars=[trust],
    )
    return graph_document(graph)


@pytest.mark.django_db
def test_a_choice_out_of_reach_is_told_while_it_is_written_and_a_gain_of_one_more_clears_it(
    author,  # noqa: F811
):
    where = reverse("scenarios_check")
    told = []
    for most in (3, 4):
        sheet = {"document": gaining(most), "minutes": 5}
        found = author.post(where, sheet, content_type="application/json").json()["problems"]
        told.append([row["field"] for row in found if row["rule"] == "E08"])
    assert told == [["choices.b-x.when"], []]


@pytest.mark.django_db
def test_a_play_from_a_later_scene_remembers_what_its_way_has_made_and_is_counted_nowhere(
    author,  # noqa: F811
):
    scenario = make_scenario()
    where = url("preview_on_edit", scenario.pk)
    author.post(where, sent(body()))

    shortest = author.get(where, {"from": "end-home"}).context["ways"][0]

    assert [(step["title"], step["choice"]) for step in shortest["steps"]] == [
        ("In the hall", "Ask what a good evening is"),
        ("In the kitchen", ""),
        ("A pause", ""),
        ("The call", "Tell her you will not lie"),
    ]
    page = author.get(where + author.get(where, {"from": "call"}).context["ways"][0]["address"])
    assert page.context["counters"][0]["word"] == "open"  # began wary; the way has earned it
    assert "Tell her you will not lie" in page.content.decode()
    assert (Run.objects.count(), Step.objects.count()) == (0, 0)
    insight = author.get(reverse("scenarios_insight", args=[scenario.pk]))
    assert insight.status_code == 200
    assert ActivityCompletion.objects.count() == 0


@pytest.mark.django_db
def test_three_people_part_way_live_through_a_typo_and_a_scene_that_goes(world, author):  # noqa: F811
    scenario = make_scenario()
    course = world.course(modules=2, module_activities=[("scenario", scenario)])
    people = [world.person(f"Reader {number}", team=world.team) for number in range(3)]
    desks = {}
    for person in people:
        attempt = world.begin(world.enrol(person, course), "scenario")
        desks[person] = (world.client(person), attempt)
        send(*desks[person], "choose", choice="hall-ask")

    # A word is corrected: everybody reads it at the next scene.
    typo = draft(scenario, pause={"body": "You rinse a cup."})
    effect_ = author.get(reverse("scenarios_changes", args=[scenario.pk])).context["effect"]
    assert (effect_.change_class, effect_.part_way, effect_.move_over) == ("T0", 3, 3)
    typo.get_latest_revision().publish()
    for client, attempt in desks.values():
        send(client, attempt, "on")
        page = client.get(f"/learn/case/{attempt.uuid}/").content.decode()
        assert "You rinse a cup." in page and "You wash a cup." not in page

    # The scene in which all three stand goes.
    gone = draft(Scenario.objects.get(), pause=None, kitchen={"next": "call"})
    page = author.get(reverse("scenarios_changes", args=[scenario.pk]))
    effect_ = page.context["effect"]
    assert (effect_.change_class, effect_.stay, effect_.in_removed) == ("T2", 3, 3)
    assert "Scene removed: “A pause”" in page.content.decode()
    gone.get_latest_revision().publish()
    assert set(Run.objects.values_list("scene_key", flat=True)) == {"pause"}

    # Each plays on; the offer stands at the checkpoint and nowhere else, and one accepts it.
    offer = "There is a newer version of this case."
    for number, (client, attempt) in enumerate(desks.values()):
        assert offer not in client.get(f"/learn/case/{attempt.uuid}/").content.decode()
        assert send(client, attempt, "newer").status_code == 409
        send(client, attempt, "on", text="Steam.")
        assert offer in client.get(f"/learn/case/{attempt.uuid}/").content.decode()
        if number == 0:
            send(client, attempt, "newer")
        finish(client, attempt)
        attempt.refresh_from_db()
    newest = ScenarioVersion.objects.order_by("-number").first().number
    versions = [attempt.evidence["version"] for _, attempt in desks.values()]
    assert versions[0] == newest and versions[1] == versions[2] < newest


@pytest.mark.django_db
def test_no_switch_makes_a_grade_of_what_a_panel_answered(author):  # noqa: F811
    document = body()
    fields = {field.name for field in Scenario._meta.get_fields()}
    assert not {name for name in fields if "concordance" in name}
    assert not {word for word in ("concordance", "grading") if word in str(document)}
    refused = author.post(
        url("add"), sent({**document, "concordance_grading": True}, concordance_grading="on")
    )
    kept = Scenario.objects.filter(title="The kettle").first()
    assert refused.status_code in (200, 302)
    assert kept is None or "concordance" not in str(kept.get_latest_revision().content)
    # Whoever passes, passes by coming to an ending: a panel of one or of twenty changes nothing.
    assert "panel" not in str(build_scenario(CASE).graph().scales)


def test_every_promise_names_a_test_that_exists():
    text = PROMISES.read_text(encoding="utf-8")
    rows = re.findall(r"^\| *(\d+) *\|", text, re.MULTILINE)
    assert rows == [str(number) for number in range(1, 21)]
    named = NAMED.findall(text)
    assert all(NAMED.search(line) for line in text.splitlines() if re.match(r"\| *\d+ *\|", line))
    known: dict[str, set[str]] = {}
    for file, _ in named:
        if file not in known:
            tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
            known[file] = {
                node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
            }
    assert [f"{file}::{name}" for file, name in named if name not in known[file]] == []
