"""A panel member's pages: from the link to the thanks, and everything that can go wrong."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from scenarios import panelreport
from scenarios.models import PanelMember, PanelResponse, Scenario, ScenarioVersion
from scenarios.services import panels, versions
from tests.factories.scenario import make_scenario, publish

pytestmark = pytest.mark.django_db
REASON = "Her wish comes first, and I can come back on Thursday."
JUDGEMENTS = ("EXPERT-", "FEEDBACK-", "DEBRIEF-", "harmful", "problematic")


@pytest.fixture
def invited(world):
    """A published case with one person asked, and the code of their link."""
    return panels.invite(
        scenario_uuid=make_scenario().uuid,
        name="Ines Invented",
        email="ines@panel.example",
        perspectives=["Nursing", "Lived experience"],
        message="You know kitchens like this one.",
        by=world.trainer.users.get(),
        now=timezone.now(),
    )


class Visitor:
    """A browser without an account: it sends no origin, as from a page without referrer."""

    def __init__(self, code: str):
        self.code = code
        self.client = Client(enforce_csrf_checks=True, headers={"Origin": "null"})

    def at(self, name: str, *args) -> str:
        return reverse(f"panel:{name}", args=[self.code, *args])

    def get(self, name: str, *args, **more):
        return self.client.get(self.at(name, *args), **more)

    def post(self, page: str, /, *args, **data):
        return self.client.post(self.at(page, *args), data)

    def agree(self, consent="unnamed", **data):
        return self.post("about", consent=consent, name="Ines Invented", **data)

    def answer_all(self):
        self.post("scene", 1, answer="hall-ask", reason=REASON, go="on")
        return self.post("scene", 2, answer="call-tell", reason=REASON, go="on")


@pytest.fixture
def visitor(invited):
    return Visitor(invited[1])


def test_an_expert_answers_a_case_without_an_account(invited, visitor):
    page = visitor.get("about")
    for words in (
        "The kettle",
        "Tara Trainer of Harbour Care",
        "You know kitchens like",
        "Nursing",
    ):
        assert words in page.text
    assert not page.cookies
    assert visitor.agree(credentials="RN").url == visitor.at("scene", 1)
    page = visitor.get("scene", 1)
    assert "You can drink your tea" in page.text and "Put the form on the table" in page.text
    answer = visitor.post("scene", 1, answer="hall-ask", reason=REASON, go="on")
    assert answer.url == visitor.at("scene", 2)
    page = visitor.get("scene", 2)
    assert "How the story came here" in page.text and "The kettle boils." in page.text
    answer = visitor.post("scene", 2, answer="call-tell", reason=REASON, go="on")
    assert answer.url == visitor.at("answers")
    page = visitor.get("answers")
    assert "Everything is answered" in page.text and "Tell her you will not lie" in page.text
    assert visitor.post("answers").url == visitor.at("answers")
    page = visitor.get("answers")
    assert "Thank you" in page.text and "Send my answers" not in page.text
    view = panels.view(scenario_uuid=invited[0].scenario_uuid, scene_key="hall")
    assert (view.counts, view.voices[0].reason) == ({"hall-ask": 1}, REASON)


def test_a_member_reads_nothing_of_the_authors_judgement(visitor):
    visitor.agree()
    pages = [visitor.get("scene", 1), visitor.get("scene", 2), visitor.get("answers")]
    for page in pages:
        assert [word for word in JUDGEMENTS if word in page.text] == []


def test_pages_stay_out_of_search_engines_caches_and_referrers(visitor):
    visitor.agree()
    answers = [visitor.get(name) for name in ("about", "answers", "shown", "withdraw")]
    answers += [visitor.get("scene", 1), visitor.client.get("/panel/nothing/")]
    for answer in answers:
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store"
        if answer.status_code == 200:
            assert '<meta name="robots" content="noindex' in answer.text


def test_a_link_that_opens_nothing_says_the_same_whatever_is_wrong_with_it(invited, visitor):
    member, code = invited
    texts = set()
    for path in (f"/panel/{code[:-1]}/", "/panel/%00/", "/panel/a/b/c/", f"/panel/{code}/x/y/"):
        answer = visitor.client.get(path)
        assert answer.status_code == 404
        texts.add(answer.text)
    PanelMember.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    texts.add(visitor.get("about").text)
    PanelMember.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    assert visitor.get("about").status_code == 200
    panels.revoke(member=member, now=timezone.now())
    for answer in (visitor.get("about"), visitor.post("answers"), visitor.post("withdraw")):
        assert answer.status_code == 404
        texts.add(answer.text)
    assert len(texts) == 1


def test_a_link_without_its_last_stroke_still_opens(visitor):
    answer = visitor.client.get(visitor.at("about").rstrip("/"), follow=True)
    assert answer.status_code == 200 and "The kettle" in answer.text


def test_a_choice_and_a_reason_are_asked_for_by_name(visitor):
    visitor.agree()
    page = visitor.post("scene", 1, go="on")
    assert page.status_code == 422
    assert "Choose what you would do." in page.text and "Write why." in page.text
    page = visitor.post("scene", 1, answer="hall-ask", reason="  ", go="on")
    assert page.status_code == 422 and "checked" in page.text
    page = visitor.post("scene", 1, answer="call-hush", reason=REASON, go="on")
    assert page.status_code == 422 and REASON in page.text
    assert not PanelResponse.objects.exists()


def test_half_an_answer_is_kept_and_found_again(visitor):
    visitor.agree()
    assert visitor.post("scene", 1, answer="hall-push", go="stop").url == visitor.at("answers")
    page = visitor.get("answers")
    assert "The reason is missing" in page.text and "Send my answers" not in page.text
    assert 'value="hall-push" ' in visitor.get("scene", 1).text
    assert visitor.post("answers").status_code == 422
    # The link leads back to the answers, from any device.
    assert Visitor(visitor.code).get("about").url == visitor.at("answers")


def test_two_clicks_are_one_answer_and_one_sending(invited, visitor):
    visitor.agree()
    for _ in range(2):
        visitor.post("scene", 1, answer="hall-ask", reason=REASON, go="on")
        visitor.answer_all()
    first = visitor.post("answers")
    finished = PanelMember.objects.get().finished_at
    assert visitor.post("answers").url == first.url
    assert PanelMember.objects.get().finished_at == finished
    assert PanelResponse.objects.count() == 2


def test_what_was_sent_is_changed_no_more(visitor):
    visitor.agree()
    visitor.answer_all()
    visitor.post("answers")
    assert visitor.get("scene", 1).url == visitor.at("answers")
    visitor.post("scene", 1, answer="hall-push", reason="Other.", go="on")
    assert not PanelResponse.objects.filter(choice_key="hall-push").exists()


def test_what_is_shown_is_changed_and_everything_taken_back(invited, visitor):
    visitor.agree("named")
    visitor.answer_all()
    visitor.post("answers")
    scenario = invited[0].scenario_uuid

    def voices():
        return panels.view(scenario_uuid=scenario, scene_key="hall").voices

    assert voices()[0].name == "Ines Invented"
    visitor.post("shown", consent="unnamed", name="Ines Invented", credentials="")
    assert voices()[0].name == ""
    assert "are deleted" in visitor.get("withdraw").text
    assert visitor.post("withdraw").url == visitor.at("about")
    assert "Your answers are deleted" in visitor.get("about").text
    assert not PanelResponse.objects.exists() and not voices()
    assert visitor.post("scene", 1, answer="hall-ask", reason=REASON, go="on").status_code == 302
    assert not PanelResponse.objects.exists()


def test_nothing_is_answered_before_consent(visitor):
    assert visitor.get("scene", 1).url == visitor.at("about")
    visitor.post("scene", 1, answer="hall-ask", reason=REASON, go="on")
    assert visitor.post("answers").url == visitor.at("about")
    page = visitor.post("about", name="Ines Invented")
    assert page.status_code == 422 and "Choose one of the three" in page.text
    assert not PanelResponse.objects.exists()


def test_who_would_rather_not_says_so_and_may_think_again(invited, visitor):
    assert visitor.post("decline").url == visitor.at("about")
    assert "You said that you would rather not" in visitor.get("about").text
    assert PanelMember.objects.get().declined_at
    assert visitor.agree().url == visitor.at("scene", 1)
    assert PanelMember.objects.get().declined_at is None


def test_many_pages_a_minute_are_refused(visitor):
    for _ in range(60):
        visitor.client.get("/panel/guess/")
    answer = visitor.get("about")
    assert answer.status_code == 429 and answer["Retry-After"] == "60"
    cache.clear()
    assert visitor.get("about").status_code == 200


def test_a_page_takes_the_same_statements_early_and_late(visitor, django_assert_num_queries):
    visitor.agree()
    visitor.get("answers")
    with django_assert_num_queries(2):
        visitor.get("answers")
    visitor.answer_all()
    with django_assert_num_queries(2):
        visitor.get("answers")
    with django_assert_num_queries(2):
        visitor.get("scene", 2)


def take_back(world, number: int = 1) -> None:
    version = ScenarioVersion.objects.get(number=number)
    words = "A dose was wrong."
    versions.withdraw(version=version, reason=words, by=world.trainer, now=timezone.now())


def test_who_is_answering_a_withdrawn_version_is_told_and_asked_no_more(invited, visitor, world):
    member, _code = invited
    visitor.agree()
    visitor.post("scene", 1, answer="hall-ask", reason=REASON, go="on")
    take_back(world)
    for page in ("answers", "about"):
        answer = visitor.get(page)
        assert "Your answers are not needed any more" in answer.text
        assert "A dose was wrong." in answer.text and "Send my answers" not in answer.text
    late = visitor.post("scene", 2, answer="call-tell", reason=REASON, go="on")
    assert late.status_code == 409 and PanelResponse.objects.count() == 1
    assert visitor.post("answers").status_code == 409
    with pytest.raises(panels.Withdrawn):
        panels.answer(
            member=PanelMember.objects.get(), scene_key="call", choice_key="call-tell",
            reason=REASON, now=timezone.now(),
        )  # fmt: skip
    row = panelreport.members(member.scenario_uuid, 2, timezone.now())[0]
    assert row.words == "Began a version that was withdrawn: ask again"
    assert visitor.post("withdraw").status_code == 302
    assert PanelResponse.objects.count() == 0


def test_once_asked_again_they_answer_the_newest_version(invited, visitor, world):
    visitor.agree()
    visitor.post("scene", 1, answer="hall-ask", reason=REASON, go="on")
    take_back(world)
    scenario = Scenario.objects.get()
    scenario.title = "The other kettle"
    publish(scenario)
    now = timezone.now()
    again = Visitor(panels.invite_again(member=PanelMember.objects.get(), now=now))
    assert "The other kettle" in again.get("about").text
    again.agree()
    assert "hall-ask" in again.get("scene", 1).text
    assert PanelMember.objects.get().version.number == 2


def test_who_has_sent_answers_to_it_reads_what_becomes_of_them(invited, visitor, world):
    visitor.agree()
    visitor.answer_all()
    visitor.post("answers")
    take_back(world)
    page = visitor.get("answers").text
    assert "The version that you answered was withdrawn since" in page
    assert "A dose was wrong." in page and REASON in page


def test_who_has_not_begun_is_told_while_no_version_can_be_played(invited, visitor, world):
    take_back(world)
    answer = visitor.get("about")
    assert answer.status_code == 200 and "The case was withdrawn" in answer.text
    assert "This link opens nothing" not in answer.text
