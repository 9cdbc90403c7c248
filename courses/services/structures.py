"""Read an edition's structure, once in a process: an edition never changes."""

import functools

from courses.models import Edition, EditionActivity
from courses.structure import ActivityFact, ModuleFact, Structure


@functools.lru_cache(maxsize=256)
def structure_of(edition_id: int) -> Structure:
    """The structure of an edition (three queries the first time, none afterwards)."""
    edition = Edition.objects.get(pk=edition_id)
    rows = list(
        EditionActivity.objects.filter(edition=edition)
        .select_related("activity")
        .order_by("position")
    )
    return Structure(
        edition=edition.pk,
        course=edition.course_id,
        title=edition.title,
        minutes=edition.minutes,
        modules=tuple(
            ModuleFact(
                key=module.key,
                slug=module.slug,
                title=module.title,
                minutes=module.minutes,
                snapshot=module.snapshot_id,
                activities=tuple(_fact(row) for row in rows if row.module_id == module.pk),
            )
            for module in edition.modules.order_by("position")
        ),
        closing=tuple(_fact(row) for row in rows if row.module_id is None),
    )


def _fact(row: EditionActivity) -> ActivityFact:
    return ActivityFact(
        key=row.activity_id,
        uuid=row.activity.uuid,
        edition_activity=row.pk,
        type=row.activity.type,
        title=row.title,
        required=row.required,
        attempts=row.rules.get("attempts"),
        block_id=row.activity.block_id,
    )
