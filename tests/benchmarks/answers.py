"""The pages that read a case which many people played."""

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from courses.people.models import Person
from scenarios.models import Scenario
from tests.benchmarks.browser import Browser
from tests.benchmarks.meter import Action

READ = "case: what people chose, {steps} steps"


def reading(app: WSGIHandler, trainer: Person, scenario: Scenario, steps: int) -> Action:
    """The author's page about a case."""
    who = Browser(app).sign_in(trainer.users.get())
    path = reverse("scenarios_insight", args=[scenario.pk])
    return Action(READ.format(steps=f"{steps:,}"), lambda _ready: who.get(path), browser=who)
