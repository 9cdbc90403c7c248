from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """The evaluation form and the attestation: two activity types."""

    name = "courses.evaluations"
    label = "evaluations"
    verbose_name = "Evaluations and attestations"
