"""What goes out in a format comes back equal, as far as the format can hold it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.quizzes.exchange.formats import (
    aiken,
    gift,
    giftwriting,
    moodle,
    moodlewriting,
    qti,
    qtiwriting,
    sheet,
    sheetwriting,
)
from courses.quizzes.exchange.items import Picture
from tests.quizzes import item_strategies as made

few = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
GIFT = made.described(
    [
        made.choice(), made.multiple(), made.true_false(), made.matching(),
        made.short_text(cases=False), made.numeric(units=False), made.essay(),
    ]
)  # fmt: skip
MOODLE = made.described(
    [
        made.choice(), made.multiple(), made.true_false(), made.matching(), made.ordering(),
        made.short_text(), made.numeric(), made.cloze(), made.essay(),
    ]
)  # fmt: skip


SHEET = made.described(
    [
        made.choice(), made.multiple(), made.multiple("whole"), made.true_false(),
        made.matching("whole"), made.matching(), made.ordering(), made.short_text(),
        made.numeric(), made.cloze("whole"), made.cloze(), made.rubric_essay(),
    ]
)  # fmt: skip


def back(items, write, read):
    written = write(items)
    assert written.count == len(items)
    assert [loss.why for loss in written.losses] == []
    return read(written.data)


@few
@given(st.lists(GIFT, min_size=1, max_size=4, unique_by=lambda item: item.key))
def test_gift(items):
    assert made.contents(back(items, giftwriting.write, gift.read).items) == made.contents(items)


@few
@given(st.lists(MOODLE, min_size=1, max_size=4, unique_by=lambda item: item.key))
def test_moodle_xml(items):
    found = back(items, moodlewriting.write, moodle.read)

    assert made.contents(found.items) == made.contents(items)
    assert found.notes == []


@few
@given(st.lists(SHEET, min_size=1, max_size=4, unique_by=lambda item: item.key))
def test_csv(items):
    for item in items:
        item.tags = [tag.replace(";", " ") for tag in item.tags]

    found = back(items, sheetwriting.write_csv, sheet.from_csv)

    assert made.contents(found.items) == made.contents(items)


@settings(few, max_examples=15)
@given(st.lists(SHEET, min_size=1, max_size=3, unique_by=lambda item: item.key))
def test_a_workbook(items):
    found = back(items, sheetwriting.write_xlsx, sheet.from_xlsx)

    assert made.contents(found.items) == made.contents(items)


QTI = made.described(
    [
        made.choice(), made.multiple(), made.multiple("whole"), made.true_false(),
        made.matching("whole"), made.matching(), made.ordering("whole").map(made.silent),
        made.short_text().map(made.silent), made.numeric(units=False).map(made.silent),
        made.cloze("whole").map(made.silent), made.cloze().map(made.silent), made.essay(),
    ]
)  # fmt: skip


@pytest.mark.parametrize("write", [qtiwriting.write_22, qtiwriting.write_30])
@few
@given(items=st.lists(QTI, min_size=1, max_size=4, unique_by=lambda item: item.key))
def test_qti(write, items):
    found = back(items, write, qti.read).items

    assert made.contents(found) == made.contents(items)


@few
@given(st.lists(made.choice(), min_size=1, max_size=4))
def test_aiken(items):
    written = aiken.write(items)

    found = aiken.read(written.data).items

    assert [[(a.text, a.correct) for a in item.answers] for item in found] == [
        [(a.text, a.correct) for a in item.answers] for item in items
    ]


def test_words_that_look_like_the_signs_of_a_format_stay_words():
    texts = ["%50%x", "[html]y", "=z", "{T}", "a -> b", "#1", "// no", "::t::", "C:\\n", "~"]
    item = made.Item(
        "single",
        "<p>[html] {#3} :: $CATEGORY: x</p>",
        key="k",
        answers=[made.Answer(text, n == 0, text) for n, text in enumerate(texts)],
    )

    for write, read in ((giftwriting.write, gift.read), (moodlewriting.write, moodle.read)):
        found = read(write([item]).data).items[0]
        assert (found.text, found.answers) == (item.text, item.answers)


def test_a_picture_goes_through_moodle_xml_and_is_told_as_lost_elsewhere():
    item = made.Item(
        "essay", "<p>Look.</p>", key="k", picture=Picture("a b.png", b"\x89PNG", 'a "b"')
    )

    assert moodle.read(moodlewriting.write([item]).data).items[0].picture == item.picture
    assert [loss.why for loss in giftwriting.write([item]).losses] == [
        "its picture does not go out"
    ]


@pytest.mark.parametrize(
    ("write", "read"),
    [(giftwriting.write, gift.read), (moodlewriting.write, moodle.read)],
)
def test_what_a_format_cannot_say_is_told_and_comes_back_by_a_tag(write, read):
    item = made.Item(
        "multiple",
        "<p>Which?</p>",
        answers=[made.Answer("a", True), made.Answer("b", True), made.Answer("c")],
    )

    assert [loss.why for loss in write([item]).losses] == [
        "that only a wholly right answer counts does not go out"
    ]
    found = read(write([item]).data).items[0]
    assert (found.credit, found.answers, found.tags) == ("whole", item.answers, [])
