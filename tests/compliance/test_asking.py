"""Asking people to take a course: look first, confirm once; and taking an assignment back."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.utils import timezone

from courses.compliance.models import Asking, Standing
from courses.compliance.services import askings
from courses.models import Assignment, Course
from courses.people.models import Management, Membership
from courses.services import assignments
from tests.compliance.world import ask, begin, complete

SOON = dt.timedelta(days=20)


def due() -> str:
    return (timezone.now().date() + SOON).isoformat()


def preview(client, of, **data):
    return client.post("/manage/assign/", {"course": of.uuid, "due_on": due(), **data})


def signed(response) -> str:
    return re.search(r'name="signed" value="([^"]+)"', response.content.decode())[1]


def confirm(client, response):
    return client.post("/manage/assign/confirm/", {"signed": signed(response)})


def test_a_manager_asks_a_team_and_below(world, django_capture_on_commit_callbacks):
    course = world.course()
    below = world.team.add_child(name="Below", organisation=world.organisation)
    deep = world.person("Deep Person", team=below)
    client = world.client(world.manager)
    page = preview(client, course, teams=[world.team.uuid], note="Before the inspection")

    assert page.status_code == 200
    assert "<b>3 people</b> will be asked" in page.content.decode()
    assert not Assignment.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        answer = confirm(client, page)

    assert answer.status_code == 302
    assert answer.url == f"/manage/courses/{course.uuid}/"
    rows = Assignment.objects.filter(course=course)
    assert {row.person for row in rows} == {world.learner, world.colleague, deep}
    assert {(row.note, row.assigned_by, row.team) for row in rows} == {
        ("Before the inspection", world.manager, world.team)
    }
    assert "3 people were asked." in client.get(answer.url).content.decode()
    assert Standing.objects.filter(course=course).count() == 3


def test_two_clicks_make_one_set(world):
    course = world.course()
    client = world.client(world.manager)
    page = preview(client, course, person=[world.learner.uuid])
    first, second = confirm(client, page), confirm(client, page)

    assert first.status_code == second.status_code == 302
    assert Asking.objects.count() == 1
    assert Assignment.objects.count() == 1


def test_a_second_click_after_a_taking_back_asks_nobody_again(world):
    course = world.course()
    client = world.client(world.manager)
    page = preview(client, course, person=[world.learner.uuid])
    confirm(client, page)
    assignments.withdraw(
        assignment=Assignment.objects.get(), actor=world.manager, now=timezone.now()
    )
    confirm(client, page)

    assert not Assignment.objects.filter(withdrawn_at__isnull=True).exists()


def test_the_preview_names_who_is_left_out_and_why(world):
    course = world.course()
    done = world.person("Done Person", team=world.team)
    complete(world.enrol(done, course))
    ask(world.colleague, course, timezone.now().date() + SOON)
    author = world.person("Author Person", team=world.team, roles_=("trainer",))
    text = preview(world.client(world.manager), course, teams=[world.team.uuid]).content.decode()

    assert "<b>1 person</b> will be asked" in text
    assert "<b>3</b> are left out." in text
    for heading, person in (
        ("To be asked: 1", world.learner),
        ("Left out, done already: 1", done),
        ("Left out, asked already: 1", world.colleague),
        ("Left out, not learners here: 1", author),
    ):
        part = text.split(heading)[1].split("</details>")[0]
        assert person.name in part


def test_completed_since_asks_those_who_did_it_before(world):
    course = world.course()
    now = timezone.now()
    complete(world.enrol(world.learner, course), now - dt.timedelta(days=200))
    complete(world.enrol(world.colleague, course), now - dt.timedelta(days=5))
    since = now.date() - dt.timedelta(days=30)
    client = world.client(world.manager)
    page = preview(client, course, teams=[world.team.uuid], counts_from=since.isoformat())
    confirm(client, page)

    found = Assignment.objects.get()
    assert (found.person, found.counts_from) == (world.learner, since)


def test_someone_under_way_is_asked_and_their_turn_counts(world):
    course = world.course()
    begin(world, world.learner, course)
    client = world.client(world.manager)
    confirm(client, preview(client, course, person=[world.learner.uuid]))

    assert Assignment.objects.get().person == world.learner


def test_it_counts_from_the_earliest_day_among_those_asked(world):
    """At 0.30 UTC on the 5th it is still the 4th in Chicago, whose evening counts."""
    course = world.course()
    world.learner.own_time_zone = "America/Chicago"
    world.learner.save()
    now = dt.datetime(2026, 5, 5, 0, 30, tzinfo=dt.UTC)
    askings.ask(
        token=uuid.uuid4(),
        actor=world.manager,
        person_ids=[world.learner.pk],
        course=course,
        due_on=dt.date(2026, 6, 1),
        now=now,
    )

    assert Assignment.objects.get().counts_from == dt.date(2026, 5, 4)


def test_ids_outside_the_scope_are_refused_by_row(world):
    course = world.course()
    stranger = uuid.uuid4()
    page = preview(
        world.client(world.manager),
        course,
        person=[world.learner.uuid, world.outsider.uuid, "nonsense", stranger],
    )
    text = page.content.decode()

    assert f"Row 2: nobody among your people has the id “{world.outsider.uuid}”." in text
    assert "Row 3: nobody among your people has the id “nonsense”." in text
    assert f"Row 4: nobody among your people has the id “{stranger}”." in text
    assert "Row 1" not in text
    assert world.outsider.name not in text


def test_staff_numbers_are_read_line_by_line(world):
    course = world.course()
    numbers = f"{world.learner.external_id}\n\n  {world.colleague.external_id} \n"
    client = world.client(world.manager)

    assert "<b>2 people</b>" in preview(client, course, numbers=numbers).content.decode()

    wrong = preview(client, course, numbers=f"{numbers}{world.outsider.external_id}\n=1+1")
    text = wrong.content.decode()
    assert (
        f"Line 4: nobody among your people has the staff number “{world.outsider.external_id}”"
        in text
    )
    assert "Line 5" in text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a team, or at least one person, to ask."),
        ({"due_on": ""}, "Finish by"),
        ({"due_on": "2020-01-01"}, "This day has passed."),
        ({"due_on": "tomorrow"}, "Enter a valid date"),
        ({"course": uuid.uuid4()}, "Select a valid choice"),
        ({"course": "x"}, "Select a valid choice"),
        ({"teams": ["{other}"]}, "Select a valid choice"),
        ({"note": "x" * 301}, "at most 300 characters"),
        ({"counts_from": "2999-01-01"}, "This day has not come yet."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(world, data, words):
    data = {
        key: [str(world.other_team.uuid)] if value == ["{other}"] else value
        for key, value in data.items()
    }
    page = preview(world.client(world.manager), world.course(), **data)

    assert words in page.content.decode()
    assert not Assignment.objects.exists()


def test_a_search_by_name_offers_people_and_keeps_what_was_chosen(world):
    client = world.client(world.manager)
    page = client.post(
        "/manage/assign/",
        {"find": "1", "find_words": "cato", "person": [world.learner.uuid], "note": "Kept"},
    )
    text = page.content.decode()

    assert f'value="{world.learner.uuid}" checked' in text
    assert f'value="{world.colleague.uuid}"' in text
    assert 'value="Kept"' in text
    assert "another look" not in text


def test_going_back_to_change_keeps_whom_was_chosen(world):
    client = world.client(world.manager)
    chosen = {str(world.learner.uuid), str(world.colleague.uuid)}
    page = preview(client, world.course(), person=sorted(chosen), teams=[str(world.team.uuid)])
    back = page.content.decode().split('name="find"')[1]
    hidden = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', back)
    sent: dict[str, list[str]] = {"find": ["1"]}
    for name, value in hidden:
        sent.setdefault(name, []).append(value)
    text = client.post("/manage/assign/", sent).content.decode()

    assert set(sent["person"]) == chosen
    for uuid_ in [*chosen, world.team.uuid]:
        assert re.search(f'value="{uuid_}"[^>]*checked', text)


def test_a_search_never_finds_people_outside(world):
    page = world.client(world.manager).post("/manage/assign/", {"find": "1", "find_words": "otto"})

    assert world.outsider.name not in page.content.decode()
    assert "Nobody else among your people" in page.content.decode()


def test_a_tampered_or_empty_confirmation_is_an_older_page(world):
    client = world.client(world.manager)
    for value in ("", "nonsense", "a:b:c"):
        answer = client.post("/manage/assign/confirm/", {"signed": value})
        assert answer.status_code == 409
        assert "Nobody was asked." in answer.content.decode()


def test_a_confirmation_a_day_later_is_an_older_page(world):
    client = world.client(world.manager)
    page = preview(client, world.course(), person=[world.learner.uuid])
    with time_machine.travel(timezone.now() + dt.timedelta(hours=13), tick=False):
        assert confirm(client, page).status_code == 409

    assert not Assignment.objects.exists()


def test_another_manager_can_t_confirm_it(world):
    page = preview(world.client(world.manager), world.course(), person=[world.learner.uuid])

    assert confirm(world.client(world.administrator), page).status_code == 404


def test_someone_who_moved_away_in_the_meantime_is_named(world):
    client = world.client(world.manager)
    page = preview(client, world.course(), person=[world.learner.uuid])
    Membership.objects.filter(person=world.learner).update(ends_on=timezone.now().date())
    answer = confirm(client, page)

    assert answer.status_code == 409
    assert world.learner.name in answer.content.decode()
    assert not Assignment.objects.exists()
    assert not Asking.objects.exists()


def test_everybody_done_in_the_meantime_asks_nobody(world):
    client, course = world.client(world.manager), world.course()
    page = preview(client, course, person=[world.learner.uuid])
    complete(world.enrol(world.learner, course))

    assert confirm(client, page).status_code == 409
    assert not Assignment.objects.exists()


def test_queries_do_not_grow_with_the_people(world, django_assert_num_queries):
    course = world.course()
    people = [world.person(f"P {n}", team=world.team) for n in range(12)]
    client = world.client(world.manager)
    preview(client, course, person=[people[0].uuid])
    for chosen in (people[:2], people):
        with django_assert_num_queries(10):
            preview(client, course, person=[p.uuid for p in chosen])


# --- Taking back -----------------------------------------------------------------------------


def test_taking_back_asks_first(world):
    assignment = ask(world.learner, world.course(), timezone.now().date() + SOON)
    client = world.client(world.manager)
    url = f"/manage/assignments/{assignment.uuid}/withdraw/"

    assert client.get(url).status_code == 200
    assignment.refresh_from_db()
    assert assignment.withdrawn_at is None

    first, second = client.post(url), client.post(url)
    assert first.status_code == second.status_code == 302
    assignment.refresh_from_db()
    assert assignment.withdrawn_by == world.manager
    assert "It was taken back before." in client.get(second.url).content.decode()


def test_nobody_lets_themselves_off(world):
    Membership.objects.create(person=world.manager, team=world.team, starts_on=dt.date(2024, 1, 1))
    assignment = ask(world.manager, world.course(), timezone.now().date() + SOON)
    url = f"/manage/assignments/{assignment.uuid}/withdraw/"

    assert world.client(world.manager).post(url).status_code == 403
    assignment.refresh_from_db()
    assert assignment.withdrawn_at is None
    assert world.client(world.administrator).post(url).status_code == 302


def test_an_assignment_of_somebody_else_s_people_is_not_found(world):
    assignment = ask(world.outsider, world.course(), timezone.now().date() + SOON)
    url = f"/manage/assignments/{assignment.uuid}/withdraw/"

    assert world.client(world.manager).get(url).status_code == 404
    assert world.client(world.manager).post(url).status_code == 404


def test_a_deputy_asks_as_long_as_they_deputise(world):
    deputy = world.person("Dee Deputy", roles_=("manager",))
    today = timezone.localdate()
    management = Management.objects.create(
        person=deputy, team=world.team, kind="deputises", starts_on=today
    )
    course = world.course()

    assert (
        "will be asked"
        in preview(world.client(deputy), course, person=[world.learner.uuid]).content.decode()
    )

    management.ends_on = today
    management.save()
    assert (
        "Row 1"
        in preview(world.client(deputy), course, person=[world.learner.uuid]).content.decode()
    )


@pytest.mark.parametrize("change", [{"open": False}, {"current_edition": None}])
def test_a_course_closed_in_the_meantime_asks_nobody(world, change):
    course = world.course("Consent")
    client = world.client(world.manager)
    page = preview(client, course, teams=[world.team.uuid])
    Course.objects.filter(pk=course.pk).update(**change)
    answer = confirm(client, page)

    assert answer.status_code == 409
    assert "“Consent” is no longer open to new people." in answer.content.decode()
    assert not Assignment.objects.exists()
    assert not Asking.objects.exists()


def test_an_asking_without_a_course_is_no_success_and_a_search_is(world):
    client = world.client(world.manager)

    assert client.post("/manage/assign/", {"go": "on"}).status_code == 422
    assert client.post("/manage/assign/", {"find": "on", "q": "Lena"}).status_code == 200
