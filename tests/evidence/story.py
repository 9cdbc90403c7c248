"""A whole course with one of everything: somebody completed it, somebody is part-way."""

import re
from dataclasses import dataclass, field

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import RichText

from certificates.models import Certificate
from courses.models import (
    Attempt,
    CandourDocument,
    CandourImage,
    Course,
    CoursePage,
    Enrolment,
    GlossaryTerm,
    ModulePage,
)
from courses.services import structures
from tests.factories.world import World

IN_MODULE = ("scenario", "quiz", "journal")
AT_THE_END = ("evaluation", "attestation")
MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
PAGE_MARK = re.compile(r'name="page" value="[^"]+"')
FILE = re.compile(r"/media/([^\"'\s?]+)")
DOCUMENT = re.compile(r"/documents/\d+/[^\"'\s]*")


@dataclass
class Story:
    """The course, the two turns, and everything that must read the same for ever."""

    world: World
    course: Course
    contents: dict
    image: CandourImage
    document: CandourDocument
    term: GlossaryTerm
    done: Enrolment
    part_way: Enrolment
    modules: list[int]  # ids of the module pages
    kept: dict[str, str] = field(default_factory=dict)
    pdf: bytes = b""

    @property
    def page(self) -> CoursePage:
        return CoursePage.objects.get(translation_key=self.course.key)

    def module(self, number: int = 1) -> ModulePage:
        return ModulePage.objects.get(pk=self.modules[number - 1])

    @property
    def certificate(self) -> Certificate:
        return Certificate.objects.get(award__completion__enrolment=self.done)

    def addresses(self) -> dict[str, tuple]:
        """Whose page, at what address, by a name to fail with."""
        learner, colleague = self.world.learner, self.world.colleague
        names = {learner.pk: "learner", colleague.pk: "colleague"}
        pages = {}
        for who, turn in ((learner, self.done), (colleague, self.part_way)):
            for slug in ("module-1", "module-2"):
                name = f"{names[who.pk]}: {slug}"
                pages[name] = (who, reverse("learn:module", args=[turn.uuid, slug]))
        for attempt in Attempt.objects.select_related("activity", "enrolment__person"):
            who = attempt.enrolment.person
            name = f"{names[who.pk]}: {attempt.activity.type} ({attempt.state})"
            if attempt.state == Attempt.State.OPEN:
                pages[name] = (who, attempt.type.player_url(attempt))
            else:
                pages[name] = (who, reverse("learn:review", args=[attempt.uuid]))
        pages["verification"] = (None, reverse("verify:code", args=[self.certificate.code]))
        return pages

    def keep(self) -> None:
        """Note how everything reads now."""
        self.read_all()  # a message that something was saved shows once
        self.kept = self.read_all()
        assert 'src="·' in self.kept["learner: module-2"], "no picture is shown"
        self.pdf = self.download()

    def check(self, after: str, leave_out: str = "nobody") -> None:
        """Fail where anything reads otherwise than it was kept; `after` says what was done last.

        Once as other requests left the caches, and once as a process that has just started.
        `leave_out` names a person who went on in the meantime.
        """
        for how in ("as before", "afresh"):
            for name, text in self.read_all().items():
                if name.startswith(leave_out):
                    continue
                assert text == self.kept[name], f"{name}, after: {after}, read {how}"
            cache.clear()
            structures.forget()
        assert self.download() == self.pdf, f"certificate, after: {after}"
        assert "valid" in self.kept["verification"].lower()

    def read_all(self) -> dict[str, str]:
        return {name: self.read(*where) for name, where in self.addresses().items()}

    def read(self, person, address: str) -> str:
        """The page's own part, less what differs from one request to the next."""
        response = self.world.client(person).get(address)
        assert response.status_code == 200, (address, response.status_code)
        html = MAIN.search(response.content.decode())[0]
        for name in FILE.findall(html):
            assert default_storage.exists(name), f"{address} shows {name}, which is gone"
        # An image or a document shows the file that its author put there last.
        for pattern in (TOKEN, PAGE_MARK, FILE, DOCUMENT):
            html = pattern.sub("·", html)
        return html

    def download(self) -> bytes:
        client = self.world.client(self.world.learner)
        response = client.get(reverse("certificates:download", args=[self.certificate.uuid]))
        assert response.status_code == 200
        return response.content


def tell(world: World, committed) -> Story:
    """Build the course, play it to its certificate, and leave the colleague part-way."""
    contents = {slug: world.content(slug) for slug in (*IN_MODULE, *AT_THE_END)}
    image = CandourImage.objects.create(title="A door", file=get_test_image_file())
    document = CandourDocument.objects.create(
        title="A sheet", file=ContentFile(b"%PDF-1.7 a page", "sheet.pdf")
    )
    term = GlossaryTerm.objects.create(key="autonomy", term="Autonomy", definition="One's own.")
    course = world.course(
        "Boundaries",
        modules=2,
        module_activities=[(slug, contents[slug]) for slug in IN_MODULE],
        closing=[(slug, contents[slug]) for slug in AT_THE_END],
    )
    page = world.page(course)
    second = ModulePage.objects.child_of(page).get(slug="module-2")
    second.body = [
        ("text", RichText("<p>She holds the cup with both hands.</p>")),
        ("picture", {"image": image, "alt_text": "An open door", "decorative": False}),
        ("download", {"document": document, "label": "The sheet"}),
        ("glossary", {"terms": [term]}),
    ]
    second.save_revision().publish()
    world.cut(page)
    course.refresh_from_db()
    done = _complete(world, course, committed)
    part_way = world.enrol(world.colleague, course)
    for slug in ("module-1", "module-2"):
        world.client(world.colleague).get(f"/learn/{part_way.uuid}/{slug}/")
    world.finish(world.begin(part_way, "scenario"))
    world.begin(part_way, "quiz")
    world.begin(part_way, "journal")
    modules = list(ModulePage.objects.child_of(page).order_by("path").values_list("pk", flat=True))
    story = Story(world, course, contents, image, document, term, done, part_way, modules)
    story.keep()
    return story


def _complete(world: World, course: Course, committed) -> Enrolment:
    turn = world.enrol(world.learner, course)
    for slug in ("module-1", "module-2"):
        world.client(world.learner).get(f"/learn/{turn.uuid}/{slug}/")
    for slug in (*IN_MODULE, *AT_THE_END):
        with committed():
            world.finish(world.begin(turn, slug))
    turn.refresh_from_db()
    assert turn.state == Enrolment.State.COMPLETED
    return turn
