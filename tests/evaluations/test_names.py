import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.evaluations.names import same_name


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("lena learner", "Lena Learner"),
        ("  Lena   LEARNER ", "Lena Learner"),
        ("LenaLearner", "Lena Learner"),
        ("Zoe Muller", "Zoë Müller"),
        ("Zoe\u0308 Mu\u0308ller", "Zoë Müller"),
        ("Soren Lukasz", "Søren Łukasz"),
        ("STRASSE", "Straße"),
        ("Sian O'Neill", "Siân O’Neill"),
        ("Anne Marie", "Anne-Marie"),
        ("istanbul", "İstanbul"),
        ("ᴸena", "Lena"),
        ("محمد", "مُحَمَّد"),
        ("हिंदी", "हिंदी"),
        ("山田 太郎", "山田太郎"),
        ("Ŵyn", "Wyn"),
    ],
)
def test_a_name_is_known_however_it_is_typed(typed, printed):
    assert same_name(typed, printed)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Lena", "Lena Learner"),
        ("Learner Lena", "Lena Learner"),
        ("Lena Learnt", "Lena Learner"),
        ("", "Lena Learner"),
        (" - ' ", "-"),
        ("かき", "がき"),
        ("हद", "हिंदी"),
    ],
)
def test_another_name_is_not(typed, printed):
    assert not same_name(typed, printed)


@given(st.text(min_size=1, max_size=40).filter(lambda text: any(c.isalnum() for c in text)))
def test_every_name_is_itself(name):
    assert same_name(name, name)
    assert same_name(f"  {name}  ", name)
