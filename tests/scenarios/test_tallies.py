"""What one run adds to the counts, and that it can be taken off again."""

from scenarios import tallies
from scenarios.tallies import Move


def move(seq, kind, scene, to, choice="", seconds=10, first=False, back_to=None, sure=None):
    return Move(seq, kind, scene, choice, to, seconds, sure, first, back_to, 1)


RUN = [
    move(0, "choice", "a", "b", "a-x", first=True, sure=4),
    move(1, "undo", "b", "a", back_to=0),
    move(2, "choice", "a", "end", "a-y"),
    move(3, "close", "end", "end"),
]


def test_an_undo_changes_the_way_and_not_the_first_answer():
    tally = tallies.fold(RUN)[1]
    assert tally["choices"] == {"a": {"a-x": 1}}
    assert tally["sure"] == {"a": {"a-x": [0, 0, 0, 1]}}
    assert tally["flow"] == {"a": {"end": 1}}
    assert tally["undone"] == {"a": 1}
    assert tally["visits"] == {"a": 1, "b": 1, "end": 1}
    assert tally["endings"] == {"end": 1}


def test_what_a_run_added_is_taken_off_exactly():
    whole = tallies.total([tallies.fold(RUN)[1], tallies.fold(RUN[:2])[1]])
    tallies.add(whole, tallies.fold(RUN[:2])[1], -1)
    assert whole == tallies.fold(RUN)[1]
    assert tallies.add(whole, tallies.fold(RUN)[1], -1) == {}


def test_a_run_that_stands_somewhere_and_one_that_goes_round():
    assert tallies.fold(RUN[:1])[1]["flow"] == {"a": {"b": 1}, "b": {"": 1}}
    round_ = [move(0, "advance", "a", "b"), move(1, "advance", "b", "a")]
    round_ += [move(2, "advance", "a", "b"), move(3, "advance", "b", "a")]
    assert tallies.fold(round_)[1]["loops"] == {"a": 1}


def test_times_are_capped_and_read_off_within_a_bin():
    bins = [0] * len(tallies.EDGES)
    for seconds in (12, 12, 12, 12, 5_000):
        bins[tallies.bin_of(seconds)] += 1
    assert 10 <= tallies.quantile(bins, 0.5) <= 15
    assert 570 <= tallies.quantile(bins, 1) <= 600
