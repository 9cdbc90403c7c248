"""Build a reflective account from entries: their words, laid out in a regulator's shape."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from courses.journals import writing
from courses.journals.models import Entry, JournalTemplate
from courses.journals.services import entries
from courses.journals.writing import Sheet
from courses.people.models import Person


@sensitive_variables()
def build(
    *, person: Person, template: JournalTemplate, sources: Sequence[Entry], now: dt.datetime
) -> Entry:
    """Begin a free entry whose boxes hold what the chosen entries say, to be worked on.

    The first section of a source goes into the first box, the last into the last, in order; its
    tags follow in the last. The sources stay as they are. Raises `TooLong`, `KeyUnavailable` and
    `NothingWritten`, and then nothing is begun.
    """
    with transaction.atomic():
        entry = entries.begin_free(person=person, template=template, now=now)
        boxes = writing.sections_of(entry.data)
        texts: list[list[str]] = [[] for _box in boxes]
        labels: list[str] = []
        for source in sources:
            version = entries.standing(entry=source)
            if version is not None:
                _lay(texts, entries.read(entry=source, version=version))
            labels += [tag.label for tag in source.tags.all()]
        labels = list(dict.fromkeys(labels))
        if labels:
            texts[-1].append(_("Standards: %(labels)s") % {"labels": "; ".join(labels)})
        laid = tuple(map("\n\n".join, texts))
        sheet = Sheet(texts=laid, base=0, page=uuid.uuid4())
        entries.save(entry=entry, sheet=sheet, now=now, by_hand=True)
        entries.tag(entry=entry, labels=labels)
    return entry


@sensitive_variables()
def _lay(texts: list[list[str]], source: Sequence[str]) -> None:
    """Spread a source's sections over the boxes, without changing their order."""
    last = max(len(source) - 1, 1)
    for number, text in enumerate(source):
        if text.strip():
            texts[number * (len(texts) - 1) // last].append(text.strip())
