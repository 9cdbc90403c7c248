"""People beside a panel: on a scale from ten people up, and no sum tells a small cell."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios import analytics, beside
from scenarios.analytics import Book
from scenarios.disclosure import disclose
from tests.scenarios.cases import case, choice, decision, ending, info
from tests.scenarios.test_panels import CONCORDANCE

BOOK = Book([case(info("start", "news"), CONCORDANCE, ending(), start="start")])
PANEL = {"news": {"-2": 1, "1": 6, "2": 3}}


def scales(counts, panel=PANEL):
    return beside.scales(BOOK, {"scales": {"news": counts}}, panel)


def test_answers_on_a_scale_stand_beside_the_panels():
    (row,) = scales({"-2": 5, "1": 10, "2": 5})
    assert [(step.people, step.panel) for step in row.steps] == [
        (5, 1), (0, 0), (0, 0), (10, 6), (5, 3),
    ]  # fmt: skip
    assert (row.people, row.panel, row.new_info) == (20, 10, "The gas is off.")
    assert row.agreement.favourite == "A little more likely"
    assert row.agreement.with_favourite == 50.0
    assert row.agreement.mean_share == (5 * 10 + 10 * 60 + 5 * 30) / 20


def test_nine_people_are_told_of_with_no_number_and_the_panel_still():
    (row,) = scales({"1": 9})
    assert not row.is_shown and row.agreement is None
    assert {step.people for step in row.steps} == {None}
    assert sum(step.panel for step in row.steps) == 10
    assert scales({}, {}) == []


def test_what_few_answered_is_in_no_share_either():
    (row,) = scales({"-2": 3, "1": 8, "2": 9})
    assert [step.people for step in row.steps] == [None, 0, 0, None, 9]
    assert row.together == 11
    assert row.agreement.with_favourite is None and row.agreement.mean_share is None


def test_numbers_of_another_scale_are_left_out():
    (row,) = scales({"1": 12, "5": 9}, {"news": {"4": 2}})
    assert (row.people, row.panel, row.agreement) == (12, 0, None)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcde"), st.integers(0, 12)), st.sets(st.sampled_from("abc"))
)
def test_no_sum_of_cells_tells_a_hidden_one_apart(counts, keys):
    told = disclose(counts)
    found = told.of(keys)
    hidden = set(told.hidden)
    if found is not None:
        assert found == sum(counts.get(key, 0) for key in keys)
        assert not hidden & keys or hidden <= keys
    assert Counter(told.shown) + Counter({key: counts[key] for key in hidden}) == Counter(counts)


def test_a_share_of_risk_is_not_told_where_it_would_tell_a_small_cell():
    graph = case(
        decision(
            "one",
            choice("a", "end", rating="best"),
            choice("b", "end", rating="harmful"),
            choice("c", "end", rating="best"),
        ),
        ending(),
        start="one",
    )
    (row,) = analytics.decisions(Book([graph]), {"choices": {"one": {"a": 10, "b": 6, "c": 3}}})
    assert [cell.people for cell in row.answers] == [10, None, None]
    assert row.risky is None
