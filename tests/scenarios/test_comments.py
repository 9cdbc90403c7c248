"""Colleagues talk about a draft: at a scene's or a choice's key, settled by name, never lost."""

import json
import uuid

import pytest
from django.urls import reverse

from scenarios.models import SceneComment
from tests.factories.scenario import make_scenario

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(world):
    user = world.administrator.users.get()
    user.is_superuser = True
    user.save()
    return world.fresh_client(world.administrator)


def send(client, address, **body):
    return client.post(address, json.dumps(body), content_type="application/json")


def test_a_comment_stands_at_its_key_and_outlives_a_publish(author, django_assert_num_queries):
    scenario = make_scenario()
    address = reverse("scenarios_comments", args=[scenario.pk])
    said = send(author, address, anchor="hall-ask", text=" Too easy? ").json()["comments"]
    assert [(one["anchor"], one["text"], one["settled"]) for one in said] == [
        ("hall-ask", "Too easy?", "")
    ]
    scenario.save_revision().publish()
    for number in range(5):
        send(author, address, anchor="hall", text=f"Again {number}")
    assert len(author.get(address).json()["comments"]) == 6
    with django_assert_num_queries(5):
        author.get(address)


def test_settling_twice_names_the_first_and_it_can_be_opened_again(author, world):
    scenario = make_scenario()
    send(author, reverse("scenarios_comments", args=[scenario.pk]), anchor="", text="Why here?")
    comment = SceneComment.objects.get()
    address = reverse("scenarios_comments_settle", args=[scenario.pk, comment.uuid])
    send(author, address, settled=True)
    comment.refresh_from_db()
    first = comment.resolved_at
    found = send(author, address, settled=True).json()["comments"][0]
    comment.refresh_from_db()
    assert comment.resolved_at == first
    assert found["settled"]
    send(author, address, settled=False)
    comment.refresh_from_db()
    assert comment.resolved_at is None
    assert comment.resolved_by is None


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "a\x00b"])
def test_what_is_no_comment_is_told_and_not_kept(author, text):
    address = reverse("scenarios_comments", args=[make_scenario().pk])
    assert "two thousand" in send(author, address, anchor="hall", text=text).json()["fault"]
    assert SceneComment.objects.count() == 0


def test_a_comment_of_another_case_and_what_is_unreadable(author):
    one, other = make_scenario(), make_scenario()
    send(author, reverse("scenarios_comments", args=[one.pk]), anchor="", text="Here")
    comment = SceneComment.objects.get()
    away = reverse("scenarios_comments_settle", args=[other.pk, comment.uuid])
    assert send(author, away, settled=True).status_code == 404
    nobody = reverse("scenarios_comments_settle", args=[one.pk, uuid.uuid4()])
    assert send(author, nobody, settled=True).status_code == 404
    address = reverse("scenarios_comments", args=[one.pk])
    assert author.post(address, "[", content_type="application/json").status_code == 400
    assert author.get(reverse("scenarios_comments", args=[0])).status_code == 404


def test_learners_never_read_them(world):
    scenario = make_scenario()
    client = world.client(world.learner)
    address = reverse("scenarios_comments", args=[scenario.pk])
    assert client.get(address).status_code in (302, 403)
