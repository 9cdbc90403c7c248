"""The people table and a person's page."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from courses.compliance import panels
from tests.compliance.world import ask, begin, complete, overdue

SOON = dt.timedelta(days=20)


def names(response) -> list[str]:
    found = re.findall(
        r'rowheader.*?<a href="/manage/people/[^>]+>([^<]+)', response.content.decode()
    )
    return [name.strip() for name in found]


@pytest.fixture
def staff(world):
    """Four people in the team and below it, one of them overdue."""
    course = world.course("Boundaries")
    below = world.team.add_child(name="North by north", organisation=world.organisation)
    ada = world.person("Ada Zimmer", team=world.team)
    bo = world.person("Bo Young", team=below)
    bo.profession, bo.external_id = "Nurse", "N-007"
    bo.save()
    overdue(ada, course)
    ask(bo, course, timezone.now().date() + SOON)
    begin(world, bo, course)
    return {"course": course, "below": below, "ada": ada, "bo": bo}


def test_everybody_in_scope_by_family_name(world, staff):
    response = world.client(world.manager).get("/manage/people/")

    assert names(response) == ["Cato Colleague", "Lena Learner", "Bo Young", "Ada Zimmer"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=zim", ["Ada Zimmer"]),
        ("q=n-007", ["Bo Young"]),
        ("profession=Nurse", ["Bo Young"]),
        ("status=overdue", ["Ada Zimmer"]),
        ("status=started", ["Bo Young"]),
        ("status=done", []),
        ("team={below}", ["Bo Young"]),
        ("team={team}", ["Cato Colleague", "Lena Learner", "Bo Young", "Ada Zimmer"]),
        ("course={course}", ["Bo Young", "Ada Zimmer"]),
        ("course={course}&status=overdue&team={below}", []),
        ("order=-name", ["Ada Zimmer", "Bo Young", "Lena Learner", "Cato Colleague"]),
        ("order=due", ["Ada Zimmer", "Bo Young", "Cato Colleague", "Lena Learner"]),
        ("order=sort_name;drop", ["Cato Colleague", "Lena Learner", "Bo Young", "Ada Zimmer"]),
        ("page=0", ["Cato Colleague", "Lena Learner", "Bo Young", "Ada Zimmer"]),
        ("page=999", ["Cato Colleague", "Lena Learner", "Bo Young", "Ada Zimmer"]),
        ("page=x", ["Cato Colleague", "Lena Learner", "Bo Young", "Ada Zimmer"]),
    ],
)
def test_filters_search_and_order(world, staff, query, expected):
    query = query.format(
        below=staff["below"].uuid, team=world.team.uuid, course=staff["course"].uuid
    )

    assert names(world.client(world.manager).get(f"/manage/people/?{query}")) == expected


def test_a_team_outside_the_scope_filters_nothing_and_shows_nobody_of_it(world, staff):
    response = world.client(world.manager).get(f"/manage/people/?team={world.other_team.uuid}")

    assert "Otto Outsider" not in names(response)
    assert world.other_team.name not in response.content.decode()


def test_a_line_says_how_things_stand(world, staff):
    text = world.client(world.manager).get("/manage/people/?q=zimmer").content.decode()

    assert "pill--overdue" in text
    assert "0 of 1" in text
    assert "Was due" in text


def test_the_table_asks_no_more_for_a_full_page(world, staff, django_assert_num_queries):
    client = world.client(world.manager)
    client.get("/manage/people/")
    with django_assert_num_queries(8):
        client.get("/manage/people/")
    for number in range(60):
        overdue(world.person(f"More {number:02}", team=world.team), staff["course"])
    with django_assert_num_queries(8):
        response = client.get("/manage/people/")

    assert len(names(response)) == 50
    assert "1 to 50 of 64" in response.content.decode()
    with django_assert_num_queries(8):
        assert len(names(client.get("/manage/people/?page=2"))) == 14


def test_a_person_s_page_tells_what_was_asked_begun_and_done(world, staff):
    other = world.course("Consent", modules=2)
    complete(world.enrol(staff["bo"], other))
    text = world.client(world.manager).get(f"/manage/people/{staff['bo'].uuid}/").content.decode()

    assert "Under way, 0 of 1 steps done." in text
    assert "Completed" in text
    assert "staff number N-007" in text
    assert "Take back" in text


def test_a_person_s_page_asks_no_more_for_a_longer_record(world, django_assert_max_num_queries):
    for number in range(4):
        course = world.course(f"Course {number}")
        ask(world.learner, course, timezone.now().date() + SOON)
        begin(world, world.learner, course)
    client = world.client(world.manager)
    client.get(f"/manage/people/{world.learner.uuid}/")
    with django_assert_max_num_queries(14):
        client.get(f"/manage/people/{world.learner.uuid}/")


def test_other_applications_add_panels(world, settings):
    settings.PERSON_PANELS = ["tests.compliance.world.a_panel"]
    text = world.client(world.manager).get(f"/manage/people/{world.learner.uuid}/").content.decode()

    assert "A panel from elsewhere" in text
    assert panels.panels_of(world.outsider) == []


def test_someone_who_left_has_a_page_only_for_those_who_may_see_them(world):
    world.learner.left_on = timezone.localdate() - dt.timedelta(days=1)
    world.learner.save()
    url = f"/manage/people/{world.learner.uuid}/"

    assert "Lena Learner" not in names(world.client(world.manager).get("/manage/people/"))
    assert world.client(world.administrator).get(url).status_code == 200


def test_an_unknown_person_is_not_found(world):
    assert world.client(world.manager).get(f"/manage/people/{uuid.uuid4()}/").status_code == 404
    assert world.client(world.manager).get("/manage/people/nonsense/").status_code == 404
