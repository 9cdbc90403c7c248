"""Whether a picture came whole, told from its bytes alone."""

BEGINNING = 4096


def is_whole(data: bytes) -> bool:
    """False of a picture that stops before its end.

    Asked of the bytes themselves: an image library reads a picture that was cut off without a word
    once anything in the process, such as the maker of PDFs, has told it to.
    """
    tail = data[-BEGINNING:]
    if data.startswith(b"\xff\xd8\xff"):
        return b"\xff\xd9" in tail
    if data.startswith(b"\x89PNG"):
        return b"IEND" in tail
    if data.startswith(b"GIF8"):
        return data.rstrip(b"\0").endswith(b"\x3b")
    if data.startswith(b"RIFF"):
        return len(data) >= 8 + int.from_bytes(data[4:8], "little")
    return True
