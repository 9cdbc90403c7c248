"""Addresses that pages may not take, aliases that are none, and modules that nobody else finds."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from courses.models import CataloguePage, CoursePage, ModulePage
from courses.models.pagebases import RESERVED_MODULE_SLUGS, RESERVED_SLUGS

pytestmark = pytest.mark.django_db
SECRET = "kettle"  # a word of every module's text in the small world


def module_of(world, course):
    return ModulePage.objects.child_of(world.page(course)).get()


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_a_page_below_the_home_page_leaves_our_addresses_alone(world, slug):
    page = CoursePage(title="A page", slug=slug, summary="It is short.")
    with pytest.raises(ValidationError) as refusal:
        world.home.add_child(instance=page)
    assert slug in refusal.value.message_dict["slug"][0]


def test_every_door_of_the_site_is_reserved():
    from lms.urls import urlpatterns

    doors = {str(entry.pattern).partition("/")[0] for entry in urlpatterns}
    assert {
        door for door in doors if door and "." not in door and "^" not in door
    } <= RESERVED_SLUGS


@pytest.mark.parametrize("slug", sorted(RESERVED_MODULE_SLUGS))
def test_a_module_leaves_the_learners_addresses_alone(world, trainer, slug):
    page = world.page(world.course())
    with pytest.raises(ValidationError):
        page.add_child(instance=ModulePage(title="A page", slug=slug, summary="Short."))
    assert ModulePage.objects.child_of(page).count() == 1


def test_the_catalogue_stays_where_it_is(world):
    catalogue = CataloguePage.objects.get()
    catalogue.slug = "courses"
    with pytest.raises(ValidationError, match="/catalogue/"):
        catalogue.full_clean()


def test_courses_and_modules_have_no_aliases(world, trainer):
    page = world.page(world.course())
    for original in (page, module_of(world, world.course("Other"))):
        with pytest.raises(ValidationError, match="aliases"):
            original.create_alias(update_slug="twin")
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    assert 'name="alias"' not in trainer.get(url).content.decode()
    data = {
        "new_title": "Twin",
        "new_slug": "twin",
        "new_parent_page": world.catalogue.pk,
        "alias": "on",
    }
    response = trainer.post(url, data, follow=True)
    assert "have no aliases" in response.content.decode()
    assert not CoursePage.objects.filter(slug="twin").exists()


def test_a_course_copied_in_the_admin_is_a_course_of_its_own(world, trainer):
    page = world.page(world.course())
    data = {
        "new_title": "Twin",
        "new_slug": "twin",
        "new_parent_page": world.catalogue.pk,
        "copy_subpages": "on",
        "publish_copies": "on",
    }
    assert trainer.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data).status_code == 302
    twin = CoursePage.objects.get(slug="twin")
    assert twin.translation_key != page.translation_key
    assert twin.get_children().live().count() == 1


def test_a_module_is_read_by_its_learners_alone(world):
    course = world.course()
    module = module_of(world, course)
    page = world.page(course)
    for person in (None, world.learner, world.trainer, world.manager):
        response = world.client(person).get(module.url)
        assert (response.status_code, response.url) == (302, page.url)
    turn = world.enrol(world.learner, course)
    assert world.client(world.learner).get(module.url).url == f"/learn/{turn.uuid}/module-1/"
    assert world.client(world.outsider).get(module.url).url == page.url
    page.unpublish()
    assert world.client(None).get(module.url).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "/catalogue/",
        f"/catalogue/?q={SECRET}",
        "/catalogue/?q=module",
        "/sitemap.xml",
        "/api/v2/pages/",
        "/api/v3/pages/",
        "/feed/",
        "/rss/",
    ],
)
def test_nothing_of_a_module_is_found_by_others(world, url):
    course = world.course()
    module = module_of(world, course)
    for person in (None, world.outsider):
        html = world.client(person).get(url).content.decode()
        assert SECRET not in html.replace(f'value="{SECRET}"', "")
        assert module.summary not in html
        assert module.url not in html


@pytest.fixture
def rename(committed):
    """Give a page another slug, and publish it, as the editor does."""

    def give(page, slug):
        page = page.specific
        page.slug = slug
        with committed():
            page.save_revision().publish()

    return give


def test_links_to_a_renamed_course_lead_to_it(world, rename):
    page = world.page(world.course())
    first = page.get_url()
    module = module_of(world, world.course("Other"))
    old_module = module.get_url()
    rename(page, "in-between")
    rename(page, "renamed")
    rename(module.get_parent(), "elsewhere")
    stranger = world.client(None)
    for old in (first, first.rstrip("/") + "/?from=mail", "/catalogue/in-between/"):
        response = stranger.get(old)
        assert (response.status_code, response["Location"]) == (302, "/catalogue/renamed/")
    assert stranger.get(old_module)["Location"].startswith("/catalogue/elsewhere/")
    assert stranger.get("/catalogue/never-was/").status_code == 404


def test_a_new_course_that_takes_an_old_name_has_it(world, rename):
    page = world.page(world.course())
    old = page.get_url()
    slug = page.slug
    rename(page, "renamed")
    newcomer = world.page(world.course("Newcomer"))
    rename(newcomer, slug)
    response = world.client(None).get(old)
    assert response.status_code == 200
    assert "Newcomer" in response.text


def test_an_old_address_leads_to_a_live_page_of_ours_or_nowhere(world, rename):
    page = world.page(world.course())
    old = page.get_url()
    rename(page, "renamed")
    Redirect.objects.create(old_path="/catalogue/away", redirect_link="https://example.org/")
    Redirect.objects.create(old_path="/learn/away", redirect_page=page)
    stranger = world.client(None)
    assert stranger.get(old).status_code == 302
    assert stranger.get("/catalogue/away/").status_code == 404
    assert stranger.get("/learn/away/").status_code in (302, 404)  # to the sign-in page, if at all
    assert "renamed" not in stranger.get("/learn/away/").get("Location", "")
    assert stranger.post(old).status_code in (404, 405)
    page.refresh_from_db()
    page.unpublish()
    assert stranger.get(old).status_code == 404
