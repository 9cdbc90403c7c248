"""How certainty is told to those who answer: in words, before they start and beside each answer."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.quizzes.marking import COUNTED, SHOWN


def levels() -> list[tuple[int, str]]:
    """How sure somebody may be, by the number under which it is kept."""
    return [
        (1, pgettext("how sure", "Not sure")),
        (2, pgettext("how sure", "Fairly sure")),
        (3, pgettext("how sure", "Very sure")),
    ]


def certainty_note(mode: str) -> str:
    """What a learner must know before they start."""
    if mode == COUNTED:
        return _(
            "It asks how sure you are of each answer, and that decides the points. Not sure: right "
            "gives 1, wrong takes nothing. Fairly sure: 2, or 2 off. Very sure: 3, or 6 off."
        )
    if mode == SHOWN:
        return _("It asks how sure you are of each answer. That is shown to you, and never counts.")
    return ""
