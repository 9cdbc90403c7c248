"""What follows when an author publishes, somebody signs in again, or a sitting was marked."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from courses.models import Attempt
from courses.quizzes import keeping, tasks
from courses.quizzes.models import Question, Vignette
from courses.quizzes.services import bank
from courses.quizzes.signals import sitting_marked


@receiver(published, sender=Question)
def pin_published_question(sender, instance, **kwargs):
    """Its version for sittings to pin is taken."""
    bank.pin(question=instance, now=timezone.now())


@receiver(published, sender=Vignette)
def pin_published_case(sender, instance, **kwargs):
    bank.pin_case(vignette=instance, now=timezone.now())


@receiver(user_logged_in)
def let_go_of_another_persons_answers(sender, request, user, **kwargs):
    """Answers that wait for one person are gone as soon as another signs in."""
    session = getattr(request, "session", None)
    attempt = keeping.waits(session) if session is not None else ""
    person = getattr(user, "person", None)
    if attempt and not (
        person
        and Attempt.objects.filter(uuid=attempt, enrolment__person__in=person.selves).exists()
    ):
        keeping.drop(session)


@receiver(sitting_marked)
def tell_the_learner(sender, attempt_id, **kwargs):
    """By mail, outside the marker's request where there is a worker."""
    tasks.tell_learner.enqueue(attempt_id)
