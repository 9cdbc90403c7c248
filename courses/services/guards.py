"""Keep what somebody's edition shows: it may be archived (unpublished), never deleted."""

import contextlib
import contextvars
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, ProtectedError, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, ReferenceIndex

from courses.models import CoursePage, Edition, Enrolment, ModulePage
from courses.services import references

_lifted = contextvars.ContextVar("deletion guards lifted", default=False)


@contextlib.contextmanager
def lifted() -> Iterator[None]:
    """Let deletions through: for removing a whole organisation's content for good, and for tests.

    Evidence stands on snapshots and stays readable; links to what is gone lead nowhere.
    """
    token = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(token)


@dataclass(frozen=True)
class Kept:
    """Something that may not be deleted, and how many people's editions show it."""

    obj: Model
    people: int

    def words(self) -> str:
        """Why it stays, in a sentence."""
        words = ngettext(
            "“%(title)s” is part of what %(people)d person is reading or has completed.",
            "“%(title)s” is part of what %(people)d people are reading or have completed.",
            self.people,
        )
        return words % {"title": self.obj, "people": self.people}


class InUse(ProtectedError):
    """A deletion that would tear a hole in somebody's edition; `kept` says what, for how many."""

    def __init__(self, kept: list[Kept]):
        self.kept = kept
        why = " ".join(one.words() for one in kept)
        super().__init__(_("%(why)s Archive it instead: unpublish it.") % {"why": why}, set())


def in_use(objects: Iterable[Model]) -> list[Kept]:
    """Those of the objects that an edition with people shows (two queries an object)."""
    counted = [Kept(obj, people_with(obj)) for obj in objects]
    return [one for one in counted if one.people]


def refuse_if_in_use(objects: Iterable[Model]) -> None:
    """Raise `InUse` when an edition with people shows any of the objects."""
    if _lifted.get():
        return
    kept = in_use(objects)
    if kept:
        raise InUse(kept)


def people_with(obj: Model) -> int:
    """How many people an object is shown to, by the editions they are in or worked in."""
    shown = Q(references__model=references.label_of(type(obj)), references__object_id=str(obj.pk))
    if isinstance(obj, CoursePage):
        language = obj.locale.language_code
        shown |= Q(course__key=obj.translation_key, language=language)
    elif isinstance(obj, ModulePage):
        language = obj.locale.language_code
        shown |= Q(modules__key=obj.translation_key, language=language)
    editions = list(Edition.objects.filter(shown).values_list("pk", flat=True).distinct())
    if not editions:
        return 0
    turns = Enrolment.objects.filter(
        Q(edition__in=editions) | Q(attempts__edition_activity__edition__in=editions)
    )
    return turns.aggregate(people=Count("person", distinct=True))["people"]


def placed_in(content: Model) -> list[Page]:
    """The published pages that ask for a content today (three queries).

    Asked of Wagtail's index of what live rows refer to, and not of the editions: those who are in
    an older edition keep what they have.
    """
    found = ReferenceIndex.get_references_to(content).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    ids = {reference.object_id for reference in found}
    return list(Page.objects.live().filter(pk__in=ids).order_by("path"))


def reason_to_stay_published(content: Model) -> str:
    """Why a content may not be unpublished, in words; empty where nothing speaks against it.

    A live course that lost it would ask its next people for less, and certify them all the same.
    """
    pages = placed_in(content)
    if not pages:
        return ""
    named = ", ".join(f"“{page.title}”" for page in pages[:3])
    words = _("“%(what)s” is asked for in %(pages)s. Take it out there and publish that first.")
    return words % {"what": content, "pages": named}
