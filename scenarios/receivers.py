"""What this app does when a case is published: file the version."""

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from courses.services import snapshots
from scenarios.models import Scenario
from scenarios.services import versions


@receiver(published, sender=Scenario)
def file_version(sender, instance, **kwargs):
    """File the published case as a version. Taking its snapshot twice gives the same snapshot."""
    now = timezone.now()
    snapshot = snapshots.take_content(content=instance, now=now)
    versions.version_of(snapshot=snapshot, now=now)
