"""A learner's way from the sign-in form to the certificate, step by step, by mouse or by keyboard.

Each step names what a person sees and does; `look` is called on every page that is passed.
"""

import re
from collections.abc import Callable

from courses.models import Attempt
from tests.factories.quiz import drawn_of, right_keys
from tests.factories.world import PASSWORD

WORDS = "He had the pen in his hand before I had said what it was for."
MOST_TABS = 120


class Mouse:
    """Presses and picks as with a mouse or a finger."""

    def press(self, target) -> None:
        target.click()

    def pick(self, target) -> None:
        target.check()

    def write(self, target, words: str) -> None:
        target.fill(words)


class Keys:
    """Reaches everything with Tab, presses with Enter, picks with Space and the arrows."""

    def __init__(self, page) -> None:
        self.page = page

    def reach(self, target, there="(e) => e === document.activeElement") -> None:
        target.wait_for()
        for _tab in range(MOST_TABS):
            if target.evaluate(there):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {target}")

    def press(self, target) -> None:
        self.reach(target)
        assert target.evaluate("(e) => e.matches(':focus-visible')"), f"no focus seen on {target}"
        self.page.keyboard.press("Enter")

    def pick(self, target) -> None:
        if target.get_attribute("type") == "checkbox":
            self.reach(target)
            self.page.keyboard.press("Space")
            return
        self.reach(
            target,
            "(e) => document.activeElement.name === e.name"
            " && document.activeElement.form === e.form",
        )
        for _arrow in range(10):
            if target.evaluate("(e) => e === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert target.is_checked()

    def write(self, target, words: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)


class Walk:
    """One learner on one page of a browser."""

    def __init__(self, page, person, look: Callable, *, hands=None) -> None:
        self.page, self.person, self.look = page, person, look
        self.hands = hands or Mouse()

    def at(self, heading: str) -> None:
        """Wait for the page with this heading, and look at it."""
        self.page.get_by_role("heading", level=1, name=heading).first.wait_for()
        self.see()

    def see(self) -> None:
        """Look at the page, once its styles are there."""
        self.page.wait_for_load_state()
        self.look(self.page)

    def button(self, name: str, *, role: str = "button"):
        return self.page.locator("main").get_by_role(role, name=name).first

    def go_on(self, name: str, *, role: str = "button") -> None:
        """Press the one next thing: it is always in the same place."""
        bar = self.page.get_by_role("group", name="Next step")
        self.hands.press(bar.get_by_role(role, name=name))

    def sign_in(self) -> None:
        self.page.goto("/")
        self.see()
        self.hands.press(self.button("Sign in", role="link"))
        self.at("Sign in")
        email = self.person.users.get().email
        self.hands.write(self.page.get_by_label("Email address"), email)
        self.hands.write(self.page.get_by_label("Password"), PASSWORD)
        self.hands.press(self.button("Sign in"))
        self.at("My learning")

    def start(self, course) -> None:
        """Find the course in the catalogue and start it."""
        self.hands.press(self.button("Look at the catalogue", role="link"))
        self.at("Catalogue")
        self.hands.write(self.page.get_by_label("Words"), course.title.split()[0])
        self.hands.press(self.button("Find"))
        self.page.get_by_text("1 course found.").wait_for()
        self.see()
        self.hands.press(self.button(course.title, role="link"))
        self.at(course.title)
        self.go_on("Start the course")
        self.page.wait_for_url(re.compile(r"/learn/[0-9a-f-]{36}/$"))
        self.at(course.title)
        self.go_on("Go on", role="link")
        self.at("Module 1")

    def play_case(self) -> None:
        self.go_on("Start the case")
        self.at("In the hall")
        self.hands.press(self.button("Ask what a good evening is"))
        self.at("In the kitchen")
        self.hands.press(self.button("Go on"))
        self.at("A pause")
        self.hands.write(self.page.get_by_label("What do you notice?"), "Steam.")
        self.hands.press(self.button("Go on"))
        self.at("The call")
        self.hands.pick(self.page.get_by_label("Tell her you will not lie"))
        self.hands.pick(self.page.get_by_label("Fairly sure"))
        self.hands.write(self.page.get_by_label("Why this, and not the others?"), WORDS)
        self.hands.press(self.button("Do this"))
        self.at("At home")
        self.hands.write(self.page.get_by_label("Why did you choose as you did?"), "For her.")
        self.hands.press(self.button("Finish and read the debrief"))
        self.page.wait_for_url("**/learn/review/**")
        self.see()
        self.go_on("Back to the module", role="link")
        self.page.wait_for_url(re.compile(r"/module-1/#activity-"))
        self.at("Module 1")

    def write_journal(self) -> None:
        self.go_on("Write in your journal")
        self.at("A yes you were not sure of")
        self.hands.write(self.page.locator("textarea").first, WORDS)
        self.hands.press(self.button("Save and finish"))
        self.page.wait_for_url(re.compile(r"/module-1/#activity-"))
        self.at("Module 1")

    def read_on(self, course) -> None:
        self.go_on("Next module", role="link")
        self.at("Module 2")
        self.go_on("Finish the course", role="link")
        self.at(course.title)

    def take_quiz(self) -> None:
        self.go_on("Start the quiz")
        self.page.wait_for_url("**/learn/quiz/**")
        attempt = Attempt.objects.get(activity__type="quiz", enrolment__person=self.person)
        for drawn in drawn_of(attempt):
            self.page.get_by_text(f"Question {drawn.position} of 3").first.wait_for()
            self.see()
            for key in right_keys(drawn):
                self.hands.pick(self.page.locator(f"input[value='{key}']:visible"))
            name = "Save and go on" if drawn.position < 3 else "Save and check answers"
            self.hands.press(self.button(name))
        self.button("Send answers").wait_for()
        self.see()
        self.hands.press(self.button("Send answers"))
        self.page.wait_for_url("**/result/")
        self.see()
        self.hands.press(self.button("Go on", role="link"))

    def evaluate(self, course) -> None:
        self.at(course.title)
        self.go_on("Evaluate the course")
        self.at("Course evaluation")
        self.hands.pick(self.page.locator("input[type=radio][value='4']").first)
        self.hands.pick(self.page.get_by_label("Under an hour"))
        self.hands.press(self.button("Send your answers"))
        self.at(course.title)

    def attest(self, course) -> None:
        self.go_on("Sign the attestation")
        self.at("Attestation")
        self.hands.write(self.page.locator("main input[type=text]"), self.person.name)
        self.hands.press(self.button("Sign"))
        self.at(course.title)
        self.page.get_by_role("heading", name="You have completed this course").wait_for()

    def finish(self, course) -> None:
        """From the first module to the completed course."""
        self.play_case()
        self.write_journal()
        self.read_on(course)
        self.take_quiz()
        self.evaluate(course)
        self.attest(course)
