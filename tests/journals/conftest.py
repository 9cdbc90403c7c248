"""One course with one journal prompt, begun by the learner."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.journals.models import Entry


@pytest.fixture
def journal(world):
    """An attempt of the learner at a prompt with one free page."""
    course = world.course(module_activities=[("journal", world.content("journal"))])
    return world.begin(world.enrol(world.learner, course), "journal")


@pytest.fixture
def entry(journal):
    return Entry.objects.get(attempt=journal)


@pytest.fixture
def client(world):
    return world.client(world.learner)


@pytest.fixture
def at(journal):
    """The address of one of the entry's pages: `at("write")`."""
    return lambda name, *args: reverse(f"journals:{name}", args=[journal.uuid, *args])


@pytest.fixture
def now():
    return timezone.now()
