"""Learners who play: a case step by step, a quiz from its button to its result."""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from courses.models import Attempt, Course, Snapshot
from courses.services import attempts, enrolments
from courses.services.structures import structure_of
from scenarios import engine
from scenarios.services import plays
from tests.benchmarks import crowd
from tests.benchmarks.browser import Browser

OPTION = re.compile(r'name="(q\d+)" value="([^"]+)"')
SEEN = re.compile(r'name="(seen\d+)" value="(\d+)"')
PLAYED = 5  # which of the course's cases: “Duty of care”, fifteen scenes
FETCH = {"x_requested_with": "fetch"}


@dataclass
class Player:
    """One learner at one case of the demo. A case that ended is left, and begun again."""

    browser: Browser
    course: Course
    attempt: Attempt | None = None

    def __post_init__(self) -> None:
        self.person, login = crowd.someone()
        self.browser.sign_in(login)
        self.turn = enrolments.enrol(person=self.person, course=self.course, now=timezone.now())
        facts = structure_of(self.turn.edition_id).activities()
        self.fact = [fact for fact in facts if fact.type == "scenario"][PLAYED]
        self.begin()
        self.browser.get(reverse("cases:play", args=[self.attempt.uuid]))

    def begin(self) -> None:
        now = timezone.now()
        if self.attempt is not None:
            attempts.abandon(attempt=self.attempt, now=now)
        self.attempt = attempts.begin(enrolment=self.turn, activity=self.fact, now=now)

    def ready(self) -> tuple[str, dict]:
        """The next plain choice, from decision to decision. What asks for words (a statement more,
        to see that they can be sealed) or for no choice is played without measuring.
        """
        while True:
            play = plays.own_play(person=self.person, attempt=self.attempt.uuid)
            scene, token, now = play.scene, play.run.token(), timezone.now()
            if play.is_over:
                self.begin()
            elif scene.kind == "decision":
                choice = engine.open_choices(play.case.graph, play.state)[0].key
                target = play.case.graph.scene[_target(play, choice)]
                if not (asks_for_words(scene) or asks_for_words(target)):
                    data = {"token": token, "choice": choice}
                    return "choose", data | ({"confidence": 3} if scene.commit.confidence else {})
                answer = plays.Answer(token=token, choice=choice, confidence=3)
                plays.choose(play=play, answer=answer, now=now)
            else:
                plays.advance(play=play, answer=plays.Answer(token=token), now=now)

    def step(self, ready) -> None:
        """Post, and follow the redirect to the next scene."""
        door, data = ready
        page = reverse("cases:play", args=[self.attempt.uuid])
        self.browser.follow(self.browser.post(f"{page}{door}/", data, expect=(302, 303)))

    def step_at_once(self, ready) -> None:
        """As the script does it: the answer to the post is the next scene."""
        door, data = ready
        page = reverse("cases:play", args=[self.attempt.uuid])
        self.browser.post(f"{page}{door}/", data, x_step="1")


def asks_for_words(scene) -> bool:
    return scene.kind != "decision" or scene.commit.reason != "off"


def _target(play, choice: str) -> str:
    return engine.choose(play.case.graph, play.state, choice).after.scene


def right_options() -> set[str]:
    """The keys of every right option of every question."""
    rows = Snapshot.objects.filter(source_model="quizzes.question").values_list("data", flat=True)
    return {option["key"] for data in rows for option in data["options"] if option["correct"]}


@dataclass
class Sitter:
    """Somebody fresh for each quiz: begin, answer ten questions rightly, send, read the result."""

    app: object
    course: Course
    right: set[str]
    browser: Browser

    def ready(self) -> str:
        """A learner with an open turn who has seen the module's page; the address of “Start”."""
        person, login = crowd.someone()
        self.browser.sign_in(login)
        turn = enrolments.enrol(person=person, course=self.course, now=timezone.now())
        structure = structure_of(turn.edition_id)
        self.browser.get(reverse("learn:module", args=[turn.uuid, structure.modules[0].slug]))
        return reverse("learn:begin", args=[turn.uuid, structure.modules[0].activities[0].uuid])

    def begin(self, start: str) -> tuple[str, list]:
        """Start, and read the page: its address and the answers to give."""
        began = self.browser.post(start, expect=(302, 303))
        html = self.browser.follow(began).text
        fields = list(SEEN.findall(html))
        fields += [pair for pair in OPTION.findall(html) if pair[1] in self.right]
        return began.location, fields

    def on_one_page(self, start: str) -> None:
        """Without script: start, the page, send, the result."""
        address, fields = self.begin(start)
        sent = self.browser.post(address, [*fields, ("go", "send")], expect=(302, 303))
        self.browser.follow(sent)

    def by_script(self, start: str) -> None:
        """With script: each answer saved on moving on, the last one sent along with “Send”, and
        the result in the answer to that.
        """
        address, fields = self.begin(start)

        def given(number: int) -> list:
            return [pair for pair in fields if pair[0] in (f"seen{number}", f"q{number}")]

        for number in range(1, 10):
            self.browser.post(f"{address}save/", given(number), **FETCH)
        self.browser.post(f"{address}send/", given(10), **FETCH)

    def ready_to_send(self) -> str:
        """A sitting whose ten answers are kept; the address that it is sent to."""
        address, fields = self.begin(self.ready())
        self.browser.post(address, [*fields, ("go", "check")], expect=(302, 303))
        return f"{address}send/"

    def send(self, address: str) -> None:
        """The submission alone: ten kept answers marked, and the attempt finished."""
        self.browser.post(address, expect=(302, 303))
