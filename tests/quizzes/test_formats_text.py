"""GIFT and Aiken as people write them: each kind of question, and what is told of the rest."""

import pytest

from courses.faults import ImportFault
from courses.quizzes.exchange.formats import aiken, gift, giftwriting
from courses.quizzes.exchange.items import Item

BANK = """// A bank of the ethics committee.
$CATEGORY: $course$/top/Ethics/Consent

// [id:consent-1] [tag:consent] [tag:difficulty:3] [tag:objective:asks before touching]
::Refusal:: A capable adult refuses a transfusion. What counts? {
    =her decision #Capacity is presumed.
    ~the wish of her family #They may be heard.
    ~%50%the wish of her doctor
    ####Autonomy comes first.
}

Which two must be told? {~%50%risks ~%50%alternatives ~%-50%prices}

Silence is consent.{F#It is not.#Well seen.}

When was Nuremberg's code written?{#1947:1}

How many?{#1..5 }

::pH:: Blood has a pH of {#=7.4:0.05 =%50%7.4:0.2#Near. ~#No.} at rest.

Match. {=Autonomy -> own rule =Beneficence -> doing good = -> doing nothing}

Two plus two is {=four =4 =%50%vi*r}.

Why? {}

[html]<p>Write 10<sup>9</sup>, if a<b: <img src="x.png" alt="x"></p> {
=a\\=b \\{c\\} ~d\\~e\\:f\\#g\\\\h}

[plain]Plain <b>stays</b>{T}

Only words.

Broken { =a ~b
"""


def by_name(text):
    return gift.read(text.encode() if isinstance(text, str) else text).items


def test_every_kind_of_question_is_read():
    items = by_name(BANK)

    assert [item.type for item in items] == [
        "single", "multiple", "true_false", "numeric", "numeric", "numeric", "matching",
        "short_text", "essay", "single", "true_false", "", "",
    ]  # fmt: skip
    first = items[0]
    assert (first.key, first.category, first.tags) == ("consent-1", "Ethics / Consent", ["consent"])
    assert (first.difficulty, first.objectives) == (3, ["asks before touching"])
    assert first.feedback == "<p>Autonomy comes first.</p>"
    assert [(a.text, a.correct, a.feedback) for a in first.answers] == [
        ("her decision", True, "Capacity is presumed."),
        ("the wish of her family", False, "They may be heard."),
        ("the wish of her doctor", False, ""),
    ]
    assert "parts of the mark for other options are left out" in first.notes[0]


def test_weights_numbers_pairs_and_words_keep_what_they_are_worth():
    items = by_name(BANK)

    assert [answer.share for answer in items[1].answers] == [None] * 3
    assert items[1].credit == "partial"
    assert [(a.correct, a.feedback) for a in items[2].answers] == [
        (False, "It is not."),
        (True, "Well seen."),
    ]
    assert [(a.text, a.tolerance, a.share) for a in items[3].answers] == [("1947", "1", None)]
    assert [(a.text, a.tolerance) for a in items[4].answers] == [("3", "2")]
    assert items[5].text == "<p>Blood has a pH of _____ at rest.</p>"
    assert [(a.text, a.tolerance, a.share, a.feedback) for a in items[5].answers] == [
        ("7.4", "0.05", None, ""),
        ("7.4", "0.2", 50, "Near."),
        ("*", None, 0, "No."),
    ]
    assert [(a.text, a.match) for a in items[6].answers][-1] == ("", "doing nothing")
    assert [(a.text, a.share) for a in items[7].answers][-1] == ("vi*r", 50)


def test_escapes_markup_and_raised_figures():
    item = by_name(BANK)[9]

    assert item.text == "<p>Write 10⁹, if a&lt;b:</p>"
    assert [answer.text for answer in item.answers] == ["a=b {c}", "d~e:f#g\\h"]
    assert item.notes == ["the pictures of a GIFT file are only named in it, so they are left out"]
    assert by_name(BANK)[10].text == "<p>Plain &lt;b&gt;stays&lt;/b&gt;</p>"


def test_what_is_no_question_is_skipped_with_its_line_and_why():
    words, broken = by_name(BANK)[-2:]

    assert (words.where, words.fault) == (
        "line 33",
        "it is a text without a question: there are no answers in braces",
    )
    assert broken.where == "line 35"
    assert "braces" in broken.fault


def test_two_questions_without_a_line_between_them_are_told():
    assert "empty line between them" in by_name("One? {=a ~b}\nTwo? {=c ~d}")[0].fault


def test_a_name_or_the_text_is_the_key_where_there_is_no_id():
    before = by_name("::Q:: Who? {=a ~b}\n\nWhere? {=a ~b}")
    after = by_name("::Q:: Who is it? {=a ~b}\n\nWhere? {=a ~b ~c}")

    assert before[0].key == after[0].key
    assert before[1].key != after[1].key
    twins = by_name("::Q:: Who? {=a ~b}\n\n::Q:: Where? {=a ~b}")
    assert twins[0].key != twins[1].key


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Grant is {=in ~on} his tomb.", "Grant is _____ his tomb."),
        ("What is pi? {#3.14:0.01}.", "What is pi?"),
        ("Two and two are {=four =4}.", "Two and two are."),
        ("The {=first ~last}, not more.", "The _____, not more."),
        ("{=Asia ~Peru} is large.", "_____ is large."),
    ],
)
def test_answers_within_a_sentence_leave_a_blank(text, asked):
    assert by_name(text)[0].text == f"<p>{asked}</p>"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_an_encoding_is_told_from_the_bytes(codec):
    assert by_name("Où? {=là-bas ~ici}".encode(codec))[0].answers[0].text == "là-bas"


def test_text_of_windows_is_read_and_told():
    found = gift.read("Où? {=là-bas ~ici}".encode("cp1252"))

    assert found.items[0].answers[0].text == "là-bas"
    assert "CP1252" in found.notes[0]


def test_what_is_no_text_is_refused():
    with pytest.raises(ImportFault, match="not a text file"):
        gift.read(b"\x00\x01\x02" * 50)


AIKEN = """What is the duty of care?
A. a legal duty
B) a wish
ANSWER: A

Which are principles?
A. autonomy
B. justice
C. speed
ANSWER: A, B
No answer here
A. a
B. b

One option
A. a
ANSWER: A

Unknown letter
A. a
B. b
ANSWER: D
"""


def test_aiken_is_read():
    items = aiken.read(AIKEN.encode()).items

    assert [(item.type, item.where) for item in items] == [
        ("single", "line 1"), ("multiple", "line 6"), ("single", "line 11"),
        ("single", "line 15"), ("single", "line 19"),
    ]  # fmt: skip
    assert [a.correct for a in items[1].answers] == [True, True, False]
    assert "names no right option" in items[2].fault
    assert "fewer than two options" in items[3].fault
    assert items[4].fault == "there is no option D"


def test_aiken_says_what_it_leaves_out():
    written = aiken.write(by_name(BANK)[:3])

    assert written.data.decode().startswith(
        "A capable adult refuses a transfusion. What counts?\nA. her decision\n"
    )
    assert "true and false are ordinary options there" in [loss.why for loss in written.losses]
    assert any(loss.left_out and loss.name.startswith("Which two") for loss in written.losses)


def test_gift_leaves_gaps_and_order_out_in_words():
    written = giftwriting.write([Item("ordering", "<p>Order</p>"), Item("cloze", "<p>[1]</p>")])

    assert [loss.why for loss in written.losses] == [
        "GIFT has no things to put in order",
        "GIFT has no gaps in a text",
    ]
    assert written.count == 0
