"""Whatever is in a file, a reader answers with questions or with words, and soon."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.faults import ImportFault
from courses.quizzes.exchange.formats import registry, sheetwriting
from courses.quizzes.exchange.items import Answer, Item

EXAMPLES = [*sheetwriting.EXAMPLES, Item("short_text", "<p>Q</p>", answers=[Answer("a")])]
WHOLE = {form: registry.FORMATS[form].write(EXAMPLES).data for form in registry.FORMATS}
MARKS = [
    b"{", b"}", b"~", b"=", b"#", b"->", b"%50%", b"%99999999999999999999%", b"::", b"<p>", b"</",
    b"\x00", b"\xff", b"1e999999", b"-", b"\n\n", b"ANSWER: ", b"[[1]]", b"{1:SA:=", b'"', b";",
    b"99999999999999999999", b"NaN", b"<sup>", b"<!--",
]  # fmt: skip


@pytest.mark.parametrize("form", ["moodle", "gift", "aiken", "csv", "qti22", "xlsx"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(form, data):
    whole = bytearray(WHOLE[form])
    for _time in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole)))
        cut = data.draw(st.integers(0, 12))
        whole[place : place + cut] = data.draw(st.sampled_from(MARKS))

    try:
        _form, found = registry.read(bytes(whole), "a.txt", form)
    except ImportFault as fault:
        assert str(fault)
    else:
        assert all(item.fault or item.type for item in found.items)


def moodle(text, kind="essay"):
    return (
        f'<quiz><question type="{kind}"><questiontext format="html"><text><![CDATA[{text}]]>'
        "</text></questiontext></question></quiz>"
    ).encode()


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ("moodle", moodle("<!--" * 45_000)),
        ("moodle", moodle("<sup>" * 39_000)),
        ("moodle", moodle("<strong " * 24_000)),
        ("moodle", moodle("{1:SA:" * 33_000, "cloze")),
        ("moodle", moodle("{" + " " * 190_000, "cloze")),
        ("moodle", moodle("[[1]]" * 39_000, "ddwtos")),
        ("moodle", moodle("x" * 3_000_000)),
        ("gift", b"Q {" + b"~a" * 90_000 + b"}"),
        ("gift", b"Q {" + b"=" * 5_000_000 + b"}"),
        ("gift", b"::" * 1_000_000),
        ("gift", b"{" * 1_000_000),
        ("aiken", b"Q\nA. a\n" + b"more\n" * 400_000 + b"ANSWER: A\n"),
        ("csv", b"question,answer\n" + b'"x' * 60_000),
    ],
)
def test_what_was_made_to_take_for_ever_does_not(form, data):
    began = time.perf_counter()

    try:
        registry.read(data, "a.txt", form)
    except ImportFault as fault:
        assert str(fault)

    assert time.perf_counter() - began < 20
