"""Files as other programs and other people write them: the same case, or a refusal by place."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from openpyxl import Workbook

from scenarios.exporting.outline import outline
from scenarios.exporting.results import Case
from scenarios.importing.faults import ImportFault
from scenarios.importing.registry import read
from tests.scenarios.importing import explorations, gift
from tests.scenarios.importing.stories import as_twee

NAMES = (
    "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
    "xmlns:mc='urn:mc' xmlns:wps='urn:wps' xmlns:v='urn:v'"
)


def ways(graph, key):
    """What leads out of a decision."""
    return [(way.label, way.to) for way in graph.scene[key].choices]


def lost(report):
    """What a report names, with what became of it."""
    return {(loss.code, loss.action, loss.sample) for loss in report.losses}


# Word processors


def p(text="", style="", level=None, raw=""):
    """A paragraph with a style, or in a list."""
    kind = f"<w:pStyle w:val='{style}'/>" if style else ""
    if level is not None:
        kind += f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr>"
    words = f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{kind}</w:pPr>{words}{raw}</w:p>"


def docx(body, styles=""):
    """A document with a sheet of styles."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        )
        if styles:
            archive.writestr("word/styles.xml", f"<w:styles {NAMES}>{styles}</w:styles>")
    return buffer.getvalue()


def style(key, name, inner=""):
    return (
        f"<w:style w:type='paragraph' w:styleId='{key}'><w:name w:val='{name}'/>{inner}</w:style>"
    )


ARROW = "<w:r><w:sym w:font='Wingdings' w:char='F0E0'/></w:r><w:r><w:t> Das Ende</w:t></w:r>"
STYLES = (
    style("Titel", "Title")
    + style("1", "heading 1")
    + style("Eigen", "Meine Szene", "<w:basedOn w:val='1'/>")
    + style("Aufz", "List Bullet", "<w:pPr><w:numPr/></w:pPr>")
)


def test_styles_count_by_their_own_names_and_signs_as_they_were_typed():
    body = (
        p("Ein Geschenk", "Titel")
        + p("An der Tür", "1")
        + p("Sie sagt „Nimm“ und wartet.")
        + p("Nimm sie ", level=0, raw=ARROW)
        + p("when: trust ≥ 2 and mood = “calm”", level=1)
        + p("effects: trust – 1, told on", level=1)
        + p("Geh --&gt; Das Ende", "Aufz")
        + p("= Das Ende", "Eigen")
        + p("Fertig.")
    )

    graph, report = read(docx(body, STYLES), "geschenk.docx")

    assert report.title == "Ein Geschenk"
    door = graph.scene["an-der-tur"]
    assert ways(graph, "an-der-tur") == [("Nimm sie", "das-ende"), ("Geh", "das-ende")]
    assert door.choices[0].when.text == 'trust >= 2 and mood = "calm"'
    assert [(one.op, one.var) for one in door.choices[0].effects] == [
        ("sub", "trust"),
        ("on", "told"),
    ]
    assert door.body == "Sie sagt „Nimm“ und wartet."
    assert graph.scene["das-ende"].kind == "ending"


def test_what_was_deleted_is_gone_and_a_text_box_is_read_once():
    tracked = (
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t> and new</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>MOVED</w:t></w:r></w:moveFrom>"
    )
    inner = f"<w:txbxContent>{p('In a box')}</w:txbxContent>"
    box = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{inner}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    table = f"<w:tbl><w:tr><w:tc>{p('Take it -&gt; The end', level=0)}</w:tc></w:tr></w:tbl>"
    body = (
        p("A gift", "Heading1")
        + p("At the door", "Heading2")
        + p("Words", raw=tracked)
        + p("Beside", raw=box)
        + table
        + p("Leave -&gt; The end", level=0)
        + p("The end", "Heading2")
        + p("Over.")
    )

    graph, report = read(docx(body), "gift.docx")

    assert (report.title, graph.start) == ("A gift", "at-the-door")
    assert graph.scene["at-the-door"].body == "Words and new\n\nBeside\n\nIn a box"
    assert ways(graph, "at-the-door") == [("Take it", "the-end"), ("Leave", "the-end")]
    assert {loss.sample: loss.count for loss in report.losses} == {
        "deleted words": 2,
        "pictures": 1,
        "tables": 1,
        "text boxes": 1,
    }


@pytest.mark.parametrize("arrow", ["->", "-->", "–>", "—>", "=>", "==>", "→", "⇒", "➔"])
def test_every_arrow_leads_on(arrow):
    graph, _ = read(f"Scene: A\n- Go {arrow} B\n- Stay {arrow} C\n= B\n= C\n".encode(), "a.txt")

    assert ways(graph, "a") == [("Go", "b"), ("Stay", "c")]
    again, _ = read(outline(Case({"title": "x"}, graph)).encode(), "b.txt", "outline")
    assert again == graph


# Sheets


def test_columns_may_stand_anywhere_and_what_is_not_read_is_named():
    book = Workbook()
    for row in (
        ["Rating", "Goes to", "Choice", "Text", "Scene", "My notes"],
        ["Best", 2.0, "Take it", "She waits.", 1.0, "x"],
        [None, "Nowhere", '="Lea"&"ve"', None, None, None],
        [None, "Away", "Leave", None, None, None],
        [None, None, None, "Paper.", 2, None],
    ):
        book.active.append(row)
    book.active.merge_cells("E2:E4")
    buffer = io.BytesIO()
    book.save(buffer)

    graph, report = read(buffer.getvalue(), "gift.xlsx")

    assert [to for _, to in ways(graph, "s-1")] == ["s-2", "nowhere", "away"]
    assert graph.scene["s-2"].kind == "ending"
    assert report.edges.lost == 2
    assert lost(report) == {
        ("L-COLUMN", "dropped", "My notes"),
        ("L-EXPR", "dropped", '="Lea"&"ve"'),
        ("L-TARGET", "note", "“Nowhere”"),
        ("L-TARGET", "note", "“Away”"),
    }


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffscene;title;choice;to\na;Tür;Nimm, es;b\n;;Geh;b\nb;Ende\n".encode(),
        "scene\ttitle\tchoice\tto\r\na\tTür\tNimm, es\tb\r\n\t\tGeh\tb\r\nb\tEnde\r\n".encode(
            "utf-16"
        ),
        'sep=,\nscene,title,choice,to\na,Tür,"Nimm, es",b\n,,Geh,b\nb,Ende\n'.encode(),
        "Ein Geschenk\n\nscene;title;choice;to\na;Tür;Nimm, es;b\n;;Geh;b\nb;Ende\n".encode(),
    ],
)
def test_a_sheet_may_be_saved_in_many_ways(data):
    graph, _ = read(data, "tür.csv")

    assert graph.scene["a"].title == "Tür"
    assert ways(graph, "a") == [("Nimm, es", "b"), ("Geh", "b")]


def test_a_sheet_of_another_code_page_is_refused_and_an_ending_with_ways_says_so():
    with pytest.raises(ImportFault, match="Save it as UTF-8"):
        read("scene;choice;to\na;Tür;b\n".encode("cp1252"), "a.csv")

    _, report = read(b"scene,choice,to,kind\na,x,b,\na,y,b,\nb,back,a,ending\n", "a.csv")

    assert ("L-TARGET", "dropped", "back → a") in lost(report)
    assert report.edges.lost == 1


# Oppia


def exploration(**changes):
    """A late exploration with a state that picks several."""
    args = {
        "choices": {"value": [{"content_id": f"ca_{n}", "html": f"<p>{n}</p>"} for n in range(3)]},
        "maxAllowableSelectionCount": {"value": 2},
    }
    outcome = {"feedback": {"content_id": "f", "html": ""}, "param_changes": []}
    states = {
        "Pick": {
            "content": {"content_id": "c", "html": "Pick"},
            "interaction": {
                "id": "ItemSelectionInput",
                "customization_args": args,
                "answer_groups": [
                    {
                        "outcome": {**outcome, "dest": "Good"},
                        "rule_specs": [
                            {"rule_type": "DoesNotContainAtLeastOneOf", "inputs": {"x": ["ca_0"]}}
                        ],
                    }
                ],
                "default_outcome": {**outcome, "dest": "Pick"},
                "hints": [],
                "solution": None,
            },
        },
        "Good": {
            "content": {"content_id": "c", "html": "Good"},
            "interaction": {"id": "EndExploration", "customization_args": {}},
        },
    }
    whole = {"schema_version": 60, "init_state_name": "Pick", "title": "T", "states": states}
    return json.dumps({**whole, **changes}).encode()


def test_an_exploration_may_be_json_and_pick_several_at_once():
    graph, report = read(exploration(), "pick.json")

    assert [to for _, to in ways(graph, "pick")] == ["pick", "good", "good"]
    assert ("L-INPUT", "approximated", "up to 2 choices at once; here one") in lost(report)


def test_the_first_schemas_list_their_states():
    rows = (
        b"states:\n- name: A\n  content: [{type: text, value: Hi}]\n"
        b"  widget: {widget_id: Continue, handlers: "
        b"[{rule_specs: [{definition: {rule_type: default}, dest: END}]}]}"
    )
    first = b"schema_version: 1\ninit_state_name: A\n" + rows

    graph, _ = read(first, "one.yaml")

    assert (graph.start, graph.scene["a"].next) == ("a", "end")
    twice = first + rows.removeprefix(b"states:").replace(b"Hi", b"Ho")
    with pytest.raises(ImportFault, match="two states of one name"):
        read(twice, "one.yaml")
    assert read(explorations.FIVE, "five.yaml")


# Virtual patients


def altered(data, old, new):
    """The same zip with other words in its files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(old, new))
    return buffer.getvalue()


def test_two_nodes_of_one_id_are_refused():
    for data in (
        altered(gift.patient(), b"id='102' label", b"id='101' label"),
        altered(gift.labyrinth(), b"<id>102<", b"<id>101<"),
    ):
        with pytest.raises(ImportFault, match="field id: two nodes have the id 101"):
            read(data, "a.zip")


def test_a_counter_that_starts_at_words_and_a_rule_that_leads_nowhere_are_named():
    data = altered(gift.patient(), b"InitValue>5<", b"InitValue>five<")
    assert ("L-DATA", "approximated", "Trust starts at five; here at 0") in lost(
        read(data, "a.zip")[1]
    )

    _, report = read(altered(gift.labyrinth(), b"node_id>106<", b"node_id>777<"), "a.zip")
    assert ("L-TARGET", "note", "Trust eq 0 → 777") in lost(report)
    assert (report.edges.lost, report.needs_review) == (1, True)


# Twine and ink


def test_old_sugarcube_closes_with_end():
    text = "<<if $a eq 1>>[[A|B]]<<else>>[[C|B]]<<endif>> [[D|B]] <<silently>>x<<endsilently>>"

    graph, report = read(as_twee({"Start": text, "B": "x"}, form="SugarCube"), "a.twee")

    conditions = {way.label: way.when.text if way.when else "" for way in graph.scenes[0].choices}
    assert conditions == {"A": "a = 1", "C": "not a = 1", "D": ""}
    assert not [loss for loss in report.losses if loss.code == "L-WIDGET"]


def test_a_published_page_that_nobody_escaped_keeps_its_words():
    page = (
        "<tw-storydata name='S' startnode='1' format='Snowman'><tw-passagedata pid='1' name='S'>"
        "[[Go|T]] <b>and</b> <%= s.x %> [[Yes->T]]</tw-passagedata>"
        "<tw-passagedata pid='2' name='T'>x</tw-passagedata></tw-storydata>"
    )

    graph, _ = read(page.encode(), "s.html")

    assert ways(graph, "s") == [("Go", "t"), ("Yes", "t")]
    assert graph.scene["s"].body == "**and** [s.x]"


def test_a_name_with_brackets_is_found():
    text = ':: StoryData\n{"start": "Start", "format": "Harlowe"}\n\n:: Start\n[[Go->Next [1]]]\n\n'

    graph, report = read(f"{text}:: Next \\[1\\]\nx\n".encode(), "a.twee")

    assert (report.edges.found, report.edges.lost) == (1, 0)
    assert graph.scene["next-1"].title == "Next [1]"


def test_a_story_without_a_beginning_begins_where_most_lead():
    passages = {"East": '<<include "Hall">>', "West": '<<include "Hall">>'}
    passages |= {"Hall": "[[East]] [[West]] [[End]]", "End": "x"}
    text = "\n\n".join(f":: {name}\n{words}" for name, words in passages.items())

    graph, _ = read(text.encode(), "a.twee")

    assert graph.start == "hall"


def test_threads_of_ink_have_names_and_a_story_begins_where_it_sends_its_reader():
    text = "-> hall\n== hall\n<- people\n<- old_things\n* [Leave] -> END\n"
    text += "== people\n* Talk -> END\n== old_things\n* Look -> END\n"

    graph, _ = read(text.encode(), "a.ink")

    assert graph.start == "hall"
    assert [label for label, _ in ways(graph, "hall")] == ["People", "Old things", "Leave"]
