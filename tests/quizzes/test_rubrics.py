"""The arithmetic of marks that people give."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.quizzes import rubrics
from courses.quizzes.rubrics import Criterion, Given, NotPoints

RUBRIC = (Criterion("will", "Her will", "", 4), Criterion("record", "A record", "", 6))
HALVES = st.integers(0, 1000).map(lambda n: Fraction(n, 100))


def points(will, record):
    return {"will": Fraction(will), "record": Fraction(record)}


def test_points_are_read_as_people_write_them():
    read = rubrics.read(RUBRIC, {"will": " 2,5 ", "record": "6"})
    assert read == points("5/2", 6)
    assert rubrics.share_of(RUBRIC, read) == Fraction(17, 20)
    assert rubrics.points_in(rubrics.kept(read)) == read


@pytest.mark.parametrize(
    ("raw", "trouble"),
    [
        ({"record": "1"}, {"will": "missing"}),
        ({"will": "", "record": "6.01"}, {"will": "missing", "record": "too_much"}),
        ({"will": "-1", "record": "half"}, {"will": "no_number", "record": "no_number"}),
        ({"will": "1e1", "record": "1.234"}, {"will": "no_number", "record": "no_number"}),
        ({"will": "nan", "record": "٣"}, {"will": "no_number"}),
    ],
)
def test_what_cannot_be_read_is_named_row_by_row(raw, trouble):
    with pytest.raises(NotPoints) as wrong:
        rubrics.read(RUBRIC, raw)
    assert wrong.value.troubles == trouble


def test_one_mark_is_enough_where_one_is_wanted():
    final = rubrics.decide(RUBRIC, [Given("own", points(4, 3))], wanted=1, gap=0)
    assert (final.how, final.share) == ("one", Fraction(7, 10))
    assert rubrics.decide(RUBRIC, [], wanted=1, gap=0) is None


def test_of_two_marks_the_mean_counts_to_the_last_part():
    marks = [Given("own", points(1, 4)), Given("own", points("3/2", 5))]
    final = rubrics.decide(RUBRIC, marks, wanted=2, gap=20)
    assert (final.how, final.share) == ("mean", Fraction(23, 40))
    assert final.points == points("5/4", "9/2")
    assert rubrics.decimal(final.points["will"]) == Decimal("1.25")


def test_exactly_the_gap_is_near_and_a_hundredth_more_is_apart():
    near = [Given("own", points(0, 0)), Given("own", points(2, 0))]
    assert rubrics.decide(RUBRIC, near, wanted=2, gap=20).share == Fraction(1, 10)
    far = [near[0], Given("own", points("2.01", 0))]
    assert rubrics.decide(RUBRIC, far, wanted=2, gap=20) is None
    assert rubrics.lie_apart(RUBRIC, far, gap=20)


@pytest.mark.parametrize("kind", ["third", "agreed"])
def test_a_third_or_an_agreed_mark_counts_alone(kind):
    marks = [Given("own", points(0, 0)), Given("own", points(4, 6)), Given(kind, points(1, 1))]
    final = rubrics.decide(RUBRIC, marks, wanted=2, gap=0)
    assert (final.how, final.share) == (kind, Fraction(1, 5))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(HALVES, HALVES), min_size=1, max_size=2), st.integers(0, 100))
def test_a_final_mark_lies_between_the_marks_it_is_made_of(pairs, gap):
    rubric = (Criterion("will", "", "", 10), Criterion("record", "", "", 10))
    marks = [Given("own", points(*pair)) for pair in pairs]
    shares = [rubrics.share_of(rubric, mark.points) for mark in marks]
    final = rubrics.decide(rubric, marks, wanted=len(marks), gap=gap)
    if final is None:
        assert len(marks) == 2 and abs(shares[0] - shares[1]) * 100 > gap
        return
    assert min(shares) <= final.share <= max(shares)
    assert final.share == sum(shares) / len(shares) == rubrics.share_of(rubric, final.points)
    # The order in which two people marked changes nothing.
    assert rubrics.decide(rubric, marks[::-1], wanted=len(marks), gap=gap) == final
