"""The walks on which the pictures are taken: the same ways as the tutorials in docs/tutorial/."""

import datetime as dt
import re
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Locator, Page, sync_playwright

from courses.models import Attempt
from courses.people.models import Person
from lms.demo.accounts import PASSWORD
from scenarios.models import Scenario
from scenarios.services import panels
from tests.factories.quiz import drawn_of, right_keys
from tests.plugins.browser import FLAGS, find_chromium
from tests.screenshots import playing
from tests.screenshots.pictures import WIDTHS, Camera, of_pdf

SHORT, MODULE = "Professional boundaries", "My friend from the office"
REASON = "I would rather be slow and asked again than quick and wrong about him."
PANEL_CASE, MOST_PLAYED = "Nobody at number eleven", "An invitation"
# Scenes of other cases, each with the name of its picture and what stands in the middle of it.
SCENES = {
    "Just put Thursday": {"log": ("case-picture", ".scene__media")},
    "Four seconds": {"week-three": ("case-feedback", ".aftermath")},
    "One bed, two Amarals": {"reading": ("case-peers", ".aftermath")},
    PANEL_CASE: {
        "pharmacy": ("case-fact", ".new-info"),
        "duty": ("case-panel", ".aftermath"),
        "check": ("case-limit", ".timer"),
    },
}
THOUGHTS = (
    "Mr Ellery sat with his coat on. I had the form out before I had asked how he was.\n\n"
    "He said yes to me, not to the plan. Next time I leave the form in the bag until he asks."
)


def walk(address: str, folder: Path) -> None:
    """Walk through the demo as a stranger, a learner, an expert, a manager and a trainer."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=[*FLAGS, "--no-sandbox"]
        )
        for go in (stranger, learner, cases, panellist, manager, trainer):
            context = browser.new_context(
                base_url=address,
                viewport=dict(zip(("width", "height"), WIDTHS["desk"], strict=True)),
                locale="en-GB",
                timezone_id="Europe/London",
                reduced_motion="reduce",
                color_scheme="light",
            )
            page = context.new_page()
            go(page, Camera(page, folder))
            context.close()
        browser.close()


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def press(page: Page, what: Locator) -> None:
    """Press what leads to another page, and wait until it is there: a reload before it would
    otherwise meet a page that is just being left.
    """
    with page.expect_navigation():
        what.click()


def bar(page: Page) -> Locator:
    """The one next thing, always in the same place."""
    return page.get_by_role("group", name="Next step").locator(".button--primary")


def onward(page: Page) -> None:
    """Press it, where it leads to another page."""
    press(page, bar(page))


def stranger(page: Page, camera: Camera) -> None:
    for name, where in (
        ("home", "/"),
        ("catalogue", "/catalogue/"),
        ("course", "/catalogue/ethical-codes/"),
        ("sign-in", "/accounts/login/"),
    ):
        page.goto(where)
        camera.take(name)


def learner(page: Page, camera: Camera) -> None:
    """A short course from its start to its certificate."""
    sign_in(page, "learner@example.org")
    camera.take("my-learning")
    press(page, page.get_by_role("link", name="Go on where you stopped"))
    press(page, page.get_by_role("link", name="Ethical codes and principles").first)
    camera.take("course-way")
    page.goto("/learn/")
    press(page, page.locator(".course", has_text=SHORT).get_by_role("link", name="Start"))
    page.get_by_role("button", name="Take it again").or_(
        page.get_by_role("button", name="Start the course")
    ).click()
    page.wait_for_url(re.compile(r"/learn/[0-9a-f-]{36}/$"))
    onward(page)
    camera.take("module")
    onward(page)
    play(page, camera)
    onward(page)
    onward(page)
    page.locator("textarea").first.fill(THOUGHTS)
    camera.take("journal", reload=False)
    press(page, page.get_by_role("button", name="Save and finish"))
    onward(page)  # to the course
    after_the_module(page, camera)


def play(page: Page, camera: Camera) -> None:
    """Play the case to its end: the first open choice everywhere."""
    seen: set[str] = set()

    def once(name: str, **how) -> None:
        if name not in seen:
            seen.add(name)
            camera.take(name, **how)

    while "/learn/case/" in page.url:
        radio = page.locator("fieldset.choices input[type=radio]").first
        choice = page.locator("button.choice:not([aria-disabled])").first
        if radio.count():
            once("case-scene")
            radio.check()
            for sure in page.locator(".commit input[type=radio]").all()[2:3]:
                sure.check()
            for box in page.locator(".commit textarea").all():
                box.fill(REASON)
            once("case-reason", reload=False, at=".commit")
            following = page.get_by_role("button", name="Do this")
        elif choice.count():
            once("case-scene")
            following = choice
        else:
            for box in page.locator("main textarea").all():
                box.fill(REASON)
            following = page.locator("main form .button--primary").first
        move_on(page, following)
    camera.take("debrief")
    camera.take("debrief-way", reload=False, at="#way", block="start")
    camera.take("debrief-road", only="phone", reload=False, at=".path__fork")


def move_on(page: Page, following) -> None:
    """Press what leads to the next scene, which comes by a script or as a page of its own."""
    mark = page.locator("main input[name=token]").first.input_value()
    following.click()
    page.wait_for_function(
        "(old) => document.querySelector('main input[name=token]')?.value !== old", arg=mark
    )
    page.wait_for_load_state("networkidle")


def after_the_module(page: Page, camera: Camera) -> None:
    """Quiz, evaluation, attestation, certificate."""
    onward(page)
    camera.take("quiz")
    attempt = Attempt.objects.filter(activity__type="quiz", state="open").latest("pk")
    for drawn in drawn_of(attempt):
        for key in right_keys(drawn):
            page.locator(f"input[value='{key}']:visible").check()
        page.locator("main form .actions:visible .button--primary").first.click()
        page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Send answers").click()
    page.wait_for_url("**/result/")
    camera.take("quiz-result")
    press(page, page.get_by_role("link", name="Go on").first)
    onward(page)
    camera.take("evaluation")
    for group in page.locator("main fieldset:has(input[type=radio])").all():
        group.locator("input[type=radio]").nth(
            3 if group.locator("input").count() > 3 else 0
        ).check()
    for box in page.locator("main textarea[required]").all():
        box.fill("Ask before I explain.")
    press(page, page.get_by_role("button", name="Send your answers"))
    onward(page)
    page.locator("main input[type=text]").fill("Lina Harrow")
    camera.take("attestation", reload=False)
    press(page, page.get_by_role("button", name="Sign"))
    camera.take("course-done")
    certificate(page, camera)


def certificate(page: Page, camera: Camera) -> None:
    with page.expect_download() as download:
        bar(page).click()
    pdf = camera.folder.parent / "certificate.pdf"
    download.value.save_as(pdf)
    of_pdf(pdf, camera.folder / "certificate.png")
    page.goto("/learn/certificates/")
    camera.take("certificates")
    page.locator(".cert__title a").first.click()
    page.get_by_role("heading", name="This certificate is valid").wait_for()
    camera.take("verify")


def cases(page: Page, camera: Camera) -> None:
    """Scenes of other cases: a picture, feedback, colleagues, a new fact, the panel, a limit."""
    sign_in(page, "learner@example.org")
    person = Person.objects.get(external_id="DEMO-LEARNER")
    for title, stops in SCENES.items():
        attempt = playing.begin(person, title)
        for scene, (name, at) in stops.items():
            playing.come_to(person, attempt, scene, way=("monday-hour",))
            page.goto(f"/learn/case/{attempt}/")
            camera.take(name, at=at)


def panellist(page: Page, camera: Camera) -> None:
    """A member of a panel reads a scene, by the link of an e-mail and without an account."""
    scenario = Scenario.objects.get(title=PANEL_CASE)
    member, code = panels.invite(
        scenario_uuid=scenario.uuid,
        name="Nora Nobody",
        email="nora.nobody@panel.example.org",
        perspectives=["Nursing"],
        credentials="",
        by=None,
        now=timezone.now(),
    )
    page.goto(f"/panel/{code}/")
    camera.take("panel-about", only="desk")
    panels.agree(member=member, consent="unnamed", now=timezone.now())
    page.goto(f"/panel/{code}/scene/1/")
    camera.take("panel-scene", only="desk", at="main form", block="center")


def manager(page: Page, camera: Camera) -> None:
    sign_in(page, "manager@example.org")
    page.goto("/manage/")
    camera.take("manage")
    press(page, page.get_by_role("link", name="Ask people to take a course"))
    today = timezone.localdate()
    page.get_by_label("Course", exact=True).select_option(label="Cultural competence")
    page.get_by_label("Finish by").fill((today + dt.timedelta(45)).isoformat())
    page.locator("input[name=teams]").first.check()
    # A year has passed for most: who has done it before today is asked again.
    page.get_by_text("Staff numbers, earlier completions").click()
    page.get_by_label("Completed since").fill(today.isoformat())
    camera.take("manage-ask", reload=False, at="h1", block="start")
    page.get_by_role("button", name="See who would be asked").click()
    page.get_by_role("heading", name="Before you ask them").wait_for()
    camera.take("manage-preview", reload=False)
    page.goto("/manage/people/?status=overdue")
    camera.take("manage-people")
    press(page, page.locator("tbody th a").first)
    camera.take("manage-person")
    page.goto("/manage/cases/")
    camera.take("manage-risks")


def trainer(page: Page, camera: Camera) -> None:
    """The admin is for a desk, so it has no picture from a phone."""
    sign_in(page, "trainer@example.org")
    page.goto("/admin/")
    camera.take("admin", only="desk")
    page.get_by_role("button", name="Learning").click()
    page.get_by_role("link", name="Courses", exact=True).wait_for()
    camera.take("admin-learning", only="desk", reload=False)
    page.get_by_role("link", name="Courses", exact=True).click()
    page.get_by_role("link", name=SHORT, exact=True).first.wait_for()
    camera.take("admin-courses", only="desk")
    page.get_by_role("link", name=f"Explore child pages of '{SHORT}'").click()
    page.get_by_role("link", name=MODULE, exact=True).first.click()
    page.get_by_role("tab", name="Lesson").wait_for()
    camera.take("admin-module", only="desk", reload=False, at=".public-DraftEditor-content")
    page.get_by_role("tab", name="This change").click()
    camera.take("admin-change", only="desk", reload=False)
    case_pages(page, camera)


def case_pages(page: Page, camera: Camera) -> None:
    """A case on the desk: outline, map, preview, robot, numbers, panel, and a new one."""
    case = Scenario.objects.get(title=PANEL_CASE)
    page.goto(f"/admin/snippets/scenarios/scenario/edit/{case.pk}/")
    page.locator(".case-editor--ready").wait_for()
    camera.take("admin-case", only="desk", at=".case-tree")
    page.get_by_role("button", name="Map", exact=True).click()
    page.locator(".react-flow__node").first.wait_for()
    camera.take("admin-case-map", only="desk", reload=False, at=".case-map__canvas")
    page.get_by_role("button", name="Toggle preview").click()
    shown = page.frame_locator("#w-preview-iframe")
    shown.get_by_role("heading", name="The curtain").wait_for()
    camera.take("admin-case-preview", only="desk", reload=False)
    page.get_by_role("button", name="Toggle preview").click()  # Wagtail would keep it open
    page.goto(f"/admin/scenarios/{case.pk}/robot/")
    page.locator("main form button").first.click()
    page.get_by_text("A typical play has").wait_for()
    camera.take("admin-robot", only="desk", reload=False)
    page.goto(f"/admin/scenarios/{case.pk}/panel/said/")
    camera.take("admin-panel-said", only="desk")
    seen = Scenario.objects.get(title=MOST_PLAYED)
    page.goto(f"/admin/scenarios/{seen.pk}/insight/")
    camera.take("admin-insight", only="desk")
    camera.take("admin-insight-ways", only="desk", reload=False, at="#ways", block="start")
    page.goto("/admin/snippets/scenarios/scenario/add/")
    begin = page.get_by_role("button", name="Begin with an empty scene")
    begin.wait_for()
    camera.take("admin-case-begin", only="desk", reload=False, at=".case-starters")
    page.locator("#id_title").fill("A gift")
    begin.click()
    page.locator("[data-case-problems] :visible").first.wait_for()
    camera.take("admin-case-check", only="desk", reload=False, at=".case-panel")
