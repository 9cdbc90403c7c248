"""Teams, who belongs to them and who manages them, in the Wagtail admin."""

from django import forms
from django.db.models import Q
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from courses.people import adminforms
from courses.people.models import Management, Membership, Person, Team
from courses.people.views import teams


class PersonSearch(BaseFilterForm):
    """By name, staff number or e-mail address."""

    q = forms.CharField(
        label=_("Name, staff number or e-mail"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )  # fmt: skip

    def filter(self, objects):
        words = self.cleaned_data["q"].strip()
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return objects.filter(
            Q(name__icontains=words)
            | Q(external_id__iexact=words)
            | Q(users__email__icontains=words)
        ).distinct()


class PersonChooserViewSet(ChooserViewSet):
    """Choose a person of one's organisation."""

    model = Person
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    register_widget = False  # for these forms alone
    choose_view_class = teams.Choose
    choose_results_view_class = teams.ChooseResults
    chosen_view_class = teams.Chosen
    chosen_multiple_view_class = teams.ChosenMultiple

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"filter_form_class": PersonSearch, **kwargs})


person_chooser = PersonChooserViewSet("person_chooser", url_prefix="people/choose")


class AdminViewSet(ModelViewSet):
    """No copying, and no guess at what refers to these rows: they are evidence's neighbours."""

    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_per_page = 50
    new_form: type[forms.ModelForm]
    change_form: type[forms.ModelForm]

    def get_form_class(self, for_update=False):
        return self.change_form if for_update else self.new_form


class TeamViewSet(AdminViewSet):
    """The tree of teams."""

    model = Team
    icon = "list-ul"
    menu_label = _("Teams")
    search_fields = ["name", "external_id"]
    new_form = change_form = adminforms.TeamForm
    index_view_class = teams.TeamIndex
    add_view_class = teams.TeamCreate
    edit_view_class = teams.TeamEdit
    delete_view_class = teams.TeamDelete

    @property
    def end_view(self):
        return self.construct_view(
            teams.TeamEnd,
            **self.get_edit_view_kwargs(
                form_class=adminforms.EndTeamForm, template_name=teams.TeamEnd.template_name
            ),
        )

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("end/<int:pk>/", self.end_view, name="end")]


class MembershipViewSet(AdminViewSet):
    """Who belongs to which team, from when to when."""

    model = Membership
    icon = "user"
    menu_label = _("Who belongs to a team")
    list_display = ["person", "team", "starts_on", "ends_on"]
    list_filter = ["team"]
    search_fields = ["person__name", "person__external_id", "team__name"]
    new_form, change_form = adminforms.MembershipForm, adminforms.MembershipDatesForm
    index_view_class = teams.TieIndex
    add_view_class = teams.MembershipCreate
    edit_view_class = teams.TieEdit


class ManagementViewSet(AdminViewSet):
    """Who manages which team, from when to when."""

    model = Management
    icon = "group"
    menu_label = _("Who manages a team")
    list_display = ["person", "team", "kind", "starts_on", "ends_on"]
    list_filter = ["team", "kind"]
    search_fields = ["person__name", "person__external_id", "team__name"]
    new_form, change_form = adminforms.ManagementForm, adminforms.ManagementDatesForm
    index_view_class = teams.TieIndex
    add_view_class = teams.ManagementCreate
    edit_view_class = teams.TieEdit


team_viewset = TeamViewSet("teams")
membership_viewset = MembershipViewSet("memberships", url_prefix="teams/people")
management_viewset = ManagementViewSet("managements", url_prefix="teams/managers")
