"""Extra time and tries: arranged once, private, in force everywhere, ended without a trace lost."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from courses.models import Attempt, EvidenceLocked, TryRelease
from courses.people.models import Accommodation, AccommodationEnd
from courses.people.services import accommodations, merging
from courses.people.services.accommodations import Arranged, arranged_for
from courses.services.structures import structure_of
from tests.factories import quiz as quizzes

pytestmark = pytest.mark.django_db
ARRANGE = "/manage/accommodations/"


def arrange(world, *people, actor=None, **what):
    return accommodations.arrange(
        people=people or [world.learner],
        arranged=Arranged(**what),
        actor=actor or world.manager,
        now=timezone.now(),
    )


def words(response) -> str:
    return " ".join(response.content.decode().split())


def page_of(client, person) -> str:
    return words(client.get(f"/manage/people/{person.uuid}/"))


def used_up(world, **rules):
    """The learner at a quiz of one try, which is used."""
    quiz = quizzes.make_quiz(**({"attempts": 1, "pass_mark": 100} | rules))
    turn = world.enrol(world.learner, world.course(module_activities=[("quiz", quiz)]))
    attempt = world.begin(turn, "quiz")
    quizzes.finish(world.client(world.learner), attempt, right=0)
    return attempt


def test_a_limit_is_longer_by_the_percent_and_never_shorter_by_rounding():
    assert Arranged(extra_time=25).seconds(1920) == 2400
    assert Arranged(extra_time=1).seconds(10) == 11
    assert Arranged().seconds(10) == 10
    assert Arranged(no_time_limit=True).seconds(10) is None


def test_a_manager_arranges_it_once_for_many_and_two_clicks_make_one_row(world):
    client = world.client(world.manager)
    world.colleague.external_id = "N-11"
    world.colleague.save()
    form = {"person": [world.learner.uuid], "numbers": "N-11", "extra_time": 50, "extra_tries": 1}
    for _click in range(2):
        answer = client.post(ARRANGE, form, follow=True)
        assert "It is arranged for 2 people." in words(answer)
    assert Accommodation.objects.count() == 2
    assert arranged_for(world.learner.pk) == Arranged(extra_time=50, extra_tries=1)
    found = client.get(f"{ARRANGE}?find_words=cato&person={world.learner.uuid}")
    assert f'value="{world.learner.uuid}" checked' in words(found)
    assert f'value="{world.colleague.uuid}"' in words(found)


def test_a_change_ends_the_row_before_and_an_end_keeps_it(world):
    client = world.client(world.manager)
    for percent in (25, 50):
        client.post(ARRANGE, {"person": [world.learner.uuid], "extra_time": percent})
    first, second = Accommodation.objects.order_by("pk")
    assert first.end.ended_by == world.manager
    address = f"/manage/people/{world.learner.uuid}/accommodations/{second.uuid}/end/"
    for _click in range(2):
        assert client.post(address).status_code == 302
    assert AccommodationEnd.objects.count() == 2
    assert arranged_for(world.learner.pk) == Arranged()
    assert f"Ended by {world.manager.name}" in page_of(client, world.learner)


def test_it_is_private_to_the_person_the_one_who_set_it_and_administrators(world):
    other = world.person("Dee Deputy", roles_=("manager",), email="dee@example.org")
    other.managements.create(team=world.team, starts_on=world.learner.memberships.get().starts_on)
    [row] = arrange(world, extra_time=75)
    for person in (world.manager, world.administrator):
        assert "75 % more time" in page_of(world.client(person), world.learner)
    own = words(world.client(world.learner).get("/learn/accommodations/"))
    assert "75 % more time" in own
    assert world.manager.name in own
    strange = world.client(other)
    assert "75 %" not in page_of(strange, world.learner)
    end = f"/manage/people/{world.learner.uuid}/accommodations/{row.uuid}/end/"
    assert strange.post(end).status_code == 404
    # She may set her own, which takes nothing away that she does not see.
    strange.post(ARRANGE, {"person": [world.learner.uuid], "extra_time": 10, "no_timers": "on"})
    assert arranged_for(world.learner.pk) == Arranged(extra_time=75, no_timers=True)
    assert not AccommodationEnd.objects.exists()


def test_nobody_arranges_for_themself_or_for_a_stranger_or_nothing(world):
    client = world.client(world.manager)
    for who in (world.manager, world.outsider):
        refused = client.post(ARRANGE, {"person": [who.uuid], "extra_time": 10})
        assert refused.status_code == 422
        assert "nobody among your people" in words(refused)
    refused = client.post(ARRANGE, {"person": [world.learner.uuid]})
    assert "Write the extra time" in words(refused)
    refused = client.post(ARRANGE, {"person": [world.learner.uuid], "extra_time": 301})
    assert refused.status_code == 422
    with pytest.raises(accommodations.OwnAccommodation):
        arrange(world, world.manager, extra_time=10)
    with pytest.raises(accommodations.OutOfScope):
        arrange(world, world.outsider, extra_time=10)
    assert not Accommodation.objects.exists()


def test_it_follows_a_person_who_is_merged(world):
    arrange(world, world.colleague, extra_tries=2)
    merging.merge_people(
        kept=world.learner,
        merged=world.colleague,
        actor=world.administrator,
        reason="One human being",
        now=timezone.now(),
    )
    assert arranged_for(world.learner.pk).extra_tries == 2


def test_the_rows_are_never_changed(world):
    [row] = arrange(world, extra_time=25)
    row.extra_time = 0
    with pytest.raises(EvidenceLocked):
        row.save()
    with pytest.raises(Exception, match="evidence is never changed"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE people_accommodation SET extra_time = 0")


def test_extra_tries_open_another_try(world):
    attempt = used_up(world)
    client = world.client(world.learner)
    assert quizzes.begin_again(client, attempt).status_code == 409
    arrange(world, extra_tries=1)
    course = words(client.get(f"/learn/{attempt.enrolment.uuid}/module-1/"))
    assert "One more try" in course
    assert "You have one more try" in words(client.get(quizzes.address(attempt, "result/")))
    again = client.post(
        f"/learn/{attempt.enrolment.uuid}/begin/{attempt.activity.uuid}/", follow=True
    )
    assert "on top of those that everybody has" in words(again)


def test_the_way_from_ask_your_manager_leads_to_one_more_try(world):
    attempt = used_up(world)
    client, manager = world.client(world.learner), world.client(world.manager)
    assert "Ask your manager" in words(client.get(quizzes.address(attempt, "result/")))
    page = page_of(manager, world.learner)
    assert "No tries left" in page
    address = (
        f"/manage/people/{world.learner.uuid}/release/{attempt.enrolment.uuid}/"
        f"{attempt.activity.uuid}/"
    )
    assert address in page
    assert "has one more try" in words(manager.post(address, follow=True))
    assert "There is a try to take already" in words(manager.post(address, follow=True))
    assert TryRelease.objects.get().given_by == world.manager
    assert "No tries left" not in page_of(manager, world.learner)
    assert quizzes.begin_again(client, attempt).status_code == 302
    second = Attempt.objects.get(number=2)
    quizzes.finish(client, second, right=0)
    assert quizzes.begin_again(client, attempt).status_code == 409
    assert "No tries left" in page_of(manager, world.learner)


def test_nobody_gives_themself_a_try(world):
    quiz = quizzes.make_quiz(attempts=1, pass_mark=100)
    turn = world.enrol(world.administrator, world.course(module_activities=[("quiz", quiz)]))
    (fact,) = structure_of(turn.edition_id).activities()
    attempt = world.begin(turn, "quiz")
    client = world.client(world.administrator)
    quizzes.finish(client, attempt, right=0)
    address = f"/manage/people/{world.administrator.uuid}/release/{turn.uuid}/{fact.uuid}/"
    assert "Nobody gives themself a try" in words(client.post(address, follow=True))
    assert not TryRelease.objects.exists()
