"""Save hundreds of new questions at once, as Wagtail saves one.

The row and what hangs on it, a revision, the log, the references, the search index; and for a
published one the version that sittings pin.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Field, Model
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision
from wagtail.search import index as search_index
from wagtail.search.backends import get_search_backends

from courses.models import Snapshot
from courses.quizzes import contents
from courses.quizzes.models import Question, QuestionOption, QuestionUnit, RubricCriterion
from courses.services import snapshots

HANGING: tuple[tuple[type[Model], str], ...] = (
    (QuestionOption, "options"),
    (QuestionUnit, "units"),
    (RubricCriterion, "rubric"),
)

POINTERS = (
    "latest_revision",
    "live_revision",
    "first_published_at",
    "last_published_at",
    "published_snapshot",
    "published_keys",
    "published_tags",
)


def save(questions: list[Question], *, now: dt.datetime, user: Any) -> None:
    """Save new questions; those that are `live` are published. Call inside a transaction."""
    _insert(questions)
    kind = ContentType.objects.get_for_model(Question)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(question.pk),
            created_at=now,
            user=user,
            object_str=str(question),
            content=question.serializable_data(),
        )
        for question in questions
    )
    for question, revision in zip(questions, revisions, strict=True):
        question.latest_revision = revision
    _publish([question for question in questions if question.live], now)
    _point(questions)
    _log(questions, kind, now, user)
    _refer(questions, kind)
    if search_index.class_is_indexed(Question):
        for backend in get_search_backends(with_auto_update=True):
            backend.get_index_for_model(Question).add_items(Question, questions)


def _point(questions: list[Question]) -> None:
    """Store what each points to: row by row, for one statement about hundreds costs far more."""
    fields = [cast("Field[Any, Any]", Question._meta.get_field(name)) for name in POINTERS]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table, key = quote(Question._meta.db_table), quote(Question._meta.pk.column)
    rows = [
        [
            *(
                field.get_db_prep_save(getattr(question, field.attname), connection)
                for field in fields
            ),
            question.pk,
        ]
        for question in questions
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE {key} = %s", rows)  # noqa: S608


def _insert(questions: list[Question]) -> None:
    Question.objects.bulk_create(questions)
    for model, name in HANGING:
        rows = []
        for question in questions:
            for row in getattr(question, name).all():
                row.question_id = question.pk
                rows.append(row)
        model._default_manager.bulk_create(rows, batch_size=500)


def _publish(questions: list[Question], now: dt.datetime) -> None:
    taken = []
    for question in questions:
        model, key = snapshots.source_of(question)
        text = snapshots.canonical(snapshots.payload(question))
        taken.append(
            snapshots.unsaved(model=model, key=key, text=text, title=str(question), now=now)
        )
    Snapshot.objects.bulk_create(taken)
    for question, snapshot in zip(questions, taken, strict=True):
        question.live_revision = question.latest_revision
        question.first_published_at = question.last_published_at = now
        question.published_snapshot = snapshot
        question.published_keys = contents.keys_to_draw(snapshot.data)
        question.published_tags = contents.tags_of(snapshot.data)


def _log(questions: list[Question], kind: ContentType, now: dt.datetime, user: Any) -> None:
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(question.pk),
            label=str(question)[:255],
            action=action,
            timestamp=now,
            user=user,
            revision=question.latest_revision,
            content_changed=True,
            data={},
        )
        for question in questions
        for action in ("wagtail.create", *(("wagtail.publish",) if question.live else ()))
    )


def _refer(questions: list[Question], kind: ContentType) -> None:
    """Where each is used, as the admin shows it: its picture, its category."""
    ReferenceIndex.objects.bulk_create(
        (
            ReferenceIndex(
                content_type=kind,
                base_content_type=kind,
                object_id=str(question.pk),
                to_content_type_id=to_kind,
                to_object_id=to_object,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            )
            for question in questions
            for to_kind, to_object, model_path, content_path in dict.fromkeys(
                ReferenceIndex._extract_references_from_object(question)
            )
        ),
        batch_size=500,
    )
