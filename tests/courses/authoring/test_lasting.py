"""The home page and the catalogue stay up, whoever tries; modules are listed as they are read."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from courses.models import CataloguePage, CoursePage, HomePage, ModulePage

pytestmark = pytest.mark.django_db
LASTING = [HomePage, CataloguePage]


@pytest.mark.parametrize("model", LASTING)
@pytest.mark.parametrize("act", ["unpublish", "delete", "move"])
@pytest.mark.parametrize("who", ["trainer", "administrator"])
def test_nobody_takes_the_site_down(world, model, act, who):
    world.course()
    page = model.objects.get()
    client = world.client(getattr(world, who))
    url = reverse(f"wagtailadmin_pages:{act}", args=[page.pk])
    assert client.get(url).status_code == 302  # back to the admin, with a word
    client.post(url, {"include_descendants": "on"})
    assert model.objects.get().live
    assert CoursePage.objects.live().count() == 1
    assert f'href="{url}' not in client.get(reverse("wagtailadmin_explore", args=[page.pk])).text


@pytest.mark.parametrize("model", LASTING)
@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_nor_with_many_at_once(world, administrator, model, act):
    world.course()
    page = model.objects.get()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
    administrator.post(f"{url}?id={page.pk}", {"include_descendants": "on"})
    assert model.objects.get().live
    assert CoursePage.objects.live().count() == 1


@pytest.mark.parametrize("model", LASTING)
def test_nor_by_a_day_of_expiry(world, model):
    page = model.objects.get()
    page.expire_at = timezone.now() + dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="This page stays"):
        page.full_clean()


def test_a_lasting_page_is_still_written(world, trainer):
    page = CataloguePage.objects.get()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert 'value="action-publish"' in trainer.get(url).text


def test_no_page_is_closed_by_wagtails_own_privacy(world, trainer):
    course = world.page(world.course())
    for page in (course, course.get_children().get(), course.get_parent()):
        url = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        trainer.post(url, {"restriction_type": "password", "password": "x"})
        assert not page.get_view_restrictions().exists()
        editor = " ".join(
            trainer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text.split()
        )
        assert "Change privacy" not in editor  # nor is it offered
        assert str(page.specific.readers) in editor


def test_a_course_lists_its_modules_as_they_are_read(world, trainer):
    page = world.page(world.course())
    world.module(page, "Second")
    world.module(page, "Third")
    first = ModulePage.objects.child_of(page).order_by("path").first()
    first.save_revision(clean=False)  # the one worked on last
    html = trainer.get(reverse("wagtailadmin_explore", args=[page.pk])).text
    places = [
        html.index(f"/admin/pages/{m.pk}/edit/") for m in page.get_children().order_by("path")
    ]
    assert places == sorted(places)
