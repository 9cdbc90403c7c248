"""The check for identifying details: what it finds, leaves alone, and that it only looks."""

import itertools
import logging
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.journals import identifying
from courses.models import LearningEvent
from tests.factories.journal import sheet


def found(text):
    return [(mark.found, mark.kind) for mark in identifying.find(text)]


# HIPAA's eighteen, (A) to (R), and what British guidance adds.
HITS = [
    ("Then Tobias wept and Mrs Okafor took his hand.", ["Tobias", "Okafor"]),  # A
    ("When Marta came home she was quiet.", ["Marta"]),
    ("Maria laughed.", ["Maria"]),
    ("He lives at 14 Willow Street in Duluth.", ["14 Willow Street", "Duluth"]),  # B
    ("The flat is in B15 2TT.", ["B15 2TT"]),
    ("She wrote from MN 55401 and he from 55401-1234.", ["MN 55401", "55401-1234"]),
    ("Her letter said K1A 0B1.", ["K1A 0B1"]),
    ("It came from NSW 2000.", ["NSW 2000"]),
    ("It came from D02 X285.", ["D02 X285"]),
    ("It came from 1017 XB.", ["1017 XB"]),
    ("Er wohnt in 10115 Berlin, Hauptstraße 12.", ["10115 Berlin", "Hauptstraße 12"]),
    ("He fell on 12 March 2026 and on 03/04/2026.", ["12 March 2026", "03/04/2026"]),  # C
    ("It began on March 3rd, in August.", ["March 3rd", "August"]),
    ("A 94-year-old man and a seventy-three-year-old woman.",
     ["94-year-old man", "seventy-three-year-old woman"]),
    ("She is 73, and he was aged 41.", ["73", "aged 41"]),
    ("I rang 612-555-0143 and then 0161 496 0000.", ["612-555-0143", "0161 496 0000"]),  # D, E
    ("The fax was +44 161 496 0000.", ["+44 161 496 0000"]),
    ("She wrote from ida.b@example.org as @ida_b.", ["ida.b@example.org", "@ida_b"]),  # F
    ("Her number is 123-45-6789.", ["123-45-6789"]),  # G
    ("The MRN 00482213 and the NHS number 943 476 5919.", ["00482213", "943 476 5919"]),  # H
    ("Her health plan number 7782-A91 had lapsed.", ["7782-A91"]),  # I
    ("The account number 55-2231 was hers.", ["55-2231"]),  # J
    ("My PIN is 12A3456E and her licence 88-2213.", ["12A3456E", "88-2213"]),  # K
    ("I saw AB12 CDE outside; the plate was 8XYZ123.", ["AB12 CDE", "8XYZ123"]),  # L
    ("The pacemaker serial number: PM-2231-X.", ["pacemaker serial number: PM-2231-X"]),  # M
    ("It is on https://example.org/her-page and example.com.",
     ["https://example.org/her-page", "example.com"]),  # N
    ("From 192.168.0.12 and 00:1A:2B:3C:4D:5E.", ["192.168.0.12", "00:1A:2B:3C:4D:5E"]),  # O
    ("They took fingerprints.", ["fingerprints"]),  # P
    ("There was a photo of her on the wall.", ["photo of her"]),  # Q
    ("He has a tattoo; he is the only vet in the village.",
     ["tattoo", "the only vet in the village"]),  # R
    ("J.S. told patient K about it, and Mr B. heard.", ["J.S", "K", "B"]),
    ("I told KB, and later M was there.", ["KB", "M"]),
    ("She moved to Ward 7 at St Mary's Hospital.", ["Ward 7", "St Mary's Hospital"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HITS)
def test_what_may_identify_is_marked(text, expected):
    assert [place for place, _kind in found(text)] == expected


MISSES = [
    "I felt afraid. When the GP rang, I said no. On Monday the NHS trust sent the OT.",
    "Vitamin D and hepatitis C were tested. I used the PHQ-9 and the GAD-7. Plan B was ready.",
    "The Mental Capacity Act says so, and so does the Care Act. Section 3 applies.",
    "My mother and I went to the hospital. She had Parkinson's, he had Alzheimer’s.",
    "In 2026 UK rules changed. It took 40 minutes. She was 40 minutes late, 3 of 10 times.",
    "What went well: Nothing was forced. So I waited; Then I left.",
    "Using Gibbs helped me. English was not her first language. Next time I will ask first.",
    "He took 5mg of B12 at 3pm, drank 3 cups of tea and walked 10,000 steps.",
    "I asked myself why. Was it pride? Perhaps. “Leave me be,” she said, and I did.",
    "The social worker, the nurse and the doctor disagreed. A teacher would have waited.",
    "May I come in? She may. March on, I thought. I will mark it. Hope helps.",
    "1. I listened.\n2. Nobody asked me.\n- Then we talked.\n- Everyone was tired.",
    "I had read the NMC Code and the HCPC standards. My CPD is done. We use an MDT.",
    "It was a Tuesday in winter. Some weeks later she was in her seventies and glad of it.",
    "The ward round began. I was at home. The hospital rang. Our service is small.",
]


@pytest.mark.parametrize("text", MISSES)
def test_ordinary_reflection_is_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a 73-year-old man", "a man in his seventies"),
        ("an 84 year old woman", "a woman in her eighties"),
        ("She is 41.", "in their forties"),
        ("a 15-year-old", "a teenager"),
        ("a 6-year-old", "a young child"),
        ("aged 97", "ninety or older"),
        ("on 3 April 2026", "last spring"),
        ("on 24 December", "last winter"),
        ("on 03/04/2026", "some weeks later"),
    ],
)
def test_it_suggests_words(text, words):
    assert words in identifying.find(text)[0].instead


def test_a_place_beside_a_job_says_that_the_two_narrow():
    assert found("I met the postman in Hartlow.") == [("Hartlow", "role")]
    assert found("I walked in Hartlow. The postman came.") == [("Hartlow", "place")]


written = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("AB12 .-:@/\n'’é")), max_size=200
)


@settings(max_examples=150, deadline=None)
@given(written)
def test_the_pieces_are_the_text_and_marks_never_overlap(text):
    marks = identifying.find(text)

    assert "".join(piece.text for piece in identifying.pieces(text)) == text
    assert all(mark.found == text[mark.start : mark.end] != "" for mark in marks)
    assert all(one.end <= two.start for one, two in itertools.pairwise(marks))
    assert all(mark.kind in identifying.KINDS and mark.instead for mark in marks)


@settings(max_examples=60, deadline=None)
@given(
    before=st.sampled_from(["", "I was tired. ", "So we went, and "]),
    detail=st.sampled_from(["612-555-0143", "a@b.org", "12/03/2026", "B15 2TT", "943 476 5919"]),
    after=st.sampled_from(["", ".", ", as I said.", "\n\nThen I left."]),
)
def test_a_detail_is_found_wherever_it_stands(before, detail, after):
    assert detail in [place for place, _kind in found(before + detail + after)]


def test_a_mark_never_shows_its_words():
    assert "Tobias" not in repr(identifying.find("I sat with Tobias."))


@pytest.mark.parametrize("text", ["A" * 20_000, "1-" * 10_000, "Ab-" * 6_600, "a." * 10_000])
def test_no_text_keeps_the_server_busy(text):
    begun = time.process_time()
    identifying.find(text)
    assert time.process_time() - begun < 3


@pytest.mark.django_db
class TestOnThePage:
    TOLD = "I sat with Tobias, a 73-year-old man."

    def test_the_button_marks_suggests_and_keeps_nothing(self, client, journal, entry, at):
        page = client.post(at("write"), sheet(self.TOLD, check="1"))

        assert page.status_code == 200
        shown = page.content.decode()
        assert "<mark>Tobias</mark>" in shown
        assert "a man in his seventies" in shown
        assert "Taking names out is not enough" in shown
        assert "anonymised" not in shown.lower()
        assert page.context["form"]["text_0"].value() == self.TOLD
        assert not entry.versions.exists()
        journal.refresh_from_db()
        assert journal.is_open

    def test_saving_is_never_held_back_and_says_how_many(self, client, journal, at):
        read = client.post(at("write"), sheet(self.TOLD), follow=True)

        journal.refresh_from_db()
        assert not journal.is_open
        shown = read.content.decode()
        assert "2 details in it may identify somebody." in shown
        assert at("check") in shown
        assert "Tobias" not in shown
        checked = client.get(at("check")).content.decode()
        assert "<mark>Tobias" in checked

    def test_nothing_to_say_says_nothing(self, client, at):
        read = client.post(at("write"), sheet("I waited, and she spoke."), follow=True)

        assert b"may identify" not in read.content
        assert b"The check found no such detail" in client.get(at("check")).content

    def test_without_the_key_the_check_says_so(self, client, at, settings):
        client.post(at("write"), sheet(self.TOLD))
        settings.SEALING_KEYS = []

        page = client.get(at("check"))
        assert page.status_code == 200
        assert b"cannot be opened just now" in page.content

    def test_it_leaves_no_trace(self, client, at, caplog):
        caplog.set_level(logging.DEBUG)
        before = LearningEvent.objects.count()

        client.post(at("write"), sheet(self.TOLD, check="1"))

        assert LearningEvent.objects.count() == before
        assert "Tobias" not in caplog.text

    def test_it_is_the_authors_alone(self, world, client, at):
        client.post(at("write"), sheet(self.TOLD))

        for who in ("colleague", "manager", "trainer", "administrator", "outsider"):
            assert world.client(getattr(world, who)).get(at("check")).status_code == 404
