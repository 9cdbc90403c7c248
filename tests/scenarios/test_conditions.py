"""The condition language: table tests, and properties over generated trees and random text."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scenarios import conditions
from scenarios.condition_checks import Names, faults, sentence
from scenarios.condition_trees import Condition
from scenarios.conditions import ConditionError, Every, Fact, Number, Opposite, Some, Term, Text
from scenarios.engine import State
from scenarios.shapes import ShapeError

NAMES = Names(
    variables={"trust": "Her trust", "told": "Family told", "mood": "Mood"},
    types={"trust": "count", "told": "flag", "mood": "option"},
    options={"mood": ("calm", "cross")},
    words={"trust": {0: "closed", 1: "wary", 2: "open"}},
    scenes={"hall": "In the hall"},
    choices={"hall-ask": "Ask her"},
    scales={"care": "Care"},
)
STATE = State(
    scene="hall",
    vars={"trust": 2, "told": True, "mood": "calm"},
    visits={"hall": 2},
    chosen=("hall-ask",),
    totals={"care": 5},
)


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("trust >= 2", True),
        ("trust > 2", False),
        ("trust = 2 and told", True),
        ("not told", False),
        ("not told or visits(hall) = 2", True),
        ("told and not trust < 2", True),
        ('mood = "calm"', True),
        ('mood != "calm"', False),
        ("visited(hall)", True),
        ("visited(kitchen)", False),
        ("chose(hall-ask)", True),
        ("not (trust = 2 and told)", False),
        ("total(care) >= 5", True),
        ("2 <= trust", True),
        ("trust = visits(hall)", True),
        ("trust != -1", True),
        ("told or not told and trust = 9", True),
    ],
)
def test_a_condition_answers(text: str, so: bool) -> None:
    assert Condition.from_text(text).holds(STATE) is so


def test_not_binds_closer_than_and_and_and_closer_than_or() -> None:
    tree = conditions.parse("not told and trust = 1 or told")
    assert tree == Some(
        (
            Every(
                (
                    Opposite(Fact("var", "told")),
                    conditions.Compare(Term("var", "trust"), "=", Number(1)),
                )
            ),
            Fact("var", "told"),
        )
    )


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("trust >=", 8),
        ("trust >= 2 told", 11),
        ("__import__('os')", 11),
        ("trust.x = 1", 5),
        ("random(3) = 1", 0),
        ("trust + 1 = 2", 6),
        ("trust = 1000001", 8),
        ("trust == 2", 7),
        ("and", 0),
        ("visited()", 8),
        ("visited(hall) = 1", 0),
        ("3", 1),
        ("(told", 5),
        ("a" * 501, 500),
        ("(" * 9 + "told" + ")" * 9, 8),
        ("é", 0),
    ],
)
def test_what_is_no_condition_is_refused_with_its_position(text: str, position: int) -> None:
    with pytest.raises(ConditionError) as caught:
        conditions.parse(text)
    assert caught.value.position == position


def test_eight_brackets_and_twenty_four_parts_are_allowed_and_no_more() -> None:
    conditions.parse("(" * 8 + "told" + ")" * 8)
    conditions.parse(" or ".join(["told"] * 24))
    with pytest.raises(ConditionError):
        conditions.parse(" or ".join(["told"] * 25))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nerve >= 2", "there is no variable “nerve”"),
        ("trust", "“trust” is a count: compare it with something"),
        ("told = 1", "a flag is so or not so: write its key alone, or “not” before it"),
        ('mood = "glad"', "“glad” is not one of the options of “mood”"),
        ('mood > "calm"', "words can only be = or !="),
        ("mood = 1", "a number and a word cannot be compared"),
        ("visited(attic)", "there is no scene “attic”"),
        ("chose(run)", "there is no choice “run”"),
        ("total(fun) = 1", "there is no scale “fun”"),
        ("visits(attic) > trust", "there is no scene “attic”"),
    ],
)
def test_a_condition_is_checked_against_its_case(text: str, fault: str) -> None:
    assert list(faults(conditions.parse(text), NAMES)) == [fault]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("trust >= 2", "Her trust is at least 2 (“open”)"),
        ("not trust >= 2", "Her trust is below 2 (“open”)"),
        (
            "told and not visited(hall)",
            "“Family told” is so and the learner has not been in “In the hall”",
        ),
        ('mood = "calm" or chose(hall-ask)', "Mood is “calm” or the learner chose “Ask her”"),
        (
            "told and (told or not told)",
            "“Family told” is so and (“Family told” is so or “Family told” is not so)",
        ),
        ("not (told and told)", "it is not so that (“Family told” is so and “Family told” is so)"),
        (
            "visits(hall) < total(care)",
            "the number of times in “In the hall” is below the total of Care",
        ),
    ],
)
def test_a_condition_reads_as_a_sentence(text: str, said: str) -> None:
    assert sentence(conditions.parse(text), NAMES) == said


KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True).filter(
    lambda key: key not in conditions.KEYWORDS
)
TERMS = st.one_of(
    st.integers(-conditions.MAX_NUMBER, conditions.MAX_NUMBER).map(Number),
    st.text(st.characters(exclude_characters='"\n', exclude_categories=["Cs"]), max_size=10).map(
        Text
    ),
    st.builds(Term, st.sampled_from(["var", "visits", "total"]), KEYS),
)
ATOMS = st.one_of(
    st.builds(conditions.Compare, TERMS, st.sampled_from(sorted(conditions.COMPARISONS)), TERMS),
    st.builds(Fact, st.sampled_from(["var", "visited", "chose"]), KEYS),
)
TREES = st.recursive(
    ATOMS,
    lambda part: st.one_of(
        part.map(Opposite),
        st.lists(part, min_size=2, max_size=3).map(tuple).map(Every),
        st.lists(part, min_size=2, max_size=3).map(tuple).map(Some),
    ),
    max_leaves=8,
)


@given(TREES)
def test_tree_to_text_to_tree_is_the_same_tree(tree: conditions.Node) -> None:
    try:
        assert conditions.parse(conditions.to_text(tree)) == tree
    except ConditionError as error:
        assert "nested" in error.message or "at most" in error.message


@given(TREES)
def test_tree_to_json_to_tree_is_the_same_tree(tree: conditions.Node) -> None:
    data = Condition(tree).to_json()
    try:
        assert Condition.from_json(data).node == tree
    except ShapeError as error:
        assert "nested" in error.message or "at most" in error.message


@given(TREES)
def test_an_evaluation_always_answers(tree: conditions.Node) -> None:
    assert conditions.holds(tree, STATE) in (True, False)
    assert conditions.holds(Opposite(tree), STATE) is not conditions.holds(tree, STATE)
    assert sentence(tree, NAMES)
    list(faults(tree, NAMES))


WORDS = st.sampled_from(
    [
        "trust",
        "told",
        "and",
        "or",
        "not",
        "(",
        ")",
        ">=",
        "=",
        "!=",
        "3",
        '"a"',
        "visited",
        "chose",
        "visits",
        "-",
    ]
)


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=30).map(" ".join)))
@example("(" * 400)
@example("not " * 120)
@example("９")
def test_random_text_raises_nothing_but_its_own_error(text: str) -> None:
    try:
        tree = conditions.parse(text)
    except ConditionError as error:
        assert 0 <= error.position <= max(len(text), conditions.MAX_CHARS)
    else:
        assert conditions.parse(conditions.to_text(tree)) == tree


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
        lambda part: st.one_of(
            st.lists(part, max_size=3),
            st.dictionaries(
                st.sampled_from(["all", "any", "not", "cmp", "fact", "var", "text"]),
                part,
                max_size=2,
            ),
        ),
    )
)
def test_random_json_raises_nothing_but_its_own_error(data: object) -> None:
    with contextlib.suppress(ShapeError):
        Condition.from_json(data)


def test_a_draft_keeps_what_is_no_condition_yet() -> None:
    draft = Condition.from_draft("trust >= ")
    assert draft.text == "trust >= "
    assert draft.holds(STATE) is False
    assert Condition.from_json(draft.to_json()) == draft
