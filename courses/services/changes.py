"""The answer that an author gives when publishing: whom does this change reach?

It is a field of the page's draft, since publishing also happens by workflow, schedule, bulk action
and command. Publishing uses it up: the row and the published revision go back to “new people
only”, so that the next draft does not inherit “wording only” unseen. What was answered stays on
the edition that it led to.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Revision

from courses.models import CoursePage, ModulePage
from courses.models.editions import ChangeKind

_STRENGTH = [ChangeKind.MINOR, ChangeKind.NEW_PEOPLE, ChangeKind.RENEW]


@dataclass(frozen=True)
class Answer:
    """Whom a change reaches; `renew_by` is the day by which everyone renews, where they do."""

    kind: ChangeKind = ChangeKind.NEW_PEOPLE
    renew_by: dt.date | None = None

    def or_stronger(self, other: "Answer | None") -> "Answer":
        """Of two changes that are cut together, the answer that touches what people do the more."""
        if other is None or _STRENGTH.index(self.kind) >= _STRENGTH.index(other.kind):
            return self
        return other


@transaction.atomic
def use_up(*, page: CoursePage | ModulePage, revision: Revision | None) -> Answer:
    """Return the answer of a page that was just published, and put the question anew.

    A page that only goes live later keeps its answer until then.
    """
    if not page.live:
        return Answer()
    renew_by = page.renew_by if isinstance(page, CoursePage) else None
    answer = Answer(ChangeKind(page.change_kind), renew_by)
    if answer == Answer():
        return answer
    fresh: dict[str, str | None] = {"change_kind": ChangeKind.NEW_PEOPLE.value}
    if isinstance(page, CoursePage):
        fresh["renew_by"] = None
    type(page).objects.filter(pk=page.pk).update(**fresh)
    for name, value in fresh.items():
        setattr(page, name, value)
    if revision is not None:
        revision.content.update(fresh)
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    return answer
