"""Add people, change them, give and take roles, teams and logins. Administrators only."""

import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.people.forms import (
    AddForm,
    EndForm,
    InviteForm,
    ManageForm,
    MoveForm,
    PersonForm,
    RolesForm,
)
from courses.people.models import Management, Membership, Merge, Person, Team, User
from courses.people.permissions import administrators_only
from courses.people.services import logins
from courses.people.services import people as services

PAGE = 50


def _teams(request) -> list[Team]:
    ours = Team.objects.lasting().filter(organisation=request.user.person.organisation)
    return list(ours.order_by("path"))


def _person(request, uuid) -> Person:
    return get_object_or_404(
        Person.objects.present().select_related("organisation"),
        uuid=uuid,
        organisation=request.user.person.organisation,
    )


def _whoever(request, uuid) -> Person:
    """The person of an address, also of one that they had before they were merged."""
    row = get_object_or_404(
        Person.objects.select_related("organisation", "merged_into__organisation"),
        uuid=uuid,
        organisation=request.user.person.organisation,
    )
    return row.as_now


@administrators_only
@require_safe
def people(request):
    """Everybody in the organisation, with or without a login, by name."""
    found = Person.objects.present().filter(organisation=request.user.person.organisation)
    words = request.GET.get("q", "").strip()[:100]
    if words:
        logged = User.objects.filter(person=OuterRef("pk"), email__icontains=words)
        called = Q(name__icontains=words) | Q(external_id__iexact=words)
        # Also by what a duplicate was called that was merged into them.
        before = Person.objects.filter(called, merged_into=OuterRef("pk"))
        found = found.filter(called | Exists(logged) | Exists(before))
    text = request.GET.get("page", "1")
    number = int(text) if re.fullmatch("[1-9][0-9]{0,6}", text) else 1
    rows = found.order_by("sort_name", "name", "pk").prefetch_related("users")
    page = Paginator(rows, PAGE).get_page(number)
    return render(request, "people/list.html", {"page_obj": page, "words": words})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Add a person; with an e-mail address they are invited at once."""
    teams = _teams(request)
    form = AddForm(request.POST or None, teams=teams, initial={"roles": ["learner"]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = services.add_person(
                organisation=request.user.person.organisation,
                facts=form.facts(),
                roles_=data["roles"],
                team=data["team"],
                email=data["email"],
                now=timezone.now(),
            )
        except services.ExternalIdTaken:
            form.say_number_is_taken()
        except logins.EmailTaken:
            form.say_email_is_taken()
        else:
            messages.success(request, _("%(name)s was added.") % {"name": person.name})
            return redirect("people:person", person.uuid)
    return render(request, "people/add.html", {"form": form}, status=422 if form.errors else 200)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def person(request, person):
    """One person: what is known, and the doors to roles, teams and logins.

    The address of somebody who was merged leads to the one they are now.
    """
    found = _whoever(request, person)
    if str(found.uuid) != str(person):
        return redirect("people:person", found.uuid)
    form = PersonForm(request.POST or None, instance=_person(request, found.uuid))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_person(actor=request.user.person, person=found, facts=form.facts())
        except services.ExternalIdTaken:
            form.say_number_is_taken()
        except services.OwnRoles:
            form.say_own_last_day()
        else:
            messages.success(request, _("Saved."))
            return redirect("people:person", found.uuid)
    return _page(request, found, form=form)


def _page(request, person: Person, *, status: int | None = None, **forms):
    """A person's page; a form that was sent and refused takes the place of a fresh one."""
    teams = _teams(request)
    today = {"starts_on": person.today(timezone.now())}
    context = {
        "person": person,
        "is_self": person.pk == request.user.person.pk,
        "form": PersonForm(instance=person),
        "roles_form": RolesForm(initial={"roles": person.roles}),
        "invite_form": InviteForm(),
        "move_form": MoveForm(teams=teams, initial=today),
        "manage_form": ManageForm(teams=teams, initial=today),
        "merges": list(
            Merge.objects.filter(Q(kept=person) | Q(kept__merged_into=person))
            .select_related("merged", "actor")
            .order_by("-merged_at")
        ),
        "logins": list(person.users.order_by("email")),
        "memberships": list(
            person.memberships.select_related("team").order_by("-starts_on", "-pk")
        ),
        "managements": list(
            person.managements.select_related("team").order_by("-starts_on", "-pk")
        ),
        **forms,
    }
    if status is None and any(form.errors for form in forms.values()):
        status = 422
    return render(request, "people/person.html", context, status=status)


@administrators_only
@require_POST
def roles(request, person):
    """Give and take roles; never one's own."""
    found = _person(request, person)
    form = RolesForm(request.POST)
    if not form.is_valid():
        return _page(request, found, roles_form=form)
    try:
        services.change_roles(
            actor=request.user.person, person=found, roles_=form.cleaned_data["roles"]
        )
    except services.OwnRoles:
        form.add_error("roles", _("Nobody changes their own roles. Another administrator can."))
        return _page(request, found, roles_form=form, status=403)
    messages.success(request, _("The roles were changed."))
    return redirect("people:person", found.uuid)


@administrators_only
@require_POST
def invite(request, person):
    """Give a person a login and invite them by e-mail."""
    found = _person(request, person)
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            services.invite(person=found, email=form.cleaned_data["email"])
        except logins.EmailTaken:  # a colleague was quicker
            form.add_error("email", _("Another login already uses this address."))
        except logins.HasLogin as error:
            words = _("%(email)s can sign in to this record. Shut that login first.")
            form.add_error("email", words % {"email": error.args[0]})
    if form.errors:
        return _page(request, found, invite_form=form)
    messages.success(request, _("The invitation was sent."))
    return redirect("people:person", found.uuid)


def _login(request, person: Person, uuid) -> User:
    return get_object_or_404(
        User.objects.select_related("person__organisation"), uuid=uuid, person=person
    )


@administrators_only
@require_POST
def login(request, person, login, act):
    """Send an invitation again, shut a login, or open it again."""
    found = _person(request, person)
    user = _login(request, found, login)
    if act == "invite":
        if not user.is_active:
            messages.error(request, _("This login is shut. Open it first."))
        else:
            logins.send_invitation(user=user)
            messages.success(request, _("The invitation was sent again."))
    elif act == "open":
        services.open_login(user=user)
        messages.success(request, _("The login is open again."))
    elif act == "close":
        try:
            services.close_login(actor=request.user.person, user=user)
        except services.OwnRoles:
            messages.error(request, _("Nobody shuts their own login. Another administrator can."))
        else:
            messages.success(request, _("The login is shut; open sessions have ended."))
    else:
        raise Http404
    return redirect("people:person", found.uuid)


@administrators_only
@require_POST
def move(request, person):
    """Make somebody a member of a team from a day on."""
    found = _person(request, person)
    form = MoveForm(request.POST, teams=_teams(request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.move(
                person=found,
                team=data["team"],
                on=data["starts_on"],
                keep_others=data["keep_others"],
            )
        except services.DatesCross:
            form.add_error("starts_on", _("They joined their present team after this day."))
    if form.errors:
        return _page(request, found, move_form=form)
    messages.success(request, _("Saved."))
    return redirect("people:person", found.uuid)


@administrators_only
@require_POST
def manage(request, person):
    """Let somebody manage a team, or deputise, between two days."""
    found = _person(request, person)
    form = ManageForm(request.POST, teams=_teams(request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.let_manage(
                person=found,
                team=data["team"],
                kind=data["kind"],
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
            )
        except services.DatesCross:
            form.add_error("starts_on", _("They manage this team already in that time."))
    if form.errors:
        return _page(request, found, manage_form=form)
    messages.success(request, _("Saved."))
    return redirect("people:person", found.uuid)


@administrators_only
@require_POST
def end(request, person, what, row):
    """End a membership or a management on a day."""
    found = _person(request, person)
    model = {"membership": Membership, "management": Management}.get(what)
    if model is None:
        raise Http404
    dated = get_object_or_404(model, pk=row, person=found)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the day on which it ends."))
        return redirect("people:person", found.uuid)
    try:
        services.end(row=dated, on=form.cleaned_data["ends_on"])
    except services.DatesCross:
        messages.error(request, _("It can't end before it began. Nothing was changed."))
    else:
        messages.success(request, _("Saved."))
    return redirect("people:person", found.uuid)
