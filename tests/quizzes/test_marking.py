"""The quiz's rules as tables and properties."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes import marking
from courses.quizzes.marking import Candidate
from courses.quizzes.writing import Written, flaws

keys = st.sets(st.sampled_from("abcdef"))
seeds = st.integers(0, 2**62)


@given(correct=keys, chosen=keys)
def test_an_answer_is_right_only_when_it_is_exactly_the_right_options(correct, chosen):
    assert marking.is_right(correct=correct, chosen=chosen) == (bool(correct) and chosen == correct)


@given(right=st.integers(0, 60), asked=st.integers(1, 60), pass_mark=st.integers(1, 100))
def test_a_pass_needs_at_least_the_pass_mark_and_never_a_rounded_one(right, asked, pass_mark):
    right = min(right, asked)
    assert marking.is_pass(right=right, asked=asked, pass_mark=pass_mark) == (
        right * 100 >= pass_mark * asked
    )


@given(asked=st.integers(1, 60), pass_mark=st.integers(1, 100))
def test_the_needed_number_is_the_smallest_that_passes(asked, pass_mark):
    needed = marking.needed(asked=asked, pass_mark=pass_mark)
    assert 1 <= needed <= asked
    assert marking.is_pass(right=needed, asked=asked, pass_mark=pass_mark)
    assert not marking.is_pass(right=needed - 1, asked=asked, pass_mark=pass_mark)


@pytest.mark.parametrize(
    ("asked", "pass_mark", "needed"),
    [(10, 80, 8), (3, 67, 3), (3, 66, 2), (7, 50, 4), (1, 1, 1), (0, 80, 0)],
)
def test_needed(asked, pass_mark, needed):
    assert marking.needed(asked=asked, pass_mark=pass_mark) == needed


def test_nobody_passes_what_asks_nothing():
    marked = marking.mark(shares=[], pass_mark=1)
    assert (marked.passed, marked.score) == (False, 0.0)


@given(
    shares=st.lists(st.fractions(0, 1), min_size=1, max_size=12),
    points=st.lists(st.integers(1, 10), min_size=12, max_size=12),
    pass_mark=st.integers(1, 100),
)
def test_a_sitting_passes_on_its_exact_points(shares, points, pass_mark):
    marked = marking.mark(shares=shares, points=points[: len(shares)], pass_mark=pass_mark)
    earned = sum(share * weight for share, weight in zip(shares, points, strict=False))
    assert marked.earned == earned
    assert marked.right == shares.count(1)
    assert marked.passed == (earned * 100 >= pass_mark * sum(points[: len(shares)]))
    assert 0.0 <= marked.score <= 1.0
    assert marking.shares_in(marking.evidence_of(marked)) == tuple(shares)


def test_a_third_short_of_the_pass_mark_is_not_rounded_up():
    third = Fraction(1, 3)
    assert marking.mark(shares=[third] * 3, pass_mark=33).passed
    assert not marking.mark(shares=[third] * 3, pass_mark=34).passed
    assert marking.mark(shares=[third, third, 1], pass_mark=55).passed
    assert not marking.mark(shares=[third, third, 1], pass_mark=56).passed


def test_evidence_of_whole_marks_is_as_it_always_was():
    marked = marking.mark(shares=[Fraction(1), Fraction(0)], pass_mark=50)
    assert marking.evidence_of(marked) == {
        "right": 1,
        "asked": 2,
        "pass_mark": 50,
        "marks": [1, 0],
    }


def test_a_sitting_waits_for_the_marks_that_a_person_gives():
    shares = [Fraction(1), None]
    waiting = marking.mark(shares=shares, pass_mark=50)
    assert waiting.waiting
    assert not waiting.passed
    given = marking.mark(shares=shares, pass_mark=70, given={1: Fraction(2, 5)})
    assert (given.waiting, given.passed, given.earned) == (False, True, Fraction(7, 5))


pools = st.dictionaries(st.integers(0, 3), st.lists(st.integers(0, 2), max_size=8), max_size=4).map(
    lambda shelves: {
        shelf: [Candidate((shelf, number), seen) for number, seen in enumerate(seen_counts)]
        for shelf, seen_counts in shelves.items()
    }
)


@given(
    pool=pools,
    rows=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6)), max_size=4),
    fixed_count=st.integers(0, 3),
    seed=seeds,
)
def test_a_draw_takes_what_it_should_and_nothing_twice(pool, rows, fixed_count, seed):
    rows = list(dict(rows).items())
    fixed = [c for shelf in pool.values() for c in shelf][:fixed_count]
    drawn = marking.draw(fixed=fixed, rows=rows, pool=pool, rng=random.Random(seed))
    assert len({c.key for c in drawn}) == len(drawn)
    assert drawn[: len(fixed)] == fixed
    taken = {c.key for c in fixed}
    rest = drawn[len(fixed) :]
    for shelf, count in rows:
        free = [c for c in pool.get(shelf, []) if c.key not in taken]
        mine = [c for c in rest if c.key[0] == shelf]
        assert len(mine) == min(count, len(free))
        left_out = [c.seen for c in free if c not in mine]
        assert not mine or not left_out or max(c.seen for c in mine) <= min(left_out)


@given(pool=pools, rows=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6))), seed=seeds)
def test_the_same_seed_draws_the_same(pool, rows, seed):
    draws = [
        marking.draw(fixed=[], rows=rows, pool=pool, rng=random.Random(seed)) for _ in range(2)
    ]
    assert draws[0] == draws[1]


def test_every_question_has_its_chance():
    pool = {1: [Candidate(number) for number in range(6)]}
    drawn = {
        candidate.key
        for seed in range(100)
        for candidate in marking.draw(fixed=[], rows=[(1, 2)], pool=pool, rng=random.Random(seed))
    }
    assert drawn == set(range(6))


@given(options=st.lists(st.uuids().map(str), max_size=8, unique=True), seed=seeds)
def test_shuffled_options_are_the_same_options(options, seed):
    order = marking.option_order(
        kind="single", options=options, shuffle=True, rng=random.Random(seed)
    )
    assert sorted(order) == sorted(options)


@pytest.mark.parametrize(("kind", "shuffle"), [("true_false", True), ("single", False)])
def test_some_options_keep_their_order(kind, shuffle):
    options = ["t", "f", "x", "y"]
    for seed in range(20):
        order = marking.option_order(
            kind=kind, options=options, shuffle=shuffle, rng=random.Random(seed)
        )
        assert order == options


def test_what_is_to_be_put_in_order_is_always_shuffled():
    options = list("abcdef")
    orders = {
        tuple(
            marking.option_order(
                kind="ordering", options=options, shuffle=False, rng=random.Random(seed)
            )
        )
        for seed in range(20)
    }
    assert len(orders) > 10


@pytest.mark.parametrize(
    ("mode", "finished", "passed", "left", "busy", "shown"),
    [
        ("after_submission", False, False, None, False, False),
        ("after_submission", True, False, 2, False, True),
        ("after_submission", True, False, 2, True, True),
        ("after_passing", True, False, None, False, False),
        ("after_passing", True, False, 1, False, False),
        ("after_passing", True, False, 0, False, True),
        ("after_passing", True, False, 0, True, False),  # the last try is still under way
        ("after_passing", True, True, 1, False, True),
        ("after_passing", False, True, 1, False, False),
        ("never", True, True, 0, False, False),
        ("a word nobody knows", True, True, 0, False, False),
    ],
)
def test_when_right_and_wrong_may_be_shown(mode, finished, passed, left, busy, shown):
    assert (
        marking.may_show(mode=mode, finished=finished, passed=passed, tries_left=left, busy=busy)
        is shown
    )


RIGHT, WRONG = Written("Yes", True), Written("No", False)


@pytest.mark.parametrize(
    ("kind", "options", "codes"),
    [
        ("single", [RIGHT, WRONG], []),
        ("single", [], ["too_few_options", "none_correct"]),
        ("single", [WRONG, Written("Never", False)], ["none_correct"]),
        ("single", [RIGHT, Written("Also", True), WRONG], ["one_correct"]),
        ("multiple", [RIGHT, Written("Also", True), WRONG], []),
        ("multiple", [RIGHT, Written("Also", True)], ["all_correct"]),
        ("true_false", [RIGHT, WRONG, Written("Perhaps", False)], ["true_false_takes_two"]),
        ("single", [RIGHT, WRONG, Written(" no ", False)], ["same_text"]),
        ("single", [RIGHT, WRONG, Written(" ", False)], ["empty_text"]),
        ("single", [RIGHT, *[Written(f"No {n}", False) for n in range(10)]], ["too_many_options"]),
    ],
)
def test_what_keeps_a_question_from_being_published(kind, options, codes):
    assert [flaw.code for flaw in flaws(kind=kind, options=options)] == codes
