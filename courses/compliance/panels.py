"""What other applications add to a person's page for managers: certificates, for one.

Compliance imports no application that stands above it. Each names a function in
`settings.PERSON_PANELS` (dotted paths) that takes `person` and returns `(template, context)`, or
None when it has nothing to show. It is called after the manager's right to see the person was
checked.
"""

import functools

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from courses.people.models import Person


@functools.lru_cache(maxsize=4)
def _providers(paths: tuple[str, ...]):
    return [import_string(path) for path in paths]


def panels_of(person: Person) -> list[SafeString]:
    """The panels of a person's page as HTML, in the order of the setting."""
    found = (provider(person=person) for provider in _providers(tuple(settings.PERSON_PANELS)))
    return [
        render_to_string(template, {"person": person, **context})
        for template, context in filter(None, found)
    ]
