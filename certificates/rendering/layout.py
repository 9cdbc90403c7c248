"""From frozen facts to what the document's template needs: sizes, and what goes overleaf.

No database, no PDF library: the same facts always give the same layout.
"""

import unicodedata
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from certificates import codes, credit

LEFT_LINES = 12  # what the left column holds below its heading
OBJECTIVE_WIDTH = 84  # letters to a line
RIGHT_LINES = 9
RIGHT_WIDTH = 40
STATEMENT_LINES = 3
STATEMENT_WIDTH = 165


def width(text: str) -> int:
    """How broad a text is, in ordinary letters: a Han or Hangul character counts for two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def lines(texts: list[str], across: int) -> int:
    return sum(max(1, ceil(width(text) / across)) for text in texts)


def size_class(text: str, steps: list[tuple[int, str]]) -> str:
    """The class of the largest size in which a text still fits, as " is-long" or ""."""
    return next((f" {name}" for most, name in reversed(steps) if width(text) > most), "")


def context(facts: dict[str, Any]) -> dict[str, Any]:
    """The template's context for a certificate's facts as frozen."""
    rows = facts["credits"]
    presenters = [_presenter(each) for each in facts["presenters"]]
    statements = [line["statement"] for line in facts["accreditation"]] or [facts["not_accredited"]]
    provider = facts["provider"]
    head = 3 + len(rows) if rows else 0
    objectives_here = head + 1 + lines(facts["objectives"], OBJECTIVE_WIDTH) <= LEFT_LINES
    presenters_here = (
        3 + lines([*presenters, provider["organisation"], provider["address"]], RIGHT_WIDTH)
        <= RIGHT_LINES
    )
    statements_here = lines(statements, STATEMENT_WIDTH) <= STATEMENT_LINES
    top, bottom = _halves(codes.shown(facts["code"]))
    return {
        **facts,
        "document_title": f"{_('Certificate of completion')} {facts['number']}",
        "name_class": size_class(
            facts["name"], [(38, "is-long"), (60, "is-longer"), (95, "is-longest")]
        ),
        "course_class": size_class(facts["course"]["title"], [(70, "is-long"), (100, "is-longer")]),
        "credits": [{**row, "amount": credit.amount(row["amount"])} for row in rows],
        "total": credit.summary(rows),
        "presenters": presenters,
        "statements": statements,
        "objectives_here": objectives_here and bool(facts["objectives"]),
        "presenters_here": presenters_here,
        "statements_here": statements_here,
        "overleaf": _overleaf(
            objectives=bool(facts["objectives"]) and not objectives_here,
            presenters=not presenters_here,
            statements=not statements_here,
        ),
        "code_top": top,
        "code_bottom": bottom,
        "verify_place": facts["verify_address"]
        .split("://", 1)[-1]
        .removesuffix(facts["code"] + "/"),
        "qr_name": f"{facts['code']}.svg",
    }


def _presenter(facts: dict[str, str]) -> str:
    name = ", ".join(part for part in (facts["name"], facts["credentials"]) if part)
    return f"{name} ({facts['role'].lower()})" if facts.get("role") else name


def _halves(shown: str) -> tuple[str, str]:
    """A shown code on two lines, parted after its fourth group."""
    groups = shown.split("-")
    return "-".join(groups[:4]), "-".join(groups[4:])


def _overleaf(*, objectives: bool, presenters: bool, statements: bool) -> str:
    if statements:
        return _("The accreditation statements are overleaf.")
    if objectives:
        return _("The learning objectives are overleaf.")
    if presenters:
        return _("The presenters are overleaf.")
    return ""
