"""What the demo's texts say is true of the product that shows them."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.fields import StreamField

import lms.demo
from courses.models import Course, CoursePage, Edition, ModulePage
from courses.models.media import CandourImage
from courses.services.groups import authored_models
from lms.demo import site
from lms.demo.lessons import rich

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
    drawn = len(list((CONTENT / "pictures").iterdir()))
    assert CandourImage.objects.count() == drawn
    assert [words for row in rows for words in flaws(row)] == []


def test_a_corrected_sentence_reaches_people_part_way(world, monkeypatch):
    now, quiet = timezone.now(), {"say": lambda words: None}
    *_others, course = site.load_courses(now=now, **quiet)
    turn = world.enrol(world.learner, course)
    read = site.read_lesson

    def corrected(path):
        lesson = read(path)
        return replace(lesson, meta={**lesson.meta, "summary": "It was put right."})

    monkeypatch.setattr(site, "read_lesson", corrected)
    pictures = set(CandourImage.objects.values_list("pk", flat=True))
    site.load_courses(now=now, corrects=True, **quiet)
    assert set(CandourImage.objects.values_list("pk", flat=True)) == pictures
    turn.refresh_from_db()
    module = turn.edition.modules.get()
    page = world.client(world.learner).get(f"/learn/{turn.uuid}/{module.slug}/")
    assert "It was put right." in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_edition_of_the_demo_is_as_old_as_its_history():
    long_ago = timezone.now() - dt.timedelta(days=760)
    courses = site.load_courses(now=long_ago, say=lambda words: None)
    cuts = Edition.objects.filter(course__in=courses).values_list("number", "cut_at")
    assert set(cuts) == {(1, long_ago)}
    assert all(course.open for course in Course.objects.all())


def test_rich_text_is_as_the_editor_writes_it():
    text = "One *a*\n**b**.\n\nTwo.\n\n- x\n- y"
    inline = "<p>One <em>a</em>\n<strong>b</strong>.</p>"
    assert rich(text) == f"{inline}<p>Two.</p><ul><li>x</li><li>y</li></ul>"
