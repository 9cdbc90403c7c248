"""Where an old site comes in, and the site itself."""

import pytest

from tests.quizzes.exchange import oldsites


@pytest.fixture
def here(world):
    """Where it comes in: somebody is here already, whom one of its people is."""
    world.lena = world.person("Lena Lately", email="lena@example.org")
    return world


@pytest.fixture
def folder(tmp_path):
    oldsites.write_database(tmp_path / "db.sqlite3", oldsites.site())
    oldsites.write_figures(tmp_path)
    return tmp_path
