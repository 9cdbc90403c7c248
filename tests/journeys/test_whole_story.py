"""The main job over HTTP: a learner is asked, learns, is certified; anyone can check; it counts."""

import pytest
from django.utils import timezone

from certificates.models import Certificate
from courses.models import Attempt, CourseCompletion, Enrolment
from courses.services.structures import structure_of

pytestmark = pytest.mark.django_db(transaction=True)
TYPES = ("scenario", "journal", "quiz", "evaluation", "attestation")


@pytest.fixture
def course(world):
    placed = [(slug, world.content(slug)) for slug in TYPES]
    return world.course(
        "Boundaries at the door", modules=2, module_activities=placed[:2], closing=placed[2:]
    )


def tally(world, course) -> tuple[int, int]:
    """What the manager's home says: how many have done the course, of how many."""
    page = world.client(world.manager).get("/manage/")
    found = {each.course: each for each in page.context["overview"].tallies}
    return (found[course].done, found[course].people) if course in found else (0, 0)


def ask(world, course) -> None:
    """The manager asks the team through the form and its preview."""
    client = world.client(world.manager)
    day = timezone.now().date().isoformat()
    sent = {"course": course.uuid, "teams": world.team.uuid, "due_on": day}
    preview = client.post("/manage/assign/", sent)
    answer = client.post("/manage/assign/confirm/", {"signed": preview.context["signed"]})
    assert answer.status_code == 302


def take(world, client, enrolment, fact) -> None:
    """Begin an activity at the learner's door and play it to a pass."""
    answer = client.post(f"/learn/{enrolment.uuid}/begin/{fact.uuid}/")
    assert answer.status_code == 302
    attempt = Attempt.objects.get(enrolment=enrolment, activity_id=fact.key)
    assert client.post(f"/learn/{enrolment.uuid}/begin/{fact.uuid}/").url == answer.url
    world.finish(attempt)


def test_from_being_asked_to_the_certificate_and_the_managers_number(world, course):
    client = world.client(world.learner)
    ask(world, course)
    assert tally(world, course) == (0, 2)  # the learner and the colleague
    home = client.get("/learn/")
    assert home.context["learning"].now.course == course
    assert "due today" in home.content.decode().lower()

    assert client.post(f"/learn/enrol/{course.uuid}/").status_code == 302
    enrolment = Enrolment.objects.get(person=world.learner)
    whole = structure_of(enrolment.edition_id)
    for module in whole.modules:
        page = client.get(f"/learn/{enrolment.uuid}/{module.slug}/").content.decode()
        assert "What is still missing for your certificate" in page
        for fact in module.activities:
            take(world, client, enrolment, fact)
    for fact in whole.closing:
        assert not CourseCompletion.objects.exists()
        take(world, client, enrolment, fact)

    completion = CourseCompletion.objects.get(person=world.learner)
    certificate = Certificate.objects.get(award__completion=completion)
    page = client.get(f"/learn/{enrolment.uuid}/").content.decode()
    assert "You have completed this course" in page
    assert f"/learn/certificates/of/{completion.uuid}/" in page
    pdf = client.get(f"/learn/certificates/of/{completion.uuid}/", follow=True)
    assert pdf.content.startswith(b"%PDF") and len(pdf.content) == certificate.pdf_bytes
    checked = world.client(None).get(f"/verify/{certificate.code}/").content.decode()
    assert "This certificate is valid" in checked and world.learner.name in checked
    assert tally(world, course) == (1, 2)


def test_leaving_part_way_and_beginning_again_keeps_both_turns(world, course):
    client = world.client(world.learner)
    client.post(f"/learn/enrol/{course.uuid}/")
    first = Enrolment.objects.get(person=world.learner)
    client.get(f"/learn/{first.uuid}/module-1/")
    assert client.post(f"/learn/{first.uuid}/withdraw/").url == "/learn/"
    assert "You left this course" in client.get(f"/learn/{first.uuid}/").content.decode()
    fact = structure_of(first.edition_id).modules[0].activities[0]
    refused = client.post(f"/learn/{first.uuid}/begin/{fact.uuid}/")
    assert (refused.status_code, refused.context["refusal"]) == (409, "NotOpen")
    client.post(f"/learn/enrol/{course.uuid}/")
    turns = Enrolment.objects.filter(person=world.learner).order_by("number")
    assert [turn.state for turn in turns] == ["withdrawn", "open"]


def test_what_comes_later_is_not_open_yet(world, course):
    client = world.client(world.learner)
    client.post(f"/learn/enrol/{course.uuid}/")
    turn = Enrolment.objects.get(person=world.learner)
    for fact in structure_of(turn.edition_id).closing:
        refused = client.post(f"/learn/{turn.uuid}/begin/{fact.uuid}/")
        assert (refused.status_code, refused.context["refusal"]) == (409, "NotYet")
    assert not Attempt.objects.exists()
