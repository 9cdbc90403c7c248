"""QTI packages as other tools write them, and as nobody should."""

import io
import zipfile

import pytest

from courses.faults import ImportFault
from courses.quizzes.exchange.formats import qti, qtiwriting, registry
from courses.quizzes.exchange.items import Answer, Item, Picture

PNG = b"\x89PNG picture"


def item2(body, declared="", processing="", after="", identifier="a-lasting-identifier"):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="{identifier}"
 title="A title" adaptive="false" timeDependent="false">{declared}
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<itemBody>{body}</itemBody>{processing}{after}</assessmentItem>"""


def template(name):
    base = "http://www.imsglobal.org/question/qti_v2p2/rptemplates/"
    return f'<responseProcessing template="{base}{name}"/>'


def declared(values, base="identifier", cardinality="single", more="", name="RESPONSE"):
    right = "".join(f"<value>{value}</value>" for value in values)
    return f"""<responseDeclaration identifier="{name}" cardinality="{cardinality}"
 baseType="{base}"><correctResponse>{right}</correctResponse>{more}</responseDeclaration>"""


def one(*args, **kwargs):
    return qti.read(item2(*args, **kwargs).encode()).items[0]


def package(files, manifest=True, kind="imsqti_item_xmlv2p2"):
    data = io.BytesIO()
    rows = "".join(
        f'<resource identifier="r{n}" type="{kind}" href="{name}"/>'
        for n, name in enumerate(files)
        if name.endswith(".xml")
    )
    with zipfile.ZipFile(data, "w") as made:
        if manifest:
            made.writestr("imsmanifest.xml", f"<manifest><resources>{rows}</resources></manifest>")
        for name, content in files.items():
            made.writestr(name, content)
    return data.getvalue()


CHOICE = """<p>Look: <img src="../pics/a%20b.png" alt="A chart"/></p>
<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}">
<prompt>What <em>counts</em>?</prompt>
<simpleChoice identifier="A">Her decision<feedbackInline outcomeIdentifier="FEEDBACK"
 identifier="A" showHide="show">Yes.</feedbackInline></simpleChoice>
<simpleChoice identifier="B">Her family</simpleChoice>
<simpleChoice identifier="C">Her doctor</simpleChoice></choiceInteraction>"""


def test_a_package_with_a_picture_beside_its_questions():
    body = CHOICE.format(most=1)
    text = item2(body, declared(["A"]), template("match_correct"))

    form, found = registry.read(package({"items/1.xml": text, "pics/a b.png": PNG}), "p.zip")
    item = found.items[0]

    assert (form, item.type, item.key, item.name) == (
        "qti22", "single", "a-lasting-identifier", "A title",
    )  # fmt: skip
    assert item.text == "<p>Look:</p> <p>What <i>counts</i>?</p>"
    assert (item.picture.data, item.picture.alt) == (PNG, "A chart")
    assert [(a.text, a.correct, a.feedback) for a in item.answers] == [
        ("Her decision", True, "Yes."),
        ("Her family", False, ""),
        ("Her doctor", False, ""),
    ]


def test_parts_of_a_mark_and_all_or_nothing():
    mapping = """<mapping defaultValue="0"><mapEntry mapKey="A" mappedValue="1"/>
    <mapEntry mapKey="B" mappedValue="1"/><mapEntry mapKey="C" mappedValue="-0.5"/></mapping>"""
    said = declared(["A", "B"], cardinality="multiple", more=mapping)

    parts = one(CHOICE.format(most=0), said, template("map_response"))
    whole = one(CHOICE.format(most=0), said, template("match_correct"))

    assert (parts.type, parts.credit) == ("multiple", "partial")
    assert [row.share for row in parts.answers] == [50, 50, -25]
    assert (whole.credit, [row.correct for row in whole.answers]) == ("whole", [True, True, False])


def test_pairs_order_and_words_to_place():
    match = """<matchInteraction responseIdentifier="RESPONSE" maxAssociations="2">
    <simpleMatchSet><simpleAssociableChoice identifier="L" matchMax="1">Autonomy
    </simpleAssociableChoice></simpleMatchSet><simpleMatchSet>
    <simpleAssociableChoice identifier="R" matchMax="1">Own rule</simpleAssociableChoice>
    <simpleAssociableChoice identifier="S" matchMax="1">Spare</simpleAssociableChoice>
    </simpleMatchSet></matchInteraction>"""
    order = """<orderInteraction responseIdentifier="RESPONSE"><prompt>Order</prompt>
    <simpleChoice identifier="X">second</simpleChoice>
    <simpleChoice identifier="Y">first</simpleChoice></orderInteraction>"""
    words = """<gapMatchInteraction responseIdentifier="RESPONSE">
    <gapText identifier="W" matchMax="1">winter</gapText>
    <gapText identifier="S" matchMax="1">summer</gapText>
    <p>Now is the <gap identifier="G1"/> and then <gap identifier="G2"/>.</p>
    </gapMatchInteraction>"""

    pairs = one(match, declared(["L R"], "directedPair", "multiple"), template("match_correct"))
    ordered = one(order, declared(["Y", "X"], cardinality="ordered"), template("match_correct"))
    placed = one(
        words,
        declared(["W G1", "S G2"], "directedPair", "multiple"),
        template("match_correct"),
    )

    assert [(a.text, a.match) for a in pairs.answers] == [("Autonomy", "Own rule"), ("", "Spare")]
    assert [a.text for a in ordered.answers] == ["first", "second"]
    assert placed.text == "<p>Now is the [1] and then [2].</p>"
    assert [(a.gap, a.text) for a in placed.answers if a.correct] == [(1, "winter"), (2, "summer")]


def test_something_typed_and_a_text_for_a_person():
    mapping = """<mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="2"/>
    <mapEntry mapKey="york*" mappedValue="1" caseSensitive="true"/></mapping>"""
    entry = '<p>Made by <textEntryInteraction responseIdentifier="RESPONSE"/> once.</p>'
    near = """<responseProcessing><responseCondition><responseIf>
    <equal toleranceMode="relative" tolerance="10 10"><variable identifier="RESPONSE"/>
    <correct identifier="RESPONSE"/></equal><setOutcomeValue identifier="SCORE">
    <baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition>
    </responseProcessing>"""
    essay = """<rubricBlock view="scorer"><p>Look for consent.</p></rubricBlock>
    <extendedTextInteraction responseIdentifier="RESPONSE"><prompt>Why?</prompt>
    </extendedTextInteraction>"""

    words = one(entry, declared(["York"], "string", more=mapping), template("map_response"))
    number = one(entry, declared(["20"], "float"), near)
    text = one(essay, "<responseDeclaration identifier='RESPONSE' baseType='string'/>")

    assert words.text == "<p>Made by _____ once.</p>"
    assert [(a.text, a.share) for a in words.answers] == [("York", None), (r"york\*", 50)]
    assert words.case_sensitive
    assert [(a.text, a.tolerance) for a in number.answers] == [("20", "2")]
    assert (text.type, text.text, text.model_answer) == (
        "essay", "<p>Why?</p>", "<p>Look for consent.</p>",
    )  # fmt: skip


def test_the_third_spelling_with_a_list_in_the_text():
    text = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
     identifier="i1" title="Gaps" adaptive="false" time-dependent="false">
    <qti-response-declaration identifier="R1" cardinality="single" base-type="identifier">
    <qti-correct-response><qti-value>Y</qti-value></qti-correct-response>
    </qti-response-declaration>
    <qti-response-declaration identifier="R2" cardinality="single" base-type="string">
    <qti-correct-response><qti-value>care</qti-value></qti-correct-response>
    </qti-response-declaration>
    <qti-item-body><p>See [1]: a <qti-inline-choice-interaction response-identifier="R1">
    <qti-inline-choice identifier="X">wish</qti-inline-choice>
    <qti-inline-choice identifier="Y">duty</qti-inline-choice></qti-inline-choice-interaction>
    of <qti-text-entry-interaction response-identifier="R2"/></p></qti-item-body>
    <qti-modal-feedback outcome-identifier="F" identifier="ok" show-hide="show">
    <qti-content-body><p>Well.</p></qti-content-body></qti-modal-feedback></qti-assessment-item>"""

    form, found = registry.read(text.encode(), "a.xml")
    item = found.items[0]

    assert (form, item.type, item.text) == ("qti3", "cloze", "<p>See (1): a [1] of [2]</p>")
    assert [(a.gap, a.text, a.correct) for a in item.answers] == [
        (1, "wish", False), (1, "duty", True), (2, "care", True),
    ]  # fmt: skip
    assert item.feedback == "<p>Well.</p>"
    assert item.key.startswith("name:")  # “i1” is nobody's own


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>Read.</p>", "a text without a question"),
        ("<sliderInteraction responseIdentifier='RESPONSE'/>", "sliderInteraction has no like"),
        (CHOICE.format(most=1) * 2, "asks several things at once"),
        (CHOICE.format(most=1), "does not say which option is right"),
    ],
)
def test_what_has_no_like_here_is_skipped_and_says_why(body, words):
    assert words in one(body).fault


@pytest.mark.parametrize("write", [qtiwriting.write_22, qtiwriting.write_30])
def test_a_picture_a_category_and_tags_go_along_and_the_bytes_are_the_same_each_time(write):
    item = Item(
        "single",
        "<p>Look.</p>",
        key="5e1c2f3a-0000-4000-8000-000000000001",
        category="Ethics / Consent",
        tags=["consent", "a & b"],
        difficulty=3,
        model_answer="<p>m</p>",
        answers=[Answer("a", True, "why"), Answer("b")],
        picture=Picture("ä b.png", PNG, 'a "chart"'),
    )
    data = write([item]).data

    back = qti.read(data).items[0]

    item.unsaid = qti.UNSAID
    assert (back.key, back.content()) == (item.key, item.content())
    assert write([item]).data == data


def test_stars_and_what_else_qti_does_not_have_are_told():
    short = Item("short_text", "<p>Q</p>", answers=[Answer("a*"), Answer("b")])
    only = Item("short_text", "<p>Q2</p>", answers=[Answer("a*")])

    written = qtiwriting.write_22([short, only])

    assert [(loss.why, loss.left_out) for loss in written.losses] == [
        ("accepted answers with a star do not go out", False),
        ("accepted answers with a star do not go out", False),
        ("no accepted answer is left without a star", True),
    ]


def test_one_bad_file_does_not_keep_the_others_out():
    good = item2(CHOICE.format(most=1), declared(["A"]), template("match_correct"))
    bad = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><assessmentItem/>'
    files = {"a.xml": bad, "b.xml": good, "c.xml": "<other/>", "d.xml": b"\xff\xfe\x00"}

    items = qti.read(package({**files, "e.xml": good.replace("../pics", "../../etc")})).items

    assert [bool(item.fault) for item in items] == [True, False, True, True, False]
    assert "DTD or entities" in items[0].fault
    assert "is no question of QTI" in items[2].fault
    assert any("is not in the file" in note for note in items[4].notes)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (package({"../evil.xml": "x"}), "leads out of the archive"),
        (package({"/evil.xml": "x"}), "leads out of the archive"),
        (package({"a.txt": "x"}, manifest=False), "nothing in this zip"),
        (package({"a.txt": "x"}), "no question in it"),
        (b"<questestinterop/>", "QTI 1"),
    ],
)
def test_hostile_and_wrong_packages_are_refused_in_words(data, words):
    with pytest.raises(ImportFault, match=words):
        registry.read(data, "p.zip")


def test_a_manifest_cannot_name_a_file_outside():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        row = '<resource type="imsqti_item_xmlv2p2" href="../../etc/passwd"/>'
        made.writestr("imsmanifest.xml", f"<manifest><resources>{row}</resources></manifest>")

    assert "cannot be unpacked" in qti.read(data.getvalue()).items[0].fault
