"""What an author looks at before publishing: what changed, for whom, and what a robot meets."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from scenarios import robot, telling
from scenarios.differences import nearby
from scenarios.editing import said
from scenarios.editorfields import kinds
from scenarios.graph import Graph
from scenarios.models import Scenario
from scenarios.problems import Problem, blocking
from scenarios.services import versions
from scenarios.shapes import ShapeError
from scenarios.validation import check
from scenarios.views.desk import CasePage

CLASSES = {
    "T0": gettext_lazy(
        "Words only. People in the middle of the case read them at their next scene."
    ),
    "T1": gettext_lazy("Something is added. People in the middle finish the version they began."),
    "T2": gettext_lazy(
        "Ways are moved or taken away. People in the middle finish the version they began; at a "
        "checkpoint they may go over to the new one."
    ),
    "T3": gettext_lazy(
        "Choices are judged differently. People in the middle are never moved, so that everybody "
        "is judged by what they were shown."
    ),
}


class DraftPage(CasePage):
    """A page about the saved draft of one case."""

    def get_scenario(self, pk: int) -> Scenario:
        cases = Scenario.objects.select_related("latest_revision")
        return get_object_or_404(cases, pk=pk).get_latest_revision_as_object()

    @cached_property
    def graph(self) -> Graph:
        """The graph of the saved draft; an empty one when it can't be read."""
        try:
            return self.scenario.graph()
        except ShapeError:
            return Graph()

    def said(self, problems: list[Problem]) -> list[str]:
        """Problems with the scene that each is in, the same words once."""
        numbered = telling.numbers(self.graph)
        return list(dict.fromkeys(said(self.graph, each, numbered) for each in problems))


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class Changes(DraftPage):
    """The saved draft beside what learners play: every difference, and whom it reaches.

    Who may publish does it here, of the very draft that the page shows.
    """

    page_title = gettext_lazy("What publishing would change")
    template_name = "scenarios/admin/changes.html"

    def post(self, request, *args, **kwargs):
        if not self.may_publish:
            raise PermissionDenied
        revision = self.scenario.latest_revision
        if str(revision.pk) != request.POST.get("revision"):
            messages.warning(request, _("The draft was changed meanwhile. Look at it once more."))
            return redirect("scenarios_changes", self.scenario.pk)
        try:
            revision.publish(user=request.user)
        except ValidationError:
            # What stops it stands on the page.
            messages.error(request, _("The case is not published. Mend first what is said below."))
            return redirect("scenarios_changes", self.scenario.pk)
        said = _("“%(title)s” is published. People in the middle finish the version they began.")
        messages.success(request, said % {"title": self.scenario.title})
        edit = self.scenario.snippet_viewset.get_url_name("edit")
        return redirect(edit, self.scenario.pk)

    @property
    def may_publish(self) -> bool:
        """Whether this person may publish, and nobody's lock keeps them from it."""
        lock = self.scenario.get_lock()
        locked = lock is not None and lock.for_user(self.request.user)
        return self.request.user.has_perm("scenarios.publish_scenario") and not locked

    def get_context_data(self, **kwargs):
        effect = versions.effect_of(scenario_uuid=self.scenario.uuid, draft=self.graph)
        return super().get_context_data(
            effect=effect,
            told=[(each, nearby(each.words)) for each in effect.differences] if effect else [],
            explained=CLASSES[effect.change_class] if effect else "",
            revision=self.scenario.latest_revision,
            may_publish=self.may_publish,
            blocking=self.said(blocking(check(self.graph, self.scenario.est_minutes))),
            **kwargs,
        )


class Outline(DraftPage):
    """The saved draft as the outline tells it, a page at a time: to read, to print, to go on from.

    The editor draws the same from the text that it holds; this page needs no script.
    """

    page_title = gettext_lazy("The case as an outline")
    template_name = "scenarios/admin/outline.html"
    rows_per_page = 100

    def get_context_data(self, **kwargs):
        told = telling.rows(self.graph)
        page = Paginator(told, self.rows_per_page).get_page(self.request.GET.get("p"))
        names = kinds()
        page.object_list = [
            replace(row, scene_kind=names.get(row.scene_kind, row.scene_kind))
            for row in page.object_list
        ]
        return super().get_context_data(
            page_obj=page,
            scenes=len(self.graph.scene),
            untitled=_("Without a title"),
            edit_url=reverse(
                self.scenario.snippet_viewset.get_url_name("edit"), args=[self.scenario.pk]
            ),
            **kwargs,
        )


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class Robot(DraftPage):
    """Ten thousand plays at random: which scenes and choices they meet, and how they end."""

    page_title = gettext_lazy("Let a robot play")
    template_name = "scenarios/admin/robot.html"

    def post(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(run=True, **kwargs))

    def get_context_data(self, run: bool = False, **kwargs):
        problems = [
            problem
            for problem in check(self.graph, self.scenario.est_minutes)
            if problem.rule in ("E01", "E02", "E07", "E11")
        ]
        context = {"problems": self.said(problems), "plays": f"{robot.PLAYS:,}"}
        if run and not problems:
            context |= _met(self.graph, robot.play(self.graph))
        return super().get_context_data(**context, **kwargs)


def _met(graph: Graph, found: robot.Robot) -> dict[str, Any]:
    """The robot's numbers as rows, the rarest first."""
    return {
        "found": found,
        "endings": _rows(graph, found.endings, "ending", found.plays),
        "scenes": sorted(
            _rows(graph, found.scenes, None, found.plays), key=lambda row: row["count"]
        ),
        "choices": sorted(
            (
                {
                    "title": scene.title,
                    "label": choice.label,
                    "count": found.choices[choice.key],
                    "share": _share(found.choices[choice.key], found.plays),
                }
                for scene in graph.scenes
                for choice in scene.choices
            ),
            key=lambda row: row["count"],
        ),
        "stuck": [(graph.scene[key].title, count) for key, count in found.stuck.most_common()],
        "lengths": [found.length(share) for share in (0.05, 0.5, 0.95)],
        "scores": [
            {"label": scale.label or scale.key, "low": min(counts), "high": max(counts)}
            for scale in graph.scales
            if (counts := found.scores[scale.key])
        ],
    }


def _rows(graph: Graph, counts, kind: str | None, plays: int) -> list[dict[str, Any]]:
    return [
        {
            "title": scene.title,
            "count": counts[scene.key],
            "share": _share(counts[scene.key], plays),
        }
        for scene in graph.scenes
        if kind is None or scene.kind == kind
    ]


def _share(count: int, plays: int) -> float:
    return 100 * count / plays if plays else 0.0
