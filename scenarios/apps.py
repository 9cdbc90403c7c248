from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    """Branching cases: an activity type with its editor and its player."""

    name = "scenarios"
    label = "scenarios"
    verbose_name = "Cases"

    def ready(self):
        from scenarios import receivers  # noqa: F401
