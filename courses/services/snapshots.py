"""Take the immutable copy of what was published, and read a page or content back from one."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from modelcluster.models import get_serializable_data_for_fields, model_from_serializable_data
from wagtail.models import Page

from courses.models import ActivityContent, Snapshot

SCHEMA = 1
# Where a page hangs, how it was published and who is at work on it is not what it says.
LEFT_OUT = frozenset(
    [
        "path",
        "depth",
        "numchild",
        "url_path",
        "draft_title",
        "live",
        "has_unpublished_changes",
        "go_live_at",
        "expire_at",
        "expired",
        "first_published_at",
        "last_published_at",
        "latest_revision",
        "live_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "search_description",
        "show_in_menus",
        "alias_of",
        "wagtail_admin_comments",
        "index_entries",
        "published_snapshot",
        "change_kind",
        "renew_by",
        "review_by",
    ]
)


def payload(obj: models.Model) -> dict[str, Any]:
    """What of an object goes into its snapshot."""
    if hasattr(obj, "serializable_data"):
        data = obj.serializable_data()
    else:
        data = get_serializable_data_for_fields(obj)
    return {key: value for key, value in data.items() if key not in LEFT_OUT}


def canonical(data: Any) -> str:
    """JSON with sorted keys and no spaces: the same content is the same string."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def source_of(obj: models.Model) -> tuple[str, str]:
    """The model label and the lasting key under which an object's snapshots are filed."""
    if isinstance(obj, Page):
        return obj._meta.label_lower, f"{obj.translation_key}:{obj.locale_id}"
    key = getattr(obj, "uuid", None) or obj.pk
    return obj._meta.label_lower, str(key)


def take(*, obj: models.Model, now: dt.datetime) -> Snapshot:
    """Return the snapshot of an object as it stands, writing it unless the same one is there."""
    text = canonical(payload(obj))
    digest = hashlib.sha256(text.encode()).hexdigest()
    model, key = source_of(obj)
    where = {"source_model": model, "source_key": key, "sha256": digest}
    snapshot = Snapshot.objects.filter(**where).first()
    if snapshot is None:
        try:
            with transaction.atomic():
                snapshot = unsaved(model=model, key=key, text=text, title=str(obj), now=now)
                snapshot.save()
        except IntegrityError:  # another process took it in the same moment
            snapshot = Snapshot.objects.get(**where)
    return snapshot


def unsaved(*, model: str, key: str, text: str, title: str, now: dt.datetime) -> Snapshot:
    """The row of a canonical text, for those who write many new ones at once."""
    return Snapshot(
        source_model=model,
        source_key=key,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        title=title[:255],
        schema=SCHEMA,
        data=json.loads(text),
        taken_at=now,
    )


def take_content(*, content: ActivityContent, now: dt.datetime) -> Snapshot:
    """Take the snapshot of an activity's content and make it the one that new editions pin."""
    snapshot = take(obj=content, now=now)
    if content.published_snapshot_id != snapshot.pk:
        type(content).objects.filter(pk=content.pk).update(published_snapshot=snapshot)
        content.published_snapshot = snapshot
    return snapshot


def load(snapshot: Snapshot) -> models.Model:
    """Rebuild the unsaved object that a snapshot was taken of. It must not be saved."""
    model = apps.get_model(snapshot.source_model)
    data = dict(snapshot.data)
    if issubclass(model, Page):
        # What the tree would say; a page read from its snapshot has no place in it.
        data.update(path="", depth=0, numchild=0, url_path="", live=True)
    if hasattr(model, "from_serializable_data"):
        return model.from_serializable_data(data, check_fks=False)
    return model_from_serializable_data(model, data, check_fks=False)
