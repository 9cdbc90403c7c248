from courses.models import ActivityContent


class EvaluationForm(ActivityContent):
    activity_slug = "evaluation"


class Attestation(ActivityContent):
    activity_slug = "attestation"
