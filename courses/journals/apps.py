from django.apps import AppConfig


class JournalsConfig(AppConfig):
    name = "courses.journals"
    label = "journals"
    verbose_name = "Journals"
