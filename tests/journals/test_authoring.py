"""Trainers write prompts and templates in the Wagtail admin."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from courses.journals.activity import JournalActivity
from courses.journals.models import JournalPrompt, JournalTemplate
from tests.factories.journal import make_journal

pytestmark = pytest.mark.django_db

NAMES = "wagtailsnippets_journals_journalprompt"


@pytest.fixture
def trainer(world):
    return world.client(world.trainer)


def form(**values) -> dict:
    fields = {
        "title": "A prompt",
        "prompt": '{"blocks":[{"key":"a","type":"unstyled","text":"What did you see?","depth":0,'
        '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
        "guidance": "null",
        "template": JournalTemplate.objects.get(key="what").pk,
        "suggested_words": 100,
    }
    return {**fields, **values}


def test_templates_come_with_it():
    sections = {
        template.key: template.sections.count() for template in JournalTemplate.objects.all()
    }

    own = {"what": 3, "gibbs": 6, "account": 4, "free": 1}
    assert sections == {**own, "rolfe": 3, "nmc": 4, "swe": 4, "hcpc": 4}


def test_a_trainer_publishes_a_prompt_and_its_snapshot_spells_out_the_sections(trainer):
    response = trainer.post(reverse(f"{NAMES}:add"), form(**{"action-publish": "action-publish"}))

    assert response.status_code == 302, response.content
    prompt = JournalPrompt.objects.get()
    assert prompt.live
    data = prompt.published_snapshot.data
    assert [part["heading"] for part in data["sections"]] == ["What?", "So what?", "Now what?"]
    assert "What did you see?" in data["prompt"]


def test_an_unfinished_prompt_is_kept_as_a_draft_and_not_published(trainer):
    empty = form(prompt="null")
    draft = trainer.post(reverse(f"{NAMES}:add"), empty)
    assert draft.status_code == 302
    prompt = JournalPrompt.objects.get()
    assert not prompt.live

    edit = reverse(f"{NAMES}:edit", args=[prompt.pk])
    refused = trainer.post(edit, {**empty, "action-publish": "action-publish"})

    assert refused.status_code == 200
    assert b"Write the prompt: what should people think about?" in refused.content
    prompt.refresh_from_db()
    assert not prompt.live


def test_no_other_way_publishes_an_unfinished_prompt():
    prompt = JournalPrompt.objects.create(title="Empty", live=False)

    with pytest.raises(ValidationError, match="Write the prompt"):
        prompt.save_revision().publish()
    assert [problem.field for problem in JournalActivity().check(prompt)] == ["prompt"]


def test_the_preview_is_the_learners_page_and_sends_nothing(trainer):
    prompt = make_journal(template="what")
    address = reverse(f"{NAMES}:preview_on_edit", args=[prompt.pk])
    trainer.post(address, form())

    page = trainer.get(address)

    assert page.status_code == 200
    assert b"So what?" in page.content
    assert b"data-autosave" not in page.content
    assert b"Save and finish" not in page.content
    assert b'method="dialog"' in page.content


def test_an_edited_template_reaches_a_prompt_when_it_is_published_next():
    prompt = make_journal(template="what")
    before = prompt.published_snapshot
    section = prompt.template.sections.first()
    section.heading = "What did you see?"
    section.save()
    assert before.data["sections"][0]["heading"] == "What?"

    prompt.save_revision().publish()

    prompt.refresh_from_db()
    assert prompt.published_snapshot.data["sections"][0]["heading"] == "What did you see?"
    before.refresh_from_db()
    assert before.data["sections"][0]["heading"] == "What?"


def test_a_trainer_edits_a_template(trainer):
    template = JournalTemplate.objects.get(key="free")
    address = reverse("wagtailsnippets_journals_journaltemplate:edit", args=[template.pk])
    assert trainer.get(address).status_code == 200
    section = template.sections.get()
    sent = {
        "name": "One page",
        "key": "free",
        "description": "",
        "sections-TOTAL_FORMS": 1,
        "sections-INITIAL_FORMS": 1,
        "sections-MIN_NUM_FORMS": 1,
        "sections-MAX_NUM_FORMS": 1000,
        "sections-0-id": section.pk,
        "sections-0-ORDER": 1,
        "sections-0-heading": "",
        "sections-0-hint": "Anything",
    }

    assert trainer.post(address, sent).status_code == 302
    section.refresh_from_db()
    assert section.hint == "Anything"


def test_learners_and_managers_have_no_door_to_authoring(world):
    for who in ("learner", "manager"):
        response = world.client(getattr(world, who)).get(reverse(f"{NAMES}:list"))
        assert response.status_code in (302, 403)


def test_lists_and_history_open_for_trainers(trainer):
    prompt = make_journal()
    for address in [
        reverse(f"{NAMES}:list"),
        reverse(f"{NAMES}:list") + "?q=yes",
        reverse(f"{NAMES}:edit", args=[prompt.pk]),
        reverse(f"{NAMES}:history", args=[prompt.pk]),
        reverse("wagtailsnippets_journals_journaltemplate:list"),
    ]:
        assert trainer.get(address).status_code == 200, address
