"""Chromium for the tests marked `browser`, through Playwright, with axe.

    @pytest.mark.browser
    def test_learner_finishes_a_module(page, live_server, sign_in, assert_axe_clean):
        sign_in(page, "learner@example.org", "…")
        page.goto("/learn/")
        assert_axe_clean(page)

`page` is a desktop, `phone` a small phone, `no_js` a desktop without JavaScript. Each fails the
test at its end if the browser complained: a console error, an uncaught exception, a broken content
security policy, an answer of 500, or a request to any other host (which is never let through). A
test that means to see one says so first: `complaints.ignore("404")`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
TIMEOUT_MS = 15_000

REPORT_CSP = """
document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`CSP violation: ${event.violatedDirective} blocked ${event.blockedURI}`
    + ` at ${event.sourceFile || location.href}:${event.lineNumber}`);
});
"""


def find_chromium() -> str | None:
    """Return the path of a Chromium that is already on this machine, or nothing."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Complaints:
    """What the browser complained about in one test, less what the test said it expects."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._ignored: list[str] = []

    def ignore(self, part: str) -> None:
        """Expect complaints that contain these words."""
        self._ignored.append(part)

    def add(self, text: str) -> None:
        self._heard.append(text)

    @property
    def unexpected(self) -> list[str]:
        return [text for text in self._heard if not any(part in text for part in self._ignored)]

    def check(self) -> None:
        """Fail if there was a complaint that nobody expected."""
        if self.unexpected:
            pytest.fail("The browser complained:\n  " + "\n  ".join(self.unexpected))

    def listen(self, page, origin: str) -> None:
        """Hear everything this page says, and let it talk to no host but ours."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.add(f"uncaught: {error}"))
        page.on("response", self._on_response)

        def guard(route) -> None:
            url = route.request.url
            if url.startswith((f"{origin}/", "data:", "blob:")):
                route.continue_()
            else:
                self.add(f"request to another host: {url}")
                route.abort()

        page.route("**/*", guard)

    def _on_console(self, message) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            place = message.location.get("url", "")
            self.add(f"console {message.type}: {message.text} ({place})")

    def _on_response(self, response) -> None:
        if response.status >= 500:
            self.add(f"{response.status} from {response.request.method} {response.url}")


@contextmanager
def watched(page, origin: str) -> Iterator[Complaints]:
    """Watch a page made by hand; fail at the end of the block if the browser complained."""
    complaints = Complaints()
    complaints.listen(page, origin)
    yield complaints
    complaints.check()


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """One running Chromium for the session, with an empty profile of its own."""
    path = find_chromium()
    if not path:
        pytest.skip("no Chromium or Chrome on this machine")
    # Playwright's loop runs in this thread, so Django would take our queries for asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else [*FLAGS]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Complaints:
    """What the browser complains about in this test; see `Complaints.ignore`."""
    return Complaints()


@pytest.fixture
def open_page(chromium, live_server, complaints) -> Iterator[Callable]:
    """A function that opens a page in a fresh browser profile: `open_page(viewport=…)`."""
    contexts = []

    def open_one(*, viewport: dict = DESKTOP, javascript: bool = True, **options):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=viewport,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion=options.pop("reduced_motion", "reduce"),
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        context.add_init_script(REPORT_CSP)
        page = context.new_page()
        complaints.listen(page, live_server.url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    complaints.check()


@pytest.fixture
def page(open_page):
    """A desktop page."""
    return open_page()


@pytest.fixture
def phone(open_page):
    """A small phone with a touch screen."""
    return open_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def no_js(open_page):
    """A desktop page with JavaScript off."""
    return open_page(javascript=False)


@pytest.fixture
def sign_in() -> Callable:
    """A function that signs somebody in as they would: `sign_in(page, email, password)`."""

    def through_the_form(page, email: str, password: str, *, at: str = "/accounts/login/") -> None:
        page.goto(at)
        form = page.locator("form:has(input[name=password])")
        form.locator("input[name=login]").fill(email)
        form.locator("input[name=password]").fill(password)
        form.locator("button[type=submit], input[type=submit]").first.click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)

    return through_the_form


@pytest.fixture
def signed_in_as(live_server) -> Callable:
    """A function that signs a user in without the form: `signed_in_as(page, user)`."""
    from django.conf import settings
    from django.test import Client

    def with_a_cookie(page, user) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )

    return with_a_cookie


@pytest.fixture(scope="session")
def assert_axe_clean() -> Callable:
    """A function that fails on any accessibility violation axe finds on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def check(page, *, without: tuple[str, ...] = ()) -> None:
        options = {
            "runOnly": {"type": "tag", "values": tags},
            "rules": {rule: {"enabled": False} for rule in without},
        }
        # A click may still be fetching the next page: judge that one, not the one it replaces.
        page.wait_for_load_state("networkidle")
        found = axe.run(page, options=options).response["violations"]
        if found:
            lines = [f"axe, on {page.url}:"]
            for violation in found:
                lines.append(f"  {violation['id']} ({violation['impact']}): {violation['help']}")
                lines += [f"    {node['html'][:200]}" for node in violation["nodes"][:5]]
            pytest.fail("\n".join(lines))

    return check
