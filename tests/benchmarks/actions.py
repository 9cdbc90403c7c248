"""Everything that is measured, the floors among it."""

import itertools

from django.core.handlers.wsgi import WSGIHandler
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from certificates.rendering import layout, qr
from certificates.rendering.engine import engine
from certificates.rendering.fetcher import BundleFetcher
from certificates.services import awards, certificates
from courses.models import Course
from courses.services import enrolments
from courses.services.structures import structure_of
from tests.benchmarks import browser as browsers
from tests.benchmarks import crowd
from tests.benchmarks.browser import Browser
from tests.benchmarks.meter import Action
from tests.benchmarks.models import Walk
from tests.benchmarks.playing import Player, Sitter, right_options

BARE_BACKEND = "django.contrib.auth.backends.ModelBackend"


def page(name: str, who: Browser, path: str) -> Action:
    return Action(name, lambda _ready: who.get(path), browser=who)


def floors(organisation: int | None = None) -> list[Action]:
    """The bare-Django views, with the middleware of a new project."""
    app = browsers.bare()
    _person, login = crowd.someone("Bea Bare")
    walk = Walk.objects.create(user=login, scene="hall", title="A walk")
    who = Browser(app).sign_in(login, BARE_BACKEND)
    data = {"walk": walk.pk, "choice": "left"}

    def step(_ready) -> None:
        who.follow(who.post("/bare/step/", data, expect=(303,)))

    found = [
        page("bare: hello", Browser(app), "/bare/hello/"),
        page("bare: session, user, one SELECT", who, "/bare/select/"),
        Action(
            "bare: POST, one INSERT, one UPDATE",
            lambda _ready: who.post("/bare/write/", data),
            browser=who,
        ),
        Action("bare: post-redirect-get step", step, browser=who),
        Action(
            "bare: step in one request",
            lambda _ready: who.post("/bare/at-once/", data),
            browser=who,
        ),
    ]
    if organisation is not None:
        path = f"/bare/report/?organisation={organisation}"
        found.append(page("bare: ORM report, 50 people by 12", who, path))
    return found


def steps(app: WSGIHandler, course: Course) -> list[Action]:
    """A choice in a case of the demo, without script and with."""
    plain, quick = Player(Browser(app), course), Player(Browser(app), course)
    return [
        Action("case: step, post-redirect-get", plain.step, plain.ready, plain.browser),
        Action(
            "case: step in one request (script)", quick.step_at_once, quick.ready, quick.browser
        ),
    ]


def quizzes(app: WSGIHandler, world) -> list[Action]:
    """Ten questions drawn of twelve, answered rightly."""

    def sitter(layout_: str) -> Sitter:
        quiz = world.content("quiz", questions=12, draw=10, layout=layout_, attempts=None)
        journal = world.content("journal")
        both = [("quiz", quiz), ("journal", journal)]
        course = world.course(f"Quiz, {layout_}", module_activities=both)
        return Sitter(app, course, right_options(), Browser(app))

    whole, scripted, sent = sitter("all"), sitter("one"), sitter("all")
    return [
        Action("quiz: ten questions, one page", whole.on_one_page, whole.ready, whole.browser),
        Action(
            "quiz: ten questions (script)", scripted.by_script, scripted.ready, scripted.browser
        ),
        Action("quiz: submission alone", sent.send, sent.ready_to_send, sent.browser),
    ]


def learning(app: WSGIHandler, people: crowd.Crowd) -> list[Action]:
    """What learners and strangers read."""
    who = Browser(app).sign_in(people.learner)
    module = structure_of(people.turn.edition_id).modules[0].slug
    person = people.learner.person
    few, many = (crowd.turn_in(course, person) for course in (people.few, people.many))
    return [
        page("public page, stranger", Browser(app), "/catalogue/"),
        page("learner home", who, reverse("learn:home")),
        page("module page", who, reverse("learn:module", args=[people.turn.uuid, module])),
        page("course page, 20 learners", who, reverse("learn:course", args=[few.uuid])),
        page("course page, 20,000 learners", who, reverse("learn:course", args=[many.uuid])),
    ]


def managing(app: WSGIHandler, people: crowd.Crowd) -> list[Action]:
    """A manager's home and people table, by the size of the organisation."""
    found = []
    for size, login in people.managers.items():
        who = Browser(app).sign_in(login)
        found.append(page(f"manager home, {size:,} people", who, reverse("manage:home")))
        found.append(page(f"people table, {size:,} people", who, reverse("manage:people")))
    return found


def certifying(app: WSGIHandler, people: crowd.Crowd) -> list[Action]:
    """A certificate issued, the same page in WeasyPrint alone, and downloaded again."""
    course = people.demo[2]

    def earned():
        person, _login = crowd.someone("Gwenllïan Ŵyn")
        return crowd.complete(enrolments.enrol(person=person, course=course, now=timezone.now()))

    def issue(completion):
        award = awards.award(completion=completion, now=timezone.now())
        return certificates.issue(award=award, now=timezone.now())

    first = issue(earned())
    who = Browser(app).sign_in(first.award.completion.person.users.get())
    again = reverse("certificates:download", args=[first.uuid])
    context = layout.context(first.facts)
    html = render_to_string("certificates/document.html", context)
    picture = {context["qr_name"]: qr.svg(first.facts["verify_address"])}
    return [
        Action("certificate: award and issue", issue, earned),
        Action("bare: the same page in WeasyPrint", lambda _ready: weasyprint(html, picture)),
        page("certificate: download again", who, again),
        verifying(app, f"/verify/{first.code}/"),
    ]


def verifying(app: WSGIHandler, path: str) -> Action:
    """A stranger checks a certificate; each from an address of their own, since one may not ask
    without end.
    """
    who, numbers = Browser(app), itertools.count(1)

    def from_elsewhere() -> None:
        number = next(numbers)
        who.address = f"10.0.{number // 250}.{number % 250 + 1}"

    return Action(
        "certificate: verification", lambda _ready: who.get(path), from_elsewhere, browser=who
    )


def weasyprint(html: str, pictures: dict[str, bytes]) -> bytes:
    """The finished HTML as tagged PDF, with fonts and stylesheet held ready as ours are."""
    from weasyprint import HTML

    ready = engine()
    return HTML(string=html, url_fetcher=BundleFetcher(pictures)).write_pdf(
        stylesheets=[ready._style],
        font_config=ready._fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=True,
    )
