"""Keep the review of drafts alive: someone must be able to approve what an author submits."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowMixin,
    WorkflowPage,
)

from courses.people.services.groups import own_groups
from courses.services.groups import authored_models

# What Wagtail's first migration sets up, and calls its workflow and its task.
FIRST_GROUP = "Moderators"
FIRST_NAME = "Moderators approval"


@transaction.atomic
def ensure_reviewers() -> bool:
    """Let trainers and administrators approve what Wagtail's first workflow would ask nobody.

    Wagtail starts with one workflow, for all pages, whose only group is “Moderators”. No role here
    is in that group, so a submitted page would be locked to everybody. The task is given to those
    who author, and named for what it is; a workflow that an administrator set up is left alone.
    Returns True when something was changed. Called after each migrate.
    """
    changed = False
    for task in GroupApprovalTask.objects.filter(groups__name=FIRST_GROUP):
        groups = list(task.groups.all())
        if len(groups) > 1 or groups[0].user_set.exists():
            continue
        task.groups.set(own_groups())
        changed = True
        if task.name == FIRST_NAME:
            task.name = _("A colleague’s approval")
            task.save(update_fields=["name"])
        Workflow.objects.filter(name=FIRST_NAME, workflow_tasks__task=task).update(
            name=_("Review by a colleague")
        )
    return changed


@transaction.atomic
def review_contents() -> bool:
    """Have contents reviewed as pages are: give each kind the workflow of all pages.

    Wagtail gives its first workflow to pages alone. Called once, when a site is set up: an
    administrator who takes a kind's workflow away afterwards means it. A kind that has one keeps
    it. Returns True when something was changed.
    """
    everywhere = WorkflowPage.objects.filter(page=Page.get_first_root_node()).first()
    if everywhere is None or not everywhere.workflow.active:
        return False
    changed = False
    for model in authored_models():
        if issubclass(model, WorkflowMixin):
            _row, made = WorkflowContentType.objects.get_or_create(
                content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
                defaults={"workflow": everywhere.workflow},
            )
            changed |= made
    return changed
