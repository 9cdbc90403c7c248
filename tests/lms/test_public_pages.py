"""A stranger's pages come from memory, until an author changes what they show."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_change_shows_at_once(world, settings, django_capture_on_commit_callbacks):
    settings.PUBLIC_CACHE_SECONDS = 60
    page = world.page(world.course("Boundaries"))
    client = world.fresh_client(None)
    assert "Boundaries" in client.get("/catalogue/").content.decode()
    page.title = "Borders"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "Borders" in client.get("/catalogue/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert "Borders" not in client.get("/catalogue/").content.decode()
