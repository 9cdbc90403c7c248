"""Learners' states in words: dates near a deadline, minutes, stops, statuses."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import ImportedResult
from courses.reports import ActivityCard, CourseRow, status_of
from courses.structure import Progress, Stand, Structure, may_begin

PILLS = {
    "overdue": "overdue",
    "due soon": "soon",
    "due": "open",
    "under way": "started",
    "not started": "open",
    "waiting": "waiting",
    "done": "done",
}
CARD_PILLS = {
    "to do": "open",
    "under way": "started",
    "waiting": "waiting",
    "done": "done",
    "failed": "overdue",
    "resting": "open",
    "locked": "locked",
}


def day(date: dt.date, today: dt.date) -> str:
    """A date in words: with its weekday near a deadline, with its year when it is another year."""
    pattern = "l j F" if abs((date - today).days) <= 60 else "j F"
    if date.year != today.year and abs((date - today).days) > 60:
        pattern += " Y"
    return formats.date_format(date, pattern)


def due(due_on: dt.date, today: dt.date) -> str:
    """“Due Friday 4 December”, “Due today”, “Was due Monday 2 November”."""
    if due_on == today:
        return _("Due today")
    if due_on < today:
        return _("Was due %(day)s") % {"day": day(due_on, today)}
    return _("Due %(day)s") % {"day": day(due_on, today)}


def due_pill(due_on: dt.date, today: dt.date) -> tuple[str, str]:
    """The mark and the words for a day by which a course under way is asked for."""
    status = status_of(due_on=due_on, today=today, started=True, done=False)
    return PILLS[status], due(due_on, today)


def minutes(count: int) -> str:
    """A length in words."""
    if count < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    hours, rest = divmod(count, 60)
    words = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if rest:
        words += " " + ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest}
    return words


def credit_amount(row: dict) -> str:
    """“2 contact hours”."""
    amount = format(Decimal(row["amount"]).normalize(), "f")
    return f"{formats.number_format(amount)} {row['unit']}"


def credit_kind(row: dict) -> str:
    """“ethics, self-paced online”: what a row of credit counts as, and how it is earned."""
    return ", ".join(filter(None, [row["category"], row["delivery"]]))


def total_credit(rows: list[dict]) -> str:
    """The sum of credits by unit: “2 contact hours”."""
    totals: dict[str, Decimal] = {}
    for row in rows:
        totals[row["unit"]] = totals.get(row["unit"], Decimal(0)) + Decimal(row["amount"])
    return " + ".join(
        f"{formats.number_format(format(total.normalize(), 'f'))} {unit}"
        for unit, total in totals.items()
    )


def done_by_year(rows: Iterable[CourseRow]) -> list[dict[str, Any]]:
    """What is done, a year at a time in the person's own calendar, with the year's credit.

    A body that renews a licence asks for a year or two, so that is how the list is cut.
    """
    years: dict[int, list[CourseRow]] = {}
    for row in rows:
        years.setdefault(timezone.localtime(row.completed_at).year, []).append(row)
    return [
        {
            "year": str(year),
            "credit": total_credit(
                [credit for row in of_year for credit in row.enrolment.edition.credits]
            ),
            "rows": of_year,
        }
        for year, of_year in years.items()
    ]


def standing_sentence(
    *, overdue: int, due_soon: int, first: CourseRow | None, today: dt.date
) -> str:
    """One sentence on how things stand for a learner."""
    if overdue:
        return ngettext(
            "One course is overdue. It is the first thing below.",
            "%(count)d courses are overdue. The oldest is the first thing below.",
            overdue,
        ) % {"count": overdue}
    if due_soon and first is not None and first.due_on is not None:
        return ngettext(
            "You are up to date, and one thing is due by %(day)s.",
            "You are up to date, and %(count)d things are due soon, the first by %(day)s.",
            due_soon,
        ) % {"count": due_soon, "day": day(first.due_on, today)}
    if first is not None and first.status == "waiting":
        return _("You have done your part. What you sent waits for a marker.")
    if first is not None and first.due_on is not None:
        return _("You are up to date. The next thing is due by %(day)s.") % {
            "day": day(first.due_on, today)
        }
    if first is not None:
        return _("Nothing is due. You can go on with what you began.")
    return _("Nothing is due.")


def pill(row: CourseRow, today: dt.date) -> tuple[str, str]:
    """The mark and the word for a course on the learning page."""
    if row.status == "waiting":
        return PILLS[row.status], _("Waiting for a marker")
    if row.due_on is not None:
        return PILLS[row.status], due(row.due_on, today)
    return PILLS[row.status], ""


def steps_left(progress: Progress) -> str:
    return _("%(done)d of %(all)d steps done") % {
        "done": progress.done_count,
        "all": progress.all_count,
    }


def moment(at: dt.datetime) -> str:
    """“on Tuesday 3 March at 14:05”, in the reader's time."""
    local = timezone.localtime(at)
    words = {
        "day": formats.date_format(local, "l j F"), "time": formats.time_format(local, "H:i")
    }  # fmt: skip
    return _("on %(day)s at %(time)s") % words


def card_detail(card: ActivityCard) -> str:
    """What a learner should know before starting or after ending an activity."""
    if card.status == "failed":
        return _("Every try is used. Ask your manager, who can give you one more.")
    if card.status == "resting":
        return _("Not passed yet. The next try may begin %(when)s.") % {
            "when": moment(card.ready_at)
        }
    if card.status == "locked":
        return _("Opens when everything before it is done.")
    if card.status == "waiting":
        return _("Sent. A person marks it; nothing more is asked of you here.")
    if card.tries_left is not None and card.status == "to do" and card.attempt is not None:
        return ngettext(
            "Not passed yet. One more try.",
            "Not passed yet. %(count)d more tries.",
            card.tries_left,
        ) % {"count": card.tries_left}
    if card.fact.minutes and card.status == "to do":
        return ngettext(
            "Once you start, there is %(count)d minute, and whatever was arranged for you on top.",
            "Once you start, there are %(count)d minutes, and whatever was arranged for you on "
            "top.",
            card.fact.minutes,
        ) % {"count": card.fact.minutes}
    if not card.fact.required and card.status == "to do":
        return _("Optional")
    return ""


def card_note(card: ActivityCard) -> str:
    """What its rules ask a learner to know before they start."""
    return card.type.note(card.fact.rules) if card.status == "to do" else ""


def stops(structure: Structure, progress: Progress, enrolment_uuid, here=None) -> list[dict]:
    """The way through a course as stops; `here` is the key of the module being read."""
    rows = []
    for stand in progress.modules:
        state = "done" if stand.stand is Stand.DONE else "next"
        if stand.module.key == here:
            state = "current"
        rows.append(
            {
                "title": stand.module.title,
                "state": state,
                "url": reverse("learn:module", args=[enrolment_uuid, stand.module.slug]),
                "detail": minutes(stand.module.minutes),
            }
        )
    missing = {fact.key for fact in progress.closing_missing}
    course = reverse("learn:course", args=[enrolment_uuid])
    for fact in structure.closing:
        done = fact.required and fact.key not in missing
        state = "next" if may_begin(structure, fact, progress) else "locked"
        rows.append(
            {
                "title": fact.title,
                "state": "done" if done else state,
                "url": f"{course}#activity-{fact.uuid}",
            }
        )
    return rows


def _begin(enrolment_uuid, card: ActivityCard) -> dict:
    action = _("Go on where you stopped") if card.status == "under way" else card.type.verb
    return {
        "kind": "begin",
        "title": card.fact.title,
        "url": reverse("learn:begin", args=[enrolment_uuid, card.fact.uuid]),
        "action": action,
    }


def next_step(structure: Structure, progress: Progress, enrolment_uuid, cards) -> dict | None:
    """The one thing to do next in a course: a module to open, or an activity to begin."""
    module = progress.module_to_go_on_with
    if module is not None:
        return {
            "kind": "go",
            "title": module.title,
            "url": reverse("learn:module", args=[enrolment_uuid, module.slug]),
            "action": _("Go on"),
        }
    if progress.next_activity is not None:
        card = cards[progress.next_activity.key]
        if card.status in ("to do", "under way"):
            return _begin(enrolment_uuid, card)
    return None


def next_step_in_module(structure: Structure, context: dict, enrolment_uuid) -> dict | None:
    """The one thing to do next while reading a module: its first open activity, then what
    follows.
    """
    cards = {card.fact.key: card for card in context["cards"].values()}
    for fact in context["stand"].missing:
        if cards[fact.key].status in ("to do", "under way"):
            return _begin(enrolment_uuid, cards[fact.key])
    progress = context["progress"]
    following = context["following_module"] or progress.module_to_go_on_with
    if following is not None:
        return {
            "kind": "go",
            "title": following.title,
            "url": reverse("learn:module", args=[enrolment_uuid, following.slug]),
            "action": _("Next module"),
        }
    return {
        "kind": "go",
        "title": structure.title,
        "url": reverse("learn:course", args=[enrolment_uuid]),
        "action": _("Back to the course") if progress.only_waits else _("Finish the course"),
    }


@dataclass(frozen=True)
class Brought:
    """One result of another system in words: `there` for everybody, `figures` for its person."""

    title: str
    there: str
    figures: str = ""
    again: str = ""


def brought(rows: Iterable[ImportedResult], zone: dt.tzinfo) -> dict[str, list[Brought]]:
    """Results that were brought along, by the system that they were brought from."""
    found: dict[str, list[Brought]] = {}
    for row in rows:
        found.setdefault(row.source_name, []).append(_brought(row, zone))
    return found


def _brought(row: ImportedResult, zone: dt.tzinfo) -> Brought:
    at = row.at
    on = formats.date_format(at.astimezone(zone), "j F Y") if at else ""
    if row.state == ImportedResult.State.OPEN:
        there = _("Begun on %(day)s and not finished.") % {"day": on} if on else _("Not finished.")
        return Brought(row.title, there)
    there = _("Finished on %(day)s.") % {"day": on} if on else _("Finished.")
    figures = ngettext(
        "%(score)s of %(asked)d question right.",
        "%(score)s of %(asked)d questions right.",
        row.asked,
    ) % {"score": "–" if row.score is None else row.score, "asked": row.asked}
    if not row.pass_mark or row.passed is None:  # without a pass mark nobody was told anything
        return Brought(row.title, there, figures, _counted_again(row, told=False))
    words = _("Passed there.") if row.passed else _("Not passed there.")
    figures = f"{figures} " + _("The pass mark was %(mark)d percent.") % {"mark": row.pass_mark}
    again = _counted_again(row, told=True)
    return Brought(row.title, f"{there} {words}", figures, again)


def _counted_again(row: ImportedResult, *, told: bool) -> str:
    """What its own answers come to, where that is not what the other system kept."""
    said = []
    if row.score != row.right:
        said.append(
            _("Counted again from its answers: %(right)d of %(asked)d.")
            % {"right": row.right, "asked": row.asked}
        )
    if told and row.would_pass != row.passed:
        said.append(_("That is a pass.") if row.would_pass else _("That is not a pass."))
    rounded_up = getattr(row, "rounded_up", row.passed)
    if told and rounded_up is not None and bool(rounded_up) != row.passed:
        said.append(_("It lay half a percent off, so you may have been told that it was a pass."))
    return " ".join(said)
