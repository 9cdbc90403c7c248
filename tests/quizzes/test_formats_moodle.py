"""Moodle XML as Moodle writes it, and as nobody should."""

import base64

import pytest

from courses.faults import ImportFault
from courses.quizzes.exchange.formats import moodle

PNG = base64.b64encode(b"\x89PNG picture").decode()


def question(kind, body="", text="<p>Asked?</p>", name="Q", files=""):
    return f"""<question type="{kind}"><name><text>{name}</text></name>
    <questiontext format="html"><text><![CDATA[{text}]]></text>{files}</questiontext>
    <generalfeedback format="html"><text>Why.</text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade><penalty>0.0000000</penalty><hidden>0</hidden>
    {body}</question>"""


def answer(text, fraction=0, why="", extra=""):
    return f"""<answer fraction="{fraction}" format="html"><text><![CDATA[{text}]]></text>
    <feedback format="html"><text><![CDATA[{why}]]></text></feedback>{extra}</answer>"""


def read(*questions):
    text = f'<?xml version="1.0" encoding="UTF-8"?><quiz>{"".join(questions)}</quiz>'
    return moodle.read(text.encode())


def one(*args, **kwargs):
    return read(question(*args, **kwargs)).items[0]


def test_a_choice_in_a_category_with_tags_an_id_and_a_picture():
    category = """<question type="category"><category><text>$course$/top/Ethics/A//B</text>
    </category></question>"""
    files = f'<file name="a b.png" path="/" encoding="base64">{PNG}</file>'
    body = (
        "<single>true</single><idnumber>q-1</idnumber>"
        + answer("<p>Yes</p>", 100, "<p>Good</p>")
        + answer("<b>No</b>")
        + "<tags><tag><text>consent</text></tag></tags>"
    )
    text = '<p>Look: <img src="@@PLUGINFILE@@/a%20b.png" alt="A chart"> and <em>say</em>.</p>'

    item = read(category, question("multichoice", body, text, files=files)).items[0]

    assert (item.type, item.category, item.key) == ("single", "Ethics / A/B", "q-1")
    assert item.text == "<p>Look: and <i>say</i>.</p>"
    assert (item.picture.name, item.picture.data, item.picture.alt) == (
        "a b.png", b"\x89PNG picture", "A chart",
    )  # fmt: skip
    assert [(a.text, a.correct, a.feedback) for a in item.answers] == [
        ("Yes", True, "Good"),
        ("No", False, ""),
    ]
    assert item.tags == ["consent"]
    assert item.feedback == "<p>Why.</p>"
    assert item.notes == ["markup in an answer is left out"]


@pytest.mark.parametrize(
    ("fractions", "shares"),
    [
        ((33.33333, 33.33333, 33.33333, -33.33333), [None] * 4),
        ((33.33333, 33.33333, 33.33333, 0), [34, 33, 33, 0]),
        ((50, 50, -100), [50, 50, -100]),
        ((60, 40, -10), [60, 40, -10]),
        ((50, 25, 0), [67, 33, 0]),
        ((100, 0), [100, 0]),
        ((100, -100), [None, None]),
    ],
)
def test_parts_of_a_mark(fractions, shares):
    rows = "".join(answer(f"a{n}", fraction) for n, fraction in enumerate(fractions))

    item = one("multichoice", f"<single>false</single>{rows}")

    assert (item.type, item.credit) == ("multiple", "partial")
    assert [row.share for row in item.answers] == shares


def test_numbers_with_units():
    units = """<units><unit><multiplier>1000</multiplier><unit_name>mg</unit_name></unit>
    <unit><multiplier>1</multiplier><unit_name>g</unit_name></unit></units>
    <unitgradingtype>1</unitgradingtype><unitpenalty>0.1</unitpenalty><showunits>0</showunits>"""
    rows = answer("2,125", 100, extra="<tolerance>0.05</tolerance>") + answer("*", 0, "Far off")

    item = one("numerical", rows + units)

    assert [(a.text, a.tolerance, a.share) for a in item.answers] == [
        ("2.1250", "0.05", None),  # 2.125 could be taken for two thousand
        ("*", None, 0),
    ]
    assert (item.unit_rule, item.units) == ("required", [("g", "1"), ("mg", "0.001")])
    assert item.notes == ["a missing or wrong unit makes the answer wrong here"]


def test_embedded_answers():
    text = (
        "<p>The capital {1:SHORTANSWER:=Berlin#Right~%50%Bonn#Once~*#No} lies in see [1] "
        "{2:MULTICHOICE:Europe is \\} wide~=Germany}, pi is {1:NM:=3.14:0.01}.</p>"
    )

    item = one("cloze", text=text)

    assert item.text == "<p>The capital [1] lies in see (1) [2], pi is [3].</p>"
    assert [(a.gap, a.text, a.correct, a.share, a.tolerance) for a in item.answers] == [
        (1, "Berlin", True, None, None),
        (1, "Bonn", True, 50, None),
        (1, "*", True, 0, None),
        (2, "Europe is } wide", False, None, None),
        (2, "Germany", True, None, None),
        (3, "3.14", True, None, "0.01"),
    ]
    assert item.credit == "partial"
    assert "its gaps count the same here, whatever each was worth" in item.notes


def test_words_to_drag_become_gaps_to_choose():
    boxes = "".join(
        f"<dragbox><text>{word}</text><group>{group}</group></dragbox>"
        for word, group in (("red", 1), ("one", 2), ("blue", 1), ("two", 2))
    )

    item = one("ddwtos", boxes, "<p>Sky is [[3]], there are [[4]].</p>")

    assert item.text == "<p>Sky is [1], there are [2].</p>"
    assert [(a.gap, a.text, a.correct) for a in item.answers] == [
        (1, "red", False), (1, "blue", True), (2, "one", False), (2, "two", True),
    ]  # fmt: skip


def test_pairs_order_words_essays_and_truth():
    pairs = """<subquestion format="html"><text>a</text><answer><text>b</text></answer>
    </subquestion><subquestion format="html"><text></text><answer><text>spare</text></answer>
    </subquestion>"""
    order = answer("second", 2) + answer("first", 1)
    essay = """<minwordlimit>50</minwordlimit><maxwordlimit>300</maxwordlimit>
    <graderinfo format="html"><text>Look for &lt;b&gt;consent&lt;/b&gt;.</text></graderinfo>
    <responsetemplate format="html"><text>Dear</text></responsetemplate>"""
    items = read(
        question("matching", pairs, name="1"),
        question("ordering", order + "<gradingtype>ALL_OR_NOTHING</gradingtype>", name="2"),
        question("shortanswer", "<usecase>1</usecase>" + answer("Ju*", 100), name="3"),
        question("essay", essay, name="4"),
        question("truefalse", answer("true", 0, "No") + answer("false", 100), name="5"),
    ).items

    assert [(a.text, a.match) for a in items[0].answers] == [("a", "b"), ("", "spare")]
    assert ([a.text for a in items[1].answers], items[1].credit) == (["first", "second"], "whole")
    assert (items[2].answers[0].text, items[2].case_sensitive) == ("Ju*", True)
    assert (items[3].min_words, items[3].max_words) == (50, 300)
    assert items[3].model_answer == "<p>Look for <b>consent</b>.</p>"
    assert "text that stood in the box" in items[3].notes[0]
    assert [(a.correct, a.feedback) for a in items[4].answers] == [(False, "No"), (True, "")]


def test_what_has_no_like_here_is_skipped_with_its_place_and_why():
    found = read(
        question("description"),
        question("calculated", name="2"),
        question("stack", name="3"),
        question("cloze", text="{1:MULTIRESPONSE:=a~=b}", name="4"),
        question("multichoice", "<single>true</single>" + answer("a"), name="5"),
    )

    assert [(item.where, item.fault) for item in found.items] == [
        ("question 1", "it is a text without a question"),
        ("question 2", "it makes new numbers for everybody, which has no like here"),
        ("question 3", "the type “stack” has no like here"),
        ("question 4", "gap 1 is of the type MULTIRESPONSE, which has no like here"),
        ("question 5", "no option is right"),
    ]


def test_the_picture_of_an_old_export_comes_along():
    body = f"<image>folder/old.png</image><image_base64>\n{PNG}\n</image_base64>"

    item = one("essay", body)

    assert (item.picture.name, item.picture.data) == ("old.png", b"\x89PNG picture")
    assert item.notes == ["its picture has no words: write them before you publish"]


def test_losses_that_all_questions_share_are_told_once():
    body = (
        "<single>true</single><shuffleanswers>false</shuffleanswers>"
        + answer("a", 100)
        + answer("b")
        + "<hint format='html'><text>Think</text></hint>"
    )
    text = question("multichoice", body).replace("0.0000000</penalty>", "0.3333333</penalty>")

    found = read(text, text.replace("Asked", "Really"))

    assert found.notes == [
        "penalties for further tries within a question are left out (in 2 questions)",
        "that options keep their order is left out: a quiz says that here (in 2 questions)",
    ]
    assert "hints are left out" in found.items[0].notes[0]


def test_nothing_of_a_page_runs_or_is_fetched():
    text = (
        '<p onclick="x()">Hello <script>alert(1)</script><a href="javascript:x">you</a>'
        '<img src="https://example.org/x.png" onerror="x()"></p>'
    )

    item = one("essay", text=text)

    assert item.text == "<p>Hello you</p>"
    assert item.picture is None
    assert any("nothing is fetched" in note for note in item.notes)
    assert any("a script is left out" in note for note in item.notes)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "DTD or entities"),
        (b'<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>', "DTD or entities"),
        (b"<quiz><question></quiz>", "is not XML"),
        ("<quiz>\né</quiz>".encode("cp1252"), "line 2, byte 7"),
        (b'<?xml version="1.0" encoding="martian"?><quiz/>', "is not XML"),
        (b"<html/>", "not with <quiz>"),
    ],
)
def test_hostile_and_broken_files_are_refused_in_words(data, words):
    with pytest.raises(ImportFault, match=words):
        moodle.read(data)


def test_windows_text_that_says_so_is_read():
    data = '<?xml version="1.0" encoding="windows-1252"?><quiz>{}</quiz>'
    item = moodle.read(data.format(question("essay", text="é")).encode("cp1252")).items[0]

    assert item.text == "<p>é</p>"
