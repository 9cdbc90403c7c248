"""Read a learner's answers from a page, and refuse to publish what cannot be asked."""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from courses.quizzes import contents, writing
from courses.quizzes.services import checks
from courses.quizzes.services.answers import Answer

LARGEST = 1000  # no sitting has a question beyond this place
SEEN, CHOSEN, SURE = "seen", "q", "c"
FIELD = re.compile(r"(?:seen|q|c)([0-9]{1,6})(?:-.*)?", re.ASCII | re.DOTALL)


class Unreadable(ValueError):
    """The form was not made by one of our pages."""


def read_answers(data: QueryDict, only: int | None = None) -> Mapping[int, Answer]:
    """The answers on a page, by the question's position.

    `q3` is what is ticked or typed, `q3-…` what a part of it holds, `c3` how sure somebody is,
    `seen3` what the page knew. A question whose `seen` field is there and whose `q` is not has
    nothing ticked. `only` leaves the other questions out. Raises `Unreadable`.
    """
    answers = {}
    parts = _parts(data)
    for name in data:
        if not name.startswith(SEEN):
            continue
        position, seen = _number(name.removeprefix(SEEN)), _number(data[name])
        if only is not None and position != only:
            continue
        sure = _certainty(data.get(f"{SURE}{position}"))
        whole, own = data.getlist(f"{CHOSEN}{position}"), parts.get(str(position))
        if own is None:
            answers[position] = Answer(tuple(whole), seen, sure)
        else:
            kept = own | ({"text": whole[0]} if whole else {})
            answers[position] = Answer(kept, seen, sure)
    return answers


def place_of(name: str) -> int | None:
    """The position of the question that a field of a page belongs to, if it belongs to one."""
    found = FIELD.fullmatch(name)
    return int(found[1]) if found else None


def _parts(data: QueryDict) -> dict[str, dict[str, str]]:
    """What the parts of questions hold: by the question's position, then by the part's name."""
    found: dict[str, dict[str, str]] = {}
    for name in data:
        if name.startswith(CHOSEN) and "-" in name:
            position, part = name.removeprefix(CHOSEN).split("-", 1)
            found.setdefault(position, {})[part] = data[name]
    return found


def _certainty(text: str | None) -> int | None:
    if not text:
        return None
    if text not in ("1", "2", "3"):
        raise Unreadable(text[:20])
    return int(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise Unreadable(text[:20])
    return int(text)


class QuestionForm(WagtailAdminModelForm):
    """A question of the bank. A draft may be incomplete; what is published can be asked.

    Our script leaves only the fields in sight that the chosen type has; each says what it is for.
    """

    class Media:
        js = ("quizzes/question-form.js",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "type" in self.fields:
            choices = self.fields["type"].choices
            self.fields["type"].choices = [pair for pair in choices if pair[0] in writing.OFFERED]
        for formset in self.formsets.values():
            for row in formset.forms:
                _without_noughts(row.initial)

    def clean(self):
        data = super().clean()
        if self.is_deferred_validation:
            return data
        if not data.get("category"):
            self.add_error("category", _("Choose the category that it belongs to."))
        written = _rows_in(self.formsets["options"])
        units = _rows_in(self.formsets["units"])
        rubric = _rows_in(self.formsets["rubric"])
        for flaw in writing.flaws_in(_as_data(data, written, units, rubric)):
            words = checks.flaw_words(flaw)
            rows = {"options": written, "units": units, "rubric": rubric}.get(flaw.rows, [])
            if flaw.option is None:
                self.add_error(flaw.field or None, words)
            else:
                rows[flaw.option].add_error(flaw.field or "text", words)
        return data


def _without_noughts(initial):
    """Show 0.5 where the database says 0.50000000."""
    for name, value in initial.items():
        if isinstance(value, Decimal):
            initial[name] = contents.plain_decimal(value) or "0"


def _rows_in(formset):
    """The rows of a panel that will be kept, in order."""
    rows = [
        form
        for form in formset.forms
        if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
    return sorted(rows, key=lambda form: form.cleaned_data.get("ORDER") or 0)


def _as_data(data, written, units, rubric):
    """What is in the form, in the shape in which a snapshot would hold it."""
    fields = (
        "type", "text", "credit", "unit_rule", "image", "image_alt", "min_words", "max_words"
    )  # fmt: skip
    return {name: data.get(name) for name in fields} | {
        "options": [
            {**form.cleaned_data, "key": str(place), "sort_order": place}
            for place, form in enumerate(written)
        ],
        "units": [{**form.cleaned_data, "sort_order": place} for place, form in enumerate(units)],
        "rubric": [{**form.cleaned_data, "sort_order": place} for place, form in enumerate(rubric)],
    }


class QuizForm(WagtailAdminModelForm):
    """A quiz. A draft may be incomplete; what is published can be taken."""

    def is_valid(self):
        valid = super().is_valid()
        if not valid or self.is_deferred_validation:
            return valid
        if self._lacks_something_in_a_row():
            return False
        # Only now do the instance and its rows stand as the form has them.
        self.save(commit=False)
        found = checks.problems(quiz=self.instance)
        for problem in found:
            self.add_error(None, problem.message)
        return not found

    def _lacks_something_in_a_row(self) -> bool:
        """Name the mend where a row was added and left empty."""
        lacks = {
            "draws": (
                ("category", "tag", "difficulty"),
                _("Choose a category, a principle or a difficulty, or delete this row."),
            ),
            "fixed_questions": (
                ("question", "vignette"),
                _("Choose a question or a case, or delete this row."),
            ),
        }
        found = False
        for panel, (names, words) in lacks.items():
            for row in self.formsets[panel].forms if self.formsets else ():
                data = getattr(row, "cleaned_data", None)
                if not data or data.get("DELETE") or row.errors:
                    continue
                if not any(data.get(name) for name in names):
                    row.add_error(names[0], words)
                    found = True
        return found
