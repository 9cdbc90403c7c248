"""CSV and XLSX: what is in them, and that no cell acts as a formula."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.compliance import exports, spreadsheets
from courses.compliance.tables import Choice
from tests.compliance.world import ask, complete, overdue

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "%0A", " =1", "＝1"]


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data)).active


@pytest.fixture
def staff(world):
    course = world.course("Boundaries")
    with time_machine.travel(dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC), tick=False):
        complete(world.enrol(world.learner, course))
    overdue(world.colleague, course)
    world.learner.name = '=HYPERLINK("http://evil.example","Lena")'
    world.learner.save()
    return course


def test_csv_has_a_line_for_each_person_and_course(world, staff):
    response = world.client(world.manager).get("/manage/people/export.csv?order=name")
    data = body(response)
    head, *rows = read_csv(data)

    assert data.startswith(b"\xef\xbb\xbf")
    assert head[:2] == ["Name", "Staff number"]
    assert [row[0] for row in rows] == [
        "Cato Colleague",
        '\'=HYPERLINK("http://evil.example","Lena")',
    ]
    assert rows[1][4:] == ["North", "Boundaries", "Done", "", "2026-05-04", "2026-05-04"]
    today = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="people-{today}.csv"'


def test_xlsx_keeps_the_text_and_calls_it_text(world, staff):
    data = body(world.client(world.manager).get("/manage/people/export.xlsx"))
    sheet = read_xlsx(data)
    cell = next(cell for cell in sheet["A"] if "HYPERLINK" in str(cell.value))

    assert cell.data_type == "s"
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert dt.datetime(2026, 5, 4) in [cell.value for cell in sheet["J"]]


def test_exports_follow_the_filters_and_the_scope(world, staff):
    client = world.client(world.manager)
    rows = read_csv(
        body(client.get(f"/manage/people/export.csv?course={staff.uuid}&status=overdue"))
    )

    assert [row[0] for row in rows[1:]] == ["Cato Colleague"]
    everything = body(client.get("/manage/people/export.csv")).decode()
    assert world.outsider.name not in everything


def test_somebody_asked_nothing_has_a_line_without_a_course(world):
    _head, *rows = read_csv(body(world.client(world.manager).get("/manage/people/export.csv")))

    assert [row[0] for row in rows] == ["Cato Colleague", "Lena Learner"]
    assert rows[0][5:] == ["", "", "", "", ""]


def test_an_unknown_kind_is_not_found(world):
    assert world.client(world.manager).get("/manage/people/export.pdf").status_code == 404


def test_dates_are_the_person_s_own(world):
    course = world.course()
    world.learner.own_time_zone = "Pacific/Auckland"
    world.learner.save()
    complete(world.enrol(world.learner, course), dt.datetime(2026, 5, 4, 12, 30, tzinfo=dt.UTC))
    _head, *rows = read_csv(body(world.client(world.manager).get("/manage/people/export.csv")))

    assert rows[1][9] == "2026-05-05"


def test_queries_grow_with_batches_and_not_with_people(
    world, staff, monkeypatch, django_assert_num_queries
):
    from courses.compliance.days import days

    monkeypatch.setattr(exports, "BATCH", 10)
    for number in range(25):
        ask(world.person(f"P {number}", team=world.team), staff, dt.date(2099, 1, 1))
    today = days(organisation=world.organisation, now=timezone.now())
    # The manager's teams, the courses and the names of teams; then two for each batch.
    with django_assert_num_queries(3 + 3 * 2):
        rows = list(exports.rows(actor=world.manager, choice=Choice(), days=today))

    assert len(rows) == 27


# --- Cells -----------------------------------------------------------------------------------

texts = st.one_of(
    st.text(max_size=30),
    st.builds(str.__add__, st.sampled_from(DANGEROUS), st.text(max_size=10)),
)
values = st.one_of(
    texts,
    st.integers(-(10**12), 10**12),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-9999, max_value=9999),
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
    st.none(),
)


def lines(text: str) -> str:
    """XML has one way to end a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean(text: str) -> str:
    return spreadsheets.UNPRINTABLE.sub("", text)


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_dangerous_start_is_marked_as_text(text):
    assert spreadsheets.harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", [-5, Decimal("-5.25"), 0, 3.5, dt.date(2026, 5, 4)])
def test_numbers_and_dates_stay_what_they_are(value):
    assert spreadsheets.harmless(value) == value
    assert type(spreadsheets.harmless(value)) is type(value)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(values, min_size=3, max_size=3), max_size=4))
def test_no_csv_cell_of_text_begins_like_a_formula_and_none_is_lost(rows):
    data = "".join(spreadsheets.csv_lines(["a", "b", "c"], rows)).encode()
    found = read_csv(data)[1:]

    assert len(found) == len(rows)
    for row, cells in zip(rows, found, strict=True):
        for value, cell in zip(row, cells, strict=True):
            if isinstance(value, str):
                assert not spreadsheets.STARTS.match(cell)
                assert not cell.lstrip()[:1] or cell.lstrip()[0] not in "=+-@|%"
                assert cell in (clean(value), f"'{clean(value)}")
            elif value is not None:
                assert cell == str(value)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(values, min_size=2, max_size=2), min_size=1, max_size=3))
def test_no_xlsx_cell_is_a_formula_and_texts_come_back_whole(rows):
    file = io.BytesIO()
    spreadsheets.write_xlsx(file, "People", ["a", "b"], rows)
    sheet = read_xlsx(file.getvalue())

    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            assert cell.data_type not in ("f", "e")
            if isinstance(value, str):
                assert lines(cell.value or "") == lines(clean(value))
                assert cell.data_type in ("s", "inlineStr", "n" if not clean(value) else "s")


@pytest.mark.parametrize("query", ["team=zz", "course=gone", "status=late", "profession=Baker"])
def test_a_filter_that_is_not_known_exports_nobody_and_leads_to_the_table(world, query):
    answer = world.client(world.manager).get(f"/manage/people/export.csv?{query}")

    assert answer.url == f"/manage/people/?{query}"
