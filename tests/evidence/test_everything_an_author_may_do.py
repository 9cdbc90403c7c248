"""Whatever authors and administrators do afterwards, evidence reads as it was.

One course with one of everything is completed by the learner, who has a certificate, and half done
by her colleague. Then each act below is done through the door that people use, one after another,
and after each of them every page of the two people, the certificate's bytes and its verification
are compared with what they were.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Revision

from courses import activities
from courses.models import CandourImage, Enrolment
from courses.services import guards
from tests.contract import rewriting
from tests.evidence.story import Story, tell

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a fresh rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """A block at whose end the transaction “commits”: `with committed(): …`."""

    def block():
        return django_capture_on_commit_callbacks(execute=True)

    return block


@pytest.fixture
def story(world, committed) -> Story:
    return tell(world, committed)


def publish_contents_anew(story: Story) -> None:
    for slug in story.contents:
        rewriting.rewrite_everything(activities.get(slug))


def publish_modules_anew(story: Story) -> None:
    for number in (1, 2):
        rewriting.republish(story.module(number))


def publish_course_anew(story: Story) -> None:
    rewriting.republish(story.page)


def autosave_over_published_revisions(story: Story) -> None:
    for page in (story.page, story.module(1), story.module(2)):
        rewriting.autosave_over(page)
    assert rewriting.MARK in str(story.page.get_latest_revision().content)


def replace_the_image_file(story: Story) -> None:
    old, new = story.image.file.name, get_test_image_file(colour="black")
    response = story.world.client(story.world.administrator).post(
        reverse("wagtailimages:edit", args=[story.image.pk]),
        {
            "title": "Another picture",
            "file": SimpleUploadedFile("other.png", new.file.getvalue(), "image/png"),
            "collection": story.image.collection_id,
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    assert CandourImage.objects.get(pk=story.image.pk).file.name != old


def purge_revisions(story: Story) -> None:
    call_command("purge_revisions")
    call_command("purge_revisions", pages=True)


def move_a_module_and_the_course(story: Story) -> None:
    other = story.world.course("Elsewhere")
    story.module(2).move(story.world.page(other), pos="last-child")
    story.page.move(story.world.catalogue, pos="first-child")


def copy_the_course(story: Story) -> None:
    copy = story.page.copy(recursive=True, update_attrs={"slug": "copied", "title": "Copied"})
    assert copy.translation_key != story.course.key
    guards.refuse_if_in_use([copy])
    copy.delete()


def unpublish_everything(story: Story) -> None:
    for page in (story.module(1), story.module(2), story.page):
        page.unpublish()
    for content in story.contents.values():
        type(content).objects.get(pk=content.pk).unpublish()


def rename_people_and_organisation(story: Story) -> None:
    for person in (story.world.learner, story.world.colleague):
        person.name, person.sort_name = "Somebody Else", "Else Somebody"
        person.save()
    organisation = story.world.organisation
    organisation.name, organisation.provider_address = "Another Name", "Elsewhere"
    organisation.save()


def try_to_delete_what_they_use(story: Story) -> None:
    """Each of these is in somebody's edition: the model refuses, and nothing of it is gone."""
    used = [story.image, story.document, story.term, story.page, story.module(1)]
    for obj in (*used, *story.contents.values()):
        with pytest.raises(guards.InUse), transaction.atomic():
            type(obj).objects.get(pk=obj.pk).delete()
        assert type(obj).objects.filter(pk=obj.pk).exists()


def delete_pages_past_the_guard(story: Story) -> None:
    with guards.lifted():
        story.module(2).delete()
        story.page.delete()
    assert not Page.objects.filter(pk__in=story.modules).exists()


def delete_contents_past_the_guard(story: Story) -> None:
    with guards.lifted():
        for slug in story.contents:
            for model in rewriting.written_models(activities.get(slug)):
                for obj in model.objects.all():
                    obj.delete()
    Revision.objects.all().delete()


ACTS = [
    publish_contents_anew,
    publish_modules_anew,
    publish_course_anew,
    autosave_over_published_revisions,
    replace_the_image_file,
    purge_revisions,
    move_a_module_and_the_course,
    copy_the_course,
    unpublish_everything,
    rename_people_and_organisation,
    try_to_delete_what_they_use,
    delete_pages_past_the_guard,
    delete_contents_past_the_guard,
]


@pytest.mark.slow
def test_evidence_reads_as_it_was_whatever_is_done(story, committed):
    story.check("nothing")
    certificate, edition = story.certificate, story.part_way.edition_id
    for act in ACTS:
        with committed():
            act(story)
        story.check(act.__name__)
    assert story.certificate.pk == certificate.pk
    assert Enrolment.objects.get(pk=story.part_way.pk).edition_id == edition


@pytest.mark.slow
def test_someone_part_way_completes_the_edition_they_began_when_all_is_gone(story, committed):
    """The colleague's open tries are on what she began with, and lead to a certificate."""
    with committed():
        publish_contents_anew(story)
        publish_modules_anew(story)
        unpublish_everything(story)
    turn, world = story.part_way, story.world
    for slug in ("quiz", "journal", "evaluation", "attestation"):
        with committed():
            attempt = world.begin(turn, slug)
            assert rewriting.MARK not in str(attempt.snapshot.data)
            world.finish(attempt)
    turn.refresh_from_db()
    assert turn.state == Enrolment.State.COMPLETED
    award = turn.course_completion.award
    assert award.certificates.count() == 1
    assert award.facts["course"]["title"] == "Boundaries"
    story.check("her colleague completed the course", leave_out="colleague")
