"""Certificate codes: unguessable, easy to read out, forgiving to type. No database."""

import secrets

# Crockford's alphabet: no I, L, O or U, so that nothing is misread and no word appears.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 28  # 5 bits a character: 140 bits
GROUP = 4
LONGEST_TYPED = 200
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new() -> str:
    """A fresh code of 140 random bits, without its hyphens."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """A code as it prints: groups of four with hyphens."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def normalised(typed: str) -> str:
    """What somebody typed, as it would be stored, or "" if it cannot be a code.

    Case, spaces, hyphens and other marks are forgiven, and the usual misreadings: O for 0, I and L
    for 1.
    """
    if len(typed) > LONGEST_TYPED:
        return ""
    kept = "".join(c for c in typed if c.isalnum())
    code = kept.upper().translate(_MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""
