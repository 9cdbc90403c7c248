"""Mark what may let somebody be recognised in a text: rules and word lists, nothing else.

Pure: it knows no database, asks no other machine, logs nothing and changes nothing. It cannot tell
whether a text is safe to show, and says so nowhere. The kinds follow the eighteen of HIPAA's safe
harbour, with initials, postcodes, exact ages, and places beside job titles.

Every function is marked, so that no error report holds a word of what was looked at.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from courses.journals import lexicon
from courses.journals.patterns import CAP, RULES, any_of

MOST = 200  # marks in one text; whoever has more knows enough


class Kind(NamedTuple):
    """What a mark says: what it is, and words to put there instead."""

    label: str
    instead: str


KINDS = {
    "name": Kind(gettext_lazy("Maybe a name"), gettext_lazy("“the client”, “my colleague”")),
    "initials": Kind(
        gettext_lazy("Initials, or a letter for a name"),
        gettext_lazy("“the client”, “her brother”: a letter can be worked out"),
    ),
    "date": Kind(gettext_lazy("A date"), gettext_lazy("“last spring”, “some weeks later”")),
    "age": Kind(gettext_lazy("An exact age"), gettext_lazy("“in their seventies”")),
    "postcode": Kind(gettext_lazy("A postcode"), gettext_lazy("“in a small town”")),
    "address": Kind(gettext_lazy("An address"), gettext_lazy("“at home”, “a flat upstairs”")),
    "place": Kind(
        gettext_lazy("A place"), gettext_lazy("“a rehabilitation ward”, “a village nearby”")
    ),
    "role": Kind(
        gettext_lazy("A job together with a place"),
        gettext_lazy("one of the two, or neither: “somebody well known where they live”"),
    ),
    "only": Kind(
        gettext_lazy("Something that only one person is"), gettext_lazy("leave it out, or widen it")
    ),
    "phone": Kind(gettext_lazy("A telephone or fax number"), gettext_lazy("leave it out")),
    "email": Kind(gettext_lazy("An e-mail address or a handle"), gettext_lazy("leave it out")),
    "number": Kind(gettext_lazy("A number that belongs to somebody"), gettext_lazy("leave it out")),
    "url": Kind(gettext_lazy("A web address"), gettext_lazy("“a page that I read”")),
    "device": Kind(
        gettext_lazy("A number of a device or connection"), gettext_lazy("leave it out")
    ),
    "vehicle": Kind(gettext_lazy("A vehicle’s plate or number"), gettext_lazy("“their car”")),
    "body": Kind(
        gettext_lazy("A picture or mark of a body"), gettext_lazy("leave it out, or say less")
    ),
}


@dataclass(frozen=True)
class Mark:
    """A place in a text that may identify somebody, and what could stand there instead."""

    start: int
    end: int
    kind: str
    found: str = field(repr=False)
    instead: str = field(repr=False)

    @property
    def label(self) -> str:
        return str(KINDS[self.kind].label)


class Piece(NamedTuple):
    """A stretch of a text, with its mark or without one."""

    text: str
    mark: Mark | None


_CAPITALISED = re.compile(rf"(?<![\w’'@/.-]){CAP}(?:(?: |-| van | de | von | O['’]){CAP}){{0,12}}")
_TWO = re.compile(r"(?<![\w.&/'’-])[A-Z]{2}(?![\w.&/-])")
_ALONE = re.compile(
    r"(?<![\w.'’&/-])(?P<it>[B-HJ-Z])(?![\w.'’&/)-])|(?<=[a-z,] )(?P<a>A)(?=['’]s )"
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_JOB = re.compile(rf"\b(?i:{any_of(lexicon.JOBS)})s?\b")
_AT_A_PLACE = re.compile(
    r"\b(?:in|at|near|from|outside|around|to)(?: the)?(?: (?:town|city|village) of)? $"
)
_OPENS = re.compile(r"(?:^|[.!?:;\n“\"(•–—]|\d\.|[-*])\s*[“\"‘'(]*$")


@sensitive_variables()
def find(text: str) -> list[Mark]:
    """Every place in a text that may identify somebody, in order; places never overlap."""
    taken: list[tuple[int, int, str]] = []
    for kind, start, end in _candidates(text):
        if all(end <= other[0] or start >= other[1] for other in taken):
            taken.append((start, end, kind))
    marks = []
    for start, end, kind in sorted(_beside_jobs(text, taken))[:MOST]:
        found = text[start:end]
        marks.append(Mark(start, end, kind, found, _instead(kind, found)))
    return marks


@sensitive_variables()
def count(texts: Sequence[str]) -> int:
    """How many places in these texts may identify somebody."""
    found = 0
    for text in texts:  # a loop: the frame of a comprehension would show its words
        found += len(find(text))
    return found


@sensitive_variables()
def pieces(text: str) -> list[Piece]:
    """The text cut at its marks; put together again it is the same text."""
    cut, place = [], 0
    for mark in find(text):
        if mark.start > place:
            cut.append(Piece(text[place : mark.start], None))
        cut.append(Piece(text[mark.start : mark.end], mark))
        place = mark.end
    if place < len(text):
        cut.append(Piece(text[place:], None))
    return cut


@sensitive_variables()
def _candidates(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, rule in RULES:
        for match in rule.finditer(text):
            start, end = match.span("it") if "it" in rule.groupindex else match.span()
            while end > start and text[end - 1] in " .,":
                end -= 1
            if kind != "place" or not _is_ordinary(text, start, end):
                yield kind, start, end
    finders: tuple[Callable[[str], Iterator[tuple[str, int, int]]], ...] = (_names, _letters)
    for finder in finders:
        yield from finder(text)


@sensitive_variables()
def _is_ordinary(text: str, start: int, end: int) -> bool:
    """True of "The Hospital" or "Social Work Department": no place has that for its name."""
    words = text[start:end].split()
    for word in words:
        if re.search(r"\d", word) or not (_bare(word) in lexicon.ORDINARY or _bare(word) in _SMALL):
            return False
    return True


_SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "our",
        "my",
        "your",
        "his",
        "her",
        "their",
        "this",
        "that",
        "these",
        "those",
        "one",
        "every",
        "each",
        "no",
        "any",
        "some",
        "when",
        "while",
        "after",
        "before",
        "if",
        "as",
        "at",
        "in",
        "on",
        "of",
        "for",
        "from",
        "with",
        "and",
        "but",
        "or",
        "so",
        "then",
        "there",
        "here",
        "what",
        "who",
        "how",
        "why",
        "it",
        "he",
        "she",
        "they",
        "we",
        "you",
        "i",
        "day",
        "nursing",
        "primary",
        "high",
        "secondary",
        "general",
        "community",
        "memorial",
        "medical",
        "health",
        "local",
        "big",
        "new",
        "old",
        "next",
        "another",
        "same",
        "other",
        "home",
        "residence",
        "practice",
        "centre",
        "center",
    ]
) | frozenset(lexicon.FACILITIES)


def _bare(word: str) -> str:
    word = word.lower().replace("’", "'")
    return word.removesuffix("'s") if word not in lexicon.ORDINARY else word


@sensitive_variables()
def _names(text: str) -> Iterator[tuple[str, int, int]]:
    """Capitalised words that are no ordinary ones: in mid-sentence, or known as given names."""
    for match in _CAPITALISED.finditer(text):
        start, words = match.start(), match.group().split(" ")
        opens = bool(_OPENS.search(text[max(0, start - 8) : start]))
        # Word by word: "When Marta" is one name, and "Care Act" is none.
        place = start
        run: list[tuple[int, int]] = []
        for number, word in enumerate(words):
            end = place + len(word)
            if _is_name(word, opens and number == 0, bool(run)):
                run.append((place, end - (2 if word.endswith(("'s", "’s")) else 0)))
            elif run:
                yield _what(text, run)
                run = []
            place = end + 1
        if run:
            yield _what(text, run)


@sensitive_variables()
def _is_name(word: str, opens: bool, runs: bool) -> bool:
    bare = _bare(word)
    if word.islower():
        return runs and word in ("van", "de", "von")
    if bare in lexicon.ORDINARY or bare in lexicon.TITLES or len(bare) < 2:
        return False
    if opens:
        return any(part in lexicon.NAMES for part in bare.split("-"))
    return True


@sensitive_variables()
def _what(text: str, run: list[tuple[int, int]]) -> tuple[str, int, int]:
    start, end = run[0][0], run[-1][1]
    at_a_place = _AT_A_PLACE.search(text[max(0, start - 24) : start])
    known = _bare(text[run[0][0] : run[0][1]]) in lexicon.NAMES
    return ("place" if at_a_place and not known else "name", start, end)


@sensitive_variables()
def _letters(text: str) -> Iterator[tuple[str, int, int]]:
    """Initials: two capitals that are no usual short form, or one that stands alone."""
    if text.isupper():
        return  # somebody writes in capitals
    for match in _TWO.finditer(text):
        if match.group() not in lexicon.SHORT_FORMS:
            yield ("initials", *match.span())
    for match in _ALONE.finditer(text):
        before = text[: match.start()].rstrip().rpartition(" ")[2].lower().strip('(“"')
        if before not in lexicon.LETTERED and not _OPENS.search(text[: match.start()][-8:]):
            yield ("initials", *match.span())


@sensitive_variables()
def _beside_jobs(text: str, taken: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The same places; one in a sentence with a job title says so, for together they narrow."""
    with_jobs = []
    for match in _SENTENCE.finditer(text):
        if _JOB.search(match.group()):
            with_jobs.append(match.span())
    for start, end, kind in taken:
        beside = kind == "place" and any(low <= start < high for low, high in with_jobs)
        yield start, end, "role" if beside else kind


@sensitive_variables()
def _instead(kind: str, found: str) -> str:
    if kind == "age":
        return _age_in_words(found)
    if kind == "date":
        return _date_in_words(found)
    return str(KINDS[kind].instead)


@sensitive_variables()
def _age_in_words(found: str) -> str:
    """ "73-year-old man" as "a man in his seventies": a stage of life for a number."""
    lower = found.lower()
    digits = re.search(r"\d{1,3}", lower)
    spelt = next((tens for word, tens in lexicon.NUMBER_WORDS.items() if word in lower), 0)
    years = int(digits.group()) if digits else spelt
    if years >= 90:
        return _("“ninety or older”")
    if years < 13:
        return _("“a young child”, “a child of school age”")
    if years < 20:
        return _("“a teenager”")
    tens = {
        20: _("twenties"), 30: _("thirties"), 40: _("forties"), 50: _("fifties"),
        60: _("sixties"), 70: _("seventies"), 80: _("eighties"),
    }[years // 10 * 10]  # fmt: skip
    if re.search(r"\b(?:woman|lady|female|girl)\b|\df\b|\d f\b", lower):
        return _("“a woman in her %(tens)s”") % {"tens": tens}
    if re.search(r"\b(?:man|gentleman|male|boy)\b|\dm\b|\d m\b", lower):
        return _("“a man in his %(tens)s”") % {"tens": tens}
    return _("“in their %(tens)s”") % {"tens": tens}


_SEASONS = (
    (("mar", "apr", "may", "mai", "maa", "mei"), gettext_lazy("“in spring”, “last spring”")),
    (("jun", "jul", "aug"), gettext_lazy("“in summer”, “last summer”")),
    (("sep", "oct", "okt", "nov"), gettext_lazy("“in autumn”, “last autumn”")),
    (("dec", "dez", "jan", "feb"), gettext_lazy("“in winter”, “last winter”")),
)


@sensitive_variables()
def _date_in_words(found: str) -> str:
    lower = found.lower()
    for starts, words in _SEASONS:
        if any(re.search(rf"\b{start}", lower) for start in starts):
            return str(words)
    return str(KINDS["date"].instead)
