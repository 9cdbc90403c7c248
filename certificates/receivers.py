"""A completed course earns a certificate."""

from django.dispatch import receiver

from certificates import tasks
from courses.signals import course_completed


@receiver(course_completed)
def issue_on_completion(sender, completion_id, **kwargs):
    """Have it made outside the request that completed the course, where there is a worker."""
    tasks.issue_certificate.enqueue(completion_id)
