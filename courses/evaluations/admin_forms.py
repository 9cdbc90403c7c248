"""The forms that trainers write in: a draft may be unfinished, publishing asks for all it needs."""

from wagtail.admin.forms import WagtailAdminModelForm

from courses.evaluations import attestations, questions
from courses.evaluations.questions import Question


class EvaluationAdminForm(WagtailAdminModelForm):
    """An evaluation form and its questions."""

    def is_valid(self):
        valid = super().is_valid()
        if valid and not self.is_deferred_validation:
            for problem in questions.problems(self.instance.title, self._questions()):
                self.add_error(problem.field or None, problem.message)
        return valid and not self.errors

    def _questions(self) -> list[Question]:
        formset = self.formsets["questions"]
        deleted = formset.deleted_forms
        return [
            Question(
                key=str(form.instance.key),
                type=form.instance.type,
                text=form.instance.text,
                low=form.instance.low,
                high=form.instance.high,
                options=questions.options_of(form.instance.options),
                required=form.instance.required,
            )
            for form in formset.ordered_forms
            if form not in deleted
        ]


class AttestationAdminForm(WagtailAdminModelForm):
    """The statement to sign."""

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            title, text = cleaned.get("title") or "", cleaned.get("text") or ""
            for problem in attestations.problems(title=title, text=text):
                if problem.field not in self.errors:
                    self.add_error(problem.field, problem.message)
        return cleaned
