"""A published evaluation form, and answers sent through its page."""

from django.urls import reverse

from courses.evaluations.models import EvaluationForm, EvaluationQuestion

MET, TIME, CHANGE = "Were the objectives met?", "How long did it take?", "What will you change?"


def make_evaluation(*, title="Course evaluation", questions=None, **kwargs) -> EvaluationForm:
    form = EvaluationForm(title=title, intro="<p>Two minutes.</p>", live=False, **kwargs)
    form.questions = questions if questions is not None else three_questions()
    form.save()
    form.save_revision().publish()
    form.refresh_from_db()
    return form


def three_questions() -> list[EvaluationQuestion]:
    return [
        EvaluationQuestion(
            type="scale", text=MET, low="Not at all", high="Completely", sort_order=0
        ),
        EvaluationQuestion(
            type="choice", text=TIME, options="Under an hour\nAn hour or more", sort_order=1
        ),
        EvaluationQuestion(type="text", text=CHANGE, required=False, sort_order=2),
    ]


def sent(attempt, *, mark=4, choice="Under an hour", text="") -> dict:
    """What the page of an attempt at the three questions sends."""
    values = {"scale": mark, "choice": choice, "text": text}
    return {
        f"q-{row['key']}": values[row["type"]]
        for row in attempt.snapshot.data["questions"]
        if values[row["type"]] is not None
    }


def erase_forms() -> None:
    """Take every form out of the database, past the guard that keeps what people use."""
    EvaluationQuestion.objects.all()._raw_delete("default")
    EvaluationForm.objects.all()._raw_delete("default")


def finish(client, attempt) -> None:
    response = client.post(reverse("evaluations:evaluation", args=[attempt.uuid]), sent(attempt))
    assert response.status_code == 302, response.status_code
