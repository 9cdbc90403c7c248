"""The evaluation form and the attestation, as the core sees them."""

from django.utils.translation import gettext_lazy as _

from courses.activities import CLOSING, ActivityType


class EvaluationActivity(ActivityType):
    slug = "evaluation"
    label = _("Evaluation")
    verb = _("Evaluate the course")
    icon = "form"
    content_model = "evaluations.EvaluationForm"
    places = frozenset({CLOSING})


class AttestationActivity(ActivityType):
    slug = "attestation"
    label = _("Attestation")
    verb = _("Sign the attestation")
    icon = "check"
    content_model = "evaluations.Attestation"
    places = frozenset({CLOSING})
