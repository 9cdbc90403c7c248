"""Answers line by line, under pseudonyms, for those who work with them elsewhere.

A pseudonym is made with a key that is drawn for one export and forgotten with it: within a file the
same person has the same one; no two files share any, and nobody can trace one back.
"""

import hmac
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from courses.people.counting import whose
from scenarios import analyticsdata
from scenarios.analyticsdata import Found
from scenarios.models import Step
from scenarios.services.rollups import CHUNK
from scenarios.tallies import LONGEST

FEWEST = 10  # people: a file of fewer would hold somebody whom a colleague recognises


def pseudonyms() -> Callable[[int], str]:
    """A function from a person's id to a word, with a key that nothing keeps."""
    key = secrets.token_bytes(32)
    return lambda person: "P-" + hmac.digest(key, str(person).encode(), "sha256")[:6].hex()


def head() -> list[str]:
    """The names of the columns."""
    return [
        _("Person"), _("Try"), _("Version"), _("Edition"), _("Month begun"), _("Step"),
        _("Scene"), _("Scene key"), _("Choice"), _("Choice key"), _("Rating"),
        _("First answer"), _("How sure, 1 to 4"), _("Seconds, 600 at the most"),
        _("Came to the debrief"),
    ]  # fmt: skip


def rows(found: Found, numbers: dict[int, int], scenario) -> Iterator[list[Any]]:
    """One line for each choice, also those that were taken back; runs stand in no order of time."""
    alias = pseudonyms()
    editions = dict(found.offered.editions)
    steps = analyticsdata.of_attempts(
        Step.objects.filter(version__scenario_uuid=scenario, kind=Step.Kind.CHOICE),
        found.asked,
        run="run__",
    )
    values = steps.order_by("run__uuid", "seq").values_list(
        whose("run__attempt__enrolment__person"), "run__attempt__number", "version",
        "run__attempt__enrolment__edition", "run__started_at", "seq", "scene_key", "choice_key",
        "first", "confidence", "entered_at", "at", "run__phase",
    )  # fmt: skip
    for (
        person, number, version, edition, started, seq, scene, choice, first, sure, entered, at,
        phase,
    ) in values.iterator(chunk_size=CHUNK):  # fmt: skip
        known = found.book.choices.get(choice)
        yield [
            alias(person),
            number,
            numbers.get(version, ""),
            editions.get(edition, ""),
            f"{started:%Y-%m}",
            seq + 1,
            found.book.title(scene),
            scene,
            known.label if known else "",
            choice,
            known.rating if known else "",
            int(first),
            sure or "",
            min(LONGEST, round((at - entered).total_seconds())),
            int(phase == "debriefed"),
        ]
