"""What is still to do, worked out from plain facts."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.structure import (
    ActivityFact,
    ModuleFact,
    Stand,
    Structure,
    Turn,
    may_begin,
    progress,
    tries_left,
)


def activity(key: int, *, required: bool = True, attempts: int | None = None) -> ActivityFact:
    return ActivityFact(
        key=key,
        uuid=uuid.UUID(int=key),
        edition_activity=key,
        type="quiz",
        title=f"Activity {key}",
        required=required,
        attempts=attempts,
    )


def module(number: int, *activities: ActivityFact) -> ModuleFact:
    return ModuleFact(
        key=uuid.UUID(int=1000 + number),
        slug=f"module-{number}",
        title=f"Module {number}",
        minutes=10,
        snapshot=number,
        activities=activities,
    )


def structure(modules, closing=()) -> Structure:
    return Structure(
        edition=1,
        course=1,
        title="A course",
        minutes=60,
        modules=tuple(modules),
        closing=tuple(closing),
    )


@st.composite
def structures(draw):
    keys = iter(range(1, 100))
    modules = [
        module(
            n,
            *[
                activity(next(keys), required=draw(st.booleans()))
                for _ in range(draw(st.integers(0, 3)))
            ],
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    closing = [
        activity(next(keys), required=draw(st.booleans())) for _ in range(draw(st.integers(0, 3)))
    ]
    return structure(modules, closing)


@given(structures())
def test_everything_done_is_complete_and_nothing_done_is_not(whole):
    keys = {a.key for a in whole.activities()}
    visited = {m.key for m in whole.modules}
    assert progress(whole, keys, visited).complete
    needed = whole.modules or any(a.required for a in whole.closing)
    assert progress(whole, set(), set()).complete is (not needed)


@given(structures(), st.data())
def test_doing_more_never_takes_progress_away(whole, data):
    keys = sorted(a.key for a in whole.activities())
    done = set(data.draw(st.lists(st.sampled_from(keys)))) if keys else set()
    more = done | (set(data.draw(st.lists(st.sampled_from(keys)))) if keys else set())
    before, after = progress(whole, done, set()), progress(whole, more, set())
    assert after.done_count >= before.done_count
    assert 0 <= before.share <= after.share <= 1


@given(structures())
def test_the_next_step_is_always_something_that_is_missing(whole):
    standing = progress(whole, set(), set())
    if standing.next_module is not None:
        assert standing.next_activity is None
        assert standing.next_module in whole.modules
    elif standing.next_activity is not None:
        assert may_begin(whole, standing.next_activity, standing)


def test_optional_activities_are_never_missing():
    whole = structure([module(1, activity(1, required=False))])
    assert progress(whole, set(), {whole.modules[0].key}).complete


def test_a_module_with_required_activities_is_not_done_by_opening_it():
    whole = structure([module(1, activity(1))])
    standing = progress(whole, set(), {whole.modules[0].key})
    assert standing.modules[0].stand is Stand.UNDER_WAY
    assert [a.key for a in standing.modules[0].missing] == [1]


def test_closing_activities_wait_for_the_modules_and_for_each_other():
    quiz, form = activity(8), activity(9)
    whole = structure([module(1, activity(1))], [quiz, form])
    nothing = progress(whole, set(), set())
    assert not may_begin(whole, quiz, nothing)
    modules_done = progress(whole, {1}, set())
    assert may_begin(whole, quiz, modules_done)
    assert not may_begin(whole, form, modules_done)
    assert may_begin(whole, form, progress(whole, {1, 8}, set()))


@pytest.mark.parametrize(
    ("allowed", "states", "left"),
    [
        (None, ["finished"] * 9, None),
        (3, [], 3),
        (3, ["finished", "open"], 1),
        (3, ["abandoned", "finished"], 2),
        (1, ["finished", "finished"], 0),
    ],
)
def test_tries_left(allowed, states, left):
    turns = [Turn(state, False) for state in states]
    assert tries_left(activity(1, attempts=allowed), turns) == left
