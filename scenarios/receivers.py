"""What this app does when a case is published, and when two records are found to be one person."""

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from courses.people.models import Merge
from courses.people.signals import people_merged
from courses.services import snapshots
from scenarios.models import Scenario
from scenarios.services import rollups, versions


@receiver(published, sender=Scenario)
def file_version(sender, instance, **kwargs):
    """File the published case as a version. Taking its snapshot twice gives the same snapshot."""
    now = timezone.now()
    snapshot = snapshots.take_content(content=instance, now=now)
    versions.version_of(snapshot=snapshot, now=now)


@receiver(people_merged)
def count_once(sender, merge_id, **kwargs):
    """What both records did counts as one person's from now on."""
    merge = Merge.objects.select_related("kept__merged_into").get(pk=merge_id)
    rollups.forget_merged(person=merge.kept.as_now)
