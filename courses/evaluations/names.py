"""Whether a typed name is the name that prints: a signature is not a spelling test. Pure."""

import unicodedata

# Letters that do not come apart into a letter and an accent, and what people type instead.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe",
     "þ": "th"}
)  # fmt: skip
# Combining classes that belong to the letter and not above it: nukta, kana voicing, virama.
_OF_THE_LETTER = frozenset({0, 7, 8, 9})
_JOINERS = frozenset("'’‘ʼ`´-‐‑–.·")


def folded(name: str) -> str:
    """A name without case, spaces, accents, and the marks that keyboards make differently."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    kept = (
        letter
        for letter in letters
        if unicodedata.combining(letter) in _OF_THE_LETTER
        and not letter.isspace()
        and letter not in _JOINERS
        and unicodedata.category(letter) not in ("Cf", "Cc")
    )
    return unicodedata.normalize("NFC", "".join(kept).casefold())


def same_name(typed: str, printed: str) -> bool:
    """True when both are the same name, written with more or less care; an empty one never is."""
    return bool(folded(typed)) and folded(typed) == folded(printed)
