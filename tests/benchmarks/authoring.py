"""What an author of a very large case waits for: 2,000 scenes with 4,800 choices."""

import random

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from courses.people.models import Person
from scenarios import layout
from scenarios.graph import Graph
from scenarios.models import Scenario
from scenarios.validation import check
from tests.benchmarks.browser import Browser
from tests.benchmarks.goals import CHECK, EDITOR, LAYOUT, OUTLINE
from tests.benchmarks.meter import Action
from tests.scenarios.cases import case, choice, decision, effect, ending

SCENES, CHOICES = 2_000, 4_800


def large() -> Graph:
    """Decisions that lead on, ahead and sometimes back; one choice in eight has a condition."""
    draw = random.Random(7)
    last = SCENES - 2
    numbers = [2 + (place < CHOICES - 2 * (last + 1)) for place in range(last + 1)]
    scenes = []
    for place, many in enumerate(numbers):
        ways = []
        for number in range(many):
            ahead = 1 if number == 0 else draw.randint(2, 30)
            if number == 2 and draw.random() < 0.2:
                ahead = -draw.randint(1, 8)
            to = f"s{max(0, place + ahead)}" if place + ahead <= last else "end"
            when = "trust >= 1" if number and draw.random() < 0.125 else ""
            op = effect(draw.choice(["add", "sub"]))
            ways.append(choice(f"s{place}-{number}", to, when, effects=[op]))
        scenes.append(decision(f"s{place}", *ways))
    return case(*scenes, ending())


def authoring(app: WSGIHandler, trainer: Person) -> list[Action]:
    """The checks and the pages."""
    graph = large()
    scenario = Scenario.objects.create(title="A very large case", draft=graph.as_json(), live=False)
    scenario.save_revision()
    who = Browser(app).sign_in(trainer.users.get())
    outline = reverse("scenarios_outline", args=[scenario.pk])
    editor = reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[scenario.pk])
    return [
        Action(CHECK, lambda _ready: check(graph)),
        Action(LAYOUT, lambda _ready: layout.lay_out(graph)),
        Action(OUTLINE, lambda _ready: who.get(outline), browser=who),
        Action(EDITOR, lambda _ready: who.get(editor), browser=who),
    ]
