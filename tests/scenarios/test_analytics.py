"""What counts say: five people or none, first answers, doubts, endings that nobody reaches."""

import pytest

from scenarios import analytics, beside
from scenarios.analytics import Book
from scenarios.tallies import EDGES, bin_of
from tests.scenarios.cases import case, choice, decision, ending, info


def graph():
    return case(
        decision("one", choice("a", "two", rating="best"), choice("b", "two", rating="harmful")),
        decision("two", choice("c", "three"), choice("d", "end", rating="problematic")),
        decision("three", choice("e", "end"), choice("f", "bad")),
        info("lost", "end"),
        ending(),
        ending("bad"),
    )


def bins(*seconds):
    found = [0] * len(EDGES)
    for each in seconds:
        found[bin_of(each)] += 1
    return found


BOOK = Book([graph()])


def test_a_decision_tells_shares_and_who_took_a_risk():
    first = analytics.decisions(BOOK, {"choices": {"one": {"a": 6, "b": 14}}})[0]
    assert [(cell.key, cell.people, cell.share, cell.word) for cell in first.answers] == [
        ("a", 6, 30.0, "best"),
        ("b", 14, 70.0, "harmful"),
    ]
    assert (first.people, first.risky, first.together) == (20, 70.0, 0)


def test_under_five_people_nothing_is_told_of_a_decision():
    first = analytics.decisions(BOOK, {"choices": {"one": {"a": 1, "b": 3}}})[0]
    assert (first.is_shown, first.answers, first.risky) == (False, (), None)


def test_a_small_cell_takes_another_with_it_so_that_no_subtraction_tells_it():
    first = analytics.decisions(BOOK, {"choices": {"one": {"a": 18, "b": 2}}})[0]
    assert [cell.people for cell in first.answers] == [None, None]
    assert (first.together, first.risky) == (20, None)


def test_a_choice_that_only_an_older_version_has_is_named_by_it():
    old = case(decision("one", choice("gone", "end", label="Walk away")), ending())
    tally = {"choices": {"one": {"a": 9, "gone": 7}}, "visits": {"one": 16}}
    assert BOOK.lacks(tally)
    book = Book([graph(), old])
    assert not book.lacks(tally)
    labels = [cell.label for cell in analytics.decisions(book, tally)[0].answers]
    assert labels == ["Do a", "Do b", "Walk away"]


def test_endings_that_nobody_reaches_are_named():
    found = analytics.endings(BOOK, {"endings": {"end": 8}})
    assert [(cell.people, cell.word) for cell in found.cells] == [(8, "mixed"), (0, "mixed")]
    assert found.unreached == ("The end: bad",)
    assert analytics.unmet(BOOK, {"visits": {"one": 9, "two": 9, "three": 2}}) == ["At lost"]


def test_times_are_quartiles_and_five_people_make_one():
    tally = {"time": {"one": bins(4, 12, 12, 31, 9000), "two": bins(3, 3)}}
    (row,) = analytics.times(BOOK, tally)
    assert (row.title, row.people) == ("At one", 5)
    assert 5 <= row.low < row.middle < row.high <= 35


def test_sureness_is_told_by_rating_and_small_cells_together():
    tally = {"sure": {"one": {"a": [6, 0, 2, 9], "b": [0, 0, 0, 7]}, "two": {"d": [0, 1, 1, 1]}}}
    rows = {row.rating: row for row in analytics.sureness(BOOK, tally)}
    assert rows["best"].cells == (None, 0, None, 9)
    assert rows["best"].together == 8
    assert rows["harmful"].cells == (0, 0, 0, 7)
    assert (rows["problematic"].is_shown, rows["problematic"].cells) == (False, ())
    assert analytics.sureness(BOOK, {}) == []


def test_the_decision_that_confuses_stands_first_and_says_by_what():
    tally = {
        "choices": {"one": {"a": 40}, "two": {"c": 38, "d": 2}, "three": {"e": 20, "f": 20}},
        "time": {"one": bins(*[20] * 40), "two": bins(*[25] * 40), "three": bins(*[170] * 40)},
        "undone": {"three": 22, "two": 1},
        "sure": {"one": {"a": [0, 0, 0, 40]}, "three": {"e": [20, 10, 5, 5]}},
    }
    found = analytics.confusing(BOOK, tally)
    assert [row.title for row in found] == ["At three", "At two", "At one"]
    assert (found[0].level, found[0].back) == ("strong", 22)
    assert set(found[0].signs) >= {"time", "back", "spread"}
    assert found[-1].level == "none"
    assert found[-1].signs == ()


def test_two_decisions_are_too_few_to_compare():
    assert analytics.confusing(BOOK, {"choices": {"one": {"a": 9}, "two": {"c": 9}}}) == []


def test_stops_and_loops_name_no_number_under_five():
    rows = analytics.standing(BOOK, [("one", 2, 7), ("two", 6, 0), ("three", 0, 0)])
    assert [(row.title, row.left, row.under_way) for row in rows] == [
        ("At two", 6, 0),
        ("At one", None, 7),
    ]
    loops = analytics.loops(BOOK, {"loops": {"one": 4, "two": 6}, "visits": {"one": 9, "two": 9}})
    assert [(cell.label, cell.people) for cell in loops] == [("At two", 6)]


def test_agreement_names_the_panels_favourite_and_who_chose_it():
    tally = {"choices": {"one": {"a": 12, "b": 8}, "two": {"c": 2}}}
    (row,) = beside.agreement(BOOK, tally, {"one": {"a": 3, "b": 1}, "two": {"c": 4}})
    assert (row.favourite, row.panel, row.people) == ("Do a", 4, 20)
    assert row.with_favourite == 60.0
    assert row.mean_share == pytest.approx(100 * (12 * 3 + 8 * 1) / 80)


def test_ways_are_rounded_and_those_of_few_people_left_out():
    found = analytics.ways({"flow": {"one": {"two": 19, "": 1}, "two": {"end": 7, "three": 9}}})
    assert {(way.source, way.target): way.people for way in found.shown} == {
        ("one", "two"): 20,
        ("two", "end"): 5,
        ("two", "three"): 10,
    }
    assert found.few == ("one",)
