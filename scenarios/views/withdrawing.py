"""The published versions of a case, and the way to take one back that could do harm."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from courses.people.wordless import shows_nothing
from scenarios.services import versions, withdrawals
from scenarios.views.author import DraftPage

ACTION = "scenarios.withdraw_version"
FIRST = gettext_lazy("The first version")
WORDS = {
    "T0": gettext_lazy("Words only"),
    "T1": gettext_lazy("Something added"),
    "T2": gettext_lazy("Ways moved or taken away"),
    "T3": gettext_lazy("Choices judged differently"),
}
NO_REASON = gettext_lazy("Write the reason in words: people in the case read it.")


class _OneLine(forms.CharField):
    """A text of several lines becomes one, before it is measured: it stands in a sentence."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class WithdrawForm(forms.Form):
    """Why a version must not be played any more, and that this is meant."""

    reason = _OneLine(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "People who are in this version read these words. Say what was wrong, so that they "
            "don't keep it in mind. At most 300 characters."
        ),
        error_messages={
            "required": NO_REASON,
            "max_length": gettext_lazy(
                "The reason has %(show_value)d characters. Shorten it to %(limit_value)d."
            ),
        },
    )
    is_meant = forms.BooleanField(
        label=gettext_lazy("I know that this can't be taken back"),
        error_messages={
            "required": gettext_lazy("Tick this box to withdraw the version, or go back.")
        },
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if shows_nothing(reason):
            raise forms.ValidationError(NO_REASON)
        return reason


class _VersionsView(DraftPage):
    """For those who may publish cases: what is taken back is what was published."""

    permission = "scenarios.publish_scenario"
    header_icon = "history"


class Versions(_VersionsView):
    """Every published version: what it changed, who stands in it, and whether it was withdrawn."""

    page_title = gettext_lazy("Versions")
    template_name = "scenarios/admin/versions.html"

    def get_context_data(self, **kwargs):
        rows = [
            (row, FIRST if row.version.number == 1 else WORDS[row.version.change_class])
            for row in withdrawals.of_case(scenario_uuid=self.scenario.uuid)
        ]
        none_open = bool(rows) and all(row.withdrawal for row, _words in rows)
        return super().get_context_data(rows=rows, none_open=none_open, **kwargs)


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class Withdraw(_VersionsView):
    """What withdrawing a version does, said before it is done. The first reason stands."""

    page_title = gettext_lazy("Withdraw a version")
    template_name = "scenarios/admin/withdraw.html"

    def get(self, request, *args, **kwargs):
        row = self.row()
        return self.already(row) if row.withdrawal else self.asked(row, WithdrawForm())

    def post(self, request, *args, **kwargs):
        row, form = self.row(), WithdrawForm(request.POST)
        if row.withdrawal:
            return self.already(row)
        if not form.is_valid():
            return self.asked(row, form)
        versions.withdraw(
            version=row.version,
            reason=form.cleaned_data["reason"],
            by=request.user.person,
            now=timezone.now(),
        )
        number = row.version.number
        log(instance=self.scenario, action=ACTION, user=request.user, data={"number": number})
        messages.success(request, _("Version %(number)d is withdrawn.") % {"number": number})
        return redirect("scenarios_versions", pk=self.scenario.pk)

    def row(self) -> withdrawals.Published:
        for row in withdrawals.of_case(scenario_uuid=self.scenario.uuid):
            if row.version.number == self.kwargs["number"]:
                return row
        raise Http404

    def already(self, row: withdrawals.Published):
        words = _("Version %(number)d was withdrawn already. The first reason stands.")
        messages.warning(self.request, words % {"number": row.version.number})
        return redirect("scenarios_versions", pk=self.scenario.pk)

    def asked(self, row: withdrawals.Published, form: WithdrawForm):
        return self.render_to_response(
            self.get_context_data(row=row, number=row.version.number, form=form)
        )
