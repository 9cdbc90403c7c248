"""A draft is submitted, looked at by a colleague, approved or sent back."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from courses.journals.models import JournalPrompt
from courses.models import ModulePage
from courses.people.services.roles import ADMINISTRATORS, TRAINERS
from courses.quizzes.models import Quiz
from courses.services import reviewing
from tests.courses.authoring.test_admin import edit_url, form_data
from tests.factories.journal import make_journal

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_workflow(db):
    """What Wagtail's own migrations set up: one workflow for all pages, for its moderators."""
    WorkflowPage.objects.all().delete()
    group, _made = Group.objects.get_or_create(name="Moderators")
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Moderators approval")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())
    return workflow


@pytest.fixture
def submitted(world, trainer, first_workflow):
    """A module that a trainer reworded and submitted."""
    reviewing.ensure_reviewers()
    module = ModulePage.objects.child_of(world.page(world.course())).get()
    data = form_data(module, title="Reworded", **{"action-submit": "action-submit"})
    assert trainer.post(edit_url(module), data).status_code == 302
    assert module.current_workflow_state is not None
    return module


def decide(client, module, decision):
    state = module.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[module.pk, decision, state.pk])
    return client.post(url, {"comment": "As agreed."})


def test_a_colleague_approves_what_was_submitted(world, submitted, administrator, committed):
    with committed():
        decide(administrator, submitted, "approve")
    submitted.refresh_from_db()
    assert (submitted.title, submitted.live) == ("Reworded", True)
    assert submitted.current_workflow_state is None


def test_a_colleague_sends_it_back(submitted, administrator, trainer):
    decide(administrator, submitted, "reject")
    submitted.refresh_from_db()
    assert submitted.title == "Module 1"
    assert submitted.current_workflow_state.status == "needs_changes"
    assert "As agreed." in trainer.get(edit_url(submitted)).text


def test_whoever_submitted_can_go_on_writing(submitted, trainer):
    html = trainer.get(edit_url(submitted)).text
    assert "Only reviewers for this task can edit" not in html
    assert "Review by a colleague" in html


def test_authors_are_asked_in_place_of_nobody(first_workflow):
    assert reviewing.ensure_reviewers()
    task = first_workflow.tasks.get().specific
    assert {group.name for group in task.groups.all()} == {TRAINERS, ADMINISTRATORS}
    assert not reviewing.ensure_reviewers()


def test_moderators_who_exist_keep_their_workflow(world, first_workflow):
    Group.objects.get(name="Moderators").user_set.add(world.trainer.users.get())
    assert not reviewing.ensure_reviewers()
    assert first_workflow.tasks.get().specific.groups.get().name == "Moderators"


def test_administrators_keep_the_folders_of_files(trainer, administrator):
    url = reverse("wagtailadmin_collections:index")
    assert administrator.get(url).status_code == 200
    assert administrator.get(reverse("wagtailadmin_collections:add")).status_code == 200
    assert trainer.get(url).status_code == 302


def test_a_content_is_submitted_to_a_colleague(world, trainer, administrator, first_workflow):
    reviewing.ensure_reviewers()
    assert reviewing.review_contents()
    assert not reviewing.review_contents()
    prompt = make_journal()
    prompt.title = "Reworded"
    prompt.save_revision()
    edit = reverse("wagtailsnippets_journals_journalprompt:edit", args=[prompt.pk])
    assert "action-submit" in trainer.get(edit).text
    workflow = prompt.get_workflow()
    workflow.start(prompt, world.trainer.users.get())
    task = prompt.current_workflow_task_state
    assert {group.name for group in task.task.specific.groups.all()} == {TRAINERS, ADMINISTRATORS}
    url = reverse(
        "wagtailsnippets_journals_journalprompt:workflow_action",
        args=[prompt.pk, "approve", task.pk],
    )
    assert administrator.post(url, {"comment": "Good."}).status_code == 302
    prompt.refresh_from_db()
    assert (prompt.title, prompt.live) == ("Reworded", True)


def test_a_kind_keeps_the_workflow_that_it_has(first_workflow):
    other = Workflow.objects.create(name="Two pairs of eyes")
    kind = ContentType.objects.get_for_model(Quiz)
    WorkflowContentType.objects.create(content_type=kind, workflow=other)
    reviewing.review_contents()
    assert Quiz.get_default_workflow() == other
    assert JournalPrompt.get_default_workflow() == first_workflow
