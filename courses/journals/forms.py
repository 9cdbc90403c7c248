"""The page that a person writes on, and the form that a trainer writes a prompt in."""

import uuid
from collections.abc import Sequence

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from wagtail.admin.forms import WagtailAdminModelForm

from courses.journals import prompts, writing
from courses.journals.writing import Section, Sheet

RELOAD = _("This page is incomplete. Copy your words, load the page again, and put them back.")
MOST_VERSIONS = 1_000_000


class EntryForm(forms.Form):
    """A box for each section, and what tells this page from an older one."""

    version = forms.IntegerField(
        min_value=0,
        max_value=MOST_VERSIONS,
        widget=forms.HiddenInput,
        error_messages={"required": RELOAD, "invalid": RELOAD},
    )
    page = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": RELOAD, "invalid": RELOAD}
    )

    def __init__(self, *args, sections: Sequence[Section], **kwargs):
        super().__init__(*args, **kwargs)
        self.names = [f"text_{number}" for number in range(len(sections))]
        page = "journal__page"
        for name, section in zip(self.names, sections, strict=True):
            self.fields[name] = forms.CharField(
                label=section.heading or _("Your words"),
                help_text=section.hint,
                required=False,
                strip=False,
                widget=forms.Textarea(
                    attrs={"class": page if len(sections) == 1 else f"{page} journal__part"}
                ),
            )

    @classmethod
    def opened(cls, *, sections: Sequence[Section], texts: Sequence[str], version: int):
        """A page to write on, as it is shown: with the texts so far and a mark of its own."""
        initial = {"version": version, "page": uuid.uuid4()}
        initial.update({f"text_{number}": text for number, text in enumerate(texts)})
        return cls(sections=sections, initial=initial)

    @property
    def boxes(self):
        """The boxes, without the hidden fields."""
        return [self[name] for name in self.names]

    def headings(self) -> list[str]:
        """What stands above each box."""
        return [str(box.label) for box in self.boxes]

    def clean(self):
        cleaned = super().clean()
        over = writing.characters(self._texts()) - writing.MAX_CHARACTERS
        if over > 0:
            message = gettext(
                "An entry holds 20,000 characters and this one is %(count)d over. Nothing was cut: "
                "shorten it here, or keep the rest somewhere else."
            )
            self.add_error(self.names[0], message % {"count": over})
        return cleaned

    def _texts(self) -> tuple[str, ...]:
        return tuple(writing.tidy(self.cleaned_data.get(name, "")) for name in self.names)

    def first_error(self) -> str:
        """The first thing that keeps the page from being kept, for the line that says "Saved"."""
        return str(next(iter(self.errors.values()))[0])

    def sheet(self) -> Sheet:
        """What the service asks for."""
        return Sheet(
            texts=self._texts(), base=self.cleaned_data["version"], page=self.cleaned_data["page"]
        )

    @sensitive_variables("data")
    def renewed(self, version: int) -> "EntryForm":
        """The same words on a page that has seen `version`: sent again, they are the entry."""
        data = self.data.copy()
        data["version"], data["page"] = version, str(uuid.uuid4())
        sections = [Section(str(box.label), str(box.help_text)) for box in self.boxes]
        return EntryForm(data, sections=sections)


def _named(template) -> str:
    """A template's name and description, with one stop between them."""
    if not template.description:
        return template.name
    stop = "" if template.name[-1:] in "?!.…" else "."
    return f"{template.name}{stop} {template.description}"


class BeginForm(forms.Form):
    """Which template a free entry is laid out by."""

    template = forms.ModelChoiceField(
        queryset=None,
        label=_("How would you like to write?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one; “A free page” is the simplest.")},
    )

    def __init__(self, *args, **kwargs):
        from courses.journals.models import JournalTemplate

        super().__init__(*args, **kwargs)
        field = self.fields["template"]
        field.queryset = JournalTemplate.objects.all()
        field.label_from_instance = _named


class AccountForm(BeginForm):
    """A shape, and the entries whose words go into it."""

    sources = forms.MultipleChoiceField(
        label=_("From which entries?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one entry.")},
    )

    def __init__(self, *args, entries, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {str(entry.uuid): entry for entry in entries}
        self.fields["template"].label = _("In which shape?")
        self.fields["sources"].choices = [
            (key, f"{entry.title}, {date_format(localtime(entry.last_saved_at), 'j F Y')}")
            for key, entry in self.rows.items()
        ]

    def chosen(self):
        """The ticked entries, oldest first."""
        return [
            self.rows[key] for key in reversed(self.rows) if key in self.cleaned_data["sources"]
        ]


class DeleteForm(forms.Form):
    """A tick that is not set by accident."""

    sure = forms.BooleanField(
        label=_("Delete this entry for good. I know that nobody can bring it back."),
        error_messages={"required": _("Tick the box if you want the entry deleted.")},
    )


class TagsForm(forms.Form):
    """A group of boxes for each code; a tag whose standard left its list keeps a box."""

    def __init__(self, *args, codes, tied: Sequence[str], **kwargs):
        super().__init__(*args, **kwargs)
        known: set[str] = set()
        for code in codes:
            labels = [f"{code.name}: {row.text}" for row in code.standards.all()]
            pairs = [(f"{code.name}: {row.text}", row.text) for row in code.standards.all()]
            known.update(labels)
            self._group(f"code_{code.pk}", code.name, pairs, tied)
        gone = [label for label in tied if label not in known]
        if gone:
            self._group("gone", _("No longer in a list"), [(one, one) for one in gone], tied)

    def _group(self, name, label, pairs, tied) -> None:
        self.fields[name] = forms.MultipleChoiceField(
            label=label,
            choices=pairs,
            required=False,
            initial=[value for value, _text in pairs if value in tied],
            widget=forms.CheckboxSelectMultiple,
        )

    def labels(self) -> list[str]:
        """Everything that was ticked."""
        return list(dict.fromkeys(one for group in self.cleaned_data.values() for one in group))


class PromptForm(WagtailAdminModelForm):
    """The prompt's form: a draft may be unfinished, publishing asks for all that is needed."""

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            found = prompts.problems(
                title=cleaned.get("title") or "", prompt=cleaned.get("prompt") or ""
            )
            for problem in found:
                if problem.field not in self.errors:
                    self.add_error(problem.field, problem.message)
        return cleaned
