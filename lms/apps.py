from django.apps import AppConfig


class LmsConfig(AppConfig):
    name = "lms"
    verbose_name = "Candour"

    def ready(self) -> None:
        from lms import receivers  # noqa: F401
