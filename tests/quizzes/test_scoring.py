"""What one answer is worth, type by type: tables of cases, and properties that always hold."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.quizzes import contents, scoring
from courses.quizzes.scoring import accept, answered, mark_answer
from tests.factories.questions import question_data as q
from tests.factories.questions import row

HALF = Fraction(1, 2)


def share(data, raw):
    return mark_answer(data, accept(data, raw)).share


# --- Choices ---------------------------------------------------------------------------------

keys = st.sets(st.sampled_from("abcdef"))


def choices(correct, kind="multiple", **more):
    return q(kind, *[row(key, correct=key in correct) for key in "abcdef"], **more)


@given(correct=keys, chosen=keys)
def test_a_multiple_answer_counts_whole_or_not_at_all(correct, chosen):
    worth = share(choices(correct), sorted(chosen))
    assert worth == (1 if correct and chosen == correct else 0)


@given(correct=keys, chosen=keys, more=st.sampled_from("abcdef"))
def test_partial_credit_grows_with_right_options_and_falls_with_wrong_ones(correct, chosen, more):
    data = choices(correct, credit="partial")
    before, after = share(data, sorted(chosen)), share(data, sorted(chosen | {more}))
    assert 0 <= before <= 1
    assert after >= before if more in correct else after <= before
    assert (share(data, sorted(correct)) == 1) == bool(correct)


@pytest.mark.parametrize(
    ("chosen", "worth"),
    [("", 0), ("a", HALF), ("ab", 1), ("abc", HALF), ("ac", 0), ("cd", 0), ("abcdef", 0)],
)
def test_a_wrong_option_takes_off_what_a_right_one_gives(chosen, worth):
    assert share(choices("ab", credit="partial"), list(chosen)) == worth


@given(chosen=keys, shares=st.lists(st.integers(-100, 100), min_size=6, max_size=6))
def test_shares_that_an_author_wrote_stay_between_nothing_and_all(chosen, shares):
    rows = [row(key, share=worth) for key, worth in zip("abcdef", shares, strict=True)]
    worth = share(q("multiple", *rows, credit="partial"), sorted(chosen))
    total = sum(worth for key, worth in zip("abcdef", shares, strict=True) if key in chosen)
    assert worth == min(max(Fraction(total, 100), 0), 1)


def test_a_choice_is_kept_sorted_once_each_and_only_from_its_question():
    data = choices("ab")
    assert accept(data, ["b", "a", "b"]) == ["a", "b"]
    with pytest.raises(scoring.NotAnOption):
        accept(data, ["a", "z"])
    with pytest.raises(scoring.NotAnOption):
        accept(data, {"a": "b"})
    for kind in ("single", "true_false"):
        with pytest.raises(scoring.TooMany):
            accept(choices("a", kind), ["a", "b"])


def test_an_old_snapshot_is_marked_as_it_always_was():
    old = {
        "type": "multiple",
        "text": "",
        "options": [
            {"key": key, "text": key, "correct": key == "a", "feedback": "", "sort_order": None}
            for key in "ab"
        ],
    }
    assert contents.keys_to_draw(old) == ["a", "b"]
    assert [share(old, raw) for raw in (["a"], ["b"], ["a", "b"], [])] == [1, 0, 0, 0]


# --- Pairs and order -------------------------------------------------------------------------

PAIRS = [
    row("l1", "Autonomy", match="She decides", match_key="m1"),
    row("l2", "Beneficence", match="It helps her", match_key="m2"),
    row("l3", "Respect", match=" She  decides", match_key="m3"),
    row("l4", "", match="It is cheap", match_key="m4"),
]


@pytest.mark.parametrize(
    ("given", "whole", "partial"),
    [
        ({}, 0, 0),
        ({"l1": "m1"}, 0, Fraction(1, 3)),
        ({"l1": "m1", "l2": "m2", "l3": "m1"}, 1, 1),  # what says the same is the same partner
        ({"l1": "m2", "l2": "m1", "l3": "m1"}, 0, Fraction(1, 3)),
        ({"l1": "m4", "l2": "m4", "l3": "m4"}, 0, 0),
    ],
)
def test_pairs(given, whole, partial):
    assert share(q("matching", *PAIRS), given) == whole
    assert share(q("matching", *PAIRS, credit="partial"), given) == partial


def test_partners_stand_by_the_alphabet_and_share_no_key_with_their_left_side():
    assert contents.keys_to_draw(q("matching", *PAIRS)) == ["l1", "l2", "l3", "m2", "m4", "m1"]


@pytest.mark.parametrize("raw", [{"l4": "m1"}, {"l1": "l1"}, {"l1": "m3"}, {"x": "m1"}, ["m1"]])
def test_a_pair_of_another_question_is_refused(raw):
    with pytest.raises(scoring.NotAnOption):
        accept(q("matching", *PAIRS), raw)


ITEMS = [row("a"), row("b"), row("c"), row("d")]


@given(order=st.permutations("abcd"))
def test_things_in_order(order):
    data = q("ordering", *ITEMS)
    ranks = {key: str(place) for place, key in enumerate(order, start=1)}
    kept = accept(data, ranks)
    assert kept == accept(data, kept) == list(order)
    assert share(data, ranks) == (1 if list(order) == list("abcd") else 0)
    in_place = sum(x == y for x, y in zip(order, "abcd", strict=True))
    assert share(q("ordering", *ITEMS, credit="partial"), ranks) == Fraction(in_place, 4)


@pytest.mark.parametrize("ranks", [{"a": "1"}, {"a": "1", "b": "1", "c": "2", "d": "3"}])
def test_an_order_without_a_place_for_each_is_kept_as_it_was_given(ranks):
    data = q("ordering", *ITEMS)
    kept = accept(data, ranks)
    assert kept == accept(data, kept) == ranks
    assert mark_answer(data, kept).share == 0
    assert not answered(data, {"a": "1"})


@pytest.mark.parametrize("raw", [{"a": "5"}, {"a": "0"}, {"a": "x"}, {"z": "1"}, ["a"], ["a"] * 4])
def test_an_order_of_other_things_is_refused(raw):
    with pytest.raises(scoring.NotAnOption):
        accept(q("ordering", *ITEMS), raw)


# --- Words -----------------------------------------------------------------------------------


def test_case_matters_where_the_author_says_so():
    data = q("short_text", row("k", "UK*"), case_sensitive=True)
    assert [share(data, [text]) for text in ("UKCC", "ukcc")] == [1, 0]


def test_the_first_row_that_accepts_an_answer_says_what_it_is_worth():
    data = q(
        "short_text", row("k", "duty of care"), row("l", "duty*", share=50), row("m", "*", share=0)
    )
    marked = [mark_answer(data, {"text": text}) for text in ("Duty of care", "duty", "care")]
    assert [one.share for one in marked] == [1, HALF, 0]
    assert [one.verdicts["text"] for one in marked] == ["right", "part", "wrong"]
    assert [one.feedback for one in marked] == [("k",), ("l",), ("m",)]


# --- Numbers ---------------------------------------------------------------------------------


@given(text=st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused_at_once(text):
    data = q("numeric", row("k", "5"), units=[("mg", 1)])
    assert 0 <= share(data, [text]) <= 1


DOSE = [row("k", "0,5", tolerance="0.01"), row("l", "0.05", tolerance="0", share=40)]
UNITS = [("g", 1), ("mg", "0.001"), ("µg", "0.000001")]


@pytest.mark.parametrize(
    ("rule", "raw", "worth"),
    [
        ("none", ["0.5"], 1),
        ("none", ["0.51"], 1),
        ("none", ["0,511"], 0),
        ("none", ["500 mg"], 1),
        ("optional", {"text": "0.5", "unit": ""}, 1),
        ("optional", {"text": "500", "unit": "mg"}, 1),
        ("optional", {"text": "500", "unit": ""}, 0),
        ("required", {"text": "0.5", "unit": ""}, 0),
        ("required", {"text": "0.5", "unit": "g"}, 1),
        ("required", {"text": "0.5g", "unit": ""}, 1),
        ("required", {"text": "500000 µg", "unit": ""}, 1),
        ("required", {"text": "50", "unit": "mg"}, Fraction(2, 5)),
        ("required", {"text": "50", "unit": "g"}, 0),
    ],
)
def test_numbers_with_units(rule, raw, worth):
    assert share(q("numeric", *DOSE, units=UNITS, unit_rule=rule), raw) == worth


def test_what_is_no_number_is_kept_as_it_was_typed_and_is_wrong():
    data = q("numeric", *DOSE, units=UNITS, unit_rule="required")
    kept = accept(data, ["about half"])
    assert kept == {"text": "about half"}
    assert mark_answer(data, kept).verdicts == {"text": "unreadable", "unit": "unit_missing"}
    with pytest.raises(scoring.NotAnOption):
        accept(data, {"text": "1", "unit": "stone"})


@given(
    value=st.integers(-(10**6), 10**6),
    off=st.integers(0, 10**4),
    tolerance=st.integers(0, 10**4),
)
def test_a_number_is_right_up_to_its_tolerance_and_not_beyond(value, off, tolerance):
    wanted = row("k", str(Decimal(value) / 100), tolerance=str(Decimal(tolerance) / 100))
    for sign in (1, -1):
        text = str(Decimal(value + sign * off) / 100)
        assert (share(q("numeric", wanted), [text]) == 1) == (off <= tolerance)


# --- Gaps ------------------------------------------------------------------------------------

GAPS = [
    row("a", "Ask", gap=1, correct=True),
    row("b", "Tell", gap=1),
    row("c", "consent*", gap=2, correct=True),
    row("d", "assent", gap=2, correct=True, share=50),
    row("e", "16", gap=3, correct=True, tolerance="0"),
]


@pytest.mark.parametrize(
    ("given", "whole", "partial"),
    [
        ({}, 0, 0),
        ({"1": "a", "2": "Consent", "3": "16"}, 1, 1),
        ({"1": "b", "2": "consent", "3": "16,0"}, 0, Fraction(2, 3)),
        ({"1": "a", "2": "assent", "3": "x"}, 0, HALF),
    ],
)
def test_gaps(given, whole, partial):
    assert share(q("cloze", *GAPS), given) == whole
    assert share(q("cloze", *GAPS, credit="partial"), given) == partial


def test_only_gaps_with_a_list_are_drawn_and_take_only_what_is_on_it():
    data = q("cloze", *GAPS)
    assert contents.keys_to_draw(data) == ["a", "b"]
    for raw in ({"1": "Ask"}, {"4": "x"}, {"1": "c"}):
        with pytest.raises(scoring.NotAnOption):
            accept(data, raw)


# --- A text for a person, and what holds for all ---------------------------------------------


def test_a_text_waits_for_a_person_and_nothing_written_waits_for_nobody():
    data = q("essay")
    assert share(data, ["First I would ask her.\r\nThen I would wait."]) is None
    assert accept(data, ["a\r\nb\x00"]) == {"text": "a\nb"}
    assert share(data, [" \n "]) == 0


@pytest.mark.parametrize("kind", ["short_text", "numeric", "cloze", "essay"])
def test_more_than_we_keep_is_refused(kind):
    rows = {"cloze": GAPS, "essay": []}.get(kind, [row("k", "1")])
    data, text = q(kind, *rows), "9" * (scoring.LONGEST[kind] + 1)
    with pytest.raises(scoring.TooLong):
        accept(data, {"2": text} if kind == "cloze" else [text])


EVERY = {
    "single": choices("a", "single"),
    "multiple": choices("ab", credit="partial"),
    "true_false": q("true_false", row("t", correct=True), row("f")),
    "matching": q("matching", *PAIRS, credit="partial"),
    "ordering": q("ordering", *ITEMS, credit="partial"),
    "short_text": q("short_text", row("k", "a*", share=60)),
    "numeric": q("numeric", *DOSE, units=UNITS, unit_rule="optional"),
    "cloze": q("cloze", *GAPS, credit="partial"),
    "essay": q("essay"),
}
names = st.sampled_from(["text", "unit", "1", "2", "3", "l1", "l2", *"abcd"])
values = st.sampled_from(["1", "2", "m1", "m2", "0,5", "mg", "", *"abcd"]) | st.text(max_size=8)


@settings(max_examples=300)
@given(
    kind=st.sampled_from(sorted(EVERY)),
    raw=st.lists(values, max_size=3) | st.dictionaries(names, values, max_size=4),
)
def test_any_answer_is_refused_or_kept_for_good_and_worth_something_from_0_to_1(kind, raw):
    data = EVERY[kind]
    try:
        kept = accept(data, raw)
    except (scoring.NotAnOption, scoring.TooMany):
        return
    assert json.loads(json.dumps(kept)) == kept == accept(data, kept)
    marked = mark_answer(data, kept)
    assert marked.share is None if kind == "essay" and kept else 0 <= marked.share <= 1
    assert kept or not answered(data, kept)
    if not kept:
        assert marked.share == 0
