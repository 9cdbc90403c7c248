"""Wagtail's own pages about users: closed, since a login without a person would own nothing.

Found through `apps.CandourUsersConfig.user_viewset`. No role has the permissions that these pages
ask for; should somebody get them from a shell, each page leads to ours.
"""

from django.shortcuts import redirect
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from courses.people.models import User


def to_people(request, *args, **kwargs):
    """Our list of people."""
    return redirect("people:list")


def to_adding(request, *args, **kwargs):
    """Our page to add a person, who may then get a login."""
    return redirect("people:add")


def to_person(request, pk=None, **kwargs):
    """Our page of the person to whom this login belongs."""
    user = User.objects.select_related("person").filter(pk=pk).first() if pk else None
    return redirect("people:person", user.person.uuid) if user else redirect("people:list")


class UserViewSet(WagtailUserViewSet):
    """Sends every page about users to ours, and stands in no menu."""

    add_to_settings_menu = False

    @property
    def add_view(self):
        return to_adding

    @property
    def edit_view(self):
        return to_person

    @property
    def delete_view(self):
        return to_person

    @property
    def copy_view(self):
        return to_adding

    @property
    def index_view(self):
        return to_people

    @property
    def index_results_view(self):
        return to_people

    def register_search_area(self):
        """No search for users in the admin either."""
