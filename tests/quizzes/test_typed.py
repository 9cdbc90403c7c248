"""What is typed, compared with what an author wrote."""

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.quizzes import typed


@pytest.mark.parametrize(
    ("pattern", "text", "same"),
    [
        ("duty of care", "  Duty of\u00a0 CARE ", True),
        ("duty of care", "duty of", False),
        ("duty*", "duty", True),
        ("duty*", "duty of care", True),
        ("*care", "duty of care", True),
        ("d*of*e", "duty of care", True),
        ("a*a", "a", False),  # two signs, not one twice
        ("*", "", True),
        ("**", "x", True),
        (r"5\*", "5*", True),
        (r"5\*", "55", False),
        (r"a\\*", r"a\b", True),
        ("\\", "\\", True),
        ("caf\u00e9", "cafe\u0301", True),
        ("Straße", "STRASSE", True),
        ("it's", "it’s", True),
        ("well-being", "well–being", True),
        (".*", "anything", False),  # a dot is a dot
        ("[a-z]", "b", False),
    ],
)
def test_what_a_pattern_accepts(pattern, text, same):
    assert typed.matches(pattern, text) is same


words = st.text(st.sampled_from("ab *\\"), max_size=12)


def naive(parts, text):
    """The same rule, told as slowly as possible."""
    first, *rest = parts
    if not rest:
        return text == first
    if not text.startswith(first):
        return False
    tail = text[len(first) :]
    return any(naive(rest, tail[start:]) for start in range(len(tail) + 1))


@given(pattern=words, text=words)
def test_the_fast_matcher_says_what_a_slow_one_says(pattern, text):
    parts = typed.pieces(typed.plain(pattern))
    assert typed.matches(pattern, text) == naive(parts, typed.plain(text))


def test_no_pattern_takes_long():
    began = time.perf_counter()
    assert not typed.matches("*a" * 250 + "b", "a" * 500)
    assert not typed.matches("*aaaaaaaaaaab" * 38, "a" * 500)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12,5", ["12.5"]),
        ("12.5", ["12.5"]),
        (" +3 ", ["3"]),
        ("−0,5", ["-0.5"]),
        (".5", ["0.5"]),
        ("5.", ["5"]),
        ("1 000,5", ["1000.5"]),
        ("1\u202f000", ["1000"]),
        ("1'000", ["1000"]),
        ("1.234,5", ["1234.5"]),
        ("1,234.5", ["1234.5"]),
        ("1,234", ["1.234", "1234"]),
        ("0,234", ["0.234"]),
        ("1,234,567", ["1234567"]),
        ("2.5e3", ["2500"]),
        ("١٢٫٥", None),
        ("١٢", ["12"]),
        ("", None),
        ("-", None),
        (",", None),
        ("1,2,3", None),
        ("1.2.3", None),
        ("12a", None),
        ("1e99", None),
        ("1 00", None),
        ("nan", None),
        ("inf", None),
        ("1" * 61, None),
    ],
)
def test_how_a_number_is_read(text, values):
    if values is None:
        with pytest.raises(typed.NotANumber):
            typed.readings(text)
    else:
        assert typed.readings(text) == tuple(Fraction(value) for value in values)


@given(value=st.decimals(-(10**9), 10**9, places=3), mark=st.sampled_from(",."))
def test_every_plain_number_is_read_as_itself(value, mark):
    assert Fraction(str(value)) in typed.readings(f"{value:f}".replace(".", mark))
