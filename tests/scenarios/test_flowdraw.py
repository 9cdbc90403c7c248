"""The drawing of ways: every band inside the sheet, in its column, and as wide as people went."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scenarios import flowdraw

KEYS = "abcdefghijkl"


def drawn(ways, **options):
    return flowdraw.draw("a", ways, title=lambda key: f"At {key}", ends=str.isupper, **options)


def places(drawing):
    return {bar.key: bar for bar in drawing.bars}


def test_a_fork_that_meets_again_stands_in_three_columns():
    drawing = drawn([("a", "b", 30), ("a", "c", 10), ("b", "E", 30), ("c", "E", 10)])
    bars = places(drawing)
    assert bars["a"].x < bars["b"].x == bars["c"].x < bars["E"].x
    assert bars["a"].people == bars["E"].people == 40
    assert bars["b"].height == 3 * bars["c"].height
    assert (bars["E"].ends, bars["a"].ends) == (True, False)
    assert bars["b"].label == "At b"
    assert not drawing.cut


def test_a_way_back_isnt_drawn_and_a_way_that_skips_a_scene_passes_by_it():
    drawing = drawn([("a", "b", 9), ("b", "a", 6), ("b", "c", 9), ("a", "c", 5), ("c", "", 5)])
    assert {(band.source, band.target) for band in drawing.bands} == {
        ("a", "b"), ("b", "c"), ("a", "c"),
    }  # fmt: skip
    past = next(band for band in drawing.bands if (band.source, band.target) == ("a", "c"))
    assert past.path.count("M") == 2


def test_a_long_case_is_cut_and_says_so():
    ways = [(one, two, 8) for one, two in pairwise(KEYS)]
    drawing = drawn(ways, columns=5)
    assert drawing.cut
    assert [bar.key for bar in drawing.bars] == ["a", "b", "c", "d", flowdraw.BEYOND]


def test_small_scenes_of_a_crowded_column_share_a_place():
    ways = [("a", key, 50 + number) for number, key in enumerate("bcdefghijkl")]
    bars = places(drawn(ways))
    assert len(bars) == 1 + flowdraw.ROWS
    assert bars[f"{flowdraw.OTHERS}1"].people == 50 + 51 + 52 + 53


def test_nothing_is_drawn_of_nothing():
    assert drawn([]) is None
    assert drawn([("b", "c", 9)]) is None
    assert drawn([("a", "a", 9), ("a", "", 9)]) is None


@given(
    st.lists(
        st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS), st.integers(1, 999)), max_size=40
    )
)
def test_everything_stays_on_the_sheet_and_goes_to_the_right(ways):
    drawing = drawn(ways, columns=4)
    if drawing is None:
        assert not any(one == "a" != two for one, two, _people in ways)
        return
    bars = places(drawing)
    for bar in drawing.bars:
        assert 0 <= bar.x < drawing.width
        assert 0 <= bar.y <= bar.y + bar.height <= drawing.height
    for one in drawing.bars:
        for two in drawing.bars:
            if one.key < two.key and one.x == two.x:
                assert one.y + one.height < two.text_y or two.y + two.height < one.text_y
    for band in drawing.bands:
        assert bars[band.source].x < bars[band.target].x
        numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", band.path)]
        assert all(-1 <= number <= max(drawing.width, drawing.height) for number in numbers)
