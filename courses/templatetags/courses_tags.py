"""How learner pages put the core's facts into components."""

import html

from django import template
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from courses import activities, illustrations, reports, wording
from courses.models import Enrolment
from courses.structure import Stand

register = template.Library()

register.filter("minutes", wording.minutes)
register.filter("credit_amount", wording.credit_amount)
register.filter("credit_kind", wording.credit_kind)
register.filter("total_credit", wording.total_credit)
register.filter("card_detail", wording.card_detail)
register.filter("card_note", wording.card_note)
register.filter("is_diagram", illustrations.is_diagram)


@register.filter
def get(mapping, key):
    """A value of a mapping, or None."""
    return mapping.get(key)


@register.filter
def plain_words(rich: str) -> str:
    """The words of a rich text on one line, for a list: no tags, and “<” for “&lt;”."""
    return " ".join(html.unescape(strip_tags(rich.replace("</p>", " </p>"))).split())


@register.filter
def points(value) -> str:
    """Points as people write them: 7.2 rather than 7.20, and below nothing with a true minus."""
    exact = floatformat(value, "2u")
    decimals = len(exact.rstrip("0").partition(".")[2])
    return floatformat(value, decimals).replace("-", "−", 1)


@register.filter
def illustration(key: str) -> str:
    """The address of a picture that comes with Candour."""
    return illustrations.url(key)


@register.filter
def type_label(slug: str) -> str:
    return activities.get(slug).label


@register.filter
def card_pill(card) -> str:
    return wording.CARD_PILLS[card.status]


@register.filter
def card_word(card) -> str:
    """The pill's own word where the usual one would mislead."""
    if card.status == "failed":
        return _("Not passed")
    if card.status == "waiting":
        return _("Waiting for a marker")
    return ""


@register.inclusion_tag("components/breadcrumb.html")
def crumbs(current, learn=False, course="", course_url=""):
    """Where the page is: below the learner's own pages, or below the catalogue."""
    if learn:
        items = [{"title": _("My learning"), "url": reverse("learn:home")}]
        if course:
            items.append({"title": course, "url": course_url})
    else:
        items = [{"title": _("Catalogue"), "url": "/catalogue/"}]
    return {"items": items, "current": current}


def _address(row) -> tuple[str, str]:
    """Where a course row leads, and the words on its button."""
    if row.enrolment is not None:
        url = reverse("learn:course", args=[row.enrolment.uuid])
        module = row.progress.module_to_go_on_with if row.progress is not None else None
        if module is not None:
            url = reverse("learn:module", args=[row.enrolment.uuid, module.slug])
        return url, _("Look at it") if row.status == "waiting" else _("Go on")
    return f"/catalogue/{row.course.slug}/", _("Start")


@register.inclusion_tag("components/due_first.html")
def due_first(row, today):
    """The one thing to do now."""
    url, _action = _address(row)
    status, when = wording.pill(row, today)
    facts = (row.enrolment.edition if row.enrolment else row.course.current_edition).facts
    words = {
        "kicker": _("Sent") if row.status == "waiting" else _("Next"),
        "title": row.course.title,
        "url": url,
        "action": _("Start the course") if row.enrolment is None else _("Go on where you stopped"),
        "status": status,
        "when": when,
        "image": illustrations.url(facts.get("illustration", "")),
        "alt": "",
    }
    if row.progress is None:
        words["minutes"] = wording.minutes(row.course.minutes)
    else:
        if row.progress.only_waits:
            waits = ", ".join(fact.title for fact in row.progress.waiting)
            words["text"] = _("Sent, and waiting for a marker: %(what)s") % {"what": waits}
            words["action"] = _("Look at the course")
        elif row.progress.module_to_go_on_with is not None:
            title = row.progress.module_to_go_on_with.title
            words["text"] = _("Next module: %(title)s") % {"title": title}
        elif row.progress.next_activity is not None:
            words["text"] = _("Next: %(title)s") % {"title": row.progress.next_activity.title}
        if row.progress.minutes_left:
            words["minutes"] = _("%(minutes)s left") % {
                "minutes": wording.minutes(row.progress.minutes_left)
            }
        words |= {
            "value": row.progress.done_count,
            "max": row.progress.all_count,
            "progress_text": wording.steps_left(row.progress),
            "progress_label": row.course.title,
        }
    return words


@register.inclusion_tag("components/course_row.html")
def course_row(row, today):
    """One open course in a list on the learning page."""
    url, action = _address(row)
    status, word = wording.pill(row, today)
    if row.progress is None:
        detail = wording.minutes(row.course.minutes)
    else:
        detail = wording.steps_left(row.progress)
    return {
        "title": row.course.title,
        "url": url,
        "action": action,
        "status": status,
        "word": word,
        "detail": detail,
    }


@register.inclusion_tag("components/course_row.html")
def module_row(stand, enrolment, progress):
    """One module on a course's own page; only the next one has a button."""
    status = {Stand.DONE: "done", Stand.UNDER_WAY: "started", Stand.TO_DO: "open"}[stand.stand]
    word = ""
    waiting = [fact for fact in stand.missing if fact in progress.waiting]
    missing = ", ".join(fact.title for fact in stand.missing if fact not in waiting)
    detail = wording.minutes(stand.module.minutes)
    if stand.stand is Stand.UNDER_WAY and missing:
        detail = _("Still to do: %(what)s") % {"what": missing}
    elif stand.stand is Stand.UNDER_WAY and waiting:
        what = ", ".join(fact.title for fact in waiting)
        detail = _("Sent, and waiting for a marker: %(what)s") % {"what": what}
        status, word = "waiting", _("Waiting for a marker")
    action = ""
    if enrolment.state == Enrolment.State.OPEN and stand.module == progress.module_to_go_on_with:
        action = _("Go on") if stand.stand is Stand.UNDER_WAY else _("Start")
    return {
        "title": stand.module.title,
        "url": reverse("learn:module", args=[enrolment.uuid, stand.module.slug]),
        "status": status,
        "word": word,
        "detail": detail,
        "action": action,
    }


@register.simple_tag
def open_courses():
    """The courses that the front page shows."""
    return reports.courses_to_show()


@register.inclusion_tag("components/card.html")
def catalogue_card(page, level=2):
    """One course in the catalogue."""
    picture = illustrations.url(page.illustration)
    category = page.category.name if page.category else ""
    return {
        "level": level,
        "kicker": "" if category == page.title else category,
        "title": page.title,
        "text": page.summary,
        "meta": wording.minutes(page.minutes),
        "url": page.url,
        "image": picture,
        "alt": "",
    }
