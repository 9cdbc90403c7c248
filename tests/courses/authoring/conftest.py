"""Clients of those who author and those who delete, and a block that commits."""

import pytest


@pytest.fixture
def trainer(world):
    """A client signed in as the trainer, who may author everything and administer nothing."""
    return world.client(world.trainer)


@pytest.fixture
def administrator(world):
    """A client signed in as the administrator, who may also delete files and snippets."""
    return world.client(world.administrator)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """A block at whose end the transaction “commits”: `with committed(): …`."""

    def block():
        return django_capture_on_commit_callbacks(execute=True)

    return block
