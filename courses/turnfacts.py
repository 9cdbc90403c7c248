"""What the pages of a turn ask each time: what is done, what was opened, and every try."""

from courses.models import ActivityCompletion, Attempt, ModuleVisit
from courses.people.prepared import WHOLE, Prepared

DONE = Prepared(
    lambda turn: ActivityCompletion.objects.filter(enrolment=turn).values_list(
        "activity_id", "completed_at"
    ),
    turn=WHOLE,
)
SEEN = Prepared(
    lambda turn: ModuleVisit.objects.filter(enrolment=turn).values_list("module_key"), turn=WHOLE
)
TRIES = Prepared(
    lambda turn: (
        Attempt.objects.filter(enrolment=turn).select_related("activity").order_by("number")
    ),
    turn=WHOLE,
)
