"""Two records of one human being become one, through the administrators' pages."""

import datetime as dt

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from certificates import reports as certificate_reports
from certificates.services import awards
from courses.compliance.models import Standing
from courses.compliance.services import standings
from courses.models import CourseCompletion, Enrolment, LearningEvent
from courses.people.models import Management, Membership, Merge, Person
from courses.people.models.appendonly import EvidenceLocked
from courses.people.scope import visible_people
from courses.people.services import merging
from courses.people.services import people as people_services
from tests.compliance.world import ask, begin, complete, overdue
from tests.factories import attestation, scenario
from tests.factories.certificate import make_certificate
from tests.factories.journal import WORDS, sheet

YES = {"reason": "The same staff card", "sure": "on"}


def door(kept, merged) -> str:
    return reverse("manage:merge", args=[kept.uuid, merged.uuid])


def merge(world, kept, merged, **changes) -> Merge:
    facts = {"kept": kept, "merged": merged, "actor": world.administrator, "reason": "A twin"}
    return merging.merge_people(**{**facts, "now": timezone.now(), **changes})


@pytest.fixture
def twin(world):
    """Lena once more, brought in by mistake, with a login of her own."""
    return world.person("Lena Lerner", team=world.team)


def text(answer) -> str:
    return answer.content.decode()


def test_an_administrator_finds_compares_and_merges(
    world, twin, django_capture_on_commit_callbacks
):
    done, open_ = world.course("Consent"), world.course("Records")
    complete(world.enrol(twin, done))
    begin(world, twin, open_)
    overdue(world.learner, done)
    client = world.client(world.administrator)

    found = client.get(reverse("manage:duplicates", args=[world.learner.uuid]), {"q": "lerner"})
    assert door(world.learner, twin) in text(found)
    page = client.get(door(world.learner, twin))
    assert "No click takes this back" in text(page)
    assert f"{twin.users.get().email} is shut" in text(page)
    assert f"{twin.users.get().email} signs in" not in text(page)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(door(world.learner, twin), YES)

    assert answer.url == reverse("people:person", args=[world.learner.uuid])
    assert "The same staff card" in text(client.get(answer.url))
    told = {message.to[0]: message.body for message in mail.outbox}
    assert set(told) == {user.email for user in world.learner.users.all()}
    assert "does not sign in any more" in told[f"lena{twin.pk}@example.org"]
    row = Merge.objects.get()
    assert (row.kept, row.merged, row.actor) == (world.learner, twin, world.administrator)
    event = LearningEvent.objects.get(verb="merged")
    assert (event.person, event.object_uuid) == (world.learner, twin.uuid)
    assert event.data == {"merge": str(row.uuid)}
    # Evidence stays with whoever earned it; the standings are the kept person's alone.
    assert CourseCompletion.objects.get().person == twin
    assert not Standing.objects.filter(person=twin).exists()
    standing = Standing.objects.get(person=world.learner, course=done)
    assert standing.satisfied
    assert Standing.objects.get(person=world.learner, course=open_).enrolment.person == twin
    assert list(standings.differences()) == []


def test_two_clicks_and_the_page_gone_back_to_merge_once(world, twin):
    client = world.client(world.administrator)
    for _click in range(2):
        assert client.post(door(world.learner, twin), YES).status_code == 302
    assert client.get(door(world.learner, twin)).status_code == 302
    merge(world, world.learner, twin)

    assert Merge.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"sure": "on"}, "This field is required"),
        ({"reason": "x"}, "Tick this, or leave both records as they are."),
        ({"reason": "x" * 301, "sure": "on"}, "at most 300 characters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_merged(world, twin, sent, words):
    answer = world.client(world.administrator).post(door(world.learner, twin), sent)

    assert words in text(answer)
    assert not Merge.objects.exists()


def test_nobody_merges_their_own_record(world, twin):
    client = world.client(world.administrator)
    for kept, merged in ((world.administrator, twin), (twin, world.administrator)):
        assert "Another administrator can merge it." in text(client.get(door(kept, merged)))
        assert client.post(door(kept, merged), YES).status_code == 403

    assert not Merge.objects.exists()


def test_only_an_administrator_at_work_merges(world, twin):
    for actor in (world.learner, world.trainer, world.manager):
        with pytest.raises(merging.NotAnAdministrator):
            merge(world, world.colleague, twin, actor=actor)
    world.administrator.left_on = dt.date(2020, 1, 1)
    with pytest.raises(merging.NotAnAdministrator):
        merge(world, world.colleague, twin)


def test_no_one_is_merged_into_themselves_twice_or_in_a_circle(world, twin):
    with pytest.raises(merging.SamePerson):
        merge(world, twin, twin)
    merge(world, world.learner, twin)
    with pytest.raises(merging.AlreadyMerged):
        merge(world, twin, world.learner)
    with pytest.raises(merging.AlreadyMerged):
        merge(world, world.colleague, twin)
    client = world.client(world.administrator)
    assert client.get(door(twin, world.learner)).status_code == 404
    assert client.post(door(world.colleague, twin), YES).status_code == 404


def test_a_chain_leads_straight_to_the_last(world, twin):
    third = world.person("L. Learner")
    complete(world.enrol(third, world.course("Consent")))
    merge(world, twin, third)
    merge(world, world.learner, twin)
    third.refresh_from_db()

    assert third.merged_into == world.learner
    assert {row["pk"] for row in world.learner.selves} == {world.learner.pk, twin.pk, third.pk}
    assert "Consent" in text(world.client(world.learner).get("/learn/"))


def test_the_learner_finds_all_that_both_have(world, twin):
    """Home, the turn, a case half played, the journal and the certificate: all of the duplicate."""
    journal = world.content("journal")
    case = world.content("scenario")
    course = world.course("Notes", module_activities=[("journal", journal), ("scenario", case)])
    turn = world.enrol(twin, course)
    entry, play = world.begin(turn, "journal"), world.begin(turn, "scenario")
    theirs = world.client(twin)
    theirs.post(reverse("journals:autosave", args=[entry.uuid]), sheet(WORDS))
    certificate = make_certificate(world, person=twin, course=world.course("Consent"))
    merge(world, world.learner, twin)
    client = world.client(world.learner)

    assert "Notes" in text(client.get("/learn/"))
    assert client.get(reverse("learn:course", args=[turn.uuid])).status_code == 200
    assert WORDS in text(client.get(reverse("journals:write", args=[entry.uuid])))
    assert client.get(reverse("cases:play", args=[play.uuid])).status_code == 200
    assert world.enrol(world.learner, course) == turn
    assert certificate.number in text(client.get("/learn/certificates/"))
    assert client.get(reverse("certificates:download", args=[certificate.uuid])).status_code == 200
    for who in (world.colleague, world.administrator, world.manager):
        stranger = world.client(who)
        assert stranger.get(reverse("journals:write", args=[entry.uuid])).status_code == 404
        assert stranger.get(reverse("learn:course", args=[turn.uuid])).status_code == 404


def test_what_was_begun_is_finished_under_the_name_kept(world, twin):
    """A case with a reason, an attestation and the award, all on the duplicate's turn."""
    oath = world.content("attestation")
    course = world.course(
        "Notes", module_activities=[("scenario", world.content("scenario"))],
        closing=[("attestation", oath)],
    )  # fmt: skip
    turn = world.enrol(twin, course)
    play = world.begin(turn, "scenario")
    merge(world, world.learner, twin)
    scenario.finish(world.client(world.learner), play)
    debrief = world.client(world.learner).get(reverse("learn:review", args=[play.uuid]))
    assert "It was the kindest thing that I could think of." in text(debrief)
    signing = world.begin(turn, "attestation")
    signing.enrolment.person = world.learner
    attestation.finish(world.client(world.learner), signing)
    turn.refresh_from_db()

    assert turn.state == Enrolment.State.COMPLETED
    award = awards.award(completion=turn.course_completion, now=timezone.now())
    assert award.facts["name"] == "Lena Learner"
    held = certificate_reports.held_by(person=world.learner)
    assert [line.number for line in held] == [award.number]


def test_a_course_that_both_began_is_done_once_and_not_asked_again(world, twin):
    course = world.course("Consent")
    own = world.enrol(world.learner, course)
    complete(world.enrol(twin, course))
    merge(world, world.learner, twin)
    standings.rebuild(now=timezone.now(), person_ids=[world.learner.pk, twin.pk])
    page = text(world.client(world.learner).get("/learn/"))

    assert page.count("Consent</") == 1
    assert Standing.objects.get(course=course).satisfied
    own.refresh_from_db()
    assert own.state == Enrolment.State.OPEN  # it stays, and its address opens
    assert (
        world.client(world.learner).get(reverse("learn:course", args=[own.uuid])).status_code == 200
    )


def test_the_manager_sees_one_person_with_everything(world, twin):
    course = world.course("Consent")
    complete(world.enrol(twin, course))
    asked = ask(twin, world.course("Records"), timezone.now().date() + dt.timedelta(days=5))
    merge(world, world.learner, twin)
    standings.rebuild(now=timezone.now(), person_ids=[world.learner.pk, twin.pk])
    client = world.client(world.manager)
    table, record = client.get("/manage/people/"), client.get(
        reverse("manage:person", args=[world.learner.uuid])
    )  # fmt: skip

    assert "Lena Lerner" not in text(table) and "Lena Learner" in text(table)
    assert "Consent" in text(record) and "Records" in text(record)
    assert client.get(reverse("manage:person", args=[twin.uuid])).status_code == 404
    csv = b"".join(client.get("/manage/people/export.csv")).decode()
    assert "Lena Lerner" not in csv and "Consent" in csv
    # What the duplicate was asked is taken back on the record that stays.
    taking = reverse("manage:withdraw", args=[asked.uuid])
    assert "Lena Learner" in text(client.get(taking))
    assert client.post(taking).url == reverse("manage:person", args=[world.learner.uuid])
    assert world.client(world.learner).post(taking).status_code == 404


def test_a_merged_person_is_nobody_to_choose(world, twin):
    merge(world, world.learner, twin)
    client = world.client(world.administrator)

    assert twin not in visible_people(world.administrator, timezone.now().date())
    assert "Lena Lerner" not in text(client.get("/manage/assign/", {"person": twin.uuid}))
    old, now = (f"/manage/admin/people/{person.uuid}/" for person in (twin, world.learner))
    for answer in (client.get(old), client.post(old, {"name": "Lena Lerner"})):
        assert answer.url == now  # an older link leads on, and changes nothing
    assert client.post(f"{old}roles/", {"roles": ["trainer"]}).status_code == 404
    for words in ("lerner", twin.external_id):
        listed = text(client.get("/manage/admin/people/", {"q": words}))
        assert "Lena Learner" in listed and "Lena Lerner" not in listed


def test_the_kept_login_wins_and_the_other_is_shut(world, twin):
    before = world.client(twin)
    assert before.get("/learn/").status_code == 200
    merge(world, world.learner, twin)

    assert before.get("/learn/").status_code == 302
    assert [(u.email, u.is_active) for u in world.learner.users.order_by("pk")] == [
        (world.learner.users.order_by("pk").first().email, True),
        (f"lena{twin.pk}@example.org", False),
    ]
    assert not twin.users.exists()


def test_the_only_login_goes_to_the_person_kept(world, twin):
    """Her session goes on, as the person who stays."""
    kept = Person.objects.create(organisation=world.organisation, name="Lena From Staff List")
    session = world.client(twin)
    assert session.get("/learn/").status_code == 200
    merge(world, kept, twin)

    assert session.get("/learn/").status_code == 200
    assert kept.users.get().is_active


def test_an_invitation_that_comes_late_is_for_the_person_kept(world, twin):
    merge(world, world.learner, twin)
    user = people_services.invite(person=twin, email="late@example.org")

    assert user.person == world.learner


def test_roles_add_up_unless_the_other_has_left(world, twin):
    people_services.change_roles(
        actor=world.administrator, person=twin, roles_=["learner", "manager"]
    )
    gone = world.person("Gone Trainer", roles_=("trainer",))
    Person.objects.filter(pk=gone.pk).update(left_on=dt.date(2025, 1, 1))
    gone.refresh_from_db()
    merge(world, world.learner, twin)
    merge(world, world.learner, gone)
    world.learner.refresh_from_db()

    assert world.learner.roles == ["learner", "manager"]


def test_facts_fill_what_is_empty_and_overwrite_nothing(world, twin):
    kept = Person.objects.create(
        organisation=world.organisation, name="Lena List", profession="Nurse"
    )
    number = twin.external_id
    page = world.client(world.administrator).get(door(kept, twin))
    assert f"Staff number {number}, hired on 8 January 2024." in text(page)
    merge(world, kept, twin)
    kept.refresh_from_db()

    assert (kept.name, kept.profession, kept.external_id) == ("Lena List", "Nurse", number)
    assert kept.hired_on == twin.hired_on


def test_the_number_of_the_duplicate_is_free_for_the_person_kept(world, twin):
    number = twin.external_id
    merge(world, world.learner, twin)
    world.learner.refresh_from_db()
    people_services.change_person(
        actor=world.administrator, person=world.learner, facts={"external_id": number}
    )

    assert Person.objects.get(external_id=number) == world.learner


def test_memberships_and_managements_go_over_without_doubles(world, twin):
    """Both belong to North now; the twin was in South before, and manages North."""
    day = dt.date(2023, 1, 1)
    Membership.objects.create(
        person=twin, team=world.other_team, starts_on=day, ends_on=dt.date(2023, 6, 1)
    )
    Membership.objects.filter(person=twin, team=world.team).update(starts_on=day)
    for person in (twin, world.learner):
        Management.objects.create(person=person, team=world.other_team, starts_on=day)
    merge(world, world.learner, twin)

    rows = Membership.objects.filter(person=world.learner).order_by("team__name")
    assert [(row.team.name, row.starts_on, row.ends_on) for row in rows] == [
        ("North", day, None),
        ("South", day, dt.date(2023, 6, 1)),
    ]
    assert Management.objects.get(team=world.other_team).person == world.learner
    assert not twin.memberships.exists() and not twin.managements.exists()


def test_a_merge_is_never_changed_or_deleted(world, twin):
    row = merge(world, world.learner, twin)
    with pytest.raises(EvidenceLocked):
        row.delete()
    with pytest.raises(EvidenceLocked):
        Merge.objects.update(reason="Another")
    for statement in ("UPDATE people_merge SET reason = 'x'", "DELETE FROM people_merge"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)
