"""What waits for an author: reviews, drafts, flawed contents, empty courses. Only reads."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from wagtail.models import Page

from courses import activities
from courses.models import ActivityContent, Course, CoursePage

SOON = dt.timedelta(days=60)
NAMED = 4  # how many of a kind the home page names before it says how many more
CHECKED = 25  # contents of one type whose rules are looked at, those published last first
REMEMBERED = 300  # seconds


@dataclass(frozen=True)
class Matters:
    """Things of one kind that wait for an author: how many, and the first few."""

    count: int = 0
    first: list[Any] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.first)

    def __bool__(self) -> bool:
        return self.count > 0


def to_review(pages: QuerySet[Page], today: dt.date) -> QuerySet[Page]:
    """Those of the pages whose day of review has come or comes within 60 days, soonest first."""
    return (
        pages.annotate(
            review_by=Coalesce(F("coursepage__review_by"), F("modulepage__review_by")),
            last_reviewed_on=Coalesce(
                F("coursepage__last_reviewed_on"), F("modulepage__last_reviewed_on")
            ),
            reviewer=Coalesce(F("coursepage__reviewer"), F("modulepage__reviewer")),
        )
        .filter(review_by__lte=today + SOON)
        .select_related("owner__person", "content_type")
        .order_by("review_by", "title")
    )


def reviews(pages: QuerySet[Page], today: dt.date) -> Matters:
    """Published pages whose day of review has come."""
    due = to_review(pages, today).filter(live=True, review_by__lte=today)
    return _matters(due)


def drafts(pages: QuerySet[Page]) -> Matters:
    """Courses and modules with changes that nobody has published yet."""
    waiting = pages.filter(has_unpublished_changes=True).exclude(
        coursepage__isnull=True, modulepage__isnull=True
    )
    return _matters(waiting.order_by("-latest_revision_created_at"))


def content_drafts(models: list[type[ActivityContent]]) -> Matters:
    """Contents of these models with changes that nobody has published yet (a query a model)."""
    found = [_matters(model.objects.filter(has_unpublished_changes=True)) for model in models]
    first = [content for matters in found for content in matters.first]
    return Matters(sum(matters.count for matters in found), first[:NAMED])


def empty_courses() -> Matters:
    """Published courses whose current edition has nothing to read or do: nobody can begin them."""
    empty = Course.objects.filter(
        current_edition__modules__isnull=True, current_edition__activities__isnull=True
    )
    pages = CoursePage.objects.live().filter(translation_key__in=empty.values("key"))
    return _matters(pages.order_by("title"))


def flawed_contents() -> Matters:
    """Published contents that could not be published as they stand now: a bank ran short, say.

    What was found is remembered for five minutes, since looking costs a few queries a content.
    """
    found = cache.get("authoring:flawed")
    if found is None:
        found = [
            (kind.content_model, content.pk)
            for kind in activities.registry().values()
            for content in apps.get_model(kind.content_model)
            .objects.filter(live=True)
            .order_by("-last_published_at")[:CHECKED]
            if kind.check(content)
        ]
        cache.set("authoring:flawed", found, REMEMBERED)
    named = [apps.get_model(label).objects.filter(pk=pk).first() for label, pk in found[:NAMED]]
    return Matters(len(found), [content for content in named if content is not None])


def _matters(rows: QuerySet) -> Matters:
    first = list(rows[: NAMED + 1])
    count = len(first) if len(first) <= NAMED else rows.count()
    return Matters(count, first[:NAMED])
