"""What follows when an author publishes a question, and when somebody signs in again."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from courses.models import Attempt
from courses.quizzes import keeping
from courses.quizzes.models import Question
from courses.quizzes.services import bank


@receiver(published, sender=Question)
def pin_published_question(sender, instance, **kwargs):
    bank.pin(question=instance, now=timezone.now())


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
