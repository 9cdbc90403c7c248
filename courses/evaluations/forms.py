"""What a learner sends: the answers to an evaluation, and a name below a statement."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.evaluations import names, questions
from courses.evaluations.questions import Question
from courses.evaluations.services.responses import Answers
from courses.people.models import Person


class AnswersForm(forms.Form):
    """A field for each question, named by its key."""

    def __init__(self, *args, asked: Sequence[Question], **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = asked
        for question in asked:
            self.fields[f"q-{question.key}"] = _FIELDS[question.type](question)

    @property
    def parts(self):
        """Each question's field, with the question."""
        return [(self[f"q-{question.key}"], question) for question in self.asked]

    def answers(self) -> Answers:
        """What the service asks for."""
        return Answers(
            marks=self._sent(questions.SCALE),
            choices=self._sent(questions.CHOICE),
            texts=self._sent(questions.TEXT),
        )

    def _sent(self, type_: str) -> dict:
        sent = {
            question.key: self.cleaned_data.get(f"q-{question.key}")
            for question in self.asked
            if question.type == type_
        }
        return {key: value for key, value in sent.items() if value}


def _scale(question: Question) -> forms.Field:
    marks = range(questions.LOWEST, questions.HIGHEST + 1)
    return forms.TypedChoiceField(
        label=question.text,
        choices=[(mark, str(mark)) for mark in marks],
        coerce=int,
        empty_value=None,
        required=question.required,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a number from 1 to 5.")},
    )


def _choice(question: Question) -> forms.Field:
    return forms.ChoiceField(
        label=question.text,
        choices=[(option, option) for option in question.options],
        required=question.required,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these.")},
    )


def _text(question: Question) -> forms.Field:
    return forms.CharField(
        label=question.text,
        required=question.required,
        max_length=questions.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Write a few words."),
            "max_length": _(
                "That is %(show_value)d characters, and %(limit_value)d fit here. "
                "Shorten it a little."
            ),
        },
    )


_FIELDS = {questions.SCALE: _scale, questions.CHOICE: _choice, questions.TEXT: _text}


class SignForm(forms.Form):
    """The name, typed as a signature."""

    name = forms.CharField(
        label=_("Your full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        help_text=_("Type it as it is printed on your certificates. This is your signature."),
        error_messages={"required": _("Type your name to sign.")},
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_name(self) -> str:
        typed = self.cleaned_data["name"]
        if not names.same_name(typed, self.person.name):
            message = gettext(
                "Your certificates print your name as “%(name)s”. Type it like that; capitals, "
                "spaces and accents do not matter."
            )
            raise forms.ValidationError(message % {"name": self.person.name})
        return typed
