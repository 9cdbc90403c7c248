"""Background work: fetch by id, guard, delegate."""

import logging

from django.utils import timezone
from django_tasks import task

from certificates import rendering
from certificates.services import awards, certificates
from courses.models import CourseCompletion

logger = logging.getLogger(__name__)


@task()
def issue_certificate(completion_id: int) -> str:
    """Award a completion and issue its certificate; return the number, or "" while it is queued."""
    completion = CourseCompletion.objects.filter(pk=completion_id).first()
    if completion is None:
        return ""
    award = awards.award(completion=completion, now=timezone.now())
    try:
        certificate = certificates.issue(award=award, now=timezone.now())
    except (rendering.LibrariesMissing, rendering.RenderingFailed, OSError) as error:
        logger.warning(
            "%s is awarded and queued; issue_missing_certificates will make it: %s", award, error
        )
        return ""
    return certificate.number
