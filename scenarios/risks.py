"""Who is told together, and what may be told: pure rules of the sheet for managers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scenarios.disclosure import FEWEST

TEAM = 10  # people, before anything is told of a team


@dataclass(frozen=True)
class Risk:
    """First answers in one decision: how many were rated problematic or harmful, of how many."""

    scene: str
    title: str
    risky: int
    people: int

    def plus(self, other: Risk) -> Risk:
        """Both together, under the newer title."""
        return Risk(self.scene, other.title, self.risky + other.risky, self.people + other.people)


def may_be_told(risk: Risk) -> bool:
    """Whether a count gives nobody away: ten people, and of each kind none or five.

    That nobody took a risk may be told; that everybody did may not, since it would say so of each.
    """
    rest = risk.people - risk.risky
    return risk.people >= TEAM and (risk.risky == 0 or min(risk.risky, rest) >= FEWEST)


def is_whole(risk: Risk, batches: Sequence[int]) -> bool:
    """Whether a decision's count is of everybody in the batches, or of all before the newest ones.

    A decision that some never came to is different: how many came to it, taken from how many there
    are, would say how few chose the way round it.
    """
    late = [sum(batches[number:]) for number in range(len(batches) + 1)]
    return sum(batches) - risk.people in late


def band(risk: Risk) -> int:
    """Which third of those who came to a decision took a risk: 1, 2 or 3, and 0 for nobody."""
    return -(-3 * risk.risky // risk.people)


def grouped(
    members: Mapping[str, Iterable[int]], parents: Mapping[str, str]
) -> dict[str, list[int]]:
    """Runs by the team that tells of them: of a team with too few, by the one above, and so on.

    `members` are runs by team, `parents` each team's upper one. Who finds no ten together waits.
    """
    open_: dict[str, list[int]] = {team: list(runs) for team, runs in members.items()}
    found: dict[str, list[int]] = {}
    depth = {team: _depth(team, parents) for team in {*parents, *parents.values(), *open_}}
    for team in sorted(depth, key=lambda team: (-depth[team], team)):
        runs = open_.get(team, [])
        if len(runs) >= TEAM:
            found[team] = sorted(runs)
        elif runs and team in parents:
            open_.setdefault(parents[team], []).extend(runs)
    return found


def _depth(team: str, parents: Mapping[str, str]) -> int:
    depth = 0
    while team in parents:
        team, depth = parents[team], depth + 1
    return depth


def settle(fresh: Iterable[Risk], waiting: Iterable[Risk]) -> tuple[list[Risk], list[Risk]]:
    """Add what waited to what is new; return what may be told now, and what waits on."""
    whole = {risk.scene: risk for risk in waiting}
    for risk in fresh:
        whole[risk.scene] = whole[risk.scene].plus(risk) if risk.scene in whole else risk
    told = [risk for risk in whole.values() if may_be_told(risk)]
    return told, [risk for risk in whole.values() if not may_be_told(risk)]
