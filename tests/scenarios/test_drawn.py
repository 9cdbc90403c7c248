"""What is kept of drawn pages belongs to nobody, and a page is the same whether kept or new."""

import re

import pytest
from django.middleware.csrf import _does_token_match
from django.template.loader import render_to_string
from django.test import Client

from lms import shell
from scenarios import drawn, forms
from scenarios.graph import Commit
from scenarios.models import Run
from scenarios.services import plays
from tests.factories.scenario import make_scenario

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def two(world):
    """Two learners in the same scene of the same case, each with a browser that checks forms."""
    course = world.course(module_activities=[("scenario", make_scenario())])
    found = []
    for name in ("Ann <One>", "Bea “Two”"):
        person = world.person(name)
        attempt = world.begin(world.enrol(person, course), "scenario")
        client = Client(enforce_csrf_checks=True)
        client.force_login(person.users.get())
        found.append((person, attempt, client))
    drawn._kept.clear()
    shell._drawn.cache_clear()
    return found


def page_of(attempt) -> str:
    return f"/learn/case/{attempt.uuid}/"


def test_two_people_at_once_see_nothing_of_each_other(two):
    (_ann, hers, one), (_bea, theirs, other) = two
    for _round in range(2):  # the first draws, the second is given what was kept
        seen = one.get(page_of(hers)), other.get(page_of(theirs))
        for page, client, own, own_name, foreign, foreign_name in (
            (seen[0], one, hers, "Ann &lt;One&gt;", theirs, "Bea"),
            (seen[1], other, theirs, "Bea “Two”", hers, "Ann"),
        ):
            html = page.content.decode()
            assert own_name in html
            assert foreign_name not in html
            assert str(foreign.uuid) not in html
            assert f'action="{page_of(own)}choose/"' in html
            assert str(Run.objects.get(attempt=own).token()) in html
            assert str(Run.objects.get(attempt=foreign).token()) not in html
            secret = client.cookies["csrftoken"].value
            marks = TOKEN.findall(html)
            assert len(marks) >= 2
            assert all(_does_token_match(mark, secret) for mark in marks)
    for text in (*drawn._kept.values(), shell._drawn(_learner())):
        for word in ("Ann", "Bea", str(hers.uuid), str(theirs.uuid)):
            assert word not in text


def _learner() -> shell.Visitor:
    return shell.Visitor("en-gb", ("Candour", ""), "", is_signed_in=True)


def test_each_sends_the_form_they_were_given_and_moves_alone(two):
    html = [client.get(page_of(attempt)).content.decode() for _, attempt, client in two]
    for number, (_person, attempt, client) in enumerate(two):
        data = {
            "token": re.search(r'name="token" value="([^"]+)"', html[number])[1],
            "csrfmiddlewaretoken": TOKEN.findall(html[number])[-1],
            "choice": ("hall-ask", "hall-push")[number],
        }
        answer = client.post(f"{page_of(attempt)}choose/", data, headers={"X-Step": "1"})
        assert answer.status_code == 200
        assert b"<b>" + (b"open", b"closed")[number] + b"</b>" in answer.content
    assert [run.path[0]["choice"] for run in Run.objects.order_by("pk")] == [
        "hall-ask",
        "hall-push",
    ]


def test_the_kept_form_is_the_one_that_the_template_draws(two):
    (person, attempt, client), _other = two
    html = client.get(page_of(attempt)).content.decode()
    play = plays.own_play(person=person, attempt=attempt.uuid)
    form = forms.ChoiceForm(commit=Commit(), initial={"token": play.run.token()})
    context = {"scene": play.scene, "form": form, "choose_url": f"{page_of(attempt)}choose/"}
    context["cards"] = client.get(page_of(attempt)).context["cards"]
    context["csrf_token"] = "x"
    wanted = render_to_string("scenarios/parts/decision.html", context)
    plain = TOKEN.sub('name="csrfmiddlewaretoken" value="x"', html)
    assert wanted.strip() in plain
    assert client.get(page_of(attempt)).context["article"] in html


def test_menus_follow_the_roles_of_whoever_asks(world, two):
    (_ann, attempt, client), _other = two
    manager = world.client(world.manager)
    for _round in range(2):
        assert b"/manage/" in manager.get("/learn/").content
        assert b"/manage/" not in client.get("/learn/").content
        stranger = Client().get("/catalogue/").content
        assert b"Sign in" in stranger
        assert b"Sign out" not in stranger
    for html in (client.get("/learn/").content, client.get(page_of(attempt)).content):
        for stand_in in (drawn.ADDRESS, drawn.MARK, drawn.CSRF, shell.NAME, shell.CSRF):
            assert stand_in.encode() not in html
    assert client.get("/learn/").content.count(b'href="/learn/" aria-current="page"') == 2
