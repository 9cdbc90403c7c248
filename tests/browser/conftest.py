"""The course that the journeys take: small, and with one activity of every type."""

import pytest


@pytest.fixture
def course(world):
    """Two modules, a case and a journal in the first; quiz, evaluation and attestation after."""
    return world.course(
        "Boundaries at the door",
        modules=2,
        module_activities=[
            ("scenario", world.content("scenario")),
            ("journal", world.content("journal")),
        ],
        closing=[
            ("quiz", world.content("quiz")),
            ("evaluation", world.content("evaluation")),
            ("attestation", world.content("attestation")),
        ],
    )


@pytest.fixture
def fits():
    """A function that fails if a page can be scrolled sideways."""

    def check(page) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= page.viewport_size["width"], f"{page.url} is {wide} px wide"

    return check
