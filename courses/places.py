"""Addresses that types go back to, without knowing the core's pages."""

from django.urls import reverse

from courses.models import Attempt
from courses.services.structures import structure_of


def back_to(attempt: Attempt) -> str:
    """Where a learner goes on after an attempt: its place in the module's text, or the course
    page.
    """
    enrolment = attempt.enrolment
    for module in structure_of(enrolment.edition_id).modules:
        for fact in module.activities:
            if fact.key == attempt.activity_id:
                page = reverse("learn:module", args=[enrolment.uuid, module.slug])
                return f"{page}#activity-{fact.uuid}"
    return reverse("learn:course", args=[enrolment.uuid])
