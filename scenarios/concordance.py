"""What a panel is asked in a case, how its answers spread, and which of its items are weak.

How far a learner agrees with a panel is shown and never graded: panels have majorities, and a
minority's good reason is no mistake.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from scenarios import routes
from scenarios.graph import Graph, Scene
from scenarios.problems import Problem

FEWEST = 10  # answers from which a spread says something
NO_EFFECT = "0"  # on a concordance question: the new fact changes nothing
SCALES = {"scale": (1, 2, 3, 4, 5), "likert_sct": (-2, -1, 0, 1, 2)}


def asked(graph: Graph, panel_show: str = "debrief") -> list[Scene]:
    """The scenes that a panel answers, in the order in which a learner comes to them.

    Decisions and panel scenes whose answers are shown to learners at some time; where a case shows
    none, all of them, for the trainer's eye.
    """
    near = routes.reach([graph.start], routes.own_edges(graph))
    places = {scene.key: place for place, scene in enumerate(graph.scenes)}
    open_ = [s for s in graph.scenes if s.kind in ("decision", "panel") and s.key in near]
    shown = [s for s in open_ if (s.panel or panel_show) != "hidden"]
    return sorted(shown or open_, key=lambda scene: (near[scene.key], places[scene.key]))


def options(scene: Scene) -> tuple[str, ...]:
    """What can be answered in a scene: choice keys, or numbers of a scale; nothing where words are
    asked.
    """
    if scene.kind == "decision":
        return tuple(choice.key for choice in scene.choices)
    return tuple(str(step) for step in SCALES.get(scene.prompt.type if scene.prompt else "", ()))


def same_question(one: Scene, other: Scene) -> bool:
    """Whether answers to one can stand for the other: the same kind, with the same options."""
    return one.kind == other.kind and set(options(one)) == set(options(other))


def same_words(one: Scene, other: Scene) -> bool:
    """Whether a panel member would read the same in both."""
    return _words(one) == _words(other)


def _words(scene: Scene) -> object:
    prompt = scene.prompt
    labels = sorted((choice.key, choice.label) for choice in scene.choices)
    asks = (prompt.question, prompt.new_info, prompt.low, prompt.high) if prompt else ()
    return scene.title, scene.body, labels, asks


@dataclass(frozen=True)
class Voice:
    """One member's answer with its reason, as far as they agreed to its being shown.

    `answer` is a choice key, or a number of the scale as text, or empty where words were asked.
    `name` and `credentials` are empty unless the member agreed to be named.
    """

    answer: str
    reason: str
    perspectives: tuple[str, ...] = ()
    name: str = ""
    credentials: str = ""


@dataclass(frozen=True)
class PanelView:
    """What a panel said in one scene: `counts` by answer, and the voices that may be shown.

    `people` counts everybody who answered; some of them agreed to be counted only, so there may be
    fewer voices. False while nobody has answered.
    """

    people: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    voices: tuple[Voice, ...] = ()

    def __bool__(self) -> bool:
        return self.people > 0

    @property
    def is_small(self) -> bool:
        """Whether so few answered that the spread says little: say how many, not per cent."""
        return self.people < FEWEST

    @property
    def modes(self) -> tuple[str, ...]:
        """The answers that most members gave: more than one where they are equally many."""
        most = max(self.counts.values(), default=0)
        return tuple(answer for answer, count in self.counts.items() if count == most and most)

    def share(self, answer: str) -> int:
        """How many in a hundred members gave an answer."""
        total = sum(self.counts.values())
        return round(100 * self.counts.get(answer, 0) / total) if total else 0

    def said(self, answer: str) -> tuple[Voice, ...]:
        """The voices that gave an answer."""
        return tuple(voice for voice in self.voices if voice.answer == answer)


def credit(view: PanelView, answer: str) -> float:
    """The classic concordance credit of an answer: its votes by those of the most frequent one.

    To be shown beside the reasons; nothing adds it up to a grade.
    """
    most = max(view.counts.values(), default=0)
    return view.counts.get(answer, 0) / most if most else 0.0


def weak(
    scene: Scene, counts: Mapping[str, int], perspectives: Sequence[Iterable[str]]
) -> list[Problem]:
    """What makes a panel's answers to a scene weak, in words for the author (rule W19).

    `perspectives` are those of each member who answered.
    """
    people = len(perspectives)
    found = []
    if 0 < people < FEWEST:
        found.append(
            f"Only {people} of the panel have answered: ask until it is {FEWEST}"
            if people > 1
            else f"Only one person of the panel has answered: ask until it is {FEWEST}"
        )
    if people > 1 and len([count for count in counts.values() if count]) == 1:
        found.append(
            "Everybody on the panel answered the same. Where nobody hesitates there is nothing "
            "to weigh: make the choices harder to tell apart, or leave the panel out here"
        )
    views = {frozenset(tags) for tags in perspectives}
    if people > 1 and len(views) == 1:
        tags = ", ".join(sorted(next(iter(views))))
        found.append(
            f"Everybody on the panel looks from one perspective ({tags}): ask somebody with another"
            if tags
            else "Nobody's perspective on the panel is noted: add it, or nobody can weigh it"
        )
    return [Problem("W19", scene.key, "panel", message) for message in found]


@dataclass(frozen=True)
class Heard:
    """Facts of a panel's answers to one scene, for the check of a draft, which asks no database.

    `options` are those that the members could choose from; a draft that offers others sets their
    answers aside.
    """

    options: frozenset[str]
    answer: str
    perspectives: tuple[str, ...]


def weak_items(graph: Graph, heard: Mapping[str, Sequence[Heard]]) -> list[Problem]:
    """What is weak in the panel's answers to the scenes of a draft, as far as they still fit it."""
    found = []
    for scene in graph.scenes:
        offered = frozenset(options(scene))
        rows = [one for one in heard.get(scene.key, ()) if one.options == offered]
        counts = Counter(one.answer for one in rows if one.answer)
        found += weak(scene, counts, [one.perspectives for one in rows])
    return found


def without_effect(scene: Scene, view: PanelView) -> bool:
    """Whether the panel thinks that the new fact of a concordance question changes nothing."""
    is_concordance = scene.prompt is not None and scene.prompt.type == "likert_sct"
    return is_concordance and view.modes == (NO_EFFECT,)
