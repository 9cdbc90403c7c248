"""Who writes cases in a browser, and at which desk."""

import pytest


@pytest.fixture
def writer(world):
    user = world.administrator.users.get()
    user.is_superuser = True
    user.save()
    return user


@pytest.fixture
def desk(open_page, signed_in_as, writer):
    """A wide page, signed in as somebody who may write and publish cases."""
    page = open_page(viewport={"width": 1400, "height": 1000})
    signed_in_as(page, writer)
    yield page
    # Leaving tells the server that nobody edits any more.
    page.goto("about:blank")
    page.wait_for_timeout(400)
