"""Teams, memberships and managers of teams in the Wagtail admin: generic views, our services."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from courses.people.models import Management, Membership, Person, Team
from courses.people.services import people, teams


def today_of(request):
    return request.user.person.today(timezone.now())


class Ours:
    """Shows what belongs to the administrator's organisation."""

    organisation_field = "organisation"

    def ours(self, queryset):
        return queryset.filter(**{self.organisation_field: self.request.user.person.organisation})


class Kept(Ours):
    """Saves through a service. What that refuses is said at its field, and nothing is saved."""

    def get_queryset(self):
        return self.ours(self.model._default_manager.all())

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except REFUSALS as refusal:
            field, words = in_words(refusal)
            form.add_error(field, words)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self):
        new = self.form.instance.pk is None
        saved = self.keep(self.form.cleaned_data)
        log(saved, "wagtail.create" if new else "wagtail.edit", user=self.request.user)
        return saved


REFUSALS = (teams.Loop, teams.NameTaken, teams.TeamsBelow, people.DatesCross)


def in_words(refusal: Exception) -> tuple[str | None, str]:
    """The field that a refusal is about, and what to do."""
    if isinstance(refusal, teams.Loop):
        return "parent", _("A team can't stand below itself. Choose another place.")
    if isinstance(refusal, teams.NameTaken):
        return "name", _("There is a team of this name in this place already.")
    if isinstance(refusal, teams.TeamsBelow):
        names = ", ".join(refusal.args)
        return "ended_on", _("Teams below it go on: %(names)s. End or move them first.") % {
            "names": names
        }
    if isinstance(refusal, people.TeamEnded):
        return "ends_on", _("The team ends on %(day)s. Choose that day or an earlier one.") % {
            "day": refusal
        }
    return None, _("The dates cross others: %(day)s is in the way. Nothing was changed.") % {
        "day": refusal
    }


class TeamIndex(Ours, generic.IndexView):
    """The tree of teams, with the people and managers of today."""

    default_ordering = "path"

    @cached_property
    def columns(self):
        named = self._get_title_column_class(TitleColumn)
        return [
            named("name", label=_("Team"), accessor=place, get_url=self.get_edit_url),
            Column("members_now", label=_("People today")),
            Column("managers", label=_("Managed by"), accessor=managers),
            Column("ended_on", label=_("Ends on"), accessor=end),
        ]

    def get_base_queryset(self):
        today = today_of(self.request)
        members = (
            Membership.objects.on(today)
            .filter(team=OuterRef("pk"))
            .order_by()
            .values("team")
            .annotate(n=Count("person", distinct=True))
            .values("n")
        )
        managing = (
            Management.objects.on(today).select_related("person").order_by("person__sort_name")
        )
        return self.ours(
            Team.objects.annotate(members_now=Coalesce(Subquery(members), 0)).prefetch_related(
                Prefetch("managements", managing, to_attr="managing_now")
            )
        )

    def get_list_more_buttons(self, instance):
        query = f"?team={instance.pk}"
        return [
            *super().get_list_more_buttons(instance),
            MenuItem(_("Who belongs to it"), reverse("memberships:index") + query,
                     icon_name="user", priority=40),
            MenuItem(_("Who manages it"), reverse("managements:index") + query,
                     icon_name="group", priority=50),
            MenuItem(_("End or open again"), reverse("teams:end", args=[instance.pk]),
                     icon_name="calendar-alt", priority=60),
        ]  # fmt: skip


def place(team: Team) -> str:
    return "\u2003" * (team.depth - 1) + team.name


def managers(team: Team) -> str:
    return ", ".join(
        row.person.name if row.kind == Management.Kind.MANAGES
        else _("%(name)s (deputy)") % {"name": row.person.name}
        for row in team.managing_now
    ) or _("nobody")  # fmt: skip


def end(team: Team) -> str:
    if team.ended_on is None:
        return ""
    return formats.date_format(team.ended_on, "j F Y")


class TeamCreate(Kept, generic.CreateView):
    def keep(self, data):
        return teams.add_team(
            organisation=self.request.user.person.organisation,
            name=data["name"],
            external_id=data["external_id"],
            parent=data["parent"],
        )


class TeamEdit(Kept, generic.EditView):
    @cached_property
    def header_more_buttons(self):
        end_url = reverse("teams:end", args=[self.object.pk])
        button = Button(_("End or open again"), url=end_url, icon_name="calendar-alt", priority=5)
        return [button, *super().header_more_buttons]

    def keep(self, data):
        return teams.change_team(
            team=self.object,
            name=data["name"],
            external_id=data["external_id"],
            parent=data["parent"],
        )


class TeamEnd(Kept, generic.EditView):
    """End a team on a day, or open an ended one again."""

    page_title = gettext_lazy("When it ends")
    submit_button_label = gettext_lazy("Save the day")
    success_message = gettext_lazy("Saved: %(object)s.")
    template_name = "people/admin/team_end.html"

    def get_page_subtitle(self):
        return _("When “%(team)s” ends") % {"team": self.object.name}

    def get_edit_url(self):
        return reverse("teams:end", args=[self.object.pk])

    def get_success_buttons(self):
        return []

    def keep(self, data):
        return teams.end_team(team=self.object, on=data["ended_on"], successor=data["successor"])


class TeamDelete(Kept, generic.DeleteView):
    """Delete a team that was never used; any other is ended."""

    def get_usage_url(self):
        return None

    def dispatch(self, request, *args, **kwargs):
        if self.user_has_permission("delete") and teams.is_used(team=self.object):
            return self._refuse()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            teams.delete_team(team=self.object)
        except teams.HasHistory:
            return self._refuse()
        messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url())

    def _refuse(self):
        words = _("“%(team)s” has a history, or teams below it, and can't be deleted. End it here.")
        messages.warning(self.request, words % {"team": self.object.name})
        return redirect("teams:end", self.object.pk)


class TieIndex(Ours, generic.IndexView):
    """Who belongs to which team, or manages it: the newest first."""

    organisation_field = "team__organisation"
    default_ordering = ("-starts_on", "-pk")

    def get_base_queryset(self):
        return self.ours(self.model._default_manager.select_related("person", "team"))


class Ties(Kept):
    organisation_field = "team__organisation"

    def get_queryset(self):
        return super().get_queryset().select_related("person", "team")


class MembershipCreate(Ties, generic.CreateView):
    def keep(self, data):
        return people.let_belong(
            person=data["person"],
            team=data["team"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
        )


class ManagementCreate(Ties, generic.CreateView):
    def keep(self, data):
        return people.let_manage(
            person=data["person"],
            team=data["team"],
            kind=data["kind"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
        )


class TieEdit(Ties, generic.EditView):
    """The dates alone: another person, or another team, is a tie of its own."""

    def keep(self, data):
        return people.change_dates(
            row=self.object, starts_on=data["starts_on"], ends_on=data["ends_on"]
        )


class AdministratorsOnly:
    """Wagtail shows what may be chosen to whoever is in the admin; people are shown to few."""

    def dispatch(self, request, *args, **kwargs):
        if not policy_registry.get_by_type(Membership).user_has_permission(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object_list(self):
        return Person.objects.present().filter(organisation=self.request.user.person.organisation)


class Choose(AdministratorsOnly, chooser.ChooseView):
    """People to choose one from."""


class ChooseResults(AdministratorsOnly, chooser.ChooseResultsView):
    """People found by some words."""


class Chosen(AdministratorsOnly, chooser.ChosenView):
    """The person chosen."""

    def get_object(self, pk):
        return self.get_object_list().get(pk=pk)


class ChosenMultiple(AdministratorsOnly, chooser.ChosenMultipleView):
    """Several people chosen."""

    def get_objects(self, pks):
        return self.get_object_list().filter(pk__in=pks)
