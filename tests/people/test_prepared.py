"""Statements that are built once give the same rows as the ORM's own, on both databases."""

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from courses.people import backends, prepared, sessions
from courses.people.models import Person, User
from courses.people.prepared import WHOLE, Prepared
from scenarios.models import Run, Step
from scenarios.services import plays, versions
from scenarios.services.plays import Answer
from tests.factories.scenario import make_scenario

both = pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
pytestmark = [pytest.mark.django_db, both]


@pytest.fixture
def attempt(world):
    course = world.course(module_activities=[("scenario", make_scenario())])
    return world.begin(world.enrol(world.learner, course), "scenario")


def values(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_the_signed_in_login_is_read_with_its_person_and_organisation(engine, world):
    assert connection.vendor == engine
    login = world.learner.users.get()
    by_orm = User.objects.select_related("person__organisation").get(pk=login.pk)
    for _time in range(2):
        found = backends._WHO.first(pk=login.pk)
        assert values(found) == values(by_orm)
        assert values(found.person) == values(by_orm.person)
        assert values(found.person.organisation) == values(by_orm.person.organisation)
    assert backends._WHO.first(pk=login.pk + 1_000) is None


def test_a_session_is_a_row_and_ends_with_it(engine, world):
    client = world.client(world.learner)
    key = client.session.session_key
    found = sessions._OPEN.first(key=key, now=timezone.now())
    assert values(found) == values(Session.objects.get(pk=key))
    assert client.get("/learn/").status_code == 200
    Session.objects.filter(pk=key).update(expire_date=timezone.now())
    assert client.get("/learn/").status_code == 302


def test_a_run_is_read_with_all_that_a_page_asks_of_it(engine, world, attempt):
    by_orm = (
        Run.objects.select_related("attempt__enrolment")
        .annotate(**versions.texts())
        .get(attempt=attempt)
    )
    found = plays.own_play(person=world.learner, attempt=attempt.uuid).run
    assert values(found) == values(by_orm)
    assert values(found.attempt) == values(by_orm.attempt)
    assert values(found.attempt.enrolment) == values(by_orm.attempt.enrolment)
    for name in versions.texts():
        assert getattr(found, name) == getattr(by_orm, name)
    stranger = Person.objects.create(organisation=world.learner.organisation, name="Other")
    with pytest.raises(Run.DoesNotExist):
        plays.own_play(person=stranger, attempt=attempt.uuid)
    Person.objects.filter(pk=world.learner.pk).update(merged_into=stranger)
    assert plays.own_play(person=stranger, attempt=attempt.uuid).run == found


def test_a_step_is_kept_as_the_orm_would_keep_it_and_cannot_be_changed(engine, world, attempt):
    play = plays.own_play(person=world.learner, attempt=attempt.uuid)
    answer = Answer(token=play.run.token(), choice="hall-ask", confidence=2)
    now = timezone.now()
    plays.choose(play=play, answer=answer, now=now)
    step = Step.objects.get()
    twin = Step(**{**values(step), "id": None, "seq": 7, "idem": play.run.token(7)})
    twin.uuid = Step._meta.get_field("uuid").get_default()
    twin.save()
    kept = Step.objects.get(seq=7)
    for name in set(values(step)) - {"id", "uuid", "seq", "idem"}:
        assert getattr(kept, name) == getattr(step, name), name
    assert (step.choice_key, step.confidence, step.at, step.first) == ("hall-ask", 2, now, True)
    with pytest.raises(DatabaseError), transaction.atomic():
        prepared.update(Step, {"choice_key": "hall-push"}, id=step.pk)
    assert play.run.seq == Run.objects.get().seq == 1


def test_what_changed_meanwhile_is_not_changed_again(engine, world, attempt):
    run = Run.objects.get()
    assert prepared.update(Run, {"seq": 1, "path": [{"seq": 0}]}, id=run.pk, seq=0) == 1
    assert prepared.update(Run, {"seq": 2, "path": []}, id=run.pk, seq=0) == 0
    run.refresh_from_db()
    assert (run.seq, run.path) == (1, [{"seq": 0}])


def test_a_value_without_a_place_is_told(engine, world):
    lost = Prepared(lambda pk, other: Person.objects.filter(pk=pk), pk=WHOLE, other="nowhere")
    with pytest.raises(ValueError, match="other"):
        lost.first(pk=1, other="x")


def test_columns_alone_come_as_they_are(engine, world):
    named = Prepared(
        lambda pk: Person.objects.filter(pk=pk).values_list("uuid", "created_at", "is_learner"),
        pk=WHOLE,
    )
    person = world.learner
    wanted = [person.uuid, Person.objects.get(pk=person.pk).created_at, True]
    assert named.first(pk=person.pk) == wanted
    assert named.all(pk=person.pk) == [wanted]
    assert named.all(pk=person.pk + 1_000) == []
    some = Prepared(lambda pk: Person.objects.filter(pk=pk).only("name"), pk=WHOLE)
    assert some.first(pk=person.pk).get_deferred_fields() >= {"uuid", "sort_name"}
    assert some.first(pk=person.pk).name == person.name
