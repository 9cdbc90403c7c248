"""What administrators write about teams in the Wagtail admin."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from courses.people.forms import named
from courses.people.models import Management, Membership, Organisation, Person, Team
from courses.people.services.organisations import FIELDS

LAST_DAY = gettext_lazy("The first day on which it no longer holds. Empty: until further notice.")


class TeamField(forms.ModelChoiceField):
    """A team, each below the one it belongs to."""

    def __init__(self, **kwargs) -> None:
        super().__init__(queryset=Team.objects.none(), **kwargs)

    def label_from_instance(self, team) -> str:
        name = "\u2003" * (team.depth - 1) + team.name
        if team.ended_on is None:
            return name
        day = formats.date_format(team.ended_on, "j F Y")
        return _("%(team)s (ends %(day)s)") % {"team": name, "day": day}


class OfOrganisation(WagtailAdminModelForm):
    """Offers what belongs to the administrator's organisation."""

    @property
    def organisation(self) -> Organisation:
        return self.for_user.person.organisation

    def teams(self):
        return Team.objects.filter(organisation=self.organisation).order_by("path")


class TeamForm(OfOrganisation):
    """A team and its place in the tree."""

    parent = TeamField(
        label=gettext_lazy("Stands below"),
        required=False,
        empty_label=gettext_lazy("No other team: at the top"),
        help_text=gettext_lazy(
            "Whoever manages a team sees its people, and those of every team below it. When a team"
            " moves, all below it moves along."
        ),
    )

    class Meta:
        model = Team
        fields = ["name", "external_id"]
        labels = {"name": gettext_lazy("Name"), "external_id": gettext_lazy("Code")}
        help_texts = {
            "external_id": gettext_lazy("What the staff system calls it, where there is one.")
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        teams = self.teams().lasting()
        if self.instance.pk:
            teams = teams.exclude(path__startswith=self.instance.path)
            self.initial.setdefault("parent", self.instance.get_parent())
        self.fields["parent"].queryset = teams

    def clean_name(self) -> str:
        return named(self.cleaned_data["name"])


class EndTeamForm(OfOrganisation):
    """When a team ends, and where its people go on."""

    successor = TeamField(
        label=gettext_lazy("Its people go on in"),
        required=False,
        empty_label=gettext_lazy("No team: they are moved one by one"),
        help_text=gettext_lazy(
            "From the day on which this team ends. Its managers do not go over."
        ),
    )

    class Meta:
        model = Team
        fields = ["ended_on"]
        labels = {"ended_on": gettext_lazy("Ends on")}
        help_texts = {"ended_on": gettext_lazy("The first day on which this team is no more.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = self.teams().lasting().exclude(path__startswith=self.instance.path)
        self.fields["successor"].queryset = others
        if self.instance.ended_on is None:
            self.fields["ended_on"].required = True
        else:
            self.fields["ended_on"].help_text = _(
                "Empty it to open the team again. Its people don't come back by themselves."
            )


class DatesForm(OfOrganisation):
    """From when to when."""

    class Meta:
        fields = ["starts_on", "ends_on"]
        labels = {"starts_on": gettext_lazy("From"), "ends_on": gettext_lazy("Until")}
        help_texts = {"ends_on": LAST_DAY}
        widgets = {"starts_on": AdminDateInput, "ends_on": AdminDateInput}

    def clean(self):
        data = super().clean()
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("This is before the first day."))
        return data


class MembershipDatesForm(DatesForm):
    class Meta(DatesForm.Meta):
        model = Membership


class ManagementDatesForm(DatesForm):
    class Meta(DatesForm.Meta):
        model = Management


class NewTie(DatesForm):
    """Who, which team, and from when to when."""

    person = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=Person.objects.none())
    team = TeamField(label=gettext_lazy("Team"), empty_label=gettext_lazy("Choose a team"))

    field_order = ["person", "team", "kind", "starts_on", "ends_on"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        from courses.people.teamviewsets import person_chooser

        people: Any = self.fields["person"]
        people.queryset = Person.objects.present().filter(organisation=self.organisation)
        people.widget = person_chooser.widget_class()
        self.fields["team"].queryset = self.teams()
        self.initial.setdefault("starts_on", self.for_user.person.today(timezone.now()))


class MembershipForm(NewTie):
    class Meta(DatesForm.Meta):
        model = Membership


class ManagementForm(NewTie):
    class Meta(DatesForm.Meta):
        model = Management
        fields = ["kind", *DatesForm.Meta.fields]
        labels = {"kind": gettext_lazy("As"), **DatesForm.Meta.labels}


class OrganisationForm(WagtailAdminModelForm):
    """What is known of the organisation, and prints on its certificates."""

    class Meta:
        model = Organisation
        fields = FIELDS
        labels = {
            "name": gettext_lazy("Name"),
            "time_zone": gettext_lazy("Time zone"),
            "language": gettext_lazy("Language"),
            "provider_address": gettext_lazy("Address"),
            "signatory_name": gettext_lazy("Who signs certificates"),
            "signatory_role": gettext_lazy("Their role"),
        }
        help_texts = {
            "name": gettext_lazy("As it should print on certificates."),
            "time_zone": gettext_lazy(
                "As Europe/London or America/Chicago. Days end at this midnight for everybody who"
                " has no time zone of their own: what is due on a day is overdue after it."
            ),
            "provider_address": gettext_lazy("In one line. Prints below the name."),
            "signatory_name": gettext_lazy(
                "Prints above the line of the signature. Empty: no signature prints."
            ),
        }
        widgets = {"provider_address": forms.TextInput}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]
        else:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language"),
                required=False,
                choices=[("", _("The browser's")), *settings.LANGUAGES],
                help_text=_("For everybody who has chosen none."),
            )

    def clean_name(self) -> str:
        return named(self.cleaned_data["name"])

    def clean(self):
        data = super().clean()
        if self.cleaned_data.get("signatory_role") and not self.cleaned_data.get("signatory_name"):
            self.add_error("signatory_name", _("Say who it is whose role you give, or give none."))
        return data
