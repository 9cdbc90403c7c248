"""The patterns of the check for identifying details, in the order in which they take a place."""

import re
from collections.abc import Sequence

from courses.journals import lexicon


def any_of(words: Sequence[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


# Lengths are bounded: no text, however odd, may keep the server busy.
CAP = r"[A-ZÀ-ÖØ-Þ][\w’'-]{0,30}[a-zß-öø-ÿ]"
_MONTH = r"(?i:" + any_of(lexicon.MONTHS) + r")\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|\.)?"
_YEAR = r"(?:19|20)\d\d"
TITLE = r"(?i:" + any_of(lexicon.TITLES) + r")\b\.?"
_FACILITY = any_of([word.title() for word in lexicon.FACILITIES])
_STREET = any_of([word.title() for word in lexicon.STREETS])
_TENS = any_of(list(lexicon.NUMBER_WORDS))
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
            rf"(?<!\w)(?i:{any_of(lexicon.UK_AREAS)}\d[\dA-HJKPSTUW]? ?\d[ABD-HJLNP-UW-Z]{{2}})"
            rf"(?!\w)",
        ),
        (
            "postcode",
            r"(?<!\w)[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?!\w)",
        ),
        ("postcode", rf"(?<!\w){any_of(lexicon.US_STATES)},? \d{{5}}(?:-\d{{4}})?(?![\w-])"),
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
        ("postcode", rf"(?<![\w-])(?:D-)?\d{{5}} {CAP}"),
        ("address", rf"(?<!\w)\d{{1,5}}[a-zA-Z]?,? (?:{CAP} ){{1,3}}{_STREET}\b\.?"),
        (
            "address",
            r"(?<!\w)[A-ZÄÖÜ]\w+(?:stra(?:ß|ss)e|str\.|straat|weg|gasse|platz|laan|plein) \d"
            r"{1,4}[a-z]?(?!\w)",
        ),
        (
            "address",
            rf"(?<!\w){CAP}(?: {CAP})? "
            rf"{any_of(['Street', 'Road', 'Avenue', 'Lane', 'Crescent', 'Boulevard', 'Drive'])}"
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
        ("name", rf"\b{TITLE} (?P<it>{CAP}(?: {CAP})?)"),
        ("initials", r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\b\.? (?P<it>[A-Z])\b\.?"),
        ("initials", r"(?<![\w.])(?:[A-Z]\. ?){1,3}[A-Z]\.?(?![\w.])(?<!U\.S\.)(?<!U\.K\.)"),
        ("initials", rf"\b(?i:{any_of(lexicon.CALLED)}) (?P<it>[A-Z])\b(?!['’])"),
        (
            "place",
            rf"(?<!\w)(?:(?:St\.?|Saint|{CAP}) ){{1,3}}(?:(?:General|Community|Memorial|Day|"
            rf"Care|Health|Medical|Nursing|Primary|High|Secondary) )*{_FACILITY}\b",
        ),
        (
            "place",
            rf"\b(?i:{any_of(lexicon.FACILITIES)}) (?i:of|at|in|called|named) (?P<it>(?:St\.? )"
            rf"?{CAP}(?: {CAP})*)",
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
