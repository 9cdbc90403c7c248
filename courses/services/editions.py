"""Cut editions: freeze what a live course asks for, whenever that changes."""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from wagtail.models import Page

from courses import activities, announce, signals
from courses.models import (
    Activity,
    Course,
    CoursePage,
    Edition,
    EditionActivity,
    EditionModule,
    EditionReference,
    Enrolment,
    ModulePage,
    Snapshot,
)
from courses.models.editions import ChangeKind
from courses.services import placements, references, snapshots
from courses.services.changes import Answer


@dataclass
class _ActivityPlan:
    activity: Activity
    title: str
    required: bool
    rules: dict[str, Any]
    snapshot: Snapshot


@dataclass
class _ModulePlan:
    page: ModulePage
    snapshot: Snapshot
    activities: list[_ActivityPlan] = field(default_factory=list)


@dataclass
class _Plan:
    page: CoursePage
    snapshot: Snapshot
    modules: list[_ModulePlan]
    closing: list[_ActivityPlan]

    def every_activity(self) -> list[_ActivityPlan]:
        return [*(plan for module in self.modules for plan in module.activities), *self.closing]

    def fingerprint(self) -> str:
        """Equal for two cuts that ask for the same things in the same words."""
        parts = [
            self.snapshot.sha256,
            [
                [m.snapshot.sha256, m.page.slug, [_print(a) for a in m.activities]]
                for m in self.modules
            ],
            [_print(a) for a in self.closing],
        ]
        return hashlib.sha256(snapshots.canonical(parts).encode()).hexdigest()


def _print(plan: _ActivityPlan) -> list[Any]:
    return [plan.activity.pk, plan.required, plan.rules, plan.snapshot.sha256]


def course_for(*, page: CoursePage) -> Course:
    """The identity of a course page, made when it is first asked for and kept in step with it.

    A page that is not live closes its course; what opens it is an edition (see `cut`).
    """
    course, _made = Course.objects.get_or_create(
        key=page.translation_key,
        defaults={
            "title": page.title,
            "slug": page.slug,
            "minutes": page.minutes,
            "open": False,
        },
    )
    category = page.category.name if page.category_id and page.category else ""
    now = (page.title, page.slug, page.minutes, category, page.live and course.open)
    if (course.title, course.slug, course.minutes, course.category, course.open) != now:
        course.title, course.slug, course.minutes, course.category, course.open = now
        course.save(update_fields=["title", "slug", "minutes", "category", "open"])
    return course


@transaction.atomic
def cut(*, page_id: int, now: dt.datetime, answer: Answer | None = None) -> Edition | None:
    """Cut an edition of a live course page, unless nothing changed since the last.

    `answer` says whom the change reaches; without one it is the page's own. Returns the current
    edition, or None where the page is not live: the course is then closed to new people, and open
    to those part-way. It is closed as well while its edition has nothing to read or do.
    """
    page = CoursePage.objects.select_related("category", "locale").filter(pk=page_id).first()
    if page is None or not page.live:
        return None
    answer = answer or Answer(ChangeKind(page.change_kind), page.renew_by)
    course = course_for(page=page)
    Course.objects.select_for_update().get(pk=course.pk)  # one cut at a time
    plan = _plan(course, page, now)
    language = page.locale.language_code
    last = course.editions.filter(language=language).order_by("-number").first()
    fingerprint = plan.fingerprint()
    is_news = answer.kind == ChangeKind.RENEW  # even where no word changed
    if last is not None and last.fingerprint == fingerprint and not is_news:
        edition = last
    else:
        edition = _replace_or_add(course, language, last, plan, fingerprint, now, answer)
        announce.on_commit(signals.edition_cut, edition_id=edition.pk, course_id=course.pk)
    if answer.kind == ChangeKind.MINOR:
        _move_people(edition)
    has_something = bool(plan.modules or plan.closing)
    if course.current_edition_id != edition.pk or course.open != has_something:
        Course.objects.filter(pk=course.pk).update(current_edition=edition, open=has_something)
    return edition


def _plan(course: Course, page: CoursePage, now: dt.datetime) -> _Plan:
    modules = [
        _ModulePlan(
            page=module,
            snapshot=snapshots.take(obj=module, now=now),
            activities=_activity_plans(course, module.translation_key, module.body, now),
        )
        for module in ModulePage.objects.child_of(page).live().order_by("path")
    ]
    return _Plan(
        page=page,
        snapshot=snapshots.take(obj=page, now=now),
        modules=modules,
        closing=_activity_plans(course, page.translation_key, page.closing, now),
    )


def _activity_plans(
    course: Course, page_key: uuid.UUID, stream: Any, now: dt.datetime
) -> list[_ActivityPlan]:
    rows = placements.sync_activities(course=course, page_key=page_key, stream=stream)
    plans = []
    for placement in placements.placements(stream):
        content = placement.content
        if not content.live:  # a draft that was never published cannot be asked for
            continue
        snapshot = content.published_snapshot or snapshots.take_content(content=content, now=now)
        plans.append(
            _ActivityPlan(
                activity=rows[placement.block_id],
                title=str(content)[:255],
                required=placement.required,
                rules=activities.get(placement.type).rules(content),
                snapshot=snapshot,
            )
        )
    return plans


def _replace_or_add(
    course: Course,
    language: str,
    last: Edition | None,
    plan: _Plan,
    fingerprint: str,
    now: dt.datetime,
    answer: Answer,
) -> Edition:
    if last is not None and last.change_kind != ChangeKind.RENEW and not last.enrolments.exists():
        Course.objects.filter(current_edition=last).update(current_edition=None)
        last.delete()
    highest = course.editions.filter(language=language).aggregate(n=Max("number"))["n"] or 0
    edition = Edition.objects.create(
        course=course,
        language=language,
        number=highest + 1,
        page_snapshot=plan.snapshot,
        title=plan.page.title,
        minutes=plan.page.minutes,
        credits=credits_of(plan.page),
        facts=_facts(plan.page),
        fingerprint=fingerprint,
        change_kind=answer.kind,
        renew_by=answer.renew_by if answer.kind == ChangeKind.RENEW else None,
        cut_at=now,
    )
    _write_parts(edition, plan)
    return edition


def _write_parts(edition: Edition, plan: _Plan) -> None:
    position = 0
    for number, module in enumerate(plan.modules):
        row = EditionModule.objects.create(
            edition=edition,
            position=number,
            key=module.page.translation_key,
            slug=module.page.slug,
            title=module.page.title,
            minutes=module.page.minutes,
            snapshot=module.snapshot,
        )
        for item in module.activities:
            _write_activity(edition, row, item, position)
            position += 1
    for item in plan.closing:
        _write_activity(edition, None, item, position)
        position += 1
    _write_references(edition, plan)


def _write_activity(
    edition: Edition, module: EditionModule | None, item: _ActivityPlan, position: int
) -> None:
    EditionActivity.objects.create(
        edition=edition,
        module=module,
        activity=item.activity,
        position=position,
        title=item.title,
        required=item.required,
        rules=item.rules,
        content_snapshot=item.snapshot,
    )


def _write_references(edition: Edition, plan: _Plan) -> None:
    """Note what this edition shows by reference, so that the delete guards can protect it."""
    pages: list[Page] = [plan.page, *(module.page for module in plan.modules)]
    EditionReference.objects.bulk_create(
        EditionReference(edition=edition, model=model, object_id=object_id)
        for model, object_id in sorted(references.references_of(pages))
    )


def credits_of(page: CoursePage) -> list[dict[str, str]]:
    """The credits of a course page, of a draft too, as an edition freezes them."""
    return [
        {
            "amount": str(row.amount),
            "unit": row.unit,
            "category": row.category.name if row.category else "",
            "delivery": row.delivery,
        }
        for row in page.credit_rows.select_related("category")
    ]


def _facts(page: CoursePage) -> dict[str, Any]:
    return {
        "summary": page.summary,
        "objectives": [str(block.value) for block in page.objectives],
        "presenters": [
            {"name": row.name, "credentials": row.credentials, "role": row.role}
            for row in page.presenters.all()
        ],
        "illustration": page.illustration,
        "illustration_alt": page.illustration_alt,
        "category": page.category.name if page.category else "",
        "slug": page.slug,
    }


def _demands(edition: Edition) -> dict[int, Any]:
    return {row.activity_id: [row.required, row.rules] for row in edition.activities.all()}


def _move_people(edition: Edition) -> None:
    """Bring people part-way to a reworded edition, where it asks for exactly the same things.

    An attempt under way stays on the content that it pinned.
    """
    asked = _demands(edition)
    modules = set(edition.modules.values_list("key", flat=True))
    earlier = Edition.objects.filter(
        course_id=edition.course_id,
        language=edition.language,
        enrolments__state=Enrolment.State.OPEN,
        withdrawn_at__isnull=True,
    ).exclude(pk=edition.pk)
    for old in earlier.distinct():
        if _demands(old) == asked and set(old.modules.values_list("key", flat=True)) == modules:
            Enrolment.objects.filter(edition=old, state=Enrolment.State.OPEN).update(
                edition=edition
            )
