"""What the demo's texts say is true of the product that shows them."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.fields import StreamField

import lms.demo
from courses.models import CoursePage, ModulePage
from courses.services.groups import authored_models
from lms.demo import site

CONTENT = Path(lms.demo.__file__).parent / "content"
FILES = sorted(path for path in CONTENT.rglob("*") if path.suffix in (".md", ".yaml"))
SHARING = re.compile(r"(unless|until|if) you (choose to )?share (it|this|them)", re.IGNORECASE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CONTENT)))
def test_no_text_promises_a_way_of_sharing_what_is_written(path):
    """Nothing in the product shows a journal to anybody but its author."""
    text = " ".join(path.read_text(encoding="utf-8").split())
    assert not SHARING.search(text)


def flaws(row) -> list[str]:
    """What would keep an author from saving a page or content as it stands."""
    found = []
    try:
        row.full_clean()
    except ValidationError as error:
        found.append(f"{row}: {error}")
    for field in row._meta.fields:
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(row, field.name))
            except ValidationError as error:
                found.append(f"{row}, {field.name}: {error.as_json_data()}")
    return found


def test_an_author_can_save_and_publish_everything_as_it_was_loaded(db):
    site.load_courses(now=timezone.now() - dt.timedelta(days=1), say=lambda words: None)
    rows = [*CoursePage.objects.all(), *ModulePage.objects.all()]
    for model in authored_models():
        rows += model.objects.all()
    assert len(rows) > 50
    assert [words for row in rows for words in flaws(row)] == []
