"""What the demo's texts say is true of the product that shows them."""

import re
from pathlib import Path

import pytest

import lms.demo

CONTENT = Path(lms.demo.__file__).parent / "content"
FILES = sorted(path for path in CONTENT.rglob("*") if path.suffix in (".md", ".yaml"))
SHARING = re.compile(r"(unless|until|if) you (choose to )?share (it|this|them)", re.IGNORECASE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CONTENT)))
def test_no_text_promises_a_way_of_sharing_what_is_written(path):
    """Nothing in the product shows a journal to anybody but its author."""
    text = " ".join(path.read_text(encoding="utf-8").split())
    assert not SHARING.search(text)
