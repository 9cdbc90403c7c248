"""A learner lets others read a reason, or no longer; a trainer decides which are shown."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from courses.people.models import Person
from courses.people.services import sealing
from scenarios import texts
from scenarios.models import Run, SharedReason
from scenarios.services import reasons
from scenarios.views.panels import PublishedPage


@login_required
@require_POST
def share(request, attempt, seq):
    """Share the reason of one step, or take it back; the writer's own alone."""
    run = get_object_or_404(
        Run.objects.select_related("version", "attempt__enrolment"),
        attempt__uuid=attempt,
        attempt__enrolment__person__in=request.user.person.selves,
    )
    if request.POST.get("act") == "back":
        reasons.take_back(run=run, seq=seq)
        messages.success(request, _("Nobody else reads this reason any more."))
    else:
        _share(request, run, seq)
    return redirect(f"{reverse('learn:review', args=[attempt])}#way")


def _share(request, run: Run, seq: int) -> None:
    writer = Person(pk=run.attempt.enrolment.person_id)
    try:
        reasons.share(run=run, person=writer, seq=seq, now=timezone.now())
    except reasons.NothingToShare:
        raise Http404 from None
    except sealing.KeyUnavailable:
        messages.error(request, _("Your words cannot be opened just now. Nothing was shared."))
    else:
        messages.success(request, _("You share this reason. A trainer reads it first."))


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class Reasons(PublishedPage):
    """The reasons that learners share: a trainer says which of them others may read."""

    page_title = gettext_lazy("Reasons that learners share")
    template_name = "scenarios/admin/reasons.html"
    header_icon = "openquote"

    def post(self, request, *args, **kwargs):
        given = request.POST.get("reason", "")
        number = int(given) if given.isdecimal() and len(given) < 16 else 0
        try:
            reasons.decide(
                scenario_uuid=self.scenario.uuid,
                reason=number,
                is_shown="show" in request.POST,
                by=request.user,
                now=timezone.now(),
            )
        except SharedReason.DoesNotExist:
            messages.warning(request, _("Its writer has taken this reason back."))
        here = reverse("scenarios_reasons", args=[self.scenario.pk])
        return redirect(f"{here}#reason-{number}")

    def get_context_data(self, **kwargs):
        scenes: dict[str, dict] = {}
        graph = self.case.graph if self.case else None
        for row in reasons.for_trainers(scenario_uuid=self.scenario.uuid):
            scene = graph.scene.get(row.scene_key) if graph else None
            title = texts.typographic(scene.title) if scene else row.scene_key
            found = graph.choice.get(row.choice_key) if graph else None
            group = scenes.setdefault(row.scene_key, {"title": title, "rows": []})
            label = texts.typographic(found[1].label) if found else ""
            group["rows"].append({"reason": row, "choice": label})
        shown = list(scenes.values())
        waiting = sum(row["reason"].is_shown is None for scene in shown for row in scene["rows"])
        return super().get_context_data(scenes=shown, waiting=waiting, **kwargs)
