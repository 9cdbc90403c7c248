"""What administrators write about people."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.people.models import Management, Person, Team, User
from courses.people.models.person import ROLES
from courses.people.services.people import FIELDS
from courses.people.wordless import shows_nothing

ROLE_WORDS = {
    "learner": gettext_lazy("Learner: takes courses"),
    "trainer": gettext_lazy("Trainer: writes and publishes them"),
    "manager": gettext_lazy("Manager: asks their teams, and sees what is done"),
    "administrator": gettext_lazy("Administrator: looks after people, and sees everybody"),
}


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def indented(teams: list[Team]) -> list[tuple[str, str]]:
    """Teams as choices, each below the one it belongs to."""
    return [(str(team.uuid), "\u2003" * (team.depth - 1) + team.name) for team in teams]


def named(text: str) -> str:
    """A name as it was written, once something of it shows. Raises `ValidationError`."""
    if shows_nothing(text):
        raise forms.ValidationError(_("Write the name in letters that show."))
    return text.strip()


class PersonForm(forms.ModelForm):
    """What is known of a person."""

    class Meta:
        model = Person
        fields = [name for name in FIELDS if name != "sort_name"]
        labels = {
            "name": gettext_lazy("Name"),
            "external_id": gettext_lazy("Staff number"),
            "profession": gettext_lazy("Profession"),
            "job_code": gettext_lazy("Job code"),
            "own_time_zone": gettext_lazy("Time zone"),
            "preferred_language": gettext_lazy("Language"),
            "hired_on": gettext_lazy("Hired on"),
            "left_on": gettext_lazy("Left on"),
        }
        help_texts = {
            "own_time_zone": gettext_lazy(
                "Only if it is not the organisation's, as Pacific/Auckland. Deadlines end at this"
                " midnight."
            ),
            "left_on": gettext_lazy("The first day on which they no longer work here."),
        }
        widgets = {"hired_on": date_input(), "left_on": date_input()}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        from django.conf import settings

        if len(settings.LANGUAGES) < 2:
            del self.fields["preferred_language"]
        else:
            self.fields["preferred_language"] = forms.ChoiceField(
                label=_("Language"),
                required=False,
                choices=[("", _("The browser's")), *settings.LANGUAGES],
            )

    def clean_name(self) -> str:
        return named(self.cleaned_data["name"])

    def clean(self):
        data = super().clean()
        hired, left = data.get("hired_on"), data.get("left_on")
        if hired and left and left < hired:
            self.add_error("left_on", _("This is before the day on which they were hired."))
        return data

    def facts(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name in FIELDS}

    def say_number_is_taken(self) -> None:
        self.add_error("external_id", _("Another person already has this staff number."))

    def say_own_last_day(self) -> None:
        self.add_error("left_on", _("Nobody ends their own work here. Another administrator can."))


def roles_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        required=False,
        choices=[(role, ROLE_WORDS[role]) for role in ROLES],
        widget=forms.CheckboxSelectMultiple,
    )


class AddForm(PersonForm):
    """A new person, with their first team, roles and login."""

    roles = roles_field()
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("An invitation goes there at once. You can leave it for later."),
    )
    field_order = ["name", "external_id", "profession", "job_code", "team", "roles", "email"]

    def __init__(self, *args, teams: list[Team], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.uuid): team for team in teams}
        self.fields["team"].choices = [("", _("None yet")), *indented(teams)]
        del self.fields["left_on"]

    def clean_team(self) -> Team | None:
        return self.teams.get(self.cleaned_data["team"])

    def say_email_is_taken(self) -> None:
        self.add_error("email", _("Another login already uses this address."))


class RolesForm(forms.Form):
    roles = roles_field()


class InviteForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Another login already uses this address."))
        return email


class TeamForm(forms.Form):
    """A team and the day from which somebody belongs to it."""

    team = forms.ChoiceField(label=gettext_lazy("Team"))
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=date_input())

    def __init__(self, *args, teams: list[Team], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.uuid): team for team in teams}
        self.fields["team"].choices = [("", _("Choose a team")), *indented(teams)]

    def clean_team(self) -> Team:
        return self.teams[self.cleaned_data["team"]]


class MoveForm(TeamForm):
    keep_others = forms.BooleanField(
        label=gettext_lazy("Stays in the present team as well"), required=False
    )


class ManageForm(TeamForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("As"), choices=Management.Kind.choices, initial=Management.Kind.MANAGES
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=date_input(),
        help_text=gettext_lazy("The first day on which it no longer holds."),
    )

    def clean(self):
        data = super().clean()
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("This is before the first day."))
        return data


class EndForm(forms.Form):
    ends_on = forms.DateField(label=gettext_lazy("Ends on"), widget=date_input())
