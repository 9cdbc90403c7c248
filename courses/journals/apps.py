from django.apps import AppConfig


class JournalsConfig(AppConfig):
    """Prompts and sealed entries: an activity type."""

    name = "courses.journals"
    label = "journals"
    verbose_name = "Journals"
