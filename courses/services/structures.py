"""Read an edition's structure, once in a process: an edition never changes."""

from django.db import transaction

from courses.models import Edition, EditionActivity
from courses.structure import ActivityFact, ModuleFact, Structure

AT_HAND = 256  # editions that a process keeps; one of ten modules takes about 10 kB
_kept: dict[int, Structure] = {}


def structure_of(edition_id: int) -> Structure:
    """The structure of an edition (three queries the first time, none afterwards).

    It is kept only once the transaction has committed: an edition that was rolled back may leave
    its
    number to another.
    """
    structure = _kept.get(edition_id)
    if structure is None:
        structure = _read(edition_id)
        transaction.on_commit(lambda: keep(structure))
    return structure


def keep(structure: Structure) -> None:
    """Keep a structure at hand, letting the one kept longest go when there are many."""
    if len(_kept) >= AT_HAND:
        _kept.pop(next(iter(_kept)), None)
    _kept[structure.edition] = structure


def forget() -> None:
    """Keep nothing at hand: for tests, which begin again with the same numbers."""
    _kept.clear()


def _read(edition_id: int) -> Structure:
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
        delay_hours=row.rules.get("delay_hours") or 0,
        block_id=row.activity.block_id,
        minutes=row.rules.get("time_limit"),
        rules=row.rules,
    )
