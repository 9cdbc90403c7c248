"""The manager's home and the page of one course: numbers, sentences, names."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from courses.compliance import counting, reports, wording
from courses.compliance.days import days, days_of
from courses.compliance.models import Standing
from courses.compliance.services import standings
from courses.compliance.standings import status
from courses.people.models import Membership
from tests.compliance.world import ask, begin, complete, overdue

SOON = dt.timedelta(days=20)


def words(response) -> str:
    text = re.sub(r"<[^>]+>", "", response.content.decode())
    return re.sub(r"\s+", " ", text).replace(" ,", ",").replace(" .", ".")


@pytest.fixture
def five(world):
    """One course; five people in the team, each standing elsewhere, and one outside it."""
    course = world.course("Boundaries")
    people = [world.person(f"{name} Person", team=world.team) for name in "ABCD"]
    complete(world.enrol(people[0], course))
    begin(world, people[1], course)
    ask(people[2], course, timezone.now().date() + SOON)
    overdue(people[3], course)
    overdue(world.outsider, course)
    return course


def test_the_sentence_counts_everybody_once(world, five):
    response = world.client(world.manager).get("/manage/")

    assert "Of 4 people, 1 has done it, 1 is under way, 1 has not started, 1 is overdue." in words(
        response
    )
    assert "Of your 6 people, 1 has something overdue." in words(response)


def test_the_names_are_behind_the_number(world, five):
    response = world.client(world.manager).get("/manage/")

    assert "D Person" in words(response)
    assert "Otto Outsider" not in words(response)


def test_an_administrator_sees_the_organisation(world, five):
    assert "Of 5 people" in words(world.client(world.administrator).get("/manage/"))


def test_someone_who_left_is_not_counted(world, five):
    world.person("Gone Person", team=world.team)
    gone = world.person("Left Person", team=world.team)
    overdue(gone, five)
    gone.left_on = timezone.now().date()
    gone.save()

    assert "Of 4 people" in words(world.client(world.manager).get("/manage/"))


def test_a_manager_without_people_is_told_why(world):
    lonely = world.person("Lone Manager", roles_=("manager",))

    client = world.client(lonely)
    assert "Nobody is in your teams today" in words(client.get("/manage/"))
    assert "Nobody fits" in words(client.get("/manage/people/"))
    assert client.get("/manage/people/?page=3").status_code == 200
    assert client.get("/manage/assign/").status_code == 200
    course = world.course()
    assert "Nobody among your people" in words(client.get(f"/manage/courses/{course.uuid}/"))
    assert len(list(client.get("/manage/people/export.csv").streaming_content)) == 1


def test_a_course_nobody_was_asked_to_take_is_named_with_the_action(world):
    course = world.course("Consent")
    response = world.client(world.manager).get("/manage/")

    assert "Asked of nobody yet" in words(response)
    assert f"/manage/assign/?course={course.uuid}" in response.content.decode()


@pytest.mark.parametrize("status_word", ["done", "started", "open", "overdue"])
def test_each_status_of_a_course_page_has_its_one_person(world, five, status_word):
    response = world.client(world.manager).get(f"/manage/courses/{five.uuid}/?status={status_word}")
    letter = dict(zip(["done", "started", "open", "overdue"], "ABCD", strict=True))[status_word]

    rows = re.findall(
        r'rowheader.*?<a href="/manage/people/[^>]+>([^<]+)', response.content.decode()
    )
    assert rows == [f"{letter} Person"]


def test_the_home_asks_no_more_at_thirty_people(world, five, django_assert_num_queries):
    client = world.client(world.manager)
    client.get("/manage/")
    with django_assert_num_queries(8):
        client.get("/manage/")
    for number in range(30):
        overdue(world.person(f"More {number}", team=world.team), five)
    client.get("/manage/")
    with django_assert_num_queries(8):
        response = client.get("/manage/")

    assert "Of 34 people" in words(response)


def test_overdue_begins_at_the_person_s_own_midnight(world):
    """Due on the 4th: in Auckland the 5th begins at noon UTC, in London at 23.00 UTC."""
    course = world.course()
    world.learner.own_time_zone = "Pacific/Auckland"
    world.learner.save()
    for person in (world.learner, world.colleague):
        ask(person, course, dt.date(2026, 5, 4), now=dt.datetime(2026, 4, 1, tzinfo=dt.UTC))
    overdue_at = {}
    for hour in ("11:59", "12:00", "22:59", "23:00"):
        now = dt.datetime.fromisoformat(f"2026-05-04T{hour}:00+00:00")
        today = days(organisation=world.organisation, now=now)
        late = Standing.objects.overdue(today).values_list("person__name", flat=True)
        overdue_at[hour] = sorted(late)
        shown = Standing.objects.with_status(today).filter(status="overdue")
        assert sorted(shown.values_list("person__name", flat=True)) == overdue_at[hour]

    assert overdue_at == {
        "11:59": [],
        "12:00": ["Lena Learner"],
        "22:59": ["Lena Learner"],
        "23:00": ["Cato Colleague", "Lena Learner"],
    }


def test_the_page_says_so_too(world):
    course = world.course()
    world.learner.own_time_zone = "Pacific/Auckland"
    world.learner.save()
    ask(world.learner, course, dt.date(2026, 5, 4), now=dt.datetime(2026, 4, 1, tzinfo=dt.UTC))
    with time_machine.travel(dt.datetime(2026, 5, 4, 11, 59, tzinfo=dt.UTC), tick=False):
        assert "1 has not started" in words(world.fresh_client(world.manager).get("/manage/"))
    with time_machine.travel(dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC), tick=False):
        assert "1 is overdue" in words(world.fresh_client(world.manager).get("/manage/"))


def test_query_and_rule_give_every_standing_the_same_word(world):
    """Every combination of the columns, on a day that differs between two zones."""
    course = world.course()
    turn = world.enrol(world.learner, course)
    now = dt.datetime(2026, 5, 4, 12, 30, tzinfo=dt.UTC)
    today = days_of(["Pacific/Auckland"], own="Europe/London", now=now)
    for zone in ("", "Pacific/Auckland"):
        for satisfied in (True, False):
            for due in (None, dt.date(2026, 5, 3), dt.date(2026, 5, 4), dt.date(2026, 5, 5)):
                for enrolment in (None, turn):
                    world.learner.own_time_zone = zone
                    world.learner.save()
                    row, _ = Standing.objects.update_or_create(
                        person=world.learner,
                        course=course,
                        defaults={
                            "satisfied": satisfied,
                            "due_on": due,
                            "enrolment": enrolment,
                            "changed_at": now,
                        },
                    )
                    word = status(
                        satisfied=satisfied,
                        due_on=due,
                        under_way=enrolment is not None,
                        today=today.of(zone),
                    )
                    found = Standing.objects.with_status(today).get(pk=row.pk)
                    assert found.status == word.value
                    assert Standing.objects.concerning().exists() == bool(word.value)
                    one = type(world.learner).objects.filter(pk=world.learner.pk)
                    counted = counting.count_people(one, today).courses[course.pk]
                    numbers = {name: getattr(counted, name) for name in
                               ("done", "overdue", "started", "open")}  # fmt: skip
                    assert numbers == {name: int(name == word.value) for name in numbers}


def test_a_move_takes_the_person_off_the_old_manager_s_home(world, five):
    person = world.person("Moving Person", team=world.team)
    overdue(person, five)
    today = timezone.localdate()
    Membership.objects.filter(person=person).update(ends_on=today)
    Membership.objects.create(person=person, team=world.other_team, starts_on=today)

    assert "Of 4 people" in words(world.client(world.manager).get("/manage/"))


def test_sentence_of_one_person():
    tally = reports.Tally(course=None, done=1)

    assert wording.sentence(tally) == "Of 1 person, 1 has done it."


def test_nobody_is_counted_twice_with_two_memberships(world, five):
    person = world.person("Double Person", team=world.team)
    Membership.objects.create(
        person=person, team=world.team.add_child(name="Below", organisation=world.organisation),
        starts_on=dt.date(2024, 1, 1),
    )  # fmt: skip
    overdue(person, five)

    assert "Of 5 people" in words(world.client(world.manager).get("/manage/"))
    assert standings.rebuild(now=timezone.now()) >= 0
