"""Whom a manager arranges extra time or tries for, and what."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.compliance.forms import PeopleField
from courses.people.models import Person
from courses.people.models.accommodations import MOST_TIME, MOST_TRIES
from courses.people.models.person import PersonQuerySet
from courses.people.services.accommodations import Arranged


class AccommodationForm(forms.Form):
    """The same for one person or for many."""

    person = PeopleField(label=gettext_lazy("People"), required=False)
    numbers = forms.CharField(
        label=gettext_lazy("Staff numbers"),
        required=False,
        max_length=200_000,
        help_text=gettext_lazy("For many people at once: one on a line, as from a spreadsheet."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    extra_time = forms.IntegerField(
        label=gettext_lazy("Extra time, in percent"),
        required=False,
        min_value=0,
        max_value=MOST_TIME,
        help_text=gettext_lazy("25 makes 40 minutes of a limit of 32, for quizzes and for cases."),
    )
    no_time_limit = forms.BooleanField(label=gettext_lazy("No time limits at all"), required=False)
    extra_tries = forms.IntegerField(
        label=gettext_lazy("Extra tries"),
        required=False,
        min_value=0,
        max_value=MOST_TRIES,
        help_text=gettext_lazy("On top of what each quiz allows."),
    )
    no_timers = forms.BooleanField(
        label=gettext_lazy("No timers on the page"),
        required=False,
        help_text=gettext_lazy(
            "A quiz then says until when there is time, and nothing counts down. A case has no "
            "time limits."
        ),
    )

    def __init__(self, data, *, people: PersonQuerySet, initial=None) -> None:
        super().__init__(data, initial=initial)
        self.people = people
        self.fields["person"].people = people

    def clean_numbers(self) -> list[Person]:
        lines = {line.strip() for line in self.cleaned_data["numbers"].splitlines()} - {""}
        found = list(self.people.filter(external_id__in=lines)) if lines else []
        unknown = sorted(lines - {person.external_id for person in found})
        if unknown:
            raise forms.ValidationError(
                [
                    _("Nobody among your people has the staff number “%(text)s”.")
                    % {"text": text[:40]}
                    for text in unknown[:10]
                ]
            )
        return found

    def clean(self):
        data = super().clean()
        if not self.errors and not self.chosen():
            self.add_error(None, _("Choose at least one person."))
        if not self.errors and not self.arranged().anything:
            self.add_error(
                None, _("Write the extra time or the extra tries, or tick what does not apply.")
            )
        return data

    def chosen(self) -> list[Person]:
        """Everybody chosen, by name or by number, once."""
        both = self.cleaned_data.get("person", []) + self.cleaned_data.get("numbers", [])
        return list({person.pk: person for person in both}.values())

    def arranged(self) -> Arranged:
        data = self.cleaned_data
        return Arranged(
            extra_time=data.get("extra_time") or 0,
            no_time_limit=data["no_time_limit"],
            extra_tries=data.get("extra_tries") or 0,
            no_timers=data["no_timers"],
        )
