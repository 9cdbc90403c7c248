"""A trainer in a browser: signs in, changes a module, previews, publishes. No policy is broken."""

import pytest

from courses.models import Edition, ModulePage
from tests.factories.world import PASSWORD, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    return make_world()


def block(page, name):
    """Insert a block before the first of the lesson."""
    page.locator("#panel-child-lesson-body-section .c-sf-add-button:visible").first.click()
    page.get_by_role("option", name=name, exact=True).click()


def choose(page, action):
    """Open the menu beside “Save draft” and choose what it offers."""
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.get_by_role("button", name=action, exact=True).click()


def test_a_trainer_changes_and_publishes_a_module(world, page, sign_in, complaints):
    course = world.course(modules=2)
    turn = world.enrol(world.learner, course)
    module = ModulePage.objects.child_of(world.page(course)).order_by("path").first()
    sign_in(page, world.trainer.users.get().email, PASSWORD)

    page.goto("/admin/")
    page.get_by_role("button", name="Learning").click()
    page.get_by_role("link", name="Courses", exact=True).click()
    page.get_by_role("link", name=course.title, exact=True).first.wait_for()

    page.goto(f"/admin/pages/{module.pk}/edit/")
    block(page, "Quotation")
    page.get_by_role("button", name="Preview").first.click()
    frame = page.frame_locator("#w-preview-iframe, [data-w-preview-target=iframe]").last
    frame.get_by_role("heading", name=module.title).wait_for()

    choose(page, "Publish")
    page.get_by_text("could not be saved due to validation errors").wait_for()
    page.get_by_label("Text").locator("visible=true").first.fill("Nobody asked her.")

    page.get_by_role("tab", name="This change").click()
    page.get_by_text("1 person part-way, 0 complete.").wait_for()
    page.get_by_label("Whom it reaches").select_option("minor")
    choose(page, "Publish")
    page.get_by_text("published", exact=False).first.wait_for()

    turn.refresh_from_db()
    assert turn.edition == Edition.objects.get(course=course, number=2)
    assert "Nobody asked her." in str(ModulePage.objects.get(pk=module.pk).body)
    assert ModulePage.objects.get(pk=module.pk).change_kind == "new"

    page.goto(f"/admin/pages/{module.pk}/edit/#tab-this_change")
    assert page.get_by_label("Whom it reaches").input_value() == "new"

    complaints.ignore("409")
    page.goto(f"/admin/pages/{module.pk}/delete/")
    page.get_by_role("heading", name="Archive instead of deleting").wait_for()
    page.get_by_role("link", name="Unpublish").wait_for()


def test_the_admin_breaks_no_content_policy(world, page, signed_in_as, assert_axe_clean):
    course = world.course(modules=1)
    ours = ["/admin/", "/admin/reports/due-for-review/"]
    theirs = [
        f"/admin/pages/{world.page(course).pk}/edit/",
        f"/admin/pages/add/courses/coursepage/{world.catalogue.pk}/",
        "/admin/snippets/quizzes/quiz/add/",
        "/admin/snippets/scenarios/scenario/add/",
        "/admin/snippets/courses/glossaryterm/",
        "/admin/images/add/",
        "/admin/documents/add/",
        "/admin/media/video/add/",
        "/admin/account/",
        f"/admin/pages/{world.page(course).pk}/history/",
    ]
    signed_in_as(page, world.trainer.users.get())
    for url in ours + theirs:
        page.goto(url)
        page.wait_for_load_state("networkidle")
        if url in ours:
            assert_axe_clean(page)


def test_the_userbar_keeps_to_the_public_policy(world, page, signed_in_as):
    course = world.course(modules=1)
    signed_in_as(page, world.trainer.users.get())
    for url in ("/", "/catalogue/", world.page(course).url):
        page.goto(url)
        page.wait_for_load_state("networkidle")
        bar = page.locator("wagtail-userbar")
        bar.evaluate("bar => bar.shadowRoot.querySelector('button').click()")
        page.get_by_role("menuitem", name="Go to Wagtail admin").wait_for()
