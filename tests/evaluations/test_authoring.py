"""Trainers write evaluation forms and attestations in the Wagtail admin."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from courses.evaluations.models import Attestation, EvaluationForm, EvaluationQuestion
from tests.factories.attestation import make_attestation
from tests.factories.evaluation import make_evaluation

pytestmark = pytest.mark.django_db

FORMS = "wagtailsnippets_evaluations_evaluationform"
STATEMENTS = "wagtailsnippets_evaluations_attestation"
PUBLISH = {"action-publish": "action-publish"}


@pytest.fixture
def trainer(world):
    return world.client(world.trainer)


def form(*questions, **values) -> dict:
    """What the editor sends: questions as dicts, in order."""
    fields = {
        "title": "Evaluation",
        "intro": "null",
        "questions-TOTAL_FORMS": len(questions),
        "questions-INITIAL_FORMS": sum("id" in question for question in questions),
        "questions-MIN_NUM_FORMS": 0,
        "questions-MAX_NUM_FORMS": 1000,
    }
    for number, question in enumerate(questions):
        row = {"type": "scale", "low": "", "high": "", "options": "", "id": "", **question}
        row["ORDER"] = number + 1
        fields |= {f"questions-{number}-{name}": value for name, value in row.items()}
    return {**fields, **values}


SCALE = {"text": "Objectives met?", "low": "Not at all", "high": "Completely", "required": "on"}


def test_a_trainer_publishes_a_form_and_its_snapshot_holds_the_questions(trainer):
    response = trainer.post(reverse(f"{FORMS}:add"), form(SCALE, **PUBLISH))

    assert response.status_code == 302
    content = EvaluationForm.objects.get()
    assert content.live
    (question,) = content.published_snapshot.data["questions"]
    assert question["text"] == "Objectives met?"
    assert question["key"] == str(content.questions.get().key)


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ([], "Add at least one question."),
        ([{**SCALE, "low": ""}], "Question 1: say in words what 1 and 5 mean."),
        (
            [SCALE, {"text": "Time?", "type": "choice", "options": "One"}],
            "Question 2: give at least two options, one a line.",
        ),
    ],
)
def test_an_unsound_form_is_kept_as_a_draft_and_not_published(trainer, questions, words):
    refused = trainer.post(reverse(f"{FORMS}:add"), form(*questions, **PUBLISH))
    assert refused.status_code == 200
    assert words in refused.content.decode()
    assert not EvaluationForm.objects.exists()

    assert trainer.post(reverse(f"{FORMS}:add"), form(*questions)).status_code == 302
    assert not EvaluationForm.objects.get().live


def test_no_other_way_publishes_an_unsound_form_or_an_empty_statement():
    content = EvaluationForm.objects.create(title="Empty", live=False)
    with pytest.raises(ValidationError, match="Add at least one question"):
        content.save_revision().publish()
    statement = Attestation.objects.create(title="Empty", live=False)
    with pytest.raises(ValidationError, match="Write the statement"):
        statement.save_revision().publish()


def test_a_question_keeps_its_key_when_it_is_edited_and_moved(trainer):
    content = make_evaluation()
    keys = {question.text: question.key for question in content.questions.all()}
    first, second, third = content.questions.order_by("sort_order")
    edited = form(
        {"id": second.pk, "text": second.text, "type": "choice", "options": second.options},
        {"id": first.pk, **SCALE, "text": "Reworded?"},
        {"id": third.pk, "text": third.text, "type": "text"},
        **PUBLISH,
    )

    assert trainer.post(reverse(f"{FORMS}:edit", args=[content.pk]), edited).status_code == 302

    content.refresh_from_db()
    questions = sorted(
        content.published_snapshot.data["questions"], key=lambda row: row["sort_order"]
    )
    assert [row["text"] for row in questions] == [second.text, "Reworded?", third.text]
    assert questions[1]["key"] == str(keys[first.text])


def test_previews_are_the_learners_pages_and_send_nothing(trainer):
    content, statement = make_evaluation(), make_attestation()
    address = reverse(f"{FORMS}:preview_on_edit", args=[content.pk])
    trainer.post(address, form(SCALE, {"text": "A box", "type": "text"}))
    page = trainer.get(address)
    assert page.status_code == 200
    assert b"Objectives met?" in page.content
    assert b"Send your answers" not in page.content
    assert b'method="dialog"' in page.content

    address = reverse(f"{STATEMENTS}:preview_on_edit", args=[statement.pk])
    trainer.post(address, {"title": "T", "text": "null"})
    page = trainer.get(address)
    assert page.status_code == 200
    assert b'method="dialog"' in page.content


def test_an_empty_statement_is_not_published(trainer):
    sent = {"title": "Statement", "text": "null"}

    refused = trainer.post(reverse(f"{STATEMENTS}:add"), {**sent, **PUBLISH})

    assert refused.status_code == 200
    assert b"Write the statement that people sign." in refused.content
    assert trainer.post(reverse(f"{STATEMENTS}:add"), sent).status_code == 302


def test_lists_and_history_open_for_trainers_alone(world, trainer):
    content, statement = make_evaluation(), make_attestation()
    addresses = [
        reverse(f"{FORMS}:list"),
        reverse(f"{FORMS}:edit", args=[content.pk]),
        reverse(f"{FORMS}:history", args=[content.pk]),
        reverse(f"{STATEMENTS}:list"),
        reverse(f"{STATEMENTS}:edit", args=[statement.pk]),
    ]
    for address in addresses:
        assert trainer.get(address).status_code == 200, address
        for who in ("learner", "manager"):
            assert world.client(getattr(world, who)).get(address).status_code in (302, 403)


def test_questions_of_every_type_can_be_previewed_from_an_unsaved_form(trainer):
    address = reverse(f"{FORMS}:preview_on_add")
    trainer.post(address, form(SCALE))

    assert trainer.get(address).status_code == 200
    assert not EvaluationQuestion.objects.exists()
