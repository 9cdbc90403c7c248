"""The parts of an answer that is not chosen from options, as they are shown once they may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.quizzes import contents, kinds, scoring
from courses.quizzes.contents import Data


@dataclass(frozen=True)
class ShownPart:
    """One part of an answer, what belongs there, and why. `note` is what could not be read."""

    label: str
    given: str
    verdict: str
    right: str
    feedback: str
    note: str = ""


def parts_of(data: Data, kept: Any, marked: scoring.MarkedAnswer) -> list[ShownPart]:
    """The parts of a marked answer; choices have none, since each option shows itself."""
    kind = data["type"]
    if kind == kinds.MATCHING:
        return _pairs(data, kept, marked)
    if kind == kinds.ORDERING:
        return _places(data, kept, marked)
    if kind == kinds.CLOZE:
        return _gaps(data, kept, marked)
    if kind in kinds.CHOICES:
        return []
    given = kept if isinstance(kept, Mapping) else {}
    rows = {row["key"]: row for row in data["options"]}
    verdict = marked.verdicts.get("text", "")
    unread = verdict == scoring.UNREADABLE
    wrong_unit = "unit" in marked.verdicts
    return [
        ShownPart(
            label="",
            given=" ".join(part for part in (given.get("text"), given.get("unit")) if part),
            verdict=scoring.WRONG if unread or wrong_unit else verdict,
            right=_right_words(data),
            feedback=" ".join(rows[key]["feedback"] for key in marked.feedback),
            note=scoring.UNREADABLE if unread else scoring.UNIT_MISSING if wrong_unit else "",
        )
    ]


def _pairs(data: Data, kept: Any, marked: scoring.MarkedAnswer) -> list[ShownPart]:
    partners, given = contents.partners_of(data), kept if isinstance(kept, Mapping) else {}
    return [
        ShownPart(
            label=f"{row['text']}:",
            given=partners.get(given.get(row["key"], ""), ""),
            verdict=marked.verdicts[row["key"]],
            right=contents.partner_words(row),
            feedback=row["feedback"],
        )
        for row in contents.lefts_of(data)
    ]


def _places(data: Data, kept: Any, marked: scoring.MarkedAnswer) -> list[ShownPart]:
    rows = contents.rows_of(data)
    texts = {row["key"]: row["text"] for row in rows}
    given = kept if isinstance(kept, list) and len(kept) == len(rows) else [""] * len(rows)
    return [
        ShownPart(
            label=f"{place}.",
            given=texts.get(key, ""),
            verdict=marked.verdicts.get(key, ""),
            right=row["text"],
            feedback=row["feedback"],
        )
        for place, (key, row) in enumerate(zip(given, rows, strict=True), start=1)
    ]


def _gaps(data: Data, kept: Any, marked: scoring.MarkedAnswer) -> list[ShownPart]:
    given = kept if isinstance(kept, Mapping) else {}
    found = []
    for number, gap in contents.gaps_of(data).items():
        rows = {row["key"]: row for row in gap.rows}
        answer = given.get(number, "")
        why = next((rows[key]["feedback"] for key in marked.feedback if key in rows), "")
        found.append(
            ShownPart(
                label=f"{number}.",
                given=answer if gap.typed else rows.get(answer, {}).get("text", ""),
                verdict=marked.verdicts[number],
                right=contents.right_in_words(gap),
                feedback=why,
            )
        )
    return found


def _right_words(data: Data) -> str:
    """The answers that count whole, as people read them."""
    kind, unit = data["type"], next(iter(contents.units_of(data)), "")
    found = []
    for row in contents.rows_of(data):
        if row.get("share") not in (None, 100) or kind == kinds.ESSAY:
            continue
        words = contents.pattern_words(row["text"], kind)
        if kind == kinds.NUMERIC:
            off = contents.plain_decimal(row.get("tolerance"))
            words = f"{words} ± {off}" if off else words
            words = f"{words} {unit}".strip()
        found.append(words)
    return " / ".join(dict.fromkeys(found))
