"""How managers' pages put standings into components."""

import functools

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses import wording as learner_wording
from courses.compliance import wording
from courses.compliance.standings import Status

register = template.Library()

register.filter("parts", wording.parts)
register.filter("opening", wording.opening)
register.filter("turn_words", wording.turn)


@functools.lru_cache(maxsize=128)
def _pill(language: str, status: str) -> str:
    # A standing nobody asked for is shown as excused: a mark, and no reproach.
    mark = status or "excused"
    words = {"status": mark, "word": str(wording.WORDS[Status(status)])}
    return render_to_string("components/pill.html", words)


@register.simple_tag
def status_pill(status):
    """The pill of a status; rendered once in a process, since a table has fifty of them."""
    return mark_safe(_pill(get_language(), status))  # noqa: S308 - rendered by a template


@register.simple_tag
def since(standing, days):
    """“since 3 May”, for somebody overdue."""
    return wording.overdue_since(standing, days)


@register.simple_tag
def due_words(due_on, person, days):
    """“Due Friday 4 December”, on the person's own calendar."""
    return learner_wording.due(due_on, days.of(person.own_time_zone))


@register.simple_tag
def date_words(date, days):
    return learner_wording.day(date, days.today)


@register.simple_tag
def completed_words(standing, person, days):
    return wording.completed(standing, person, days)


@register.filter
def count_of(tally, status):
    """The number of one status in a tally; of nobody's status, everybody."""
    return getattr(tally, status) if status else tally.people


@register.inclusion_tag("compliance/parts/bar.html")
def tally_bar(tally):
    """The four numbers as one line, in hundredths of its length."""
    total, start, segments = tally.people or 1, 0.0, []
    for status in ("done", "started", "open", "overdue"):
        width = 100 * getattr(tally, status) / total
        segments.append({"status": status, "x": f"{start:.2f}", "width": f"{width:.2f}"})
        start += width
    return {"segments": segments}


@register.inclusion_tag("components/breadcrumb.html")
def manage_crumbs(current, parent="", parent_url=""):
    """Where the page is, below “My people”."""

    items = [{"title": _("My people"), "url": reverse("manage:home")}]
    if parent:
        items.append({"title": parent, "url": parent_url})
    return {"items": items, "current": current}
