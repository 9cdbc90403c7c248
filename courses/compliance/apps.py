from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "courses.compliance"
    label = "compliance"
    verbose_name = "Compliance"

    def ready(self) -> None:
        from courses.compliance import receivers  # noqa: F401
