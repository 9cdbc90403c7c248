"""Where people meet the Wagtail admin: one menu for administrators."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.permissions import register_permission_policy

from courses.people.models import Management, Membership, Organisation, Team
from courses.people.permissions import AdministratorsPolicy
from courses.people.teamviewsets import (
    management_viewset,
    membership_viewset,
    person_chooser,
    team_viewset,
)
from courses.people.views.organisation import OrganisationEdit

register_permission_policy(Organisation, AdministratorsPolicy(Organisation, "view", "change"))
register_permission_policy(Team, AdministratorsPolicy(Team, "view", "add", "change", "delete"))
for tie in (Membership, Management):  # the past is kept: dates end it
    register_permission_policy(tie, AdministratorsPolicy(tie, "view", "add", "change"))


@hooks.register("register_admin_viewset")
def viewsets():
    # The longer addresses first: “teams/people/” is no team.
    return [person_chooser, membership_viewset, management_viewset, team_viewset]


class PeopleMenuItem(MenuItem):
    """Shown to administrators."""

    def is_shown(self, request):
        return request.user.person.is_administrator


@hooks.register("register_admin_urls")
def organisation_url():
    return [path("organisation/", OrganisationEdit.as_view(), name="organisation")]


@hooks.register("register_admin_menu_item")
def people_menu():
    items = [
        PeopleMenuItem(
            _("Add or change people"),
            reverse("people:list"),
            name="people",
            icon_name="user",
            order=10,
        ),
        team_viewset.get_menu_item(order=20),
        membership_viewset.get_menu_item(order=30),
        management_viewset.get_menu_item(order=40),
        PeopleMenuItem(
            _("Organisation"),
            reverse("organisation"),
            name="organisation",
            icon_name="site",
            order=50,
        ),
    ]
    return SubmenuMenuItem(
        _("People"), Menu(items=items), name="people-teams", icon_name="group", order=160
    )
