"""A trainer asks a panel from the admin, follows who has answered, and reads what they said."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from scenarios.models import PanelMember, Perspective
from scenarios.services import panels
from tests.factories.scenario import CASE, build_scenario, make_scenario
from tests.scenarios.test_panels import BOTH, CONCORDANCE, NOW, take_part

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://\S+(/panel/[\w-]+/)")


@pytest.fixture
def author(world):
    return world.client(world.trainer)


@pytest.fixture
def scenario():
    return make_scenario()


def at(name: str, scenario, *args) -> str:
    return reverse(f"scenarios_panel{name}", args=[scenario.pk, *args])


def send(author, scenario, **fields):
    form = {
        "name": "Ines Invented",
        "email": "ines@panel.example",
        "perspectives": ["Nursing", "Lived experience"],
        "message": "You know kitchens.\n.\nFrom: nobody",
        **fields,
    }
    return author.post(at("", scenario), form, follow=True)


def test_a_trainer_invites_by_email_and_the_link_opens_the_case(author, scenario, world):
    page = send(author, scenario)
    assert "An e-mail with a link is on its way to Ines Invented." in page.text
    (letter,) = mail.outbox
    assert letter.to == ["ines@panel.example"]
    assert letter.subject == "A case that asks for your judgement: The kettle"
    for words in ("Tara Trainer of Harbour Care", "You know kitchens.", "You read 2 moments"):
        assert words in letter.body
    member = PanelMember.objects.get()
    assert member.perspectives == ["Nursing", "Lived experience"]
    assert member.invited_by == world.trainer.users.get() and member.sent_at
    answer = Client().get(LINK.search(letter.body)[1])
    assert answer.status_code == 200 and "The kettle" in answer.text
    assert LINK.search(letter.body)[1] not in page.text


def test_an_address_is_asked_once_and_the_form_says_so(author, scenario):
    send(author, scenario)
    page = send(author, scenario, email="INES@panel.example")
    assert "asked about this case already" in page.text and "You know kitchens." in page.text
    assert (PanelMember.objects.count(), len(mail.outbox)) == (1, 1)


def test_name_address_and_perspective_are_asked_for(author, scenario):
    page = send(author, scenario, name="", email="nonsense", perspectives=[])
    assert "Tick at least one: it stands beside their reasons." in page.text
    assert set(page.context["form"].errors) == {"name", "email", "perspectives"}
    assert not PanelMember.objects.exists() and not mail.outbox


def test_the_list_of_perspectives_is_the_trainers(author, scenario):
    url = reverse("wagtailsnippets_scenarios_perspective:add")
    assert author.post(url, {"name": "Prison chaplaincy"}).status_code == 302
    assert "Prison chaplaincy" in author.get(at("", scenario)).text
    Perspective.objects.filter(name="Nursing").update(name="Care")
    send(author, scenario, perspectives=["Care"])
    assert PanelMember.objects.get().perspectives == ["Care"]


def test_a_case_that_was_never_published_asks_nobody(author):
    scenario = build_scenario()
    scenario.save()
    assert "Publish the case first" in send(author, scenario).text
    assert "Publish the case first" in author.get(at("_said", scenario)).text
    assert not PanelMember.objects.exists()


def test_where_no_email_leaves_the_trainer_is_handed_the_link(author, scenario, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = send(author, scenario)
    assert "did not leave" in page.text
    assert Client().get(LINK.search(page.text)[1]).status_code == 200
    assert "The e-mail did not leave" in author.get(at("", scenario)).text


def test_sending_again_replaces_the_link_and_taking_back_shuts_it(author, scenario):
    send(author, scenario)
    member = PanelMember.objects.get()
    author.post(at("_act", scenario, member.uuid, "again"))
    first, second = (LINK.search(letter.body)[1] for letter in mail.outbox)
    assert Client().get(first).status_code == 404 and Client().get(second).status_code == 200
    page = author.post(at("_act", scenario, member.uuid, "revoke"), follow=True)
    assert "opens nothing any more" in page.text and "Taken back on" in page.text
    assert Client().get(second).status_code == 404


def test_a_member_of_another_case_and_another_act_are_not_found(author, scenario):
    send(author, scenario)
    member = PanelMember.objects.get()
    other = make_scenario(key="other")
    assert author.post(at("_act", other, member.uuid, "revoke")).status_code == 404
    assert author.post(at("_act", scenario, member.uuid, "erase")).status_code == 404
    member.refresh_from_db()
    assert member.revoked_at is None


def test_the_list_says_how_far_everybody_is(author, scenario, django_assert_num_queries):
    author.get(at("", scenario))
    with django_assert_num_queries(13):
        author.get(at("", scenario))
    _ada, bo, _cy = (take_part(scenario, name, BOTH) for name in ("Ada", "Bo", "Cy"))
    panels.withdraw(member=bo, now=timezone.now())
    for name in ("Dot", "Eli", "Flo", "Gus"):
        send(author, scenario, name=name, email=f"{name}@panel.example")
    dot, eli, flo, _gus = PanelMember.objects.filter(name__in=["Dot", "Eli", "Flo", "Gus"])
    panels.decline(member=dot, now=timezone.now())
    panels.agree(member=eli, consent="named", now=timezone.now())
    panels.answer(member=eli, scene_key="hall", choice_key="hall-ask", now=timezone.now())
    PanelMember.objects.filter(pk=flo.pk).update(expires_at=timezone.now())
    with django_assert_num_queries(13):
        page = author.get(at("", scenario))
    words = [row.words.split(" on ")[0].split(" until ")[0] for row in page.context["rows"]]
    assert words == [
        "Answered", "Withdrew", "Answered", "Said no", "Began: 1 of 2", "The link has run out",
        "Asked, has",
    ]  # fmt: skip
    assert "2 people have answered." in page.text


# --- What the panel said ------------------------------------------------------------------


def test_the_report_shows_numbers_and_reasons_and_names_only_who_agreed(author, scenario):
    take_part(scenario, "Ada Named", BOTH, consent="named", reason="R-ADA", credentials="RN")
    take_part(scenario, "Bo Quiet", BOTH, reason="R-BO", perspectives=["Law and ethics"])
    cy = {**BOTH, "hall": "hall-push"}
    take_part(scenario, "Cy Counted", cy, consent="counted", reason="R-CY")
    page = author.get(at("_said", scenario)).text
    for words in ("R-ADA", "R-BO", "R-CY", "Ada Named, RN", "Law and ethics", "2 of 3", "1 of 3"):
        assert words in page
    assert "Bo Quiet" not in page and "Cy Counted" not in page and "%)" not in page


def test_the_report_names_weak_scenes(author, scenario):
    for number in range(10):
        choice = "hall-ask" if number % 2 else "hall-push"
        tags = ["Nursing"] if number % 3 else ["Social work"]
        take_part(scenario, f"N{number}", {**BOTH, "hall": choice}, perspectives=tags)
    hall, call = author.get(at("_said", scenario)).context["report"].items
    assert hall.notes == []
    assert [note.split(".")[0] for note in call.notes] == [
        "Everybody on the panel answered the same"
    ]


def test_the_report_takes_the_same_statements_for_one_and_for_four(
    author, scenario, django_assert_num_queries
):
    take_part(scenario, "Ada", BOTH)
    author.get(at("_said", scenario))
    with django_assert_num_queries(12):
        author.get(at("_said", scenario))
    for name in ("Bo", "Cy", "Dot"):
        take_part(scenario, name, BOTH)
    with django_assert_num_queries(12):
        author.get(at("_said", scenario))


def test_the_report_says_where_a_new_fact_changes_nothing_and_where_words_have_changed(author):
    scenes = [{**s, "next": "news"} if s["key"] == "kitchen" else s for s in CASE["scenes"]]
    scenes.insert(2, {**CONCORDANCE, "next": "pause"})
    scenario = make_scenario(scenes=scenes)
    for name in ("Ada", "Bo"):
        member, _code = panels.invite(
            scenario_uuid=scenario.uuid,
            name=name,
            email=f"{name}@panel.example",
            perspectives=["Law"],
            by=None,
            now=NOW,
        )
        panels.agree(member=member, consent="unnamed", now=NOW)
        for key, choice in BOTH.items():
            panels.answer(member=member, scene_key=key, choice_key=choice, reason="So.", now=NOW)
        panels.answer(member=member, scene_key="news", scale=0, reason="So.", now=NOW)
        panels.finish(member=member, now=NOW)
    page = author.get(at("_said", scenario)).text
    assert "Of 1 concordance questions, 1 have" in page
    assert "Most of the panel say that the new fact changes nothing" in page
    assert "have changed since" not in page
    draft = scenario.draft["scenes"]
    draft[0]["title"] = "In the cold hall"
    draft[-3]["choices"][1]["key"] = "call-lie"
    scenario.save_revision().publish()
    page = author.get(at("_said", scenario)).text
    assert "have changed since 2 of these answers were given" in page
    assert "Set aside, since the choices were others then: answers of 2 people." in page
