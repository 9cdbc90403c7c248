"""Whether anything of a text can be seen. Pure."""

import unicodedata

# Letters, signs and marks by their category that no font draws.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def shows_nothing(text: str) -> bool:
    """True of a text of blanks, joiners and fillers: it would print as an empty line."""
    return not any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in text)
