"""The rules that need no database: codes, credit, statements, names, layout."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import codes, credit, statements, texts
from certificates.rendering import layout, scripts
from tests.certificates.facts import facts


def test_code_has_at_least_128_bits_and_no_letter_that_is_misread():
    code = codes.new()
    assert len(code) * 5 >= 128
    assert len(set(codes.ALPHABET)) == 32
    assert not set("ILOU") & set(code)
    assert codes.new() != code


@given(st.lists(st.sampled_from(codes.ALPHABET), min_size=28, max_size=28))
def test_code_survives_how_people_type_it(letters):
    code = "".join(letters)
    shown = codes.shown(code)
    assert shown.count("-") == 6
    for typed in (code, shown, shown.lower(), shown.replace("-", " "), f"  {shown}\n"):
        assert codes.normalised(typed) == code
    assert codes.normalised(code.replace("0", "o").replace("1", "l")) == code


@given(st.text(max_size=300))
def test_what_is_no_code_normalises_to_nothing_or_to_a_code(typed):
    code = codes.normalised(typed)
    assert code == "" or (len(code) == codes.LENGTH and set(code) <= set(codes.ALPHABET))


def test_amounts_keep_one_decimal_and_sum_by_unit():
    assert [credit.amount(a) for a in ("2", "2.00", "1.50", "1.25", "10")] == [
        "2.0",
        "2.0",
        "1.5",
        "1.25",
        "10.0",
    ]
    rows = [
        {"amount": "0.10", "unit": "contact hours", "category": "", "delivery": "live online"},
        {"amount": "0.20", "unit": "contact hours", "category": "Ethics", "delivery": ""},
        {"amount": "1.00", "unit": "CE hours", "category": "", "delivery": ""},
    ]
    assert credit.totals(rows) == {"contact hours": Decimal("0.30"), "CE hours": Decimal(1)}
    assert credit.summary(rows) == "0.3 contact hours, 1.0 CE hours"
    assert credit.detail(rows) == [
        "0.1 contact hours, live online",
        "0.2 contact hours, Ethics",
        "1.0 CE hours",
    ]


def test_statement_fills_what_it_knows_and_reaches_into_nothing():
    text = "{organisation}, no. {provider_number}: {credit}. {organisation.__class__} {0} {unknown}"
    assert statements.unknown_placeholders(text) == ["organisation.__class__", "0", "unknown"]
    assert (
        statements.filled(
            text,
            {"organisation": "Harbour {credit}", "provider_number": "7", "credit": "2.0 hours"},
        )
        == "Harbour {credit}, no. 7: 2.0 hours. {organisation.__class__} {0} {unknown}"
    )


def test_names_lose_control_characters_and_direction_marks_alone():
    assert texts.printable("  Ada\n\tLovelace\x00 ") == "Ada Lovelace"
    assert texts.printable("‮gnol⁦") == "gnol"
    for name in ("Nguyễn Thị Ánh", "محمد", "김철수", "क्‍ष", "O’Brien-Smith"):
        assert texts.printable(name) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Siân Ŵyn", []),
        ("Олена Λένα", []),
        ("محمد", ["Arabic"]),
        ("अनीता", ["Devanagari"]),
        ("王小明 김", ["Han", "Hangul"]),
        ("Ɓala", ["Further"]),
    ],
)
def test_only_the_faces_that_a_name_needs_are_loaded(name, expected):
    assert scripts.scripts_in([name]) == expected


def test_every_script_has_its_bundled_file():
    from certificates.rendering.fetcher import FONTS

    for face in (*scripts.CORE, *(scripts.face(script) for script in scripts.SCRIPTS)):
        assert (FONTS / face.file).is_file(), face


def test_long_facts_go_overleaf_and_long_names_get_smaller():
    short = layout.context(facts())
    assert (short["objectives_here"], short["statements_here"], short["overleaf"]) == (
        True,
        True,
        "",
    )
    assert short["name_class"] == ""
    long = layout.context(
        facts(
            name="x" * 70,
            objectives=["y" * 120] * 8,
            accreditation=[{"statement": "z" * 600}],
        )
    )
    assert not long["objectives_here"] and not long["statements_here"] and long["overleaf"]
    assert long["name_class"] == " is-longer"
    assert layout.width("王小") == 4
