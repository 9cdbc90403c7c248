"""The learner's own pages: enrolling, reading, and what happens to the wrong person or click."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from courses import reports
from courses.models import CourseCompletion, Enrolment, ModuleVisit
from courses.services import assignments, enrolments, guards
from tests.compliance.world import ask, complete, overdue

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_two_clicks_on_start_make_one_turn(world):
    course = world.course()
    client = world.client(world.learner)
    first = client.post(f"/learn/enrol/{course.uuid}/")
    second = client.post(f"/learn/enrol/{course.uuid}/")
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert Enrolment.objects.count() == 1


def test_a_closed_course_takes_nobody_new_and_says_so(world):
    course = world.course()
    world.page(course).unpublish()
    course.refresh_from_db()
    assert course.open is False
    response = world.client(world.learner).post(f"/learn/enrol/{course.uuid}/")
    assert response.status_code == 409
    assert "takes nobody new" in response.content.decode()
    assert not Enrolment.objects.exists()


def test_people_part_way_finish_a_course_that_was_unpublished(world):
    course = world.course()
    enrolment = world.enrol(world.learner, course)
    world.page(course).unpublish()
    response = world.client(world.learner).get(f"/learn/{enrolment.uuid}/module-1/")
    assert response.status_code == 200
    assert "the kettle is already on" in response.content.decode()
    assert CourseCompletion.objects.filter(person=world.learner).exists()


def test_a_part_way_reader_reads_the_text_they_began_with(world):
    course = world.course()
    enrolment = world.enrol(world.learner, course)
    module = world.page(course).get_children().get().specific
    module.title = "Renamed"
    module.save_revision().publish()
    world.cut(world.page(course))
    page = world.client(world.learner).get(f"/learn/{enrolment.uuid}/module-1/").content.decode()
    assert "Renamed" not in page
    with guards.lifted():  # whoever deletes it past the guard
        module.delete()
    world.cut(world.page(course))
    assert world.client(world.learner).get(f"/learn/{enrolment.uuid}/module-1/").status_code == 200


@pytest.mark.parametrize("path", ["", "module-1/", "withdraw/", "begin/{activity}/"])
def test_another_persons_turn_is_not_found(world, path):
    enrolment = world.enrol(world.learner, world.course())
    url = f"/learn/{enrolment.uuid}/" + path.format(activity=uuid.uuid4())
    for person in (world.outsider, world.manager, world.trainer, world.administrator):
        client = world.client(person)
        method = client.post if path.startswith(("withdraw", "begin")) else client.get
        assert method(url).status_code == 404, person


@pytest.mark.parametrize(
    "url",
    [
        "/learn/not-a-uuid/module-1/",
        "/learn/00000000-0000-0000-0000-000000000000/",
        "/learn/review/00000000-0000-0000-0000-000000000000/",
        "/learn/00000000-0000-0000-0000-000000000000/module-1/",
    ],
)
def test_a_malformed_or_unknown_id_is_not_found(world, url):
    assert world.client(world.learner).get(url).status_code == 404


def test_a_stranger_is_asked_to_sign_in_and_comes_back(world):
    response = world.client(None).get("/learn/")
    assert response.status_code == 302
    assert response.url == "/accounts/login/?next=/learn/"


def test_an_unknown_module_of_ones_own_turn_is_not_found(world):
    enrolment = world.enrol(world.learner, world.course())
    assert world.client(world.learner).get(f"/learn/{enrolment.uuid}/nowhere/").status_code == 404


def test_leaving_ends_the_turn_and_keeps_what_was_done(world):
    enrolment = world.enrol(world.learner, world.course(modules=2))
    client = world.client(world.learner)
    client.get(f"/learn/{enrolment.uuid}/module-1/")
    assert client.post(f"/learn/{enrolment.uuid}/withdraw/").status_code == 302
    assert client.post(f"/learn/{enrolment.uuid}/withdraw/").status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"
    assert ModuleVisit.objects.filter(enrolment=enrolment).count() == 1
    with pytest.raises(enrolments.NotOpen):
        enrolments.withdraw(enrolment=enrolment, now=timezone.now())


def test_the_home_page_puts_what_is_due_first(world):
    later, sooner = world.course("Later"), world.course("Sooner")
    now = timezone.now()
    today = now.date()
    for course, days in ((later, 60), (sooner, 5)):
        assignments.assign(
            people=[world.learner],
            course=course,
            due_on=today.replace() + timezone.timedelta(days=days),
            actor=world.manager,
            now=now,
        )
    page = world.client(world.learner).get("/learn/").content.decode()
    assert "one thing is due by" in page
    assert page.index("Sooner") < page.index("Later")


def test_the_home_page_says_when_nothing_is_due(world):
    page = world.client(world.learner).get("/learn/").content.decode()
    assert "Nothing is due" in page


def test_learning_home_asks_the_same_number_of_questions_of_the_database(
    world, django_assert_num_queries
):
    client = world.client(world.learner)
    counts = []
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for size in (1, 4):
        for _ in range(size):
            world.enrol(world.learner, world.course(modules=2))
        client.get("/learn/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/learn/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_a_module_page_stays_within_eight_statements(world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    enrolment = world.enrol(world.learner, world.course(modules=3))
    client = world.client(world.learner)
    url = f"/learn/{enrolment.uuid}/module-1/"
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    assert len(queries) <= 8


def test_modules_are_found_only_by_their_readers(world):
    course = world.course()
    module = world.page(course).get_children().get().specific
    course_url = world.page(course).url
    assert world.client(None).get(module.url).url == course_url
    assert world.client(world.outsider).get(module.url).url == course_url
    enrolment = world.enrol(world.learner, course)
    assert world.client(world.learner).get(module.url).url == f"/learn/{enrolment.uuid}/module-1/"
    assert module.title not in world.client(None).get("/sitemap.xml").content.decode()
    found = world.client(None).get("/catalogue/?q=kettle").content.decode()
    assert "No course fits" in found


def test_the_catalogue_filters_by_words_category_and_length(world):
    world.course("Consent in practice")
    world.course("Gifts and thanks")
    client = world.client(None)
    page = client.get("/catalogue/?q=consent").content.decode()
    assert "Consent in practice" in page
    assert "Gifts and thanks" not in page
    assert "No course fits" in client.get("/catalogue/?length=short").content.decode()
    assert (
        "Gifts and thanks"
        in client.get("/catalogue/?category=ethics&length=medium").content.decode()
    )
    assert client.get("/catalogue/?category=%00&length=zzz&q=" + "x" * 500).status_code == 200


def test_somebody_asked_to_take_a_course_again_is_shown_the_way_in(world):
    now = timezone.now()
    course = world.course()
    complete(world.enrol(world.learner, course), now - dt.timedelta(days=300))
    address = world.page(course).url
    client = world.client(world.learner)
    before = client.get(address).content.decode()

    ask(world.learner, course, (now + dt.timedelta(days=40)).date(), counts_from=now.date())

    after = client.get(address).content.decode()
    assert "You have completed this course." in before
    assert "Start the course" not in before
    assert "are asked to take it again. Due " in " ".join(after.split())
    assert "You have completed this course." not in after
    assert "Start the course" in after
    complete(world.enrol(world.learner, course), now)
    assert "You have completed this course." in client.get(address).content.decode()


def test_a_courses_own_page_says_in_words_by_when_it_is_asked_for(world):
    course = world.course()
    enrolment = world.enrol(world.learner, course)
    client = world.client(world.learner)
    page = f"/learn/{enrolment.uuid}/"
    assert "Due " not in client.get(page).text
    ask(world.learner, course, dt.date(2091, 3, 4))
    ask(world.learner, course, dt.date(2090, 3, 4))
    ask(world.colleague, course, dt.date(2089, 3, 4))
    assert "Due 4 March 2090" in client.get(page).text
    overdue(world.learner, course)
    assert "Was due " in client.get(page).text


def test_a_course_that_met_what_was_asked_shows_no_day(world):
    course = world.course()
    asked = ask(world.learner, course, dt.date(2090, 3, 4))
    complete(world.enrol(world.learner, course))
    again = world.enrol(world.learner, course)
    client = world.client(world.learner)
    assert "Due " not in client.get(f"/learn/{again.uuid}/").text
    later = ask(world.learner, course, dt.date(2091, 3, 4), counts_from=timezone.now().date() + DAY)
    assert "Due 4 March 2091" in client.get(f"/learn/{again.uuid}/").text
    assert reports.asked_for(person=world.learner, course=course) == later != asked


@pytest.mark.parametrize(("hours", "met"), [(-1, False), (1, True)])
def test_a_day_ends_when_it_ends_for_the_person(world, hours, met):
    """Midnight in Auckland: what is done an hour earlier is done on the day before."""
    world.learner.own_time_zone = "Pacific/Auckland"
    world.learner.save()
    midnight = dt.datetime(2026, 3, 9, tzinfo=world.learner.time_zone)
    course = world.course()
    ask(world.learner, course, dt.date(2026, 4, 1), now=midnight - 30 * DAY,
        counts_from=dt.date(2026, 3, 9))  # fmt: skip
    complete(world.enrol(world.learner, course), at=midnight + dt.timedelta(hours=hours))
    assert (reports.asked_for(person=world.learner, course=course) is None) is met


@pytest.mark.parametrize("asked", [0, 3])
def test_a_courses_own_page_costs_the_same_however_often_it_is_asked_for(
    world, django_assert_num_queries, asked
):
    course = world.course(modules=1 + asked)
    enrolment = world.enrol(world.learner, course)
    for number in range(asked):
        ask(world.learner, course, dt.date(2090 + number, 3, 4))
    client = world.client(world.learner)
    page = f"/learn/{enrolment.uuid}/"
    client.get(page)
    with django_assert_num_queries(6):
        client.get(page)
