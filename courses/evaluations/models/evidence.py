"""What people answered and signed: rows that are written once.

Wagtail's reference index leaves them alone, and no permission opens them: they are read through
`reports`, which counts from five people up.
"""

import uuid

from django.db import models

from courses.evaluations import questions
from courses.models import AppendOnlyModel, Attempt


class EvaluationResponse(AppendOnlyModel):
    """One person's answers to one form, written by `services.responses.respond` when they are sent.

    `sealed` holds what they wrote in boxes, as one text sealed under their own key for this row; it
    is empty where they wrote nothing.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # One response for an attempt, however often the form is sent.
    attempt = models.OneToOneField(
        Attempt, on_delete=models.PROTECT, related_name="evaluation_response"
    )
    # The form as authored (not a foreign key: authors may delete it), for the report.
    form_uuid = models.UUIDField()
    sealed = models.BinaryField(null=True)
    key_uuid = models.UUIDField(null=True)
    answered_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sealed__isnull=True, key_uuid__isnull=True)
                | models.Q(sealed__isnull=False, key_uuid__isnull=False),
                name="response_sealed_with_its_key",
            ),
        ]
        indexes = [
            # The report of one form.
            models.Index(fields=["form_uuid"], name="response_by_form"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class EvaluationAnswer(AppendOnlyModel):
    """One mark or choice of a response, written with it; a question left out has no row."""

    response = models.ForeignKey(
        EvaluationResponse, on_delete=models.PROTECT, related_name="answers"
    )
    question_key = models.UUIDField()
    mark = models.PositiveSmallIntegerField(null=True)
    # The option's words as they stood, so that a reordered list changes no answer.
    choice = models.CharField(max_length=questions.MAX_OPTION, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question_key"], name="evaluation_answer_once"
            ),
            models.CheckConstraint(
                condition=models.Q(mark__isnull=True)
                | models.Q(mark__gte=questions.LOWEST, mark__lte=questions.HIGHEST),
                name="evaluation_mark_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}, {self.question_key}"


class Signature(AppendOnlyModel):
    """A person's name below a statement, written by `services.signatures.sign`.

    The statement is the one that the attempt's snapshot holds, whatever its author does later.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # One signature for an attempt, however often the form is sent.
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="signature")
    typed_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.uuid)
