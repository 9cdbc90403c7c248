"""What managers choose: whom to look at, and whom to ask for what by when."""

import datetime as dt
import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.compliance.reports import Facets
from courses.compliance.tables import Choice
from courses.compliance.wording import URGENCY, WORDS
from courses.models import Course
from courses.people.models import Membership, Person, Team
from courses.people.models.person import PersonQuerySet

MOST_FOUND = 40  # people offered for one search
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def indented(teams: tuple[Team, ...]) -> list[tuple[str, str]]:
    """Teams as choices, each below the one it belongs to."""
    top = min((team.depth for team in teams), default=1)
    return [(str(team.uuid), "\u2003" * (team.depth - top) + team.name) for team in teams]


class ChoiceForm(forms.Form):
    """The filters of the people table. What it does not know is ignored, and said."""

    q = forms.CharField(
        label=gettext_lazy("Name or staff number"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    team = forms.ChoiceField(label=gettext_lazy("Team, with those below it"), required=False)
    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Standing"), required=False)
    profession = forms.ChoiceField(label=gettext_lazy("Profession"), required=False)

    def __init__(self, data, *, facets: Facets) -> None:
        super().__init__(data)
        self.teams = {str(team.uuid): team for team in facets.teams}
        self.courses = {str(course.uuid): course for course in facets.courses}
        anything = ("", _("All"))
        self.fields["team"].choices = [anything, *indented(facets.teams)]
        self.fields["course"].choices = [
            anything,
            *((key, course.title) for key, course in self.courses.items()),
        ]
        self.fields["status"].choices = [
            anything,
            *((status.value, WORDS[status]) for status in URGENCY),
        ]
        self.fields["profession"].choices = [anything, *((p, p) for p in facets.professions)]

    def choice(self, *, order: str) -> Choice:
        self.is_valid()
        data = self.cleaned_data
        return Choice(
            words=data.get("q", ""),
            team=self.teams.get(data.get("team", "")),
            course=self.courses.get(data.get("course", "")),
            status=data.get("status", ""),
            profession=data.get("profession", ""),
            order=order,
        )

    def selects(self) -> list[tuple]:
        """Name, label, choices and value of each select."""
        return [
            (name, field.label, field.choices, self.cleaned_data.get(name, ""))
            for name, field in self.fields.items()
            if isinstance(field, forms.ChoiceField)
        ]

    def chosen(self) -> list[tuple[str, str]]:
        """Each filter in force: its name, and its value in words."""
        found = []
        for name, value in self.cleaned_data.items():
            if value:
                labels = dict(getattr(self.fields[name], "choices", []))
                found.append((name, str(labels.get(value, value)).strip()))
        return found


class PeopleField(forms.Field):
    """The ids of people, each of whom must be among the manager's own."""

    widget = forms.MultipleHiddenInput
    hidden_widget = forms.MultipleHiddenInput
    people: PersonQuerySet  # set by the form

    def clean(self, value):
        values = [text for text in value or [] if text]
        keys, wrong = {}, []
        for number, text in enumerate(values, start=1):
            try:
                keys[uuid.UUID(text)] = number
            except ValueError:
                wrong.append((number, text))
        found = list(self.people.filter(uuid__in=keys).order_by("sort_name", "name", "pk"))
        known = {person.uuid for person in found}
        wrong += [(number, str(key)) for key, number in keys.items() if key not in known]
        if wrong:
            raise forms.ValidationError(
                [
                    _("Row %(number)d: nobody among your people has the id “%(id)s”.")
                    % {"number": number, "id": text[:40]}
                    for number, text in sorted(wrong)[:10]
                ]
            )
        return found


class AskForm(forms.Form):
    """Whom to ask, for which course, by when."""

    course = forms.ChoiceField(label=gettext_lazy("Course"))
    teams = forms.MultipleChoiceField(
        label=gettext_lazy("Teams"),
        required=False,
        help_text=gettext_lazy("Everybody in the team, and in the teams below it."),
        widget=forms.CheckboxSelectMultiple,
    )
    person = PeopleField(label=gettext_lazy("People"), required=False)
    numbers = forms.CharField(
        label=gettext_lazy("Staff numbers"),
        required=False,
        max_length=200_000,
        help_text=gettext_lazy("One on a line, as from a spreadsheet."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = forms.DateField(label=gettext_lazy("Finish by"), widget=DATE)
    counts_from = forms.DateField(
        label=gettext_lazy("Completed since"),
        required=False,
        widget=DATE,
        help_text=gettext_lazy(
            "Who completed it on or after this day is left out. If you leave it empty, everybody"
            " is left out who has done what they were asked."
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("A line for them to read"), required=False, max_length=300
    )

    def __init__(self, data, *, initial, courses, teams, people, today: dt.date) -> None:
        super().__init__(data, initial=initial)
        self.courses: dict[str, Course] = {str(course.uuid): course for course in courses}
        self.teams: dict[str, Team] = {str(team.uuid): team for team in teams}
        self.people, self.today = people, today
        self.fields["person"].people = people
        self.fields["course"].choices = [
            ("", _("Choose a course")),
            *((key, course.title) for key, course in self.courses.items()),
        ]
        self.fields["teams"].choices = indented(teams)
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()

    def clean_course(self) -> Course:
        return self.courses[self.cleaned_data["course"]]

    def clean_teams(self) -> list[Team]:
        return [self.teams[key] for key in self.cleaned_data["teams"]]

    def clean_due_on(self) -> dt.date:
        due_on = self.cleaned_data["due_on"]
        if due_on < self.today:
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        return due_on

    def clean_counts_from(self) -> dt.date | None:
        day = self.cleaned_data["counts_from"]
        if day is not None and day > self.today:
            raise forms.ValidationError(
                _("This day has not come yet. Choose today or an earlier day.")
            )
        return day

    def clean_numbers(self) -> list[Person]:
        """The people with these staff numbers; the first lines that name nobody are told."""
        lines: dict[str, int] = {}
        for number, line in enumerate(self.cleaned_data["numbers"].splitlines(), start=1):
            if line.strip():
                lines.setdefault(line.strip(), number)
        found = list(self.people.filter(external_id__in=lines)) if lines else []
        known = {person.external_id for person in found}
        unknown = [(number, text) for text, number in lines.items() if text not in known]
        if unknown:
            raise forms.ValidationError(
                [
                    _("Line %(number)d: nobody among your people has the staff number “%(text)s”.")
                    % {"number": number, "text": text[:40]}
                    for number, text in unknown[:10]
                ]
            )
        return found

    def clean(self):
        data = super().clean()
        chosen = ("teams", "person", "numbers")
        if not self.errors and not any(data.get(name) for name in chosen):
            self.add_error(None, _("Choose a team, or at least one person, to ask."))
        return data

    def person_ids(self) -> list[int]:
        """Everybody chosen, by name, by number or by team, once (one query for the teams)."""
        keys = {person.pk for person in self.cleaned_data["person"] + self.cleaned_data["numbers"]}
        paths = [team.path for team in self.cleaned_data["teams"]]
        if paths:
            members = Membership.objects.on(self.today).filter(team__in=self._below(paths))
            keys |= set(
                self.people.filter(pk__in=members.values("person_id")).values_list("pk", flat=True)
            )
        return sorted(keys)

    def _below(self, paths: list[str]) -> list[int]:
        return [t.pk for t in self.teams.values() if any(t.path.startswith(p) for p in paths)]


class MergeForm(forms.Form):
    """Why two records are one person's, and that they are."""

    reason = forms.CharField(
        label=gettext_lazy("How do you know?"),
        max_length=300,
        help_text=gettext_lazy(
            "It stays on record with your name. “The same staff card, shown today” is enough."
        ),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Both records are the same human being"),
        error_messages={"required": gettext_lazy("Tick this, or leave both records as they are.")},
    )
