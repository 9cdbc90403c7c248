"""Sheets of questions as people fill them in."""

import csv
import io

import pytest
from openpyxl import Workbook, load_workbook

from courses.faults import ImportFault
from courses.quizzes.exchange.formats import registry, sheet, sheetwriting
from courses.quizzes.exchange.items import Answer, Item

LONG = """Type;Question;Answer;Correct;Why;Gap;Partner;Units;Criterion;Points
;Où est-elle?;Là;x;Oui;;;;;
;;Ici;;Non;;;;;
;Consent is [1];informed;x;;1;;;;
;What belongs?;Autonomy;;;;She decides;;;
;;;;;;Nobody;;;
number;How much?;2,125;;;;;mg=1; ;
;Why?;;;;;;;Listens;5
;Who?;Anna;;;;;;;
guess;Odd;a;x;;;;;;
;No right;a;maybe;;;;;;
"""
WIDE = """question,option A,option B,option C,correct,explanation,difficulty
"What, now?",Ask,Wait,Ring,"A, C",Because.,3
Which?,Yes,No,,Yes,,
Lost?,Yes,No,,D,,
"""


def test_a_row_for_each_answer_with_semicolons_and_windows_accents():
    found = sheet.from_csv(LONG.encode("cp1252"))
    items = found.items

    assert "CP1252" in found.notes[0]
    assert [(item.type, item.fault) for item in items][:6] == [
        ("single", ""), ("cloze", ""), ("matching", ""), ("numeric", ""), ("essay", ""),
        ("short_text", ""),
    ]  # fmt: skip
    assert [(a.text, a.correct, a.feedback) for a in items[0].answers] == [
        ("Là", True, "Oui"),
        ("Ici", False, "Non"),
    ]
    assert [(a.text, a.match) for a in items[2].answers] == [
        ("Autonomy", "She decides"),
        ("", "Nobody"),
    ]
    assert (items[3].answers[0].text, items[3].units) == ("2.1250", [("mg", "1")])
    assert items[4].rubric == [("Listens", "", 5)]
    assert [item.where for item in items[-2:]] == ["row 10", "row 11"]
    assert items[-2].fault.startswith("there is no type “guess”")
    assert items[-1].fault == "“maybe” in the column right is neither x nor empty"


def test_a_question_on_one_row():
    several, one, lost = sheet.from_csv(WIDE.encode("utf-16")).items

    assert (several.type, several.difficulty) == ("multiple", 3)
    assert [a.correct for a in several.answers] == [True, False, True]
    assert several.feedback == "<p>Because.</p>"
    assert (one.type, [a.correct for a in one.answers]) == ("single", [True, False])
    assert "names an option that is empty" in lost.fault
    assert {"tags", "category", "picture"} <= several.unsaid
    assert "feedback" not in several.unsaid


def test_nothing_that_goes_out_is_a_formula_and_it_comes_back_as_it_was():
    texts = ["=1+1", "+44 20", "-x", "@sum", "'=a", "|cmd", "%x", "-5", "it's = so"]
    item = Item("ordering", "<p>=A1</p>", key="k", answers=[Answer(text) for text in texts])

    written = sheetwriting.write_csv([item])
    cells = [
        cell for row in csv.reader(io.StringIO(written.data.decode("utf-8-sig"))) for cell in row
    ]
    book = load_workbook(io.BytesIO(sheetwriting.write_xlsx([item]).data))

    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "|", "%", "\t")]
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {
        "s",
        "n",
        "inlineStr",
    }
    assert [a.text for a in sheet.from_csv(written.data).items[0].answers] == texts


def test_the_empty_sheet_is_read_as_it_is_made():
    form, found = registry.read(sheetwriting.template().data, "questions.xlsx")

    assert form == "xlsx"
    assert [item.fault for item in found.items] == [""] * len(sheetwriting.EXAMPLES)
    assert [item.content() for item in found.items] == [
        Item(**{**vars(example), "unsaid": frozenset({"picture"})}).content()
        for example in sheetwriting.EXAMPLES
    ]


def book(*rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def test_numbers_and_truth_in_a_workbook_are_read_as_people_see_them():
    item = sheet.from_xlsx(
        book(["question", "answer", "right"], ["Q", 0.1, True], [None, 2, False])
    )

    assert [(a.text, a.correct) for a in item.items[0].answers] == [("0.1", True), ("2", False)]


@pytest.mark.parametrize(
    ("read", "data", "words"),
    [
        (sheet.from_csv, b"a,b\n1,2", "no column “question”"),
        (sheet.from_csv, b"question,answer\n" + b'"' + b"x" * 140_000, "Row 2: cannot be read"),
        (sheet.from_xlsx, b"PK\x03\x04", "damaged"),
        (sheet.from_csv, b"question,answer\n" + b"q,a\n" * 60_001, "more than 60,000 rows"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(read, data, words):
    with pytest.raises(ImportFault, match=words):
        read(data)


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b"<?xml version='1.0'?><quiz><question type='essay'/></quiz>", "a.txt", "moodle"),
        (b"Q?\nA. a\nB. b\nANSWER: B\n", "a.txt", "aiken"),
        (b"Q? {=a ~b}", "a.txt", "gift"),
        (b"::T:: Q? {}", "a.txt", "gift"),
        (WIDE.encode(), "a.txt", "csv"),
    ],
)
def test_a_format_is_told_from_what_is_in_the_file(data, name, form):
    assert registry.sniff(data, name) == form
