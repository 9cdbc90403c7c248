"""Read a learner's answers from a page, and refuse to publish what cannot be asked."""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from courses.quizzes import writing
from courses.quizzes.services import checks
from courses.quizzes.services.answers import Answer

LARGEST = 1000  # no sitting has a question beyond this place
SEEN, CHOSEN = "seen", "q"


class Unreadable(ValueError):
    """The form was not made by one of our pages."""


def read_answers(data: QueryDict, only: int | None = None) -> Mapping[int, Answer]:
    """The answers on a page, by the question's position: `q3` what is ticked, `seen3` what it knew.

    A question whose `seen` field is there and whose `q` is not has nothing ticked. `only` leaves
    the other questions out. Raises `Unreadable`.
    """
    answers = {}
    for name in data:
        if not name.startswith(SEEN):
            continue
        position, seen = _number(name.removeprefix(SEEN)), _number(data[name])
        if only is None or position == only:
            answers[position] = Answer(tuple(data.getlist(f"{CHOSEN}{position}")), seen)
    return answers


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise Unreadable(text[:20])
    return int(text)


class QuestionForm(WagtailAdminModelForm):
    """A question of the bank. A draft may be incomplete; what is published can be asked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "type" in self.fields:
            choices = self.fields["type"].choices
            self.fields["type"].choices = [pair for pair in choices if pair[0] in writing.OFFERED]

    def clean(self):
        data = super().clean()
        if self.is_deferred_validation:
            return data
        if not data.get("category"):
            self.add_error("category", _("Choose the category that it belongs to."))
        options = self.formsets["options"]
        written = [
            form
            for form in options.forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        written.sort(key=lambda form: form.cleaned_data.get("ORDER") or 0)
        found = writing.flaws(
            kind=data.get("type", ""),
            options=[
                writing.Written(form.cleaned_data.get("text", ""), form.cleaned_data["correct"])
                for form in written
            ],
        )
        for flaw in found:
            words = checks.flaw_words(flaw.code)
            if flaw.option is None:
                self.add_error(None, words)
            else:
                written[flaw.option].add_error("text", words)
        return data


class QuizForm(WagtailAdminModelForm):
    """A quiz. A draft may be incomplete; what is published can be taken."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for row in self.formsets["fixed_questions"].forms if self.formsets else ():
            row.fields["question"].required = True

    def is_valid(self):
        valid = super().is_valid()
        self._say_what_a_row_lacks()
        if not valid or self.is_deferred_validation:
            return valid
        # Only now do the instance and its rows stand as the form has them.
        self.save(commit=False)
        found = checks.problems(quiz=self.instance)
        for problem in found:
            self.add_error(None, problem.message)
        return not found

    def _say_what_a_row_lacks(self):
        """Name the mend where a row was added and left empty."""
        lacks = {
            "category": _("Choose a category, or delete this row."),
            "question": _("Choose a question, or delete this row."),
        }
        for formset in self.formsets.values():
            for row in formset.forms:
                for name, words in lacks.items():
                    if row.has_error(name, "required"):
                        row.errors[name] = row.error_class([words])
