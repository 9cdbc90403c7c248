"""Find a case and write it in a format. Nothing is changed."""

import uuid

from django.utils.text import slugify

from scenarios.documents import HEAD
from scenarios.exporting.registry import FORMATS
from scenarios.exporting.results import Case, Exported
from scenarios.models import Scenario
from scenarios.services import attachments


class UnknownCase(LookupError):
    """There is no case of this uuid, number or name, or more than one of this name."""


def find(*, name: str) -> Scenario:
    """The case that is meant by a uuid, a number, or its title as it would stand in an address."""
    try:
        return Scenario.objects.get(uuid=uuid.UUID(name))
    except ValueError:
        pass
    except Scenario.DoesNotExist as error:
        raise UnknownCase(f"There is no case {name}") from error
    if name.isdecimal() and len(name) < 10:
        found = list(Scenario.objects.filter(pk=int(name)))
    else:
        titles = Scenario.objects.values_list("pk", "title")
        wanted = [pk for pk, title in titles if slugify(title) == slugify(name)]
        found = list(Scenario.objects.filter(pk__in=wanted))
    if len(found) != 1:
        many = "There are several cases" if found else "There is no case"
        raise UnknownCase(f"{many} “{name}”; say its uuid")
    return found[0]


def write(*, scenario: Scenario, form: str) -> tuple[Exported, str]:
    """The latest draft of a case in a format, and a name for the file. May raise `ShapeError`."""
    latest = scenario.get_latest_revision_as_object()
    head = {name: getattr(latest, name) for name in HEAD if hasattr(latest, name)}
    graph = latest.graph()
    exported = FORMATS[form].write(Case(head, graph, attachments.of(graph=graph)))
    stem = slugify(latest.title)[:60] or "case"
    return exported, f"{stem}{exported.ending}"
