"""Words that the check for identifying details knows, read from `lexicon.txt` beside this file."""

from pathlib import Path


def _read() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    words: list[str] = []
    text = Path(__file__).with_name("lexicon.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            words = lists.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            words += line.split()
    return lists


_LISTS = _read()
TITLES = _LISTS["TITLES"]
NAMES = frozenset(_LISTS["NAMES"])
ORDINARY = frozenset(_LISTS["ORDINARY"])
SHORT_FORMS = frozenset(_LISTS["SHORT_FORMS"])
MONTHS = _LISTS["MONTHS"]
FACILITIES = _LISTS["FACILITIES"]
STREETS = _LISTS["STREETS"]
JOBS = _LISTS["JOBS"]
CALLED = _LISTS["CALLED"]
LETTERED = frozenset(_LISTS["LETTERED"])
MEASURES = _LISTS["MEASURES"]
UK_AREAS = _LISTS["UK_AREAS"]
US_STATES = _LISTS["US_STATES"]
NUMBER_WORDS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
