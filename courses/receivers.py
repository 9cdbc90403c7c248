"""What the core does when authors publish, move, unpublish or delete: cut the course anew, once.

Publishing happens from the editor, by workflow, schedule, bulk action and command; moving,
unpublishing
and deleting announce no publish. Each marks its course; the cut follows on commit.
"""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete
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

from courses.models import (
    ActivityContent,
    Course,
    CoursePage,
    EditionReference,
    HomePage,
    LearningEvent,
    ModulePage,
)
from courses.people.models import Merge
from courses.people.signals import people_merged
from courses.services import (
    changes,
    editions,
    events,
    groups,
    guards,
    references,
    reviewing,
    snapshots,
)
from courses.services.changes import Answer


class _Cut:
    """What waits for one commit: course pages, and the strongest answer given for each.

    Every mark of a transaction shares `waiting`; a transaction that is rolled back takes it along.
    """

    def __init__(self, waiting: dict[int, Answer]):
        self.waiting = waiting

    def __call__(self) -> None:
        marked = sorted(self.waiting.items())
        self.waiting.clear()
        for page_id, answer in marked:
            editions.cut(page_id=page_id, now=timezone.now(), answer=answer)


def mark(page_ids, answer: Answer | None = None) -> None:
    """Have these course pages cut once, when the transaction commits.

    `answer` says whom the change reaches; the strongest of a transaction's answers counts.
    """
    pending = (entry[1] for entry in transaction.get_connection().run_on_commit)
    earlier = next((call for call in pending if isinstance(call, _Cut)), None)
    waiting = earlier.waiting if earlier is not None else {}
    answer = answer or Answer()
    for page_id in page_ids:
        waiting[page_id] = answer.or_stronger(waiting.get(page_id))
    transaction.on_commit(_Cut(waiting))


def course_pages_of(page: Page) -> list[int]:
    """The course page that a page is, or belongs to."""
    specific = page.specific_class
    if specific is CoursePage:
        return [page.pk]
    if specific is ModulePage:
        parent = page.get_parent()
        return [parent.pk] if parent is not None else []
    return []


@receiver(page_published)
def cut_after_publish(sender, instance, revision=None, **kwargs):
    if isinstance(instance, CoursePage):
        editions.course_for(page=instance)
    elif not isinstance(instance, ModulePage):
        return
    answer = changes.use_up(page=instance, revision=revision)
    mark(course_pages_of(instance), answer)


@receiver([page_unpublished, page_slug_changed])
def cut_after_unpublish(sender, instance, **kwargs):
    if isinstance(instance, CoursePage):
        editions.course_for(page=instance)
    mark(course_pages_of(instance))


@receiver(post_page_move)
def cut_after_move(sender, instance, **kwargs):
    parents = {kwargs["parent_page_before"].pk, kwargs["parent_page_after"].pk}
    courses = CoursePage.objects.filter(pk__in=parents | {instance.pk})
    mark(courses.values_list("pk", flat=True))


def keep_what_people_use(sender, instance, **kwargs):
    """Refuse every deletion, by whatever path, of what an edition with people shows."""
    guards.refuse_if_in_use([instance])


def cut_after_delete(sender, instance, **kwargs):
    if sender is CoursePage:
        others = CoursePage.objects.filter(translation_key=instance.translation_key, live=True)
        if not others.exclude(pk=instance.pk).exists():
            Course.objects.filter(key=instance.translation_key).update(open=False)
    elif sender is ModulePage:
        parents = CoursePage.objects.filter(path=instance.path[: -ModulePage.steplen])
        mark(parents.values_list("pk", flat=True))
    elif issubclass(sender, ActivityContent):
        mark(course_pages_with(instance))


def connect_deletions() -> None:
    """Listen to the models that editions show, and to no other: listening slows each deletion."""
    for model in references.shown_models():
        pre_delete.connect(keep_what_people_use, sender=model)
        post_delete.connect(cut_after_delete, sender=model)


def course_pages_with(content: ActivityContent):
    """Ids of the course pages whose current edition places this content."""
    places = EditionReference.objects.filter(
        model=references.label_of(type(content)), object_id=str(content.pk)
    )
    keys = Course.objects.filter(current_edition__references__in=places).values("key")
    return list(CoursePage.objects.filter(translation_key__in=keys).values_list("pk", flat=True))


@receiver([published, unpublished])
def cut_after_content(sender, instance, **kwargs):
    if not isinstance(instance, ActivityContent):
        return
    if instance.live:
        snapshots.take_content(content=instance, now=timezone.now())
    mark(course_pages_with(instance))


@receiver(people_merged)
def log_a_merge(sender, merge_id, **kwargs):
    """The log says so too, once; the merge's own row is what counts."""
    merge = Merge.objects.select_related("merged").get(pk=merge_id)
    if not LearningEvent.objects.filter(verb="merged", object_uuid=merge.merged.uuid).exists():
        events.record(
            verb="merged",
            object_type="person",
            object_uuid=merge.merged.uuid,
            person_id=merge.kept_id,
            actor=merge.actor,
            now=merge.merged_at,
            data={"merge": str(merge.uuid)},
        )


@receiver(post_migrate)
def ensure_groups_after_migrate(sender, **kwargs):
    """Once every application has its tables and permissions, and so after the last one."""
    heard = [config for config in apps.get_app_configs() if config.models_module is not None]
    if sender is heard[-1] and kwargs.get("using") == DEFAULT_DB_ALIAS:
        groups.ensure_groups()
        reviewing.ensure_reviewers()


@receiver(post_save, sender=HomePage)
def ensure_groups_after_home(sender, created, raw=False, **kwargs):
    if created and not raw:
        groups.ensure_groups()
