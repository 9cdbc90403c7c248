"""Make what is missing: the sweep that makes a lost signal or a failed rendering harmless."""

import datetime as dt
from dataclasses import dataclass, field

from certificates import rendering
from certificates.services import awards, certificates
from courses.models import CourseCompletion
from courses.models.appendonly import AppendOnlyQuerySet

MOST_IN_A_RUN = 500


@dataclass
class Sweep:
    """What one run came to. `held` is how many it left alone because there were too many."""

    issued: int = 0
    queued: int = 0  # awarded, and no document can be made on this machine
    held: int = 0
    failed: list[str] = field(default_factory=list)
    libraries: str = ""  # what the machine lacks, in its own words


def missing() -> AppendOnlyQuerySet:
    """Completions with no award, or an award without certificate; a revoked one isn't missing."""
    return CourseCompletion.objects.filter(award__certificates__isnull=True).order_by("pk")


def missing_count() -> int:
    """How many certificates were earned and not yet made."""
    return missing().count()


def sweep(*, now: dt.datetime, most: int | None = MOST_IN_A_RUN) -> Sweep:
    """Award and issue whatever is missing, each for itself: a bad row never stops the others.

    With more than `most` missing it makes none: that many at once point to something wrong, such as
    a restored database, which somebody should look at first. `None` knows no limit.
    """
    result = Sweep()
    ids = list(missing().values_list("pk", flat=True))
    if most is not None and len(ids) > most:
        result.held = len(ids)
        return result
    for pk in ids:
        _make(pk, result, now)
    return result


def _make(pk: int, result: Sweep, now: dt.datetime) -> None:
    completion = CourseCompletion.objects.get(pk=pk)
    try:
        award = awards.award(completion=completion, now=now)
        if result.libraries:
            result.queued += 1
            return
        certificates.issue(award=award, now=now)
    except rendering.LibrariesMissing as error:
        result.libraries = str(error)
        result.queued += 1
    except Exception as error:
        result.failed.append(f"completion {completion.uuid}: {type(error).__name__}: {error}")
    else:
        result.issued += 1
