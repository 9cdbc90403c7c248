"""A trainer asks a panel about a case, sees who has answered, and reads what they said."""

import smtplib
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from scenarios import panelreport
from scenarios.models import PanelMember, Perspective, Scenario
from scenarios.services import panelmail, panels, versions
from scenarios.views.desk import CasePage


class InviteForm(forms.Form):
    """Whom to ask, from where they look at the case, and a few words of one's own."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("They need no account. A colleague who has one needs none here."),
    )
    perspectives = forms.MultipleChoiceField(
        label=gettext_lazy("Perspectives"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick at least one: it stands beside their reasons.")
        },
    )
    message = forms.CharField(
        label=gettext_lazy("Your own words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Why you ask them. What the case is, how long it takes and what is shown stands "
            "in the e-mail already."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = Perspective.objects.values_list("name", flat=True)
        self.fields["perspectives"].choices = [(name, name) for name in names]


class PublishedPage(CasePage):
    """A page about the version of a case that learners play now, if there is one."""

    header_icon = "group"

    @cached_property
    def case(self) -> versions.Case | None:
        """The newest version that can be played."""
        newest = versions.newest_open(scenario_uuid=self.scenario.uuid)
        return versions.case_of(newest.uuid) if newest else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, **kwargs)


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class Panel(PublishedPage):
    """Who was asked about a case and how far they are, and the form to ask somebody else."""

    page_title = gettext_lazy("The panel of this case")
    template_name = "scenarios/admin/panel.html"

    def post(self, request, *args, **kwargs):
        form = InviteForm(request.POST)
        if form.is_valid() and self.invite(form):
            return redirect("scenarios_panel", pk=self.scenario.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def invite(self, form: InviteForm) -> bool:
        now = timezone.now()
        try:
            member, code = panels.invite(
                scenario_uuid=self.scenario.uuid,
                by=self.request.user,
                now=now,
                **form.cleaned_data,
            )
        except panels.AlreadyInvited:
            form.add_error(
                "email",
                _("This address was asked about this case already: see the list below."),
            )
        except panels.NotPublished:
            form.add_error(None, _("Publish the case first: a panel answers what learners play."))
        except panels.TooMany:
            form.add_error(
                None,
                _("%(count)d people were asked about this case. That is the most there can be.")
                % {"count": panels.MOST},
            )
        else:
            _send(self.request, member, code, now)
            return True
        return False

    def get_context_data(self, **kwargs):
        count = len(panels.questions(self.case)) if self.case else 0
        rows = panelreport.members(self.scenario.uuid, count, timezone.now())
        context = {"form": InviteForm(), "rows": rows, "count": count, **kwargs}
        context["answered"] = sum(
            bool(row.member.finished_at) and row.member.takes_part and not row.member.revoked_at
            for row in rows
        )
        return super().get_context_data(**context)


class Said(PublishedPage):
    """What the panel chose in each scene, why, and which scenes are weak."""

    page_title = gettext_lazy("What the panel said")
    template_name = "scenarios/admin/panel_said.html"

    def get_context_data(self, **kwargs):
        report = panelreport.said(self.case) if self.case else None
        return super().get_context_data(report=report, **kwargs)


@require_POST
def act(request, pk: int, member, act: str):
    """Ask somebody again with a new link, or take their invitation back."""
    if not request.user.has_perm(CasePage.permission):
        raise PermissionDenied
    scenario = get_object_or_404(Scenario, pk=pk)
    row = get_object_or_404(
        PanelMember.objects.select_related("version__withdrawal", *panels.WHO_ASKED),
        uuid=member,
        scenario_uuid=scenario.uuid,
    )
    now = timezone.now()
    if act == "again":
        _send(request, row, panels.invite_again(member=row, now=now), now)
    elif act == "revoke":
        panels.revoke(member=row, now=now)
        words = _("The link of %(name)s opens nothing any more, and no answer of theirs counts.")
        messages.success(request, words % {"name": row.name})
    else:
        raise Http404
    return redirect("scenarios_panel", pk=pk)


def _send(request, member: PanelMember, code: str, now) -> None:
    """E-mail the link; where that fails, hand it to the trainer, who alone can see it this once."""
    try:
        panelmail.send(member=member, code=code, now=now)
    except panels.NotPublished:
        messages.error(request, _("No version of the case can be played: nothing was sent."))
    except (smtplib.SMTPException, OSError):
        words = _("The e-mail to %(name)s did not leave. Give them their link yourself: %(url)s")
        url = panelmail.address(code=code)
        messages.warning(request, words % {"name": member.name, "url": url})
    else:
        messages.success(
            request, _("An e-mail with a link is on its way to %(name)s.") % {"name": member.name}
        )
