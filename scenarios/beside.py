"""What people answered beside what a panel did: choices, and numbers of a scale.

To differ from a panel isn't to be wrong: these numbers are shown and never marked. They tell no
cell of fewer than five people, and no sum from which one could be worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.analytics import Book
from scenarios.disclosure import FEWEST, Disclosed, disclose
from scenarios.forms import scale_of
from scenarios.tallies import Tally

PEOPLE = 10  # who answered on a scale, before anything is told of them
Votes = Mapping[str, Mapping[str, int]]  # by scene: how many of the panel gave each answer


@dataclass(frozen=True)
class Agreement:
    """How first answers in one scene stand to the panel's.

    `with_favourite` is the share of people who gave the answer that most of the panel gave, and
    `mean_share` the share of the panel that a person has on their side, on average. Each is None
    where it would tell of few people.
    """

    title: str
    panel: int
    people: int
    favourite: str
    with_favourite: float | None
    mean_share: float | None


def agreement(book: Book, tally: Tally, panel: Votes) -> list[Agreement]:
    """Decisions that a panel answered: what it chose most, and how many learners chose the same."""
    found = []
    for key, votes in panel.items():
        counts = tally.get("choices", {}).get(key, {})
        if sum(counts.values()) >= FEWEST and votes:
            labels = {
                choice: (book.choices[choice].label or choice) if choice in book.choices else choice
                for choice in votes
            }
            found.append(_agreement(book.title(key), counts, votes, labels))
    return found


def _agreement(
    title: str, counts: Mapping[str, int], votes: Mapping[str, int], labels: Mapping[str, str]
) -> Agreement:
    told = disclose(counts)
    total, voters, top = sum(counts.values()), sum(votes.values()), max(votes.values())
    modal = [answer for answer, number in votes.items() if number == top]
    same = told.of(modal)
    shared = sum(number * votes.get(answer, 0) for answer, number in counts.items())
    return Agreement(
        title=title,
        panel=voters,
        people=total,
        favourite=" / ".join(labels[answer] for answer in modal),
        with_favourite=None if same is None else 100 * same / total,
        mean_share=None if told.hidden else 100 * shared / (total * voters),
    )


@dataclass(frozen=True)
class Step:
    """One step of a scale: how many people, None where few, and how many of the panel chose it."""

    label: str
    people: int | None
    share: float
    panel: int
    panel_share: float


@dataclass(frozen=True)
class Scaled:
    """A question on a scale: how people spread over it, and the panel."""

    title: str
    question: str
    new_info: str
    people: int
    panel: int
    steps: tuple[Step, ...] = ()
    together: int = 0
    agreement: Agreement | None = None

    @property
    def is_shown(self) -> bool:
        """Whether enough people answered for anything to be told of them."""
        return self.people >= PEOPLE


def scales(book: Book, tally: Tally, panel: Votes) -> list[Scaled]:
    """Every question on a scale that somebody answered, in story order."""
    found = []
    for key, scene in book.scenes.items():
        steps = {str(number): str(label) for number, label in scale_of(scene)}
        if not steps or scene.prompt is None:
            continue
        # Numbers of an older scale stand for other words.
        counts = _known(tally.get("scales", {}).get(key, {}), steps)
        votes = _known(panel.get(key, {}), steps) if scene.kind == "panel" else {}
        total, voters = sum(counts.values()), sum(votes.values())
        if not total and not voters:
            continue
        is_told = total >= PEOPLE
        told = disclose({step: counts.get(step, 0) for step in steps}) if is_told else Disclosed()
        found.append(
            Scaled(
                title=book.title(key),
                question=scene.prompt.question,
                new_info=scene.prompt.new_info,
                people=total,
                panel=voters,
                steps=tuple(
                    Step(
                        label,
                        told.shown.get(step),
                        100 * told.shown.get(step, 0) / total if is_told else 0.0,
                        votes.get(step, 0),
                        100 * votes.get(step, 0) / voters if voters else 0.0,
                    )
                    for step, label in steps.items()
                ),
                together=told.rest,
                agreement=_agreement(book.title(key), counts, votes, steps)
                if is_told and voters
                else None,
            )
        )
    return found


def _known(counts: Mapping[str, int], steps: Mapping[str, str]) -> dict[str, int]:
    return {step: counts[step] for step in steps if counts.get(step)}
