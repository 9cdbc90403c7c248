"""A published attestation, and a signature through its page."""

from django.urls import reverse

from courses.evaluations.models import Attestation


def make_attestation(*, title="Attestation", **kwargs) -> Attestation:
    values = {"text": "<p>I completed this course myself.</p>", **kwargs}
    attestation = Attestation.objects.create(title=title, live=False, **values)
    attestation.save_revision().publish()
    attestation.refresh_from_db()
    return attestation


def finish(client, attempt) -> None:
    address = reverse("attestations:sign", args=[attempt.uuid])
    response = client.post(address, {"name": attempt.enrolment.person.name})
    assert response.status_code == 302, response.status_code
