"""Send the sittings whose time has ended while nobody looked."""

import datetime as dt

from courses.models import Attempt
from courses.quizzes.models import Sitting
from courses.quizzes.services import answers, clock


def sweep(*, now: dt.datetime) -> int:
    """Send what was kept in every sitting whose time is over; return how many were sent.

    Two sweeps at once, or a sweep and a learner who comes back, send each one once.
    """
    late = Sitting.objects.filter(
        deadline_at__lt=now - clock.grace(), attempt__state=Attempt.State.OPEN
    )
    sent = 0
    for attempt_uuid in list(late.values_list("attempt__uuid", flat=True)):
        try:
            answers.send_late(attempt_uuid=attempt_uuid, now=now)
        except (answers.AlreadyFinished, answers.NothingAsked):
            continue
        sent += 1
    return sent
