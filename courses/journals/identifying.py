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


def _any(words: Sequence[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


# Lengths are bounded: no text, however odd, may keep the server busy.
_CAP = r"[A-ZÀ-ÖØ-Þ][\w’'-]{0,30}[a-zß-öø-ÿ]"
_MONTH = r"(?i:" + _any(lexicon.MONTHS) + r")\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?"
_YEAR = r"(?:19|20)\d\d"
_TITLE = r"(?i:" + _any(lexicon.TITLES) + r")\b\.?"
_FACILITY = _any([word.title() for word in lexicon.FACILITIES])
_STREET = _any([word.title() for word in lexicon.STREETS])
_TENS = _any(list(lexicon.NUMBER_WORDS))
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_SPELT = rf"(?i:{_TENS}(?:[- ]{_ONES})?)"
_ID_WORDS = (
    r"(?i:MRN|NHS|CHI|SSN|NI|BSN|PPS|Medicare|Medicaid|passport|licen[cs]e|certificate|account"
    r"|policy"
    r"|member(?:ship)?|beneficiary|hospital|record|case|file|reference|ref|registration|PIN|patient"
    r"|client|serial|claim|prescription|docket|badge|staff|social security|health plan|insurance)"
)

# Kind and pattern; the first that finds a place has it. A group called `it` is the place itself.
RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in [
        ("email", r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"),
        ("url", r"(?i:https?://|www\.)[^\s<>\"]+[\w/]"),
        (
            "url",
            r"(?<![\w.@-])(?i:[a-z0-9-]{2,40}\.){1,4}(?:com|org|net|info|edu|gov|eu|uk|ie|de|n"
            r"l|ca|au|us)"
            r"\b(?:/[^\s<>\"]*\w)?",
        ),
        ("email", r"(?<![\w@])@[A-Za-z]\w{2,}"),
        (
            "device",
            r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.])",
        ),
        ("device", r"(?<![\w:])(?i:(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2})(?![\w:])"),
        (
            "device",
            r"(?<![\w:])(?i:(?:[0-9a-f]{1,4}:){2,7}:?(?:[0-9a-f]{1,4}))(?![\w:])(?<=[a-f0-9])",
        ),
        (
            "device",
            r"(?i:\b(?:IMEI|device|pacemaker|pump|implant)(?: (?:serial|ID|number|no\.?))+:? )"
            r"(?=[\w/-]{0,30}\d)[\w/-]{1,40}",
        ),
        (
            "vehicle",
            r"(?i:\b(?:VIN|number plate|licen[cs]e plate|plate|reg(?:istration)?)"
            r"(?: number| no\.?)?(?: was| is|:|,)? )(?P<it>(?=[A-Z0-9 -]{0,20}\d)[A-Z0-9][A-Z"
            r"0-9 -]{2,16}[A-Z0-9])\b",
        ),
        ("vehicle", r"\b[A-HJ-PR-Y]{2}\d{2} ?[A-HJ-PR-Z]{3}\b"),
        ("vehicle", r"\b[A-ZÄÖÜ]{1,3}-[A-Z]{2} \d{2,4}\b"),
        ("date", r"\b(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])\b"),
        (
            "date",
            r"(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])(?P<s>[-/.])(?:0?[1-9]|[12]\d|3[01])(?P=s)"
            r"(?:(?:19|20)\d\d|\d\d)(?![\d/-]|\.\d)",
        ),
        ("date", rf"\b(?:the )?{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?(?!\w)"),
        ("date", rf"\b{_MONTH} {_DAY}(?:,? {_YEAR})?(?![\w%])"),
        ("date", rf"\b{_MONTH},? {_YEAR}\b"),
        (
            "date",
            r"\b(?i:in|since|until|last|early|late|mid|during|this|next|of) (?P<it>"
            r"(?:January|February|March|April|May|June|July|August|September|October|November"
            r"|December)\b)",
        ),
        (
            "date",
            r"\b(?i:on|last|this|next|the) (?:\w+day )?(?P<it>the \d{1,2}(?:st|nd|rd|th))\b(?"
            r"! (?:time|day|visit|week|floor|session))",
        ),
        (
            "age",
            rf"\b(?:{_SPELT}|\d{{1,3}})[- ](?i:years?|yrs?)[- ](?i:olds?)(?: (?i:man|woman|bo"
            rf"y|girl|lady|gentleman|male|female))?\b",
        ),
        (
            "age",
            rf"\b(?i:aged?|age of|turned|turning|turns) (?:{_SPELT}|\d{{1,3}})\b(?!\s*(?:"
            rf"{'|'.join(lexicon.MEASURES)})\b)",
        ),
        ("age", r"\b\d{1,3} ?(?:yo|y/o|y\.o\.)(?!\w)"),
        ("age", r"\b\d{2} ?[FM]\b"),
        (
            "age",
            rf"\b(?i:he|she|they|who|mother|father|son|daughter|husband|wife) (?:is|was|are|we"
            rf"re) (?P<it>(?:{_SPELT}|\d{{1,3}}))\b"
            rf"(?=\s*(?:[.,;!?]|$|and\b|when\b|but\b))",
        ),
        ("number", r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"),
        ("phone", r"(?<![\w+])\+\d{1,3}[ .-]?(?:\(0\))?(?:[ .-]?\d){6,12}(?!\w)"),
        ("number", r"(?<![\w-])\d{3} \d{3} \d{4}(?![\w-])"),
        ("phone", r"(?<!\w)\(\d{2,5}\) ?\d{3,4}[ .-]?\d{3,4}(?!\w)"),
        ("phone", r"(?<![\w-])0\d{2,4}[ -]\d{3,4}(?:[ -]?\d{3,4})?(?![\w-])"),
        ("phone", r"(?<![\w-])0\d{9,10}(?!\w)"),
        ("phone", r"(?<![\w-])[2-9]\d{2}[.-]\d{3}[.-]\d{4}(?:,? (?i:ext\.?|x) ?\d{1,5})?(?![\w-])"),
        (
            "phone",
            r"\b(?i:phone|telephone|tel|fax|mobile|cell|call|rang|ring|number)\b[^.\n]{0,20}?"
            r"(?P<it>\d{3}[ -]\d{4})(?![\w-])",
        ),
        (
            "number",
            rf"\b{_ID_WORDS}(?: (?i:security|health|plan|number|no\.?|card|ID|code))*\.?:? ?#?"
            rf"(?:is |was )?"
            r"(?P<it>(?=[A-Z0-9/-]{0,20}\d[A-Z0-9/-]{0,20}\d)[A-Z0-9][A-Z0-9/-]{3,20})(?!\w)",
        ),
        ("number", r"(?<!\w)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)"),
        ("number", r"(?<!\w)\d{2}[A-I]\d{4}[A-Z](?!\w)"),
        ("number", r"(?<![\w.,-])\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?![\w-])"),
        ("number", r"(?<![\w.,£$€-])\d{7,}(?![\w.,]\d)"),
        ("number", r"(?<!\w)[A-Z]{1,3}-?\d{5,}(?!\w)"),
        (
            "postcode",
            rf"(?<!\w)(?i:{_any(lexicon.UK_AREAS)}\d[\dA-HJKPSTUW]? ?\d[ABD-HJLNP-UW-Z]{{2}})"
            rf"(?!\w)",
        ),
        (
            "postcode",
            r"(?<!\w)[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?!\w)",
        ),
        ("postcode", rf"(?<!\w){_any(lexicon.US_STATES)},? \d{{5}}(?:-\d{{4}})?(?![\w-])"),
        ("postcode", r"(?<![\w-])\d{5}-\d{4}(?![\w-])"),
        (
            "postcode",
            r"\b(?i:zip|zip code|postcode|postal code|plz)(?: is| was|:)? (?P<it>\d{4,5})\b",
        ),
        ("postcode", r"(?<!\w)(?:NSW|VIC|QLD|SA|WA|TAS|NT|ACT),? \d{4}(?!\w)"),
        (
            "postcode",
            r"(?<!\w)(?:D6W|[AC-FHKNPRTV-Y]\d{2}) ?[AC-FHKNPRTV-Y0-9]{4}(?!\w)(?<=[A-Z]...|.["
            r"A-Z]..|..[A-Z].|...[A-Z])",
        ),
        (
            "postcode",
            r"(?<![\w-])(?!(?:19|20)\d\d )[1-9]\d{3} ?(?!SA|SD|SS|AM|PM|AD|BC|CE|UK|US|EU|GP|"
            r"OT|MG|ML|KG|KM|CM)[A-Z]{2}(?!\w)",
        ),
        ("postcode", rf"(?<![\w-])(?:D-)?\d{{5}} {_CAP}"),
        ("address", rf"(?<!\w)\d{{1,5}}[a-zA-Z]?,? (?:{_CAP} ){{1,3}}{_STREET}\b\.?"),
        (
            "address",
            r"(?<!\w)[A-ZÄÖÜ]\w+(?:stra(?:ß|ss)e|str\.|straat|weg|gasse|platz|laan|plein) \d"
            r"{1,4}[a-z]?(?!\w)",
        ),
        (
            "address",
            rf"(?<!\w){_CAP}(?: {_CAP})? "
            rf"{_any(['Street', 'Road', 'Avenue', 'Lane', 'Crescent', 'Boulevard', 'Drive'])}"
            rf"\b",
        ),
        ("address", r"\b(?i:P\.?O\.? ?Box|flat|apartment|apt\.?) #?\d{1,5}[a-zA-Z]?\b"),
        (
            "body",
            r"\b(?i:fingerprints?|voice ?prints?|(?:retina|iris)l? scans?|biometrics?|fac(?:e|"
            r"ial) recognition"
            r"|(?:photo(?:graph)?s?|pictures?|selfies?|video) of (?:her|him|his|their|them|the"
            r" (?:client|patient|resident|child|family))"
            r"|tattoos?|birthmarks?|DNA (?:profile|sample|test))\b",
        ),
        ("name", rf"\b{_TITLE} (?P<it>{_CAP}(?: {_CAP})?)"),
        ("initials", r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\b\.? (?P<it>[A-Z])\b\.?"),
        ("initials", r"(?<![\w.])(?:[A-Z]\. ?){1,3}[A-Z]\.?(?![\w.])(?<!U\.S\.)(?<!U\.K\.)"),
        ("initials", rf"\b(?i:{_any(lexicon.CALLED)}) (?P<it>[A-Z])\b(?!['’])"),
        (
            "place",
            rf"(?<!\w)(?:(?:St\.?|Saint|{_CAP}) ){{1,3}}(?:(?:General|Community|Memorial|Day|"
            rf"Care|Health|Medical|Nursing|Primary|High|Secondary) )*{_FACILITY}\b",
        ),
        (
            "place",
            rf"\b(?i:{_any(lexicon.FACILITIES)}) (?i:of|at|in|called|named) (?P<it>(?:St\.? )"
            rf"?{_CAP}(?: {_CAP})*)",
        ),
        ("place", r"\b(?:Ward|Room|Bed|ward|room|bed) \d{1,4}[A-Z]?\b"),
        (
            "only",
            r"\b(?i:the only) (?:[a-z]+ ){1,3}?(?i:in|at|on|of) (?:the|our|this|that|a) (?:vi"
            r"llage|town|team|ward|county|island|street|family|district|service|unit|area|cit"
            r"y|school)\b",
        ),
    ]
)
_CAPITALISED = re.compile(
    rf"(?<![\w’'@/.-]){_CAP}(?:(?: |-| van | de | von | O['’]){_CAP}){{0,12}}"
)
_TWO = re.compile(r"(?<![\w.&/'’-])[A-Z]{2}(?![\w.&/-])")
_ALONE = re.compile(
    r"(?<![\w.'’&/-])(?P<it>[B-HJ-Z])(?![\w.'’&/)-])|(?<=[a-z,] )(?P<a>A)(?=['’]s )"
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_JOB = re.compile(rf"\b(?i:{_any(lexicon.JOBS)})s?\b")
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
    return sum(len(find(text)) for text in texts)


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
    if any(any(sign.isdigit() for sign in word) for word in words):
        return False
    return all(_bare(word) in lexicon.ORDINARY or _bare(word) in _SMALL for word in words)


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
    with_jobs = [match.span() for match in _SENTENCE.finditer(text) if _JOB.search(match.group())]
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
