"""What people chose in a case: the page of its authors, and the same as a sheet."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from courses.compliance import spreadsheets
from scenarios import analytics, analyticsdata, analyticsexport, beside, flowdraw
from scenarios.analyticsdata import Asked, Found
from scenarios.disclosure import FEWEST
from scenarios.forms import SURE
from scenarios.models import Scenario
from scenarios.views.desk import CasePage

RATINGS = {
    "best": gettext_lazy("Best"),
    "acceptable": gettext_lazy("Acceptable"),
    "problematic": gettext_lazy("Problematic"),
    "harmful": gettext_lazy("Harmful"),
    "": gettext_lazy("Not rated"),
}
TONES = {
    "constructive": gettext_lazy("came out well"),
    "mixed": gettext_lazy("mixed"),
    "harmful": gettext_lazy("somebody was harmed"),
    "neutral": gettext_lazy("open"),
    "": "",
}
LEVELS = {
    "strong": gettext_lazy("Look here first"),
    "some": gettext_lazy("Worth a look"),
    "none": gettext_lazy("Nothing unusual"),
}
SIGNS = {
    "time": gettext_lazy("people take long"),
    "back": gettext_lazy("many take their choice back"),
    "unsure": gettext_lazy("people are unsure"),
    "spread": gettext_lazy("choices are spread evenly"),
}


def may_see(user) -> bool:
    """Those who may change cases see what was chosen in them."""
    return bool(user.has_perm("scenarios.change_scenario"))


class Insight(CasePage):
    """Choices, ways, times, doubts and endings of one case, without a name."""

    page_title = gettext_lazy("What people chose")
    template_name = "scenarios/insight/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = asked_for(self.request.GET)
        found = analyticsdata.gather(scenario=self.scenario.uuid, asked=asked, now=timezone.now())
        return super().get_context_data(
            found=found,
            narrowed=asked != asked_for({}),
            selects=selects(found),
            fewest=FEWEST,
            may_take=found.people >= analyticsexport.FEWEST,
            few_to_take=few_to_take(),
            finished=found.first.get("finished", 0),
            later=found.later.get("runs", 0),
            **(shown(found) if found.people >= FEWEST else {}),
            **kwargs,
        )


@require_POST
def take_away(request, pk):
    """The answers that the page counts, line by line under pseudonyms, as CSV; noted in the log."""
    if not may_see(request.user):
        raise PermissionDenied
    scenario = get_object_or_404(Scenario, pk=pk)
    found = analyticsdata.gather(
        scenario=scenario.uuid, asked=asked_for(request.POST), now=timezone.now()
    )
    if found.people < analyticsexport.FEWEST:
        messages.error(request, few_to_take())
        return redirect("scenarios_insight", pk)
    log(instance=scenario, action="scenarios.take_answers", user=request.user)
    rows = analyticsexport.rows(found, dict(found.offered.versions), scenario.uuid)
    name = f"{slugify(scenario.title)[:60] or 'case'}-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        spreadsheets.csv_lines(analyticsexport.head(), rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def few_to_take() -> str:
    """Why there is no file of a few people's answers."""
    return _("Answers can be taken away once %(n)s people have begun the case here.") % {
        "n": analyticsexport.FEWEST
    }


def asked_for(data) -> Asked:
    """What the address asks for; what is no number and no month asks for nothing."""
    return Asked(
        version=_number(data.get("version")),
        edition=_number(data.get("edition")),
        since=_month(data.get("since")),
        until=_month(data.get("until")),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else None


def _month(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def selects(found: Found) -> list[dict[str, Any]]:
    """The filters: name, label, options with which of them is chosen."""
    offered, asked = found.offered, found.asked
    months = [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in offered.months]
    numbers = [(pk, _("Version %(number)s") % {"number": n}) for pk, n in offered.versions]
    return [
        _select("version", _("Version of the case"), _("All versions"), numbers, asked.version),
        _select(
            "edition",
            _("Edition of the course"),
            _("All editions"),
            offered.editions,
            asked.edition,
        ),
        _select("since", _("Begun from"), _("The beginning"), months, _text(asked.since)),
        _select("until", _("Begun until"), _("Today"), months, _text(asked.until)),
    ]


def _select(name, label, whole, options, chosen) -> dict[str, Any]:
    rows = [("", whole, chosen is None), *((key, word, key == chosen) for key, word in options)]
    return {"name": name, "label": label, "options": rows}


def _text(month: dt.date | None) -> str | None:
    return f"{month:%Y-%m}" if month else None


def shown(found: Found) -> dict[str, Any]:
    """Every section, in words."""
    book, tally = found.book, found.first
    going = analytics.ways(tally)
    return {
        "decisions": [_decision(row) for row in analytics.decisions(book, tally)],
        "endings": _endings(analytics.endings(book, tally)),
        "drawing": _drawn(found, going),
        "ways": [
            (book.title(way.source), book.title(way.target) if way.target else "", way.people)
            for way in sorted(going.shown, key=lambda way: -way.people)
        ],
        "ways_of_few": [book.title(key) for key in going.few],
        "times": [
            (row.title, duration(row.low), duration(row.middle), duration(row.high), row.people)
            for row in analytics.times(book, tally)
        ],
        "standing": analytics.standing(book, found.standing),
        "sureness": [
            (RATINGS[row.rating], row) for row in analytics.sureness(book, tally) if row.answers
        ],
        "sure_words": [word for _number, word in SURE],
        "confusing": [
            (row, LEVELS[row.level], [SIGNS[sign] for sign in row.signs], duration(row.seconds))
            for row in analytics.confusing(book, tally)
        ],
        "loops": analytics.loops(book, tally),
        "unmet": analytics.unmet(book, tally),
        "agreement": beside.agreement(book, tally, found.panel),
        "scales": beside.scales(book, tally, found.panel),
        "fewest_on_scale": beside.PEOPLE,
    }


def _decision(row: analytics.Decision) -> dict[str, Any]:
    return {
        "row": row,
        "answers": [(cell, RATINGS.get(cell.word, ""), cell.word) for cell in row.answers],
    }


def _endings(found: analytics.Endings) -> dict[str, Any]:
    return {"found": found, "cells": [(cell, TONES.get(cell.word, "")) for cell in found.cells]}


def _drawn(found: Found, going: analytics.Ways) -> dict[str, Any] | None:
    def title(key: str) -> str:
        if key == flowdraw.BEYOND:
            return _("further on")
        if key.startswith(flowdraw.OTHERS):
            return _("other scenes")
        return found.book.title(key)

    def ends(key: str) -> bool:
        scene = found.book.scenes.get(key)
        return bool(scene and scene.kind == "ending")

    steps = [(way.source, way.target, way.people) for way in going.shown]
    drawing = flowdraw.draw(found.book.start, steps, title=title, ends=ends)
    if drawing is None:
        return None
    bands = [
        (
            band.path,
            _("From “%(one)s” to “%(two)s”: about %(n)s people")
            % {"one": title(band.source), "two": title(band.target), "n": band.people},
        )
        for band in drawing.bands
    ]
    return {"drawing": drawing, "bands": bands, "bar": flowdraw.BAR}


def duration(seconds: float) -> str:
    """A time as people say it: to the second under a minute, to five seconds above."""
    if seconds < 60:
        return _("%(n)s s") % {"n": round(seconds)}
    minutes, rest = divmod(round(seconds / 5) * 5, 60)
    if not rest:
        return _("%(n)s min") % {"n": minutes}
    return _("%(m)s min %(s)s s") % {"m": minutes, "s": rest}
