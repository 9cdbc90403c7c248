"""What other applications add to a person's page for managers: certificates, for one.

Compliance imports no application that stands above it. Each names a function in
`settings.PERSON_PANELS` (dotted paths) that takes `person` and returns `(template, context)`, or
None when it has nothing to show. It is called after the manager's right to see the person was
checked.
"""

import functools
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from courses.people.models import Person


@functools.lru_cache(maxsize=4)
def _providers(paths: tuple[str, ...]):
    return [import_string(path) for path in paths]


def panels_of(person: Person) -> list[tuple[str, dict[str, Any]]]:
    """The panels to show on a person's page, in the order of the setting."""
    providers = _providers(tuple(getattr(settings, "PERSON_PANELS", ())))
    return [panel for panel in (provider(person=person) for provider in providers) if panel]
