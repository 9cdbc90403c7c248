"""Completions and certificates, through the real services."""

import datetime as dt

from certificates.models import Certificate
from certificates.services import awards, certificates
from courses.models import CourseCompletion, Enrolment
from courses.services import completions, enrolments
from courses.services.structures import structure_of

STARTED = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)
COMPLETED = dt.datetime(2026, 11, 20, 16, 30, tzinfo=dt.UTC)
ISSUED = dt.datetime(2026, 11, 20, 16, 31, tzinfo=dt.UTC)


def make_completion(world, person=None, course=None, *, completed_at=COMPLETED) -> CourseCompletion:
    """A course of text alone, read to its end."""
    course = course or world.course()
    turn = enrolments.enrol(person=person or world.learner, course=course, now=STARTED)
    for module in structure_of(turn.edition_id).modules:
        enrolments.visit(enrolment=turn, module=module, now=completed_at)
        turn = Enrolment.objects.get(pk=turn.pk)
    completions.settle_locked(enrolment_id=turn.pk, now=completed_at)
    return CourseCompletion.objects.get(enrolment=turn)


def make_certificate(world, person=None, course=None, **kwargs) -> Certificate:
    """A certificate, as the task would issue it."""
    completion = make_completion(world, person, course, **kwargs)
    award = awards.award(completion=completion, now=ISSUED)
    return certificates.issue(award=award, now=ISSUED)
