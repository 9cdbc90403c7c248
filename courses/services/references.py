"""What an edition shows by reference: pictures, files, snippets, and what its contents use."""

import functools
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex
from wagtailmedia.models import get_media_model

from courses import activities
from courses.models import ActivityContent, CoursePage, GlossaryTerm, ModulePage


@functools.cache
def shown_models() -> tuple[type[Model], ...]:
    """Models whose rows a lesson or an activity may show, or need, by pointing at them."""
    labels = [
        label
        for kind in activities.registry().values()
        for label in (kind.content_model, *kind.needed_models)
    ]
    return (
        CoursePage,
        ModulePage,
        GlossaryTerm,
        get_image_model(),
        get_document_model(),
        get_media_model(),
        *(apps.get_model(label) for label in dict.fromkeys(labels)),
    )


def label_of(model: type[Model]) -> str:
    """How a model is named in `EditionReference`."""
    return model._meta.label_lower


def references_of(objects: Iterable[Model]) -> set[tuple[str, str]]:
    """(model, id) of these objects and of all that they show, their contents' own included."""
    found: set[tuple[str, str]] = set()
    waiting: list[Model] = list(objects)
    while waiting:
        obj = waiting.pop()
        name = (label_of(type(obj)), str(obj.pk))
        if name in found:
            continue
        found.add(name)
        for model, pk in _outgoing(obj):
            if issubclass(model, ActivityContent):
                waiting.extend(model._default_manager.filter(pk=pk))
            else:
                found.add((label_of(model), pk))
    return found


def _outgoing(obj: Model) -> set[tuple[type[Model], str]]:
    """What Wagtail sees an object point at, kept to what a reader would miss."""
    from django.contrib.contenttypes.models import ContentType

    known = {label_of(model): model for model in shown_models()}
    found = set()
    for content_type_id, pk, _path, _content in ReferenceIndex._extract_references_from_object(obj):
        model: type[Model] | None = ContentType.objects.get_for_id(content_type_id).model_class()
        if model is Page:  # a link in a text
            pages: Any = Page
            linked: Any = pages.objects.filter(pk=pk).select_related("content_type").first()
            model = linked.specific_class if linked is not None else None
        if model is not None and label_of(model) in known:
            found.add((model, pk))
    return found
