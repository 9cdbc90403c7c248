"""Interval analysis: what every variable can be at every scene, without playing.

Each scene keeps an environment that covers every state in which a learner can stand there: counts
as (low, high), flags and options as sets of values. Environments grow until nothing changes; a loop
that keeps counting is widened to the variable's own limits. The answer covers too much rather than
too little: what it calls impossible is impossible.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scenarios.conditions import (
    OPPOSITE,
    Compare,
    Every,
    Fact,
    Node,
    Number,
    Opposite,
    Some,
    Term,
    Text,
)
from scenarios.graph import Choice, Effect, Graph, Scene, Variable

Interval = tuple[int, int]
Domain = Interval | frozenset[bool | str]
Name = tuple[str, str]
Env = Mapping[Name, Domain]

FAR = 10**9
PATIENCE = 4


@dataclass
class Ranges:
    """The environments: `entered` before interrupts, `standing` after; a scene that is in neither
    is never reached.
    """

    entered: dict[str, Env] = field(default_factory=dict)
    standing: dict[str, Env] = field(default_factory=dict)
    clipped: set[str] = field(default_factory=set)


def analyse(graph: Graph) -> Ranges:
    """Return the environments of every scene that can be reached."""
    return _Analysis(graph).run()


def possible(node: Node, env: Env) -> bool:
    """Say whether the condition may be so in this environment."""
    return refine(node, env, True) is not None


def certain(node: Node, env: Env) -> bool:
    """Say whether the condition is so in every state of this environment."""
    return refine(node, env, False) is None


def exhaustive(choices: Iterable[Choice], env: Env) -> bool:
    """Say whether at least one of these choices is open in every state of this environment."""
    rest: Env | None = env
    for choice in choices:
        if choice.once and rest is not None:
            continue
        if choice.when is None or rest is None:
            return True
        rest = refine(choice.when.node, rest, False)
    return rest is None


def join(one: Env | None, other: Env) -> Env:
    """Return the smallest environment that covers both."""
    return other if one is None else {name: _union(one[name], other[name]) for name in one}


def refine(node: Node, env: Env, so: bool) -> Env | None:
    """Keep of the environment what agrees with the condition being so (or not so); None if nothing
    is left.
    """
    match node:
        case Compare(left, op, right):
            return _refine_compare(left, op if so else OPPOSITE[op], right, env)
        case Fact("visited", key):
            return _meet(env, ("visits", key), (1, FAR) if so else (0, 0))
        case Fact(kind, key):
            return _meet(env, (kind, key), frozenset({so}))
        case Opposite(part):
            return refine(part, env, not so)
        case Every(parts) | Some(parts):
            return _refine_parts(parts, env, so, together=isinstance(node, Every) == so)
    return env


def _refine_parts(parts: tuple[Node, ...], env: Env, so: bool, together: bool) -> Env | None:
    kept: Env | None = env if together else None
    for part in parts:
        if together:
            kept = None if kept is None else refine(part, kept, so)
        else:
            found = refine(part, env, so)
            kept = kept if found is None else join(kept, found)
    return kept


def _refine_compare(
    left: Number | Text | Term, op: str, right: Number | Text | Term, env: Env
) -> Env | None:
    one, other = _domain(left, env), _domain(right, env)
    if one is None or other is None:
        return env
    if isinstance(one, tuple) and isinstance(other, tuple):
        return _refine_numbers(left, one, op, right, other, env)
    if isinstance(one, tuple) or isinstance(other, tuple):
        return env if op == "!=" else None
    if op == "=":
        shared = frozenset(one & other)
        return _put(_put(env, left, shared), right, shared) if shared else None
    if len(other) == 1:
        return _put(env, left, frozenset(one - other)) if one - other else None
    if len(one) == 1:
        return _put(env, right, frozenset(other - one)) if other - one else None
    return env


def _refine_numbers(
    left: Number | Text | Term,
    one: Interval,
    op: str,
    right: Number | Text | Term,
    other: Interval,
    env: Env,
) -> Env | None:
    (low, high), (floor, ceiling) = one, other
    if op in (">", ">="):
        return _refine_numbers(right, other, {">": "<", ">=": "<="}[op], left, one, env)
    if op == "!=":
        if low == high == floor == ceiling:
            return None
        one = _trim(one, floor) if floor == ceiling else one
        other = _trim(other, low) if low == high else other
    elif op == "=":
        one = other = (max(low, floor), min(high, ceiling))
    else:
        gap = 1 if op == "<" else 0
        one, other = (low, min(high, ceiling - gap)), (max(floor, low + gap), ceiling)
    if one[0] > one[1] or other[0] > other[1]:
        return None
    return _put(_put(env, left, one), right, other)


def _trim(interval: Interval, hole: int) -> Interval:
    low, high = interval
    return (low + (low == hole), high - (high == hole and low != hole))


def _domain(term: Number | Text | Term, env: Env) -> Domain | None:
    match term:
        case Number(value):
            return (value, value)
        case Text(text):
            return frozenset({text})
        case Term(kind, key):
            return env.get((kind, key))
    return None


def _put(env: Env, term: Number | Text | Term, domain: Domain) -> Env:
    return {**env, (term.kind, term.key): domain} if isinstance(term, Term) else env


def _meet(env: Env, name: Name, domain: Domain) -> Env | None:
    known = env.get(name)
    if known is None:
        return env
    if isinstance(known, tuple) and isinstance(domain, tuple):
        low, high = max(known[0], domain[0]), min(known[1], domain[1])
        return {**env, name: (low, high)} if low <= high else None
    if isinstance(known, tuple) or isinstance(domain, tuple):
        return env
    shared = known & domain
    return {**env, name: frozenset(shared)} if shared else None


def _union(one: Domain, other: Domain) -> Domain:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return (min(one[0], other[0]), max(one[1], other[1]))
    if isinstance(one, tuple) or isinstance(other, tuple):
        return one
    return frozenset(one | other)


class _Analysis:
    """The work list that grows environments until they are stable."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.ranges = Ranges()
        self.limits: dict[Name, Interval] = {
            ("var", var.key): (var.min, var.max) for var in graph.vars if var.type == "count"
        }
        self.grown: dict[str, int] = {}
        self.waiting: deque[str] = deque()
        self.watched = _watched(graph)

    def run(self) -> Ranges:
        first: dict[Name, Domain] = {("var", var.key): _initial(var) for var in self.graph.vars}
        for name in self.watched:
            first[name] = frozenset({False}) if name[0] == "chose" else (0, 0)
        if self.graph.start in self.graph.scene:
            self.enter(self.graph.start, first)
        while self.waiting:
            self.leave(self.graph.scene[self.waiting.popleft()])
        return self.ranges

    def enter(self, key: str, env: Env) -> None:
        """Let an environment flow into a scene."""
        scene = self.graph.scene.get(key)
        if scene is None:
            return
        env = self.after(env, scene.on_enter)
        visits = env.get(("visits", key))
        if isinstance(visits, tuple):
            env = {**env, ("visits", key): (visits[0] + 1, min(visits[1] + 1, FAR))}
        known = self.ranges.entered.get(key)
        joined = join(known, env)
        if joined == known:
            return
        self.grown[key] = self.grown.get(key, 0) + 1
        if known is not None and self.grown[key] > PATIENCE:
            joined = self.widened(known, joined)
        self.ranges.entered[key] = joined
        if key not in self.waiting:
            self.waiting.append(key)

    def leave(self, scene: Scene) -> None:
        """Let what stands in a scene flow along every way out, interrupts first."""
        env = self.interrupted(scene)
        if env is None:
            return
        self.ranges.standing[scene.key] = env
        if scene.kind == "decision":
            for choice in scene.choices:
                self.take(choice, env)
        elif scene.kind == "chance":
            for branch in scene.branches:
                if branch.weight > 0:
                    self.enter(branch.to, self.after(env, branch.effects))
        elif scene.kind != "ending":
            self.enter(scene.next, env)

    def take(self, choice: Choice, env: Env) -> None:
        taken: Env | None = env
        if choice.once:
            taken = _meet(env, ("chose", choice.key), frozenset({False}))
        if taken is not None and choice.when is not None:
            taken = refine(choice.when.node, taken, True)
        if taken is None:
            return
        first = taken.get(("chose", choice.key)) != frozenset({True})
        taken = dict(self.after(taken, choice.effects))
        if ("chose", choice.key) in taken:
            taken["chose", choice.key] = frozenset({True})
        for scale, points in choice.points.items():
            total = taken.get(("total", scale))
            if isinstance(total, tuple) and first:
                taken["total", scale] = (
                    max(total[0] + min(points, 0), -FAR),
                    min(total[1] + max(points, 0), FAR),
                )
        self.enter(choice.to, taken)

    def interrupted(self, scene: Scene) -> Env | None:
        env: Env | None = self.ranges.entered[scene.key]
        if scene.kind == "ending":
            return env
        for _, interrupt in self.graph.urgent:
            if env is None or interrupt.when is None or interrupt.to == scene.key:
                continue
            away = refine(interrupt.when.node, env, True)
            if away is not None:
                self.enter(interrupt.to, away)
            if not interrupt.once and interrupt.to in self.graph.scene:
                env = refine(interrupt.when.node, env, False)
        return env

    def after(self, env: Env, effects: Iterable[Effect]) -> Env:
        for effect in effects:
            variable = self.graph.variable.get(effect.var)
            if variable is not None:
                env = {
                    **env,
                    ("var", effect.var): self.changed(variable, env["var", effect.var], effect),
                }
        return env

    def changed(self, variable: Variable, domain: Domain, effect: Effect) -> Domain:
        if variable.type == "flag":
            return frozenset({effect.op == "on"}) if effect.op in ("on", "off") else domain
        if variable.type == "option":
            fits = effect.op == "set" and effect.value in variable.options
            return frozenset({str(effect.value)}) if fits else domain
        if (
            type(effect.value) is not int
            or not isinstance(domain, tuple)
            or effect.op in ("on", "off")
        ):
            return domain
        signed = effect.value if effect.op == "add" else -effect.value
        low, high = domain
        low, high = (
            (effect.value, effect.value) if effect.op == "set" else (low + signed, high + signed)
        )
        if low < variable.min or high > variable.max:
            self.ranges.clipped.add(variable.key)
        return (
            max(variable.min, min(variable.max, low)),
            max(variable.min, min(variable.max, high)),
        )

    def widened(self, known: Env, joined: Env) -> Env:
        wide = dict(joined)
        for name, domain in joined.items():
            before = known[name]
            if isinstance(domain, tuple) and isinstance(before, tuple) and domain != before:
                floor, ceiling = self.limits.get(name, (-FAR if name[0] == "total" else 0, FAR))
                wide[name] = (
                    floor if domain[0] < before[0] else domain[0],
                    ceiling if domain[1] > before[1] else domain[1],
                )
        return wide


def _initial(variable: Variable) -> Domain:
    start = variable.start
    if isinstance(start, bool):
        return frozenset({start})
    return frozenset({start}) if isinstance(start, str) else (start, start)


def _watched(graph: Graph) -> set[Name]:
    """Visits, choices and totals that some condition asks about; others need no environment."""
    names: set[Name] = {
        ("chose", choice.key) for scene in graph.scenes for choice in scene.choices if choice.once
    }
    for _, _, condition in graph.conditions():
        names |= set(asked(condition.node))
    return {name for name in names if name[0] != "var"}


def asked(node: Node) -> Iterable[Name]:
    """Yield what a condition asks about, as (var, visits, chose or total; key)."""
    match node:
        case Compare(left, _, right):
            yield from ((term.kind, term.key) for term in (left, right) if isinstance(term, Term))
        case Fact(kind, key):
            yield ("visits" if kind == "visited" else kind, key)
        case Opposite(part):
            yield from asked(part)
        case Every(parts) | Some(parts):
            for part in parts:
                yield from asked(part)
