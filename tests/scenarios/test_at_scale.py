"""What must stay true when a case, a file or the noise is large. `make bench` measures the time."""

from __future__ import annotations

import random
import tracemalloc

import pytest
from django.utils import timezone

from scenarios import conditions
from scenarios.condition_trees import ConditionError
from scenarios.importing.registry import read
from scenarios.problems import blocking
from scenarios.services import imports
from tests.scenarios.importing import stories

PASSAGES, LINKS, COMPUTED = 1857, 2600, 160
MOST_MEMORY = 512 * 1024 * 1024
PIECES = (
    *"()=<>!\"' _.,;\t\n§é９", "and", "or", "not ", "visited(", "chose(", "visits(", "total(",
    ">=", "!=", "trust", "told", "__import__('os')", "a.b", "eval(", "-7", "1000001", "0x1f", '"a"',
)  # fmt: skip


def rambling() -> dict[str, str]:
    """A large SugarCube story: 2,600 links by attribute, 160 whose target is worked out."""
    texts = {f"Place {number}": [f"You are at {number}."] for number in range(PASSAGES)}
    names = list(texts)
    for number in range(LINKS):
        at, to = number % PASSAGES, (number * 7 + 1) % PASSAGES
        if number < PASSAGES:
            to = min(number + 1, PASSAGES - 1)
        texts[names[at]].append(f'<a data-passage="{names[to]}">Go on {number}</a>')
    for number in range(COMPUTED):
        texts[names[number * 11]].append("<<link 'Somewhere'>><<goto $there>><</link>>")
    return {name: "\n".join(lines) for name, lines in texts.items()}


@pytest.mark.django_db
def test_a_story_of_1857_passages_comes_in_and_waits_for_a_person():
    data = stories.as_html(rambling(), "Large", form="SugarCube")
    tracemalloc.start()
    try:
        graph, report = read(data, "large.html")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert len(graph.scenes) == PASSAGES
    assert report.edges.found >= LINKS
    assert report.edges.dynamic == COMPUTED
    assert sum(loss.count for loss in report.losses if loss.code == "L-DYN") == COMPUTED
    assert report.needs_review
    assert most < MOST_MEMORY

    row = imports.save_import(
        graph=graph, report=report, name="large.html", data=data, now=timezone.now()
    )
    assert "E18" in {problem.rule for problem in blocking(row.scenario.problems())}


def test_a_hundred_thousand_strings_are_read_or_refused_by_place():
    source = random.Random(20260101)
    refused = 0
    for _number in range(100_000):
        text = "".join(source.choices(PIECES, k=source.randrange(1, 24)))
        try:
            tree = conditions.parse(text)
        except ConditionError as error:
            refused += 1
            assert 0 <= error.position <= len(text)
        else:
            assert conditions.parse(conditions.to_text(tree)) == tree
    assert 50_000 < refused < 100_000
