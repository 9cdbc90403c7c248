"""Rules about how well a case teaches: warnings that ask for a second look, and the plain numbers
of a case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scenarios import routes
from scenarios.graph import Choice, Graph, Scene
from scenarios.problems import Problem
from scenarios.texts import words

GOOD = ("best", "acceptable")
MAX_LIX, MAX_WORDS, MAX_LABEL = 45, 250, 25
WORDS_A_MINUTE, SECONDS_A_DECISION = 200, 20
SENTENCE = re.compile(r"[.!?:]+(?:\s|$)|\n\n")


def check(graph: Graph, est_minutes: int | None) -> list[Problem]:
    """Return the warnings and the numbers of a graph in any state."""
    return [
        *(problem for scene in graph.scenes for problem in _scene(graph, scene)),
        *_cues(graph),
        *_lengths(graph, est_minutes),
        *_numbers(graph),
    ]


def _scene(graph: Graph, scene: Scene) -> Iterator[Problem]:
    count = words(scene.body)
    if count > MAX_WORDS:
        message = f"The scene has {count} words: more than {MAX_WORDS} are hard to hold in mind"
        yield Problem("W14", scene.key, "body", message)
    elif count >= 30 and lix(scene.body) > MAX_LIX:
        message = "The scene is hard to read: use shorter sentences and shorter words"
        yield Problem("W14", scene.key, "body", message)
    if (
        not count
        and scene.kind not in ("chance", "decision")
        and not (scene.media or scene.prompt or scene.illustration)
    ):
        message = "Write what happens here: a learner would meet an empty page"
        yield Problem("W14", scene.key, "body", message)
    if scene.kind == "decision":
        yield from _decision(scene)
        for choice in scene.choices:
            yield from _choice(scene, choice)


def _decision(scene: Scene) -> Iterator[Problem]:
    if len(scene.choices) == 1:
        yield Problem("W08", scene.key, "choices", "A decision with one choice decides nothing")
    ratings = [choice.rating for choice in scene.choices if choice.rating]
    if len(ratings) > 1 and len(ratings) == len(scene.choices):
        if not any(rating in GOOD for rating in ratings):
            message = "No choice here is acceptable: a learner can only do wrong"
            yield Problem("W10", scene.key, "choices", message)
        elif all(rating in GOOD for rating in ratings):
            message = "Every choice here is acceptable: there is no dilemma"
            yield Problem("W10", scene.key, "choices", message)
    if scene.choices and not any(choice.principles for choice in scene.choices):
        # The list of the first choice, where the first can be added.
        place = f"choices.{scene.choices[0].key}.principles"
        yield Problem("W12", scene.key, place, "Say which principles this decision is about")
    seen: dict[object, Choice] = {}
    for choice in scene.choices:
        same = (choice.to, choice.effects, choice.rating, choice.feedback.text.strip())
        if same in seen:
            message = (
                f"“{choice.label}” and “{seen[same].label}” lead to the same with no difference"
            )
            yield Problem("W09", scene.key, f"choices.{choice.key}", message)
        seen.setdefault(same, choice)


def _choice(scene: Scene, choice: Choice) -> Iterator[Problem]:
    place = f"choices.{choice.key}"
    if not choice.rating:
        message = f"Rate “{choice.label}”: best, acceptable, problematic or harmful"
        yield Problem("W11", scene.key, f"{place}.rating", message)
    if choice.rating == "harmful" and not choice.feedback.text.strip():
        message = f"Say in the feedback why “{choice.label}” does harm"
        yield Problem("W13", scene.key, f"{place}.feedback", message)
    if words(choice.label) > MAX_LABEL:
        message = f"“{choice.label[:40]}…” is longer than {MAX_LABEL} words"
        yield Problem("W15", scene.key, f"{place}.label", message)


def _cues(graph: Graph) -> Iterator[Problem]:
    rated = [
        scene
        for scene in graph.scenes
        if scene.kind == "decision"
        and sum(choice.rating == "best" for choice in scene.choices) == 1
    ]
    if len(rated) < 3:
        return
    longest = sum(
        max(scene.choices, key=lambda choice: len(choice.label)).rating == "best" for scene in rated
    )
    if longest > 0.6 * len(rated):
        message = f"The best choice is the longest in {longest} of {len(rated)} decisions: a cue"
        yield Problem("W15", "", "choices", message)
    fixed = [scene for scene in rated if not scene.shuffle]
    first = sum(scene.choices[0].rating == "best" for scene in fixed)
    if first > 0.5 * len(rated):
        message = f"The best choice stands first in {first} of {len(rated)} decisions: a cue"
        yield Problem("W16", "", "choices", message)


def _lengths(graph: Graph, est_minutes: int | None) -> Iterator[Problem]:
    ways = routes.own_edges(graph)
    found = routes.reach([graph.start], ways)
    ends = [
        found[scene.key] for scene in graph.scenes if scene.kind == "ending" and scene.key in found
    ]
    if not ends:
        return
    shortest, longest = min(ends) + 1, routes.longest(graph.start, ways) + 1
    yield Problem("I03", "", "", f"A way has {shortest} scenes at least and {longest} at most")
    if longest > 3 * shortest:
        message = f"The longest way has {longest} scenes, the shortest {shortest}"
        yield Problem("W07", "", "", message)
    minutes = reading_minutes(graph, longest)
    typical = reading_minutes(graph, (shortest + longest + 1) // 2)
    message = f"A way between the shortest and the longest takes about {typical} minutes"
    yield Problem("I05", "", "", message)
    if est_minutes and minutes > est_minutes:
        message = f"The longest way takes about {minutes} minutes; the case says {est_minutes}"
        yield Problem("W07", "", "est_minutes", message)


def reading_minutes(graph: Graph, scenes: int) -> int:
    """Estimate the minutes of a way through so many scenes of average length."""
    if not graph.scenes:
        return 0
    total = sum(
        words(scene.body) + sum(words(c.label) for c in scene.choices) for scene in graph.scenes
    )
    decisions = sum(scene.kind == "decision" for scene in graph.scenes)
    seconds = total / WORDS_A_MINUTE * 60 + decisions * SECONDS_A_DECISION
    return max(1, round(seconds / len(graph.scenes) * scenes / 60))


def _numbers(graph: Graph) -> Iterator[Problem]:
    kinds = [scene.kind for scene in graph.scenes]
    count = sum(words(scene.body) for scene in graph.scenes)
    merges = sum(len(sources) > 1 for sources in routes.backwards(routes.own_edges(graph)).values())
    message = (
        f"{len(kinds)} scenes, {kinds.count('decision')} decisions, "
        f"{kinds.count('ending')} endings, "
        f"{count} words; ways meet again in {merges} scenes"
    )
    yield Problem("I01", "", "", message)


def lix(text: str) -> float:
    """The readability index of Björnsson: words a sentence plus the percentage of words over six
    letters.
    """
    found = re.findall(r"[^\W\d_]+", text)
    if not found:
        return 0.0
    sentences = max(1, len([part for part in SENTENCE.split(text) if part.strip()]))
    return len(found) / sentences + 100 * sum(len(word) > 6 for word in found) / len(found)
