"""Build the site's pages: home, catalogue, three courses and their ten modules."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from courses.models import (
    CataloguePage,
    Category,
    Course,
    CourseCredit,
    CoursePage,
    CoursePresenter,
    HomePage,
    ModulePage,
)
from courses.models.editions import ChangeKind
from courses.services import editions
from courses.services.changes import Answer
from lms import frontpages
from lms.demo import contents
from lms.demo.contents import lasting
from lms.demo.documents import module_folders, read_yaml
from lms.demo.lessons import Lesson, read_lesson, rich

CATEGORIES = {
    "ethics": "Ethics",
    "cultural-competence": "Cultural competence",
    "boundaries": "Professional boundaries",
}
COURSES = ("ethical-codes", "cultural-competence", "professional-boundaries")


def home() -> CataloguePage:
    """The home page and the catalogue, at the root of the default site."""
    return frontpages.ensure(
        home=HomePage(
            title="Candour",
            slug="home-of-candour",
            lead="Ethics training for people whose work is people",
            intro=(
                "<p>Short courses written by practitioners. You take them on a phone between two "
                "visits, stop whenever you must, and find your place again.</p>"
            ),
            illustration="home",
            illustration_alt="Two armchairs turned to each other by an arched window",
        ),
        catalogue=CataloguePage(
            title="Catalogue",
            slug="catalogue",
            intro="<p>Three courses make the yearly programme for case managers.</p>",
        ),
    )


def load_courses(*, now: dt.datetime, say, corrects: bool = False) -> list[Course]:
    """Load or correct the three courses; `now` is when they are said to have been published.

    What `corrects` a sentence reaches people part-way too, where the course asks for the same.
    """
    answer = Answer(ChangeKind.MINOR) if corrects else None
    catalogue = home()
    folders = module_folders()
    terms = contents.glossary()
    form = contents.evaluation()
    categories = {
        key: Category.objects.update_or_create(slug=key, defaults={"name": name})[0]
        for key, name in CATEGORIES.items()
    }
    courses = []
    for name in COURSES:
        document = read_yaml("courses", f"{name}.yaml")
        say(f"  course: {document['title']}")
        # One transaction: the edition is cut here, for its day, and not by each page as it comes.
        with transaction.atomic():
            page = _load_course(document, catalogue, folders, categories, terms, form)
            editions.cut(page_id=page.pk, now=now, answer=answer)
        courses.append(Course.objects.get(key=page.translation_key))
    return courses


def _load_course(document, catalogue, folders, categories, terms, form) -> CoursePage:
    """One course with its modules and what they ask for, published."""
    lessons = {key: read_lesson(folders[key] / "module.md") for key in document["modules"]}
    banks = {
        key: contents.questions(folders[key], lesson.meta["title"])
        for key, lesson in lessons.items()
    }
    closing = [
        ("quiz", contents.quiz(document["final_quiz"], banks)),
        ("evaluation", form),
        ("attestation", contents.attestation(document["attestation"])),
    ]
    page = _course_page(catalogue, document, categories, closing)
    for key, lesson in lessons.items():
        _module_page(page, lesson, folders[key], terms)
    return page


def _stream(page: Page, field: str, rows: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    """Blocks with ids that stay the same at every load, in the form in which they are stored."""
    return [
        {"type": kind, "value": value, "id": str(lasting(page.slug, field, str(number), kind))}
        for number, (kind, value) in enumerate(rows)
    ]


def _list(values: list[Any], *where: str) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": value, "id": str(lasting(*where, str(number)))}
        for number, value in enumerate(values)
    ]


def _reviewed(document: dict[str, Any]) -> dict[str, Any]:
    reviewer = document.get("reviewer")
    who = f"{reviewer['name']}, {reviewer['role']}" if reviewer else document["reviewer_role"]
    return {
        "reviewer": who,
        "last_reviewed_on": document["last_reviewed"],
        "review_by": document["review_by"],
    }


def _references(page: Page, document: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [
        (
            "reference",
            {"title": row["title"], "detail": row.get("detail", ""), "url": row.get("url", "")},
        )
        for row in document.get("references", [])
    ]
    return _stream(page, "references", rows)


def _set(page: Page, fields: dict[str, Any]) -> bool:
    """Set fields, comparing stream fields by what they store; return True when one changed."""
    changed = False
    for name, value in fields.items():
        field = page._meta.get_field(name)
        if hasattr(field, "stream_block"):
            before = list(getattr(page, name).raw_data)
            if before != value:
                setattr(page, name, field.stream_block.to_python(value))
                changed = True
        elif getattr(page, name) != value:
            setattr(page, name, value)
            changed = True
    return changed


def _publish(parent: Page, page: Page, changed: bool) -> None:
    if page.pk is None:
        parent.add_child(instance=page)
    if changed or not page.live:
        page.save_revision().publish()


def _find(model: type[Page], parent: Page, slug: str) -> Page:
    found = model.objects.child_of(parent).filter(slug=slug).first()
    return found or model(slug=slug, translation_key=lasting(model.__name__, slug))


def _course_page(catalogue, document, categories, closing) -> CoursePage:
    page = _find(CoursePage, catalogue, document["key"])
    changed = _set(
        page,
        {
            "title": document["title"],
            "summary": document["summary"],
            "intro": rich(document["intro"]),
            "illustration": document["illustration"],
            "illustration_alt": document["illustration_alt"],
            "category": categories[document["category"]],
            "objectives": _stream(
                page, "objectives", [("objective", text) for text in document["objectives"]]
            ),
            "audience": document["audience"],
            "minutes": document["minutes"],
            "content_notes": document.get("content_notes") or "",
            "references": _references(page, document),
            "closing": _stream(
                page,
                "closing",
                [(kind, {"content": content.pk, "required": True}) for kind, content in closing],
            ),
            **_reviewed(document),
        },
    )
    if page.pk is None:
        page.credit_rows = [
            CourseCredit(
                amount=Decimal(row["amount"]),
                unit=row["unit"],
                category=categories[row["category"]],
                delivery=row["delivery"],
            )
            for row in document["credits"]
        ]
        page.presenters = [
            CoursePresenter(
                name=row["name"], credentials=row.get("credentials", ""), role=row.get("role", "")
            )
            for row in document["presenters"]
        ]
    _publish(catalogue, page, changed)
    return page


def _module_page(course: CoursePage, lesson: Lesson, folder, terms) -> ModulePage:
    meta = lesson.meta
    slug = slugify(meta["key"])
    page = _find(ModulePage, course, slug)
    case = contents.scenario(folder)
    prompts = contents.prompts(folder)
    rows = [
        _block(slug, number, kind, value, case, prompts, terms)
        for number, (kind, value) in enumerate(lesson.blocks)
    ]
    changed = _set(
        page,
        {
            "title": meta["title"],
            "summary": meta["summary"],
            "minutes": meta["minutes"],
            "illustration": meta["illustration"],
            "illustration_alt": meta["illustration_alt"],
            "content_notes": meta.get("content_note") or "",
            "objectives": _stream(
                page, "objectives", [("objective", text) for text in meta["objectives"]]
            ),
            "body": _stream(page, "body", rows),
            "references": _references(page, meta),
            **_reviewed(meta),
        },
    )
    _publish(course, page, changed)
    return page


def _block(slug, number, kind, value, case, prompts, terms) -> tuple[str, Any]:
    """A block as stored: choosers hold ids, lists hold items."""
    where = (slug, str(number))
    if kind == "scenario":
        return kind, {"content": case.pk, "required": True}
    if kind == "journal":
        prompt = prompts[value] if value else next(iter(prompts.values()))
        return kind, {"content": prompt.pk, "required": True}
    if kind == "glossary":
        return kind, {"terms": _list([terms[key].pk for key in value], *where)}
    if kind == "key_points":
        return kind, {**value, "points": _list(value["points"], *where)}
    if kind == "steps":
        return kind, {**value, "steps": _list(value["steps"], *where)}
    return kind, value
