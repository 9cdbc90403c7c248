"""No cell of fewer than five is told, and none can be had by subtraction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.disclosure import disclose, either


@pytest.mark.parametrize(
    ("counts", "shown", "rest"),
    [
        ({"a": 4}, {}, 0),
        ({"a": 5, "b": 0}, {"a": 5, "b": 0}, 0),
        ({"a": 20, "b": 3, "c": 2}, {"a": 20}, 5),
        ({"a": 8, "b": 6, "c": 1}, {"a": 8}, 7),
        ({"a": 16, "b": 4}, {}, 20),
    ],
)
def test_small_cells_are_told_together(counts, shown, rest):
    told = disclose(counts)
    assert (told.shown, told.rest) == (shown, rest)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=6))
def test_nothing_small_is_told_alone_or_by_what_is_left(counts):
    told = disclose(counts)
    assert all(count == 0 or count >= 5 for count in told.shown.values())
    assert told.rest == 0 or told.rest >= 5
    assert told.total in (0, sum(counts.values()))


def test_a_share_is_not_told_where_those_who_did_not_are_too_few():
    assert either(8, 10) is None
    assert either(5, 10) == 5
    assert either(0, 10) == 0
