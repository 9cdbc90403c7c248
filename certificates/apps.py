"""Awards, certificates and their verification. It listens to the core and never names a type."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "certificates"
    verbose_name = "Certificates"

    def ready(self) -> None:
        from certificates import checks, receivers  # noqa: F401
