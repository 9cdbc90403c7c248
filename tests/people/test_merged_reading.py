"""What reading a merged person costs, and that nothing asks one row alone."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.compliance.services import standings
from courses.people.models import Membership
from courses.people.services import merging
from tests.compliance.world import begin, complete
from tests.house import tree


def door(kept, merged) -> str:
    return reverse("manage:merge", args=[kept.uuid, merged.uuid])


@pytest.fixture
def twin(world):
    return world.person("Lena Lerner", team=world.team)


def test_reading_both_costs_no_query_more(world, twin):
    """My learning, certificates and the manager's page, before and after, with one course more."""
    addresses = [
        (world.learner, "/learn/"),
        (world.learner, "/learn/certificates/"),
        (world.manager, reverse("manage:person", args=[world.learner.uuid])),
        (world.manager, "/manage/people/"),
    ]
    complete(world.enrol(world.learner, world.course("Consent")))
    begin(world, world.learner, world.course("Records"))
    complete(world.enrol(twin, world.course("Touch")))
    begin(world, twin, world.course("Home visits"))

    def costs():
        found = []
        for person, address in addresses:
            world.client(person).get(address)
            with CaptureQueriesContext(connection) as queries:
                assert world.client(person).get(address).status_code == 200
            found.append(len(queries))
        return found

    before = costs()
    merging.merge_people(
        kept=world.learner, merged=twin, actor=world.administrator, reason="A twin",
        now=timezone.now(),
    )  # fmt: skip
    standings.rebuild(now=timezone.now(), person_ids=[world.learner.pk, twin.pk])
    assert costs() == before


def test_comparing_costs_the_same_with_more_on_record(world, twin, django_assert_num_queries):
    client = world.client(world.administrator)
    client.get(door(world.learner, twin))
    with CaptureQueriesContext(connection) as before:
        client.get(door(world.learner, twin))
    for number in range(3):
        complete(world.enrol(twin, world.course(f"Course {number}")))
        Membership.objects.create(
            person=twin, starts_on=dt.date(2024, 1, 1),
            team=world.top.add_child(name=f"T{number}", organisation=world.organisation),
        )  # fmt: skip
    with django_assert_num_queries(len(before)):
        client.get(door(world.learner, twin))


def test_what_somebody_has_is_never_asked_of_one_row_alone():
    """`person__in=person.selves` finds what was earned before a merge; one row's id does not."""
    alone = re.compile(r"(enrolment|completion)__person=(request\.user\.)?person\b")
    found = [
        f"{path}:{number}"
        for path in tree.of_apps(".py")
        for number, line in enumerate(tree.read(path).splitlines(), 1)
        if alone.search(line)
    ]
    assert found == []
