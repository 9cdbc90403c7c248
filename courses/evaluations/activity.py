"""The evaluation form and the attestation, as the core sees them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.activities import CLOSING, ActivityType


class EvaluationActivity(ActivityType):
    """What people thought of a course: answered once, counted from five people up."""

    slug = "evaluation"
    label = _("Evaluation")
    verb = _("Evaluate the course")
    icon = "form"
    content_model = "evaluations.EvaluationForm"
    urls = "courses.evaluations.urls"
    places = frozenset({CLOSING})
    private = True

    def check(self, content):
        """A form needs questions that can be answered."""
        from courses.evaluations import questions

        return questions.problems(
            content.title, questions.questions_of(content.serializable_data())
        )

    def rules(self, content):
        """Answered once."""
        return {"attempts": 1}

    def player_url(self, attempt):
        return reverse("evaluations:evaluation", args=[attempt.uuid])

    def review(self, attempt):
        """A person's own answers, as they gave them."""
        from courses.evaluations import reports

        return "evaluations/evaluation_review.html", reports.own_answers(attempt=attempt)


class AttestationActivity(ActivityType):
    """A statement that a person signs with their name before the certificate."""

    slug = "attestation"
    label = _("Attestation")
    verb = _("Sign the attestation")
    icon = "check"
    content_model = "evaluations.Attestation"
    urls = "courses.evaluations.attestation_urls"
    places = frozenset({CLOSING})

    def check(self, content):
        """There must be a statement to sign."""
        from courses.evaluations import attestations

        return attestations.problems(title=content.title, text=content.text)

    def rules(self, content):
        """Signed once."""
        return {"attempts": 1}

    def player_url(self, attempt):
        return reverse("attestations:sign", args=[attempt.uuid])

    def review(self, attempt):
        """The statement as it was, with the name below it."""
        from courses.evaluations import reports

        return "evaluations/attestation_review.html", reports.signed(attempt=attempt)
