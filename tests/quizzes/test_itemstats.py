"""What answers say of a question: reckoned by hand, and whatever the numbers are."""

import math
from statistics import correlation

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.quizzes import itemstats
from tests.factories.questions import question_data, row

DATA = question_data("single", row("a", correct=True), row("b"), row("c"))


def tally_of(answers):
    """A tally of (option, rest) pairs; `a` is right."""
    tally = itemstats.empty()
    for key, rest in answers:
        kept = [key] if key else []
        share = 1.0 if key == "a" else 0.0
        itemstats.count(tally, data=DATA, kept=kept, share=share, rest=rest, seconds=12)
    return tally


def codes(answers):
    return {code for code, _what in itemstats.item(DATA, tally_of(answers)).flags}


# Ten people: six right (rest 1, 1, .8, .8, .6, .6), four wrong (.4, .4, .2, .2).
TEN = [("a", 1), ("a", 1), ("a", 0.8), ("a", 0.8), ("a", 0.6), ("a", 0.6)]
TEN += [("b", 0.4), ("b", 0.4), ("b", 0.2), ("c", 0.2)]


def test_ten_people_by_hand():
    item = itemstats.item(DATA, tally_of(TEN))
    assert item.facility == pytest.approx(0.6)
    # m = 10, sum x = 6, sum y = 6, sum xy = 4.8, sum xx = 6, sum yy = 4.4:
    # (48 - 36) / sqrt((60 - 36) * (44 - 36)) = 12 / sqrt(192) = 0.8660
    assert item.discrimination == pytest.approx(math.sqrt(3) / 2)
    assert item.seconds == 15
    found = {pick.key: (pick.people, pick.share, pick.rest) for pick in item.picks}
    assert found["a"] == (6, pytest.approx(0.6), pytest.approx(0.8))
    assert found["b"] == (3, pytest.approx(0.3), pytest.approx(1 / 3))
    assert not item.flags


def test_nine_people_are_too_few_to_say():
    item = itemstats.item(DATA, tally_of(TEN[:9]))
    assert (item.n, item.is_told, item.facility, item.picks, item.flags) == (9, False, None, (), ())


def test_a_key_that_is_turned_round_is_named():
    turned = [("b" if key == "a" else "a", rest) for key, rest in TEN]
    item = itemstats.item(DATA, tally_of(turned))
    assert item.discrimination == pytest.approx(-math.sqrt(3) / 2)
    assert {code for code, _what in item.flags} == {"key", "draws"}


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ([("a", 0.5)] * 19 + [("b", 0.4)], {"easy", "nobody"}),
        ([("b", 0.5)] * 9 + [("c", 0.3)] * 9 + [("a", 0.9)] * 2, {"hard"}),
        ([("a", 0.4), ("a", 0.6), ("b", 0.4), ("c", 0.6)] * 5, {"weak", "draws"}),
        ([("a", 0.9)] * 8 + [("b", 0.1)] * 4 + [("c", 0.1)] * 4 + [("", 0.1)] * 4, {"blank"}),
    ],
)
def test_what_is_worth_a_look(answers, found):
    assert codes(answers) == found


def test_what_chance_would_bring_is_no_reason_to_check_a_key():
    near = [("a", 0.5), ("b", 0.6), ("a", 0.7), ("b", 0.65)] * 5
    item = itemstats.item(DATA, tally_of(near))
    assert -1.64 / math.sqrt(20) < item.discrimination < 0
    assert codes(near) == {"weak", "nobody"}


def test_where_all_do_the_same_nothing_can_be_told_apart():
    assert itemstats.item(DATA, tally_of([("a", 0.5)] * 12)).discrimination is None
    assert itemstats.item(DATA, tally_of([("a", 0.1), ("a", 0.9)] * 6)).discrimination is None
    alone = tally_of([("a", None), ("b", None)] * 6)
    assert itemstats.item(DATA, alone).discrimination is None


def test_words_and_pairs_are_counted_by_what_the_author_wrote_and_never_by_what_was_typed():
    words = question_data("short_text", row("w", "duty*"), row("x", "care", share=50))
    assert itemstats.picks(words, {"text": "Duty of care"}) == ["w"]
    assert itemstats.picks(words, {"text": "Mrs Amber"}) == ["-"]
    essay = question_data("essay")
    assert itemstats.picks(essay, {"text": "Mrs Amber"}) == []


ANSWERS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 10).map(lambda n: n / 10)),
    min_size=10,
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(ANSWERS, st.data())
def test_sums_can_be_added_in_any_parts_and_agree_with_the_textbook(answers, data):
    whole = tally_of(answers)
    cut = data.draw(st.integers(0, len(answers)))
    parts = itemstats.add(
        itemstats.add(itemstats.empty(), tally_of(answers[cut:])), tally_of(answers[:cut])
    )
    one, other = itemstats.item(DATA, whole), itemstats.item(DATA, parts)
    assert one.facility == pytest.approx(other.facility)
    assert sum(pick.people for pick in one.picks) == len(answers)
    xs, ys = [float(key == "a") for key, _rest in answers], [rest for _key, rest in answers]
    if len(set(xs)) > 1 and len(set(ys)) > 1:
        assert one.discrimination == pytest.approx(correlation(xs, ys), abs=1e-6)
        assert one.discrimination == pytest.approx(other.discrimination, abs=1e-6)
    else:
        assert one.discrimination is None
