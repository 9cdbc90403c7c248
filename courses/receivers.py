"""What the core does when authors publish, move, unpublish or delete: cut the course anew, once.

Publishing happens from the editor, by workflow, schedule, bulk action and command; moving, unpublishing
and deleting announce no publish. Each marks its course; the cut follows on commit.
"""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from courses.models import ActivityContent, Course, CoursePage, EditionReference, ModulePage
from courses.services import editions, snapshots

_MARKED = "_candour_courses_to_cut"


def mark(page_ids) -> None:
    """Have these course pages cut once, when the transaction commits."""
    connection = transaction.get_connection()
    waiting: set[int] = connection.__dict__.setdefault(_MARKED, set())
    waiting.update(page_ids)

    def cut_all() -> None:
        ids = sorted(waiting)
        waiting.clear()
        for page_id in ids:
            editions.cut(page_id=page_id, now=timezone.now())

    transaction.on_commit(cut_all)


def course_pages_of(page: Page) -> list[int]:
    """The course page that a page is, or belongs to."""
    specific = page.specific_class
    if specific is CoursePage:
        return [page.pk]
    if specific is ModulePage:
        parent = page.get_parent()
        return [parent.pk] if parent is not None else []
    return []


@receiver([page_published, page_unpublished, page_slug_changed])
def cut_after_publish(sender, instance, **kwargs):
    if isinstance(instance, CoursePage):
        editions.course_for(page=instance)
    mark(course_pages_of(instance))


@receiver(post_page_move)
def cut_after_move(sender, instance, **kwargs):
    parents = {kwargs["parent_page_before"].pk, kwargs["parent_page_after"].pk}
    courses = CoursePage.objects.filter(pk__in=parents | {instance.pk})
    mark(courses.values_list("pk", flat=True))


@receiver(post_delete)
def cut_after_delete(sender, instance, **kwargs):
    if sender is CoursePage:
        Course.objects.filter(key=instance.translation_key).update(open=False)
    elif sender is ModulePage:
        parents = CoursePage.objects.filter(path=instance.path[: -ModulePage.steplen])
        mark(parents.values_list("pk", flat=True))


@receiver([published, unpublished])
def cut_after_content(sender, instance, **kwargs):
    if not isinstance(instance, ActivityContent):
        return
    if instance.live:
        snapshots.take_content(content=instance, now=timezone.now())
    places = EditionReference.objects.filter(
        model=instance._meta.label_lower, object_id=str(instance.pk)
    )
    keys = Course.objects.filter(current_edition__references__in=places).values("key")
    mark(CoursePage.objects.filter(translation_key__in=keys).values_list("pk", flat=True))
