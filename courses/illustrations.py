"""The pictures that come with Candour, which authors choose by what they show."""

import functools
from pathlib import Path

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).resolve().parent.parent / "lms" / "static" / "illustrations"
# What each shows, in a few words that tell it from the others.
WORDS = {
    "c01-refused-placement": _("An older woman at her kitchen table, a kettle steaming"),
    "c02-phone-call": _("A ringing telephone on a desk, its receiver lifted"),
    "c03-unread-form": _("A signed form on a table, a man with car keys at the window"),
    "c04-late-note": _("A blank form under a lamp, two clocks and a calendar"),
    "c05-one-bed": _("A small bedroom with one bed and two packed bags"),
    "c06-missed-visit": _("A closed front door at dusk, letters in its slot"),
    "c07-private-messages": _("A phone with messages between two cups, at night"),
    "c08-looked-at-again": _("A round table with six chairs and one open folder"),
    "c09-eldest-son": _("An older woman in a hospital bed, a tall man at its foot"),
    "c10-invitation": _("An envelope on a window sill, a harbour town behind"),
    "course-cultural-competence": _("A shared table in the square between three houses"),
    "course-ethical-codes": _("Four open doors in a hall and one bag before them"),
    "course-professional-boundaries": _("Rows of small houses above a harbour with boats"),
    "d02-sharing-decision": _("Diagram: whether to share information"),
    "d03-consent-cycle": _("Diagram: consent as a circle that begins again"),
    "d04-decision-model": _("Diagram: ten steps to a decision"),
    "d05-weighing": _("Diagram: two goods on a pair of scales"),
    "d09-interpreter-triangle": _("Diagram: where client, worker and interpreter sit"),
    "d10-crossing-violation": _("Diagram: from a helpful crossing to a violation"),
    "home": _("Two armchairs and a lamp in a consulting room"),
    "m01-principles": _("A square table with four chairs, seen from above"),
    "m02-confidentiality": _("A corridor of closed doors, light falling from one"),
    "m03-informed-consent": _("Two chairs at a table with a blank sheet and a pen"),
    "m04-accountability": _("An open notebook with a dotted path across its pages"),
    "m05-dilemmas": _("A path in a park that divides before a tree"),
    "m06-duty-of-care": _("A hand raised to knock at a front door"),
    "m07-codes-and-reporting": _("An open book under a lamp beside a telephone"),
    "m08-lifelong-learning": _("A path that leads out of an open folder into hills"),
    "m09-cultural-humility": _("Two chairs of different make at one table with tea"),
    "m10-boundaries": _("An open gate in a low wall between two houses"),
}


@functools.cache
def keys() -> tuple[str, ...]:
    """The keys of every picture that comes with Candour."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


def choices() -> list[tuple[str, str]]:
    """For a form field: key, and what the picture shows; by these words, diagrams last."""
    named = [(key, str(WORDS.get(key, key.replace("-", " ").capitalize()))) for key in keys()]
    return sorted(named, key=lambda choice: (is_diagram(choice[0]), choice[1].casefold()))


def is_diagram(key: str) -> bool:
    """Diagrams are wider than pictures and hold text: they are shown whole."""
    return key[:1] == "d" and key[1:3].isdigit()


def url(key: str) -> str:
    """The address of a picture, or an empty string when there is none of that name."""
    return static(f"illustrations/{key}.svg") if key in keys() else ""
