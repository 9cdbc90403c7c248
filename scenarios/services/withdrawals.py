"""The published versions of a case: who stands in each, and what taking one back would do."""

import uuid
from dataclasses import dataclass

from django.db.models import Count

from courses.models import Attempt
from courses.people.counting import whose
from scenarios.models import Run, ScenarioVersion, VersionWithdrawal


@dataclass(frozen=True)
class Published:
    """A version as its author looks at it."""

    version: ScenarioVersion
    withdrawal: VersionWithdrawal | None
    # The version whose text people read who began this one: often itself.
    read_as: ScenarioVersion
    # How many are in the middle of it, and read its text.
    part_way: int
    # If this one could not be played: the number whose text its people would go on with where they
    # are, and the one on which people begin; None where there is none.
    onward: int | None
    otherwise: int | None

    @property
    def is_read(self) -> bool:
        """Whether people who stand in it read its own text, and not a later correction of it."""
        return self.read_as.pk == self.version.pk


def of_case(*, scenario_uuid: uuid.UUID) -> list[Published]:
    """Every version of a case, the newest first. Two queries."""
    found = list(
        ScenarioVersion.objects.filter(scenario_uuid=scenario_uuid)
        .select_related("withdrawal__by")
        .defer("report")
        .order_by("-number")
    )
    standing = dict(
        Run.objects.filter(
            version__scenario_uuid=scenario_uuid,
            phase=Run.Phase.PLAYING,
            attempt__state=Attempt.State.OPEN,
        )
        .values_list("version__structure_hash")
        .annotate(people=Count(whose("attempt__enrolment__person"), distinct=True))
        .order_by()
    )
    return [_published(version, found, standing) for version in found]


def _published(
    version: ScenarioVersion, found: list[ScenarioVersion], standing: dict[str, int]
) -> Published:
    """As the player finds its text: the newest of the structure that may be played, or the newest
    of all that share it, where none may.
    """
    alike = [other for other in found if other.structure_hash == version.structure_hash]
    read_as = next((other for other in alike if _taken_back(other) is None), alike[0])
    others = [other for other in found if other != version and _taken_back(other) is None]
    same = [other.number for other in others if other in alike]
    return Published(
        version=version,
        withdrawal=_taken_back(version),
        read_as=read_as,
        part_way=standing.get(version.structure_hash, 0) if read_as == version else 0,
        onward=same[0] if same else None,
        otherwise=others[0].number if others else None,
    )


def _taken_back(version: ScenarioVersion) -> VersionWithdrawal | None:
    return getattr(version, "withdrawal", None)
