"""Background work: fetch by id, guard, delegate."""

from django_tasks import task

from courses.models import Attempt
from courses.quizzes.services import notices


@task()
def tell_learner(attempt_id: int) -> int:
    """Tell a learner that their sitting was marked; return how many mails left."""
    attempt = (
        Attempt.objects.select_related(
            "enrolment__person__organisation",
            "enrolment__person__merged_into__organisation",
            "enrolment__edition",
            "edition_activity",
        )
        .filter(pk=attempt_id, state=Attempt.State.FINISHED)
        .first()
    )
    return notices.tell_marked(attempt=attempt) if attempt else 0
