"""People in words."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

register = template.Library()

NAMES = {
    "learner": gettext_lazy("learner"),
    "trainer": gettext_lazy("trainer"),
    "manager": gettext_lazy("manager"),
    "administrator": gettext_lazy("administrator"),
}


@register.filter
def role_words(person) -> str:
    """“learner, manager”, or “none”."""
    return ", ".join(str(NAMES[role]) for role in person.roles) or _("none")
