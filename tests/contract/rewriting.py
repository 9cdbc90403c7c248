"""What an author does to content after somebody finished it, the same for every type."""

import json
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import DraftStateMixin, Revision

from courses import activities

MARK = "REWRITTEN"


def rewritten(value: Any, key: str = "") -> Any:
    """The same JSON with every title and every prose string changed, so that it keeps its shape: a
    string without a space is a key, a date or an id.
    """
    if isinstance(value, dict):
        return {name: rewritten(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [rewritten(part) for part in value]
    if not isinstance(value, str):
        return value
    if value[:1] in ("[", "{"):  # a StreamField's JSON, within the revision's
        return json.dumps(rewritten(json.loads(value)))
    return f"{MARK} {value}" if key == "title" or " " in value.strip() else value


def written_models(kind: activities.ActivityType) -> list[type[models.Model]]:
    """What authors of a type write: its content, and what the content draws on."""
    return [apps.get_model(name) for name in (kind.content_model, *kind.admin_menu)]


def republish(obj: models.Model) -> Revision:
    """Publish an object anew with other words in it everywhere."""
    revision = obj.save_revision()
    revision.content = rewritten(revision.content)
    revision.save(update_fields=["content"])
    revision.publish()
    return revision


def autosave_over(obj: models.Model) -> None:
    """Write over every revision of an object in place, as Wagtail's autosave does when a colleague
    published the draft that an author has open.
    """
    for revision in Revision.objects.for_instance(obj):
        revision.content = rewritten(revision.content)
        revision.save(update_fields=["content"])


def rewrite_fields(obj: models.Model) -> None:
    """Change the texts of a row that has no drafts."""
    texts = {
        field.attname: rewritten(getattr(obj, field.attname), field.name)
        for field in obj._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.unique
    }
    type(obj).objects.filter(pk=obj.pk).update(**texts)


def rewrite_everything(kind: activities.ActivityType) -> None:
    """Every object of every model of a type: published anew, then autosaved over."""
    for model in written_models(kind):
        for obj in model.objects.all():
            if isinstance(obj, DraftStateMixin):
                republish(obj)
                autosave_over(obj)
            else:
                rewrite_fields(obj)
