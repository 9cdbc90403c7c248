"""The `world` fixture."""

import pytest


@pytest.fixture
def world(db):
    """A small named world; see `tests.factories.world`."""
    from tests.factories.world import make_world

    return make_world()
