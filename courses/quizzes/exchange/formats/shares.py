"""What an option is worth: parts of a mark as other tools write them, and as the bank does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from courses.quizzes.exchange.formats.reading import Unreadable, shortest
from courses.quizzes.exchange.items import Answer, Item

HUNDRED = Decimal(100)
_NEAR = Decimal("0.01")
# The parts that Moodle knows; it refuses others, or takes the nearest.
MOODLE = [
    Decimal(part)
    for part in [
        "100",
        "90",
        "83.33333",
        "80",
        "75",
        "70",
        "66.66667",
        "60",
        "50",
        "40",
        "33.33333",
        "30",
        "25",
        "20",
        "16.66667",
        "14.28571",
        "12.5",
        "11.11111",
        "10",
        "5",
        "0",
    ]
]


def equal_parts(count: int) -> list[int]:
    """A hundred in whole parts as equal as they can be; the larger ones first."""
    each, over = divmod(100, count)
    return [each + (place < over) for place in range(count)]


def chosen_parts(item: Item, weights: list[Decimal]) -> None:
    """Give the options of a question with several right ones what they are worth, in percent."""
    rights = [weight for weight in weights if weight > 0]
    wrongs = [weight for weight in weights if weight <= 0]
    if not rights:
        raise Unreadable("no option is right")
    alike = max(rights) - min(rights) <= _NEAR
    whole = abs(sum(rights) - HUNDRED) <= Decimal("0.6")
    item.credit = "partial"
    if alike and whole and all(abs(weight + rights[0]) <= _NEAR for weight in wrongs):
        shares: list[int | None] = [None] * len(weights)
    else:
        parts = equal_parts(len(rights)) if alike else _rounded(rights)
        if not whole:
            item.note(
                f"the right options came to {shortest(sum(rights))} percent together; now to 100"
            )
        left = iter(parts)
        shares = [
            next(left) if weight > 0 else max(-100, min(0, round(weight))) for weight in weights
        ]
    item.answers = [
        replace(answer, correct=weight > 0, share=share)
        for answer, weight, share in zip(item.answers, weights, shares, strict=True)
    ]


def _rounded(rights: list[Decimal]) -> list[int]:
    """Whole percents that come to a hundred: what is over goes where most was cut off."""
    total = sum(rights)
    exact = [weight * HUNDRED / total for weight in rights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: 100 - sum(parts)]:
        parts[place] += 1
    return parts


def one_right(item: Item, weights: list[Decimal]) -> None:
    """Tick the one right option; a part of the mark for another is told as lost."""
    best = max(weights, default=Decimal(0))
    if best <= 0:
        raise Unreadable("no option is right")
    if best < HUNDRED:
        item.note(f"the best option was worth {shortest(best)} percent; now it is the right one")
    if any(weight not in (best, 0) for weight in weights):
        item.note("parts of the mark for other options are left out: one option is right here")
    item.answers = [
        replace(answer, correct=weight == best)
        for answer, weight in zip(item.answers, weights, strict=True)
    ]


def weights_of(item: Item) -> list[Decimal]:
    """What each option of a question with several right ones is worth elsewhere, in percent."""
    rights = [answer for answer in item.answers if answer.correct]
    each = (HUNDRED / max(1, len(rights))).quantize(Decimal("0.00001"))
    if item.credit != "partial":
        return [each if answer.correct else -HUNDRED for answer in item.answers]
    if all(answer.share is None for answer in item.answers):
        return [each if answer.correct else -each for answer in item.answers]
    if [answer.share for answer in rights] == equal_parts(len(rights) or 1):
        return [each if one.correct else Decimal(one.share or 0) for one in item.answers]
    return [Decimal(answer.share or 0) for answer in item.answers]


def known_to_moodle(weight: Decimal) -> bool:
    return any(abs(abs(weight) - part) <= _NEAR for part in MOODLE)


def accepted_part(answer: Answer) -> Decimal:
    """What an accepted answer is worth, in percent."""
    return HUNDRED if answer.share is None else Decimal(answer.share)
