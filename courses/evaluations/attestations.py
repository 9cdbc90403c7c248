"""What keeps an attestation from being published. Pure."""

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from courses.activities import Problem


def problems(*, title: str, text: str) -> list[Problem]:
    """Everything that an author must mend before people are asked to sign."""
    found = []
    if not title.strip():
        found.append(Problem(_("Give the attestation a title."), "title", "no-title"))
    if not strip_tags(text).replace("&nbsp;", " ").strip():
        found.append(Problem(_("Write the statement that people sign."), "text", "no-text"))
    return found
