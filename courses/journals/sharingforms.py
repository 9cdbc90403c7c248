"""What an author fills in to share an entry or to name a discussion, and a comment's box."""

import datetime as dt
import uuid

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.journals.services import sharing
from courses.people.models import Person

A_YEAR = dt.timedelta(days=366)
DAYS = [
    ("7", gettext_lazy("A week")),
    ("30", gettext_lazy("A month (30 days)")),
    ("90", gettext_lazy("Three months (90 days)")),
]


class ColleagueField(forms.EmailField):
    """One colleague, by the address that they sign in with: no list of people is shown."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            label=gettext_lazy("Their e-mail address"),
            help_text=gettext_lazy("The one that they sign in with here."),
            widget=forms.EmailInput(attrs={"autocomplete": "off"}),
            error_messages={"required": gettext_lazy("Write one colleague's address.")},
            **kwargs,
        )


class ColleagueForm(forms.Form):
    """A form that names one colleague of `asker`; `colleague` is the person, once it is valid."""

    email = ColleagueField()

    def __init__(self, *args, asker: Person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.asker = asker
        self.colleague: Person | None = None

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        try:
            self.colleague = sharing.find(asker=self.asker, email=email)
        except sharing.Unknown as unknown:
            if unknown.own:
                raise forms.ValidationError(
                    _("This is your own address. Name somebody else.")
                ) from None
            message = _(
                "Nobody at %(organisation)s signs in with this address. "
                "Ask them which one they use."
            )
            raise forms.ValidationError(
                message % {"organisation": self.asker.organisation.name}
            ) from None
        return email


class ShareForm(ColleagueForm):
    """With whom, and for how long."""

    days = forms.ChoiceField(
        label=gettext_lazy("For how long?"),
        choices=DAYS,
        initial="30",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose when it ends. You can end it earlier.")},
    )

    def until(self, now: dt.datetime) -> dt.datetime:
        """When the share ends by itself."""
        return now + dt.timedelta(days=int(self.cleaned_data["days"]))


class DiscussionForm(ColleagueForm):
    """With whom it was talked over, and on which day."""

    held_on = forms.DateField(
        label=gettext_lazy("When did you talk?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Give the day."),
            "invalid": gettext_lazy("Give the day as a date, such as 2026-05-03."),
        },
    )

    def __init__(self, *args, today: dt.date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_held_on(self) -> dt.date:
        day = self.cleaned_data["held_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come. Note it then."))
        if day < self.today - A_YEAR:
            earliest = date_format(self.today - A_YEAR, "j F Y")
            raise forms.ValidationError(
                _("Give a day of the last year: %(day)s or later.") % {"day": earliest}
            )
        return day


class CommentForm(forms.Form):
    """A comment's box, with the mark of its page."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=sharing.MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": gettext_lazy("Write something first; a sentence is enough."),
            "max_length": gettext_lazy(
                "A comment holds %(limit_value)d characters and this one has %(show_value)d. "
                "Nothing was cut: shorten it here."
            ),
        },
    )
    page = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("initial", {"page": uuid.uuid4()})
        super().__init__(*args, **kwargs)
