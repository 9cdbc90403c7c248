"""Keep the two groups of the Wagtail admin in step with what is installed."""

from typing import Any

from django.apps import apps
from django.conf import settings

from courses import activities
from courses.models import HomePage
from courses.people.services import groups


def authored_models() -> list[Any]:
    """The snippets that authors keep: each activity type's, and those of `AUTHORED_MODELS`."""
    labels = [
        label
        for kind in activities.registry().values()
        for label in (kind.content_model, *kind.admin_menu)
    ]
    return [apps.get_model(label) for label in dict.fromkeys([*labels, *settings.AUTHORED_MODELS])]


def ensure_groups() -> bool:
    """Give trainers and administrators their rights; True when something was changed."""
    home = HomePage.objects.order_by("path").first()
    rights = [
        (app, model, codename)
        for kind in activities.registry().values()
        for app, model, codename in [right.split(".") for right in kind.rights]
    ]
    return groups.ensure_groups(authored=authored_models(), home=home, rights=rights)
