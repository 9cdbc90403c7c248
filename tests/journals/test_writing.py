import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.journals import writing
from courses.journals.writing import ASIDE, AUTOSAVE, SAVED, Mark, Section, Sheet

PAGE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
texts = st.lists(st.text(max_size=60), min_size=1, max_size=6).map(tuple)


@given(texts)
def test_packed_texts_come_back_as_they_were(texts):
    assert writing.unpack(writing.pack(texts)) == texts


@given(texts)
def test_a_sheet_never_shows_its_texts(texts):
    shown = repr(Sheet(texts=("canary " * 3, *texts), base=0, page=PAGE))

    assert "canary" not in shown


@pytest.mark.parametrize(
    ("marks", "base", "overtaken"),
    [
        ([], 0, False),
        ([(1, AUTOSAVE, PAGE)], 0, False),  # its own autosave, the answer still under way
        ([(1, AUTOSAVE, OTHER)], 0, True),
        ([(1, AUTOSAVE, OTHER)], 1, False),
        ([(1, SAVED, PAGE)], 0, True),  # a straggler of a page that was sent
        ([(1, AUTOSAVE, PAGE), (2, ASIDE, OTHER)], 1, False),
        ([(1, AUTOSAVE, PAGE), (2, AUTOSAVE, OTHER), (3, AUTOSAVE, PAGE)], 1, True),
    ],
)
def test_a_page_is_overtaken_by_what_it_has_not_seen(marks, base, overtaken):
    sheet = Sheet(texts=("x",), base=base, page=PAGE)

    assert writing.is_overtaken([Mark(*mark) for mark in marks], sheet) is overtaken


def test_what_was_set_aside_is_never_the_entry():
    marks = [Mark(1, SAVED, PAGE), Mark(2, ASIDE, OTHER)]

    assert writing.standing(marks) == marks[0]
    assert writing.standing(marks[1:]) is None
    assert writing.next_number(marks) == 3


def test_line_ends_make_no_other_text():
    assert writing.tidy("a\r\nb\rc\n") == "a\nb\nc\n"


def test_a_snapshot_without_sections_still_has_a_box():
    assert writing.sections_of({}) == (Section(),)
    assert writing.sections_of({"sections": [{"heading": "What?", "hint": "h"}]}) == (
        Section("What?", "h"),
    )


def test_words_are_what_stands_between_spaces():
    assert writing.words(("one two\nthree", " ", "four")) == 4
    assert writing.is_blank((" \n", "\t"))
    assert not writing.is_blank(("", "x"))


@pytest.mark.parametrize(
    ("text", "blank"), [("\u200b\u2060 \n", True), ("\u00ad", True), (".", False), ("é", False)]
)
def test_signs_that_nobody_sees_are_no_entry(text, blank):
    assert writing.is_blank(["", text]) is blank
