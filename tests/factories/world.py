"""A small named world: one organisation, two teams, and the five people every story needs."""

import datetime as dt
import importlib
import itertools
from dataclasses import dataclass, field
from decimal import Decimal

from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.rich_text import RichText

from courses.models import (
    Attempt,
    CataloguePage,
    Category,
    Course,
    CourseCredit,
    CoursePage,
    CoursePresenter,
    Enrolment,
    HomePage,
    ModulePage,
)
from courses.people.models import Management, Membership, Organisation, Person, Team
from courses.people.services import logins, roles
from courses.services import attempts, editions, enrolments, structures
from courses.services.structures import structure_of

PASSWORD = "a quiet consulting room"
HIRED = dt.date(2024, 1, 8)
_numbers = itertools.count(1)


@dataclass
class World:
    """Names and builders. Everyone can sign in with `PASSWORD`."""

    organisation: Organisation
    top: Team
    team: Team
    other_team: Team
    learner: Person
    colleague: Person
    outsider: Person
    manager: Person
    trainer: Person
    administrator: Person
    home: HomePage
    catalogue: CataloguePage
    clients: dict[int, Client] = field(default_factory=dict)

    def person(
        self, name: str, *, team: Team | None = None, roles_=("learner",), email=""
    ) -> Person:
        return make_person(self.organisation, name, team=team, roles_=roles_, email=email)

    def client(self, person: Person | None) -> Client:
        """A test client, signed in as a person (or nobody). One client a person."""
        key = person.pk if person else 0
        if key not in self.clients:
            self.clients[key] = self.fresh_client(person)
        return self.clients[key]

    def fresh_client(self, person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person.users.get(is_active=True))
        return client

    def course(
        self,
        title: str = "Boundaries",
        *,
        modules: int = 1,
        module_activities=(),
        closing=(),
        required: bool = True,
        hours: str = "2.00",
    ) -> Course:
        """Publish a course. `module_activities` and `closing` are (slug, content) pairs; activities
        go into the first module, the other modules are text only."""
        category, _ = Category.objects.get_or_create(slug="ethics", defaults={"name": "Ethics"})
        page = CoursePage(
            title=title,
            slug=f"course-{next(_numbers)}",
            summary=f"What {title} is about.",
            audience="Case managers",
            minutes=90,
            category=category,
            objectives=[("objective", "Say what a boundary is for")],
            closing=[(slug, _placed(content, required)) for slug, content in closing],
            credit_rows=[CourseCredit(amount=Decimal(hours), category=category)],
            presenters=[CoursePresenter(name="Ada Example", credentials="MSW", role="Author")],
        )
        self.catalogue.add_child(instance=page)
        for number in range(1, modules + 1):
            self.module(
                page, f"Module {number}", activities=module_activities if number == 1 else ()
            )
        page.save_revision().publish()
        return self.cut(page)

    def module(self, page: CoursePage, title: str, *, activities=(), required=True) -> ModulePage:
        module = ModulePage(
            title=title,
            slug=title.lower().replace(" ", "-"),
            summary=f"What {title} says.",
            minutes=30,
            body=[
                ("heading", {"text": "Where it begins", "level": "2"}),
                ("text", RichText("<p>She offers you tea, and the kettle is already on.</p>")),
                *[(slug, _placed(content, required)) for slug, content in activities],
            ],
        )
        page.add_child(instance=module)
        module.save_revision().publish()
        return module

    def cut(self, page: CoursePage) -> Course:
        """Cut the edition now: tests that roll back never reach the commit that would."""
        edition = editions.cut(page_id=page.pk, now=timezone.now())
        if edition is not None:
            structures.keep(structures.structure_of(edition.pk))
        return Course.objects.get(key=page.translation_key)

    def page(self, course: Course) -> CoursePage:
        return CoursePage.objects.get(translation_key=course.key)

    def enrol(self, person: Person, course: Course, now: dt.datetime | None = None) -> Enrolment:
        return enrolments.enrol(person=person, course=course, now=now or timezone.now())

    def begin(self, enrolment: Enrolment, slug: str) -> Attempt:
        """Open an attempt at the first activity of a type in somebody's edition."""
        facts = structure_of(enrolment.edition_id).activities()
        fact = next(fact for fact in facts if fact.type == slug)
        attempt = attempts.begin(enrolment=enrolment, activity=fact, now=timezone.now())
        return attempts.own_attempt(person=enrolment.person, uuid=attempt.uuid, type=slug)

    def content(self, slug: str, **kwargs):
        """Published content of a type, from its own factory."""
        return getattr(importlib.import_module(f"tests.factories.{slug}"), f"make_{slug}")(**kwargs)

    def finish(self, attempt: Attempt) -> None:
        """Play an attempt to a pass, through the type's own pages."""
        factory = importlib.import_module(f"tests.factories.{attempt.activity.type}")
        factory.finish(self.client(attempt.enrolment.person), attempt)


def _placed(content, required: bool) -> dict:
    return {"content": content, "required": required}


def make_person(
    organisation: Organisation,
    name: str,
    *,
    team: Team | None = None,
    roles_=("learner",),
    email="",
) -> Person:
    person = Person.objects.create(
        organisation=organisation,
        name=name,
        external_id=f"E{next(_numbers):05}",
        profession="Case manager",
        hired_on=HIRED,
    )
    email = email or f"{name.split()[0].lower()}{person.pk}@example.org"
    logins.create_login(person=person, email=email, password=PASSWORD)
    roles.set_roles(person=person, roles=roles_)
    if team is not None:
        Membership.objects.create(person=person, team=team, starts_on=HIRED)
    return person


def make_world() -> World:
    organisation = Organisation.objects.order_by("pk").first() or Organisation()
    organisation.name, organisation.time_zone = "Harbour Care", "Europe/London"
    organisation.save()
    top = Team.add_root(name="Harbour Care", organisation=organisation)
    team = top.add_child(name="North", organisation=organisation)
    other = top.add_child(name="South", organisation=organisation)
    home, catalogue = make_site()
    manager = make_person(organisation, "Mina Manager", roles_=("learner", "manager"))
    Management.objects.create(person=manager, team=team, starts_on=HIRED)
    return World(
        organisation=organisation,
        top=top,
        team=team,
        other_team=other,
        learner=make_person(organisation, "Lena Learner", team=team),
        colleague=make_person(organisation, "Cato Colleague", team=team),
        outsider=make_person(organisation, "Otto Outsider", team=other),
        manager=manager,
        trainer=make_person(organisation, "Tara Trainer", roles_=("learner", "trainer")),
        administrator=make_person(
            organisation, "Adam Administrator", roles_=("learner", "administrator")
        ),
        home=home,
        catalogue=catalogue,
    )


def make_site() -> tuple[HomePage, CataloguePage]:
    """The home page and catalogue, at the root of the default site."""
    root = Page.get_first_root_node()
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(title="Candour", slug="candour-home", lead="Training worth an hour.")
        root.add_child(instance=home)
        home.save_revision().publish()
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname="localhost", is_default_site=True
    )
    site.root_page = home
    site.save()
    catalogue = CataloguePage.objects.first()
    if catalogue is None:
        catalogue = CataloguePage(title="Catalogue", slug="catalogue")
        home.add_child(instance=catalogue)
        catalogue.save_revision().publish()
    return home, catalogue
