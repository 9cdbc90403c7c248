"""A course without modules that closes with an evaluation, and one with an attestation."""

import pytest


def begun(world, slug, **kwargs):
    course = world.course(modules=0, closing=[(slug, world.content(slug, **kwargs))])
    return world.begin(world.enrol(world.learner, course), slug)


@pytest.fixture
def evaluation(world):
    return begun(world, "evaluation")


@pytest.fixture
def attestation(world):
    return begun(world, "attestation")


@pytest.fixture
def client(world):
    return world.client(world.learner)
