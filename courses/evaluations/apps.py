from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "courses.evaluations"
    label = "evaluations"
    verbose_name = "Evaluations and attestations"
