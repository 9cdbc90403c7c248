"""A panel answers a case: who is asked, what counts, what is shown, and what is taken back."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from scenarios import concordance
from scenarios.documents import graph_document
from scenarios.graph import Graph
from scenarios.models import PanelMember, PanelResponse
from scenarios.services import panels
from scenarios.validation import check
from tests.factories.scenario import CASE, build_scenario, make_scenario
from tests.scenarios.cases import case, choice, decision, ending, info

CONCORDANCE = {
    "key": "news",
    "kind": "panel",
    "title": "News",
    "body": "A neighbour rings.",
    "prompt": {"question": "Is she safe?", "type": "likert_sct", "new_info": "The gas is off."},
    "next": "end",
}
NOW = timezone.now()


def ask(scenario, name="Ines Invented", **fields):
    fields.setdefault("email", f"{name.split()[0].lower()}@panel.example")
    fields.setdefault("perspectives", ["Social work"])
    return panels.invite(scenario_uuid=scenario.uuid, name=name, by=None, now=NOW, **fields)


def take_part(scenario, name, chosen, *, consent="unnamed", reason="Because she asked.", **fields):
    """Somebody who answers everything and sends it."""
    member, _code = ask(scenario, name, **fields)
    panels.agree(member=member, consent=consent, now=NOW)
    for scene, answer in chosen.items():
        panels.answer(member=member, scene_key=scene, choice_key=answer, reason=reason, now=NOW)
    panels.finish(member=member, now=NOW)
    return member


# --- What is asked ------------------------------------------------------------------------


def small(**scenes) -> Graph:
    rows = [
        decision("late", choice("late-a", "end"), choice("late-b", "end")),
        info("start", "early"),
        decision("early", choice("early-a", "news"), choice("early-b", "late")),
        CONCORDANCE,
        decision("lost", choice("lost-a", "end"), choice("lost-b", "end")),
        ending(),
    ]
    return case(*[{**row, **scenes.get(row["key"], {})} for row in rows], start="start")


def test_a_panel_answers_what_learners_come_to_in_their_order():
    assert [s.key for s in concordance.asked(small())] == ["early", "late", "news"]


def test_a_scene_that_hides_the_panel_is_not_asked_unless_all_do():
    hidden = small(early={"panel": "hidden"})
    assert [s.key for s in concordance.asked(hidden)] == ["late", "news"]
    assert [s.key for s in concordance.asked(small(), "hidden")] == ["early", "late", "news"]
    one = small(news={"panel": "after_commit"})
    assert [s.key for s in concordance.asked(one, "hidden")] == ["news"]


def test_options_are_choices_or_steps_of_the_scale():
    graph = small()
    assert concordance.options(graph.scene["early"]) == ("early-a", "early-b")
    assert concordance.options(graph.scene["news"]) == ("-2", "-1", "0", "1", "2")


# --- Weak items ---------------------------------------------------------------------------


def said(scene, counts, perspectives):
    return [problem.message for problem in concordance.weak(scene, counts, perspectives)]


def test_a_varied_panel_of_ten_is_not_weak():
    scene = small().scene["early"]
    assert said(scene, {"early-a": 6, "early-b": 4}, [["Nursing"]] * 5 + [["Law"]] * 5) == []


def test_few_unanimous_and_alike_are_each_told():
    scene = small().scene["early"]
    found = concordance.weak(scene, {"early-a": 9}, [["Nursing"]] * 9)
    assert {problem.rule for problem in found} == {"W19"}
    few, same, alike = [problem.message for problem in found]
    assert few == "Only 9 of the panel have answered: ask until it is 10"
    assert same.startswith("Everybody on the panel answered the same.")
    assert "one perspective (Nursing)" in alike
    assert said(scene, {}, []) == []
    assert said(scene, {"early-a": 1}, [["Law"]])[0].startswith("Only one person")


def test_a_new_fact_that_changes_nothing_is_told():
    scene = small().scene["news"]
    view = concordance.PanelView(people=10, counts={"0": 6, "1": 4})
    assert concordance.without_effect(scene, view)
    assert not concordance.without_effect(
        scene, concordance.PanelView(people=10, counts={"0": 5, "1": 5})
    )


def test_credit_is_shared_with_the_most_frequent_answer():
    view = concordance.PanelView(people=10, counts={"a": 8, "b": 2})
    assert [concordance.credit(view, key) for key in "abc"] == [1.0, 0.25, 0.0]
    assert (view.modes, view.share("b")) == (("a",), 20)
    assert concordance.credit(concordance.PanelView(), "a") == 0.0


# --- Who is asked -------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_address_is_asked_once_about_a_case():
    scenario = make_scenario()
    ask(scenario, email="Ines@Panel.example ")
    with pytest.raises(panels.AlreadyInvited):
        ask(scenario, email="ines@panel.example")
    assert PanelMember.objects.count() == 1


@pytest.mark.django_db
def test_nobody_is_asked_about_a_case_that_was_never_published():
    scenario = build_scenario()
    scenario.save()
    with pytest.raises(panels.NotPublished):
        ask(scenario)


@pytest.mark.django_db
def test_somebody_who_signs_in_here_is_known_as_that_person(world):
    member, _code = ask(make_scenario(), email=world.colleague.users.get().email)
    assert member.person == world.colleague
    assert ask(make_scenario(key="other"))[0].person is None


@pytest.mark.django_db
def test_a_link_opens_until_it_runs_out_is_taken_back_or_replaced():
    member, code = ask(make_scenario())
    assert panels.member_by(code=code, now=NOW) == member
    assert code not in str(PanelMember.objects.values().get())
    for when, key in [(NOW + dt.timedelta(days=31), code), (NOW, code[:-1]), (NOW, "")]:
        with pytest.raises(PanelMember.DoesNotExist):
            panels.member_by(code=key, now=when)
    newer = panels.invite_again(member=member, now=NOW)
    with pytest.raises(PanelMember.DoesNotExist):
        panels.member_by(code=code, now=NOW)
    panels.revoke(member=member, now=NOW)
    with pytest.raises(PanelMember.DoesNotExist):
        panels.member_by(code=newer, now=NOW)


# --- Answering ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_answers_stay_with_the_version_that_was_begun():
    scenario = make_scenario()
    member, _code = ask(scenario)
    panels.agree(member=member, consent="unnamed", now=NOW)
    scenario.draft = {
        **scenario.draft,
        "scenes": [{**s, "title": "Changed"} for s in scenario.draft["scenes"]],
    }
    scenario.save_revision().publish()
    row = panels.answer(member=member, scene_key="hall", choice_key="hall-ask", now=NOW)
    assert row.version.number == 1
    assert panels.case_for(member=member).graph.scene["hall"].title == "In the hall"
    late, _code = ask(scenario, "Late Invented")
    assert panels.case_for(member=late).graph.scene["hall"].title == "Changed"


@pytest.mark.django_db
def test_answering_again_replaces_and_sending_ends_it():
    member = take_part(make_scenario(), "Ines", {"hall": "hall-ask", "call": "call-hush"})
    assert PanelResponse.objects.count() == 2
    panels.finish(member=member, now=NOW + dt.timedelta(hours=1))
    member.refresh_from_db()
    assert member.finished_at == NOW
    with pytest.raises(panels.Closed):
        panels.answer(member=member, scene_key="hall", choice_key="hall-push", now=NOW)


@pytest.mark.django_db
def test_two_answers_to_a_scene_are_one_row():
    member, _code = ask(make_scenario())
    panels.agree(member=member, consent="counted", now=NOW)
    for key in ("hall-ask", "hall-push"):
        panels.answer(member=member, scene_key="hall", choice_key=key, reason="So.", now=NOW)
    assert list(PanelResponse.objects.values_list("choice_key", flat=True)) == ["hall-push"]


@pytest.mark.django_db
def test_what_the_case_does_not_ask_is_refused():
    member, _code = ask(make_scenario())
    with pytest.raises(panels.Closed):
        panels.answer(member=member, scene_key="hall", choice_key="hall-ask", now=NOW)
    panels.agree(member=member, consent="counted", now=NOW)
    for fields in (
        {"scene_key": "kitchen"},
        {"scene_key": "nowhere"},
        {"scene_key": "hall", "choice_key": "call-hush"},
        {"scene_key": "hall", "scale": 1},
    ):
        with pytest.raises(panels.NoSuchAnswer):
            panels.answer(member=member, now=NOW, **fields)


@pytest.mark.django_db
def test_nothing_is_sent_without_every_answer_and_its_reason():
    member, _code = ask(make_scenario())
    panels.agree(member=member, consent="counted", now=NOW)
    panels.answer(member=member, scene_key="hall", choice_key="hall-ask", reason="So.", now=NOW)
    panels.answer(member=member, scene_key="call", choice_key="call-hush", reason=" ", now=NOW)
    with pytest.raises(panels.Incomplete):
        panels.finish(member=member, now=NOW)


# --- What is shown ------------------------------------------------------------------------

BOTH = {"hall": "hall-ask", "call": "call-hush"}


@pytest.mark.django_db
def test_a_view_counts_everybody_and_shows_what_each_agreed_to(django_assert_num_queries):
    scenario = make_scenario()
    take_part(scenario, "Ada", BOTH, consent="named", reason="R-ADA", credentials="RN")
    take_part(scenario, "Bo", BOTH, consent="unnamed", reason="R-BO", perspectives=["Law"])
    take_part(scenario, "Cy", {**BOTH, "hall": "hall-push"}, consent="counted", reason="R-CY")
    member, _code = ask(scenario, "Dot")
    panels.agree(member=member, consent="named", now=NOW)
    panels.answer(member=member, scene_key="hall", choice_key="hall-ask", reason="R-DOT", now=NOW)
    with django_assert_num_queries(1):
        view = panels.view(scenario_uuid=scenario.uuid, scene_key="hall")
    assert (view.people, view.counts) == (3, {"hall-ask": 2, "hall-push": 1})
    assert view.is_small and view.share("hall-ask") == 67
    ada, bo = sorted(view.voices, key=lambda voice: voice.reason)
    assert (ada.name, ada.credentials, ada.reason) == ("Ada", "RN", "R-ADA")
    assert (bo.name, bo.credentials, bo.perspectives) == ("", "", ("Law",))
    assert view.said("hall-push") == ()
    with django_assert_num_queries(1):
        found = panels.views(scenario_uuid=scenario.uuid)
    assert set(found) == {"hall", "call"} and found["hall"] == view
    assert not panels.view(scenario_uuid=scenario.uuid, scene_key="kitchen")


@pytest.mark.django_db
def test_who_withdraws_or_is_taken_back_counts_no_more():
    scenario = make_scenario()
    ada, bo = (take_part(scenario, name, BOTH) for name in ("Ada", "Bo"))
    panels.withdraw(member=ada, now=NOW)
    assert panels.view(scenario_uuid=scenario.uuid, scene_key="hall").people == 1
    assert not PanelResponse.objects.filter(member=ada).exists()
    panels.revoke(member=bo, now=NOW)
    assert not panels.view(scenario_uuid=scenario.uuid, scene_key="hall")
    with pytest.raises(panels.Closed):
        panels.agree(member=ada, consent="named", now=NOW)


@pytest.mark.django_db
def test_consent_is_narrowed_at_once():
    scenario = make_scenario()
    ada = take_part(scenario, "Ada", BOTH, consent="named")
    panels.agree(member=ada, consent="counted", now=NOW)
    view = panels.view(scenario_uuid=scenario.uuid, scene_key="hall")
    assert (view.people, view.voices) == (1, ())


@pytest.mark.django_db
def test_an_answer_to_other_choices_does_not_stand_for_this_question():
    scenario = make_scenario()
    take_part(scenario, "Ada", BOTH)
    hall = scenario.graph().scene["hall"]
    assert panels.view(scenario_uuid=scenario.uuid, scene_key="hall", scene=hall)
    scenes = [
        {**s, "choices": s["choices"][:1]} if s["key"] == "hall" else s for s in CASE["scenes"]
    ]
    changed = build_scenario(scenes=scenes).graph()
    narrow = changed.scene["hall"]
    assert not panels.view(scenario_uuid=scenario.uuid, scene_key="hall", scene=narrow)
    assert set(panels.views(scenario_uuid=scenario.uuid, graph=changed)) == {"call"}


@pytest.mark.django_db
def test_who_is_asked_again_after_withdrawing_begins_anew():
    member = take_part(make_scenario(), "Ada", BOTH)
    panels.withdraw(member=member, now=NOW)
    code = panels.invite_again(member=member, now=NOW)
    again = panels.member_by(code=code, now=NOW)
    assert (again.consent, again.finished_at, again.version) == ("", None, None)
    panels.agree(member=again, consent="counted", now=NOW)
    assert again.version.number == 1


def test_the_check_of_a_draft_weighs_the_answers_that_still_fit_it(world):
    scenario = make_scenario()
    for name in ("Ada", "Ben"):
        take_part(scenario, name, {"hall": "hall-ask", "call": "call-tell"})
    heard = panels.heard(scenario_uuid=scenario.uuid)
    found = [p for p in check(scenario.graph(), heard=heard) if p.rule == "W19"]
    assert {problem.key for problem in found} == {"hall", "call"}
    assert "Only 2 of the panel have answered: ask until it is 10" in {p.message for p in found}
    assert not [p for p in check(scenario.graph()) if p.rule == "W19"]
    document = graph_document(scenario.graph())
    document["scenes"][0]["choices"][0]["key"] = "hall-other"
    where = f"{reverse('scenarios_check')}?case={scenario.pk}"
    body = json.dumps({"document": document, "minutes": 5})
    author = world.client(world.trainer)
    sent = author.post(where, body, content_type="application/json").json()
    assert {p["key"] for p in sent["problems"] if p["rule"] == "W19"} == {"call"}
    for of_case in ("", "?case=0", "?case=x"):
        where = reverse("scenarios_check") + of_case
        sent = author.post(where, body, content_type="application/json").json()
        assert "W19" not in {problem["rule"] for problem in sent["problems"]}
