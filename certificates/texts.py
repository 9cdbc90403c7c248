"""Names and titles as they may print. No database."""

# Marks that turn the reading direction: with them a name could pose as another.
_TURNING = frozenset({0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})


def printable(text: str) -> str:
    """A text in one line, without control characters and direction marks."""
    spaced = "".join(" " if c in "\t\r\n" else c for c in text)
    kept = "".join(c for c in spaced if c >= " " and c != "\x7f" and ord(c) not in _TURNING)
    return " ".join(kept.split())
