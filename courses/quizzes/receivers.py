"""What happens when an author publishes a question: its version for sittings to pin is taken."""

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from courses.quizzes.models import Question
from courses.quizzes.services import bank


@receiver(published, sender=Question)
def pin_published_question(sender, instance, **kwargs):
    bank.pin(question=instance, now=timezone.now())
