"""What keeps a prompt from being published. Pure; the form and the activity type both ask here."""

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from courses.activities import Problem


def problems(*, title: str, prompt: str) -> list[Problem]:
    """Everything that an author must mend before people are asked to write."""
    found = []
    if not title.strip():
        found.append(Problem(_("Give the prompt a title."), "title", "no-title"))
    if not strip_tags(prompt).replace("&nbsp;", " ").strip():
        found.append(
            Problem(_("Write the prompt: what should people think about?"), "prompt", "no-prompt")
        )
    return found
