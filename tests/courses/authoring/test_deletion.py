"""What an edition with people shows is archived, never deleted: by no path."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.rich_text import RichText

from courses.models import (
    CandourDocument,
    CandourImage,
    CandourMedia,
    CoursePage,
    EditionReference,
    GlossaryTerm,
    ModulePage,
)
from courses.quizzes.models import Question
from courses.services import guards
from tests.factories.quiz import make_quiz

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a fresh rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Shelf:
    """A course with one of everything that a lesson can show, and a learner in it."""

    def __init__(self, world):
        self.image = CandourImage.objects.create(title="A door", file=get_test_image_file())
        self.linked = CandourDocument.objects.create(title="A list", file=pdf("list.pdf"))
        self.document = CandourDocument.objects.create(title="A sheet", file=pdf("sheet.pdf"))
        self.media = CandourMedia.objects.create(
            title="A talk", type="audio", file=ContentFile(b"ID3", "talk.mp3"), transcript="Words."
        )
        self.term = GlossaryTerm.objects.create(key="autonomy", term="Autonomy", definition="Own.")
        self.quiz = make_quiz(questions=1, fixed=1)
        self.question = self.quiz.fixed_questions.get().question
        self.category = self.quiz.draws.get().category
        self.course = world.course(modules=2, module_activities=[("quiz", self.quiz)])
        self.page = world.page(self.course)
        self.module = ModulePage.objects.child_of(self.page).order_by("path").first()
        link = f'<a linktype="document" id="{self.linked.pk}">the list</a>'
        self.module.body = [
            *[(block.block_type, block.value) for block in self.module.body],
            ("text", RichText(f"<p>See {link}.</p>")),
            ("picture", {"image": self.image, "alt_text": "A door", "decorative": False}),
            ("download", {"document": self.document, "label": "The sheet"}),
            ("audio", {"media": self.media, "title": "The talk"}),
            ("glossary", {"terms": [self.term]}),
        ]
        self.module.save_revision().publish()
        world.cut(self.page)
        self.turn = world.enrol(world.learner, self.course)

    def shown(self):
        yield from (self.page, self.module, self.image, self.linked, self.document, self.media)
        yield from (self.term, self.quiz, self.question, self.category)


def pdf(name):
    return ContentFile(b"%PDF-1.7 a page", name)


@pytest.fixture
def shelf(world):
    return Shelf(world)


def still_reads(world, shelf):
    url = f"/learn/{shelf.turn.uuid}/module-1/"
    return world.client(world.learner).get(url).status_code == 200


def test_everything_that_a_reader_sees_is_counted(world, shelf):
    kept = guards.in_use(shelf.shown())
    assert [one.people for one in kept] == [1] * 10
    world.enrol(world.colleague, shelf.course)
    assert guards.people_with(shelf.image) == 2


def test_the_orm_refuses_to_delete_what_people_use(world, shelf):
    for obj in shelf.shown():
        with pytest.raises(guards.InUse), transaction.atomic():
            obj.delete()
        with pytest.raises(guards.InUse), transaction.atomic():
            type(obj).objects.filter(pk=obj.pk).delete()
        assert type(obj).objects.filter(pk=obj.pk).exists()
    assert still_reads(world, shelf)


@pytest.mark.django_db(transaction=True)
def test_a_refused_deletion_outside_a_transaction_leaves_the_tree_right(world):
    """The tree's count of children is lowered before a guard can refuse."""
    course = world.course(modules=2)
    world.enrol(world.learner, course)
    page = world.page(course)
    module = ModulePage.objects.child_of(page).first()
    for attempt in (
        module.delete,
        Page.objects.get(pk=module.pk).delete,
        ModulePage.objects.filter(pk=module.pk).delete,
        page.delete,
        CoursePage.objects.filter(pk=page.pk).delete,
        world.catalogue.delete,
        world.home.delete,
    ):
        with pytest.raises(guards.InUse):
            attempt()
        for parent, children in ((page, 2), (world.catalogue, 1), (world.home, 1)):
            assert Page.objects.get(pk=parent.pk).numchild == children
    assert not Page.find_problems()[4]


def test_what_nobody_uses_may_go(world, shelf):
    other = Shelf.__new__(Shelf)
    image = CandourImage.objects.create(title="Spare", file=get_test_image_file())
    course = world.course("Nobody is in it", module_activities=[("quiz", make_quiz())])
    other.page = world.page(course)
    assert EditionReference.objects.filter(edition__course=course).exists()
    image.delete()
    other.page.delete()
    assert not CoursePage.objects.filter(pk=other.page.pk).exists()
    assert Page.objects.get(pk=world.catalogue.pk).numchild == 1


def test_an_older_edition_keeps_what_the_newest_no_longer_shows(world, shelf):
    shelf.module.body = [("text", RichText("<p>Nothing but words.</p>"))]
    shelf.module.save_revision().publish()
    world.cut(shelf.page)
    world.enrol(world.colleague, shelf.course)
    with pytest.raises(guards.InUse), transaction.atomic():
        shelf.image.delete()


def test_a_module_taken_out_long_ago_stays_for_those_who_have_it(world, shelf):
    ModulePage.objects.get(pk=shelf.module.pk).unpublish()
    world.cut(shelf.page)
    with pytest.raises(guards.InUse), transaction.atomic():
        ModulePage.objects.get(pk=shelf.module.pk).delete()
    assert still_reads(world, shelf)


def test_the_guard_can_be_lifted_on_purpose_and_evidence_still_reads(world, shelf):
    with guards.lifted():
        shelf.image.delete()
        shelf.page.delete()
    assert still_reads(world, shelf)


# --- The same through the admin ---------------------------------------------------------------


def refused(response, title):
    page = response.content.decode()
    assert response.status_code == 409
    assert title in page
    assert "1 person" in page
    return page


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("which", ["page", "module"])
def test_the_page_explorer_says_archive_instead(world, shelf, administrator, method, which):
    page = getattr(shelf, which)
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    html = refused(getattr(administrator, method)(url), page.title)
    assert reverse("wagtailadmin_pages:unpublish", args=[page.pk]) in html
    assert Page.objects.filter(pk=page.pk).exists()
    assert Page.objects.get(pk=world.catalogue.pk).numchild == 1


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("which", "name"),
    [
        ("image", "wagtailimages:delete"),
        ("document", "wagtaildocs:delete"),
        ("media", "wagtailmedia:delete"),
    ],
)
def test_files_say_archive_instead(shelf, administrator, method, which, name):
    file = getattr(shelf, which)
    refused(getattr(administrator, method)(reverse(name, args=[file.pk])), file.title)
    assert type(file).objects.filter(pk=file.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("which", ["term", "quiz", "question", "category"])
def test_snippets_say_archive_instead(shelf, administrator, method, which):
    obj = getattr(shelf, which)
    url = reverse(type(obj).snippet_viewset.get_url_name("delete"), args=[obj.pk])
    html = refused(getattr(administrator, method)(url), "Archive instead")
    assert type(obj).objects.filter(pk=obj.pk).exists()
    if which in ("quiz", "question"):
        unpublish = reverse(type(obj).snippet_viewset.get_url_name("unpublish"), args=[obj.pk])
        assert unpublish in html


@pytest.mark.parametrize("which", ["page", "image", "document", "term", "quiz"])
def test_bulk_deletion_deletes_none_of_the_many(world, shelf, administrator, which):
    obj = getattr(shelf, which)
    model = Page if which == "page" else type(obj)
    label = (model._meta.app_label, model._meta.model_name)
    url = reverse("wagtail_bulk_action", args=[*label, "delete"]) + f"?id={obj.pk}"
    refused(administrator.post(url, {"next": "/admin/"}), "Archive instead")
    assert type(obj).objects.filter(pk=obj.pk).exists()
    assert Page.objects.get(pk=world.catalogue.pk).numchild == 1


@pytest.mark.parametrize(
    ("which", "name"),
    [("image", "wagtailimages:delete_multiple"), ("document", "wagtaildocs:delete_multiple")],
)
def test_the_uploaders_own_delete_is_refused_in_words(shelf, administrator, which, name):
    file = getattr(shelf, which)
    response = administrator.post(reverse(name, args=[file.pk]))
    assert response.status_code == 409
    assert file.title in response.json()["error"]


def test_the_admins_api_is_refused_in_words(shelf, administrator):
    url = f"/admin/api/main/pages/{shelf.module.pk}/action/delete/"
    response = administrator.post(url)
    assert response.status_code == 409
    assert shelf.module.title in response.json()["error"]
    assert Page.objects.get(pk=shelf.page.pk).numchild == 2


def test_what_nobody_uses_is_deleted_through_the_admin(world, administrator):
    course = world.course("Nobody is in it", modules=1)
    page = world.page(course)
    module = ModulePage.objects.child_of(page).get()
    url = reverse("wagtailadmin_pages:delete", args=[module.pk])
    assert administrator.post(url).status_code == 302
    assert not ModulePage.objects.filter(pk=module.pk).exists()
    question = Question.objects.create(text="<p>Spare</p>", live=False)
    url = reverse(Question.snippet_viewset.get_url_name("delete"), args=[question.pk])
    assert administrator.post(url).status_code == 302
    assert not Question.objects.filter(pk=question.pk).exists()
