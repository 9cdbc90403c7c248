"""The case that authors write, and the versions that learners play."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin
from wagtail.search import index

from courses.models import ActivityContent, AppendOnlyModel, Snapshot
from courses.models.pages import IllustrationField
from courses.people.models import Person
from scenarios.fields import GraphField
from scenarios.graph import Graph
from scenarios.problems import Problem, blocking
from scenarios.shapes import ShapeError
from scenarios.validation import check


def empty_graph() -> dict:
    """The graph of a case that nobody has written yet."""
    return Graph().as_json()


class Scenario(PreviewableMixin, index.Indexed, ActivityContent):
    """A branching case as its authors write it. Learners play versions, filed at publish.

    `draft` is the graph (schema 1, see `scenarios.graph`); drafts, compare, lock and workflow are
    Wagtail's. A draft may be unfinished; publishing is refused while a problem blocks it.
    """

    class Mode(models.TextChoices):
        PRACTICE = "practice", _("Practice: as often as somebody likes")
        ASSESSMENT = "assessment", _("Assessment: once, without going back")

    class BackPolicy(models.TextChoices):
        NONE = "none", _("No way back")
        LOOK = "look", _("Look back, without changing anything")
        UNDO = "undo_to_commit", _("Back to the last decision")
        FREE = "free", _("Back to any earlier decision")

    class FeedbackTiming(models.TextChoices):
        NOW = "now", _("With the next scene")
        REFLECTION = "after_reflection", _("After the learner has reflected")
        DEBRIEF = "debrief", _("In the debrief")

    class PeerCompare(models.TextChoices):
        OFF = "off", _("Never")
        COMMIT = "after_commit", _("After each choice, from ten people")
        DEBRIEF = "debrief", _("In the debrief, from ten people")

    class PanelShow(models.TextChoices):
        HIDDEN = "hidden", _("Never")
        COMMIT = "after_commit", _("After each choice")
        DEBRIEF = "debrief", _("In the debrief")

    summary = models.CharField(max_length=250, blank=True, help_text=_("One plain sentence."))
    illustration = IllustrationField(verbose_name=_("picture"))
    illustration_alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    est_minutes = models.PositiveSmallIntegerField(_("minutes"), default=12)
    audience = models.CharField(max_length=300, blank=True)
    content_notes = models.CharField(
        max_length=300, blank=True, help_text=_("What a reader may find distressing.")
    )
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.PRACTICE)
    back_policy = models.CharField(
        _("way back"), max_length=16, choices=BackPolicy.choices, default=BackPolicy.UNDO
    )
    feedback_timing = models.CharField(
        _("feedback"),
        max_length=16,
        choices=FeedbackTiming.choices,
        default=FeedbackTiming.DEBRIEF,
    )
    peer_compare = models.CharField(
        _("what colleagues chose"),
        max_length=16,
        choices=PeerCompare.choices,
        default=PeerCompare.DEBRIEF,
    )
    panel_show = models.CharField(
        _("what the panel chose"),
        max_length=16,
        choices=PanelShow.choices,
        default=PanelShow.DEBRIEF,
    )
    draft = GraphField(_("the case"), default=empty_graph)

    activity_slug = "scenario"
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def graph(self) -> Graph:
        """The draft as a graph; raises `ShapeError` for data that is none."""
        return Graph.from_data(self.draft)

    def problems(self) -> list[Problem]:
        """Everything the rules say about the draft, what blocks publishing first."""
        try:
            return self._unread_import() + check(self.graph(), self.est_minutes)
        except ShapeError as error:
            return [Problem("E16", "", error.path, error.message)]

    def _unread_import(self) -> list[Problem]:
        """An import whose report needs a person's eye and has not had it."""
        if self.pk and self.imports.filter(needs_review=True, accepted_at=None).exists():
            return [
                Problem(
                    "E18",
                    "",
                    "import",
                    "Read the report of the import and accept it: something did not come with it",
                )
            ]
        return []

    def publish(self, revision, *args, **kwargs):
        """Publish a revision; refused while a problem blocks it, whichever way it is asked for."""
        found = blocking(revision.as_object().problems())
        if found:
            raise ValidationError([problem.message for problem in found])
        return super().publish(revision, *args, **kwargs)

    @property
    def preview_modes(self):
        return [("", _("Play from the start"))]

    def make_preview_request(
        self, original_request=None, preview_mode=None, extra_request_attrs=None
    ):
        """Hand the way taken so far, or the scene to begin at, from the address to the preview."""
        asked = original_request.GET if original_request is not None else QueryDict()
        attributes = {
            **(extra_request_attrs or {}),
            "preview_way": asked.getlist("way"),
            "preview_from": asked.get("from", ""),
        }
        return super().make_preview_request(original_request, preview_mode, attributes)

    def serve_preview(self, request, mode_name):
        from scenarios.views.preview import preview

        return preview(request, self)


class ScenarioVersion(AppendOnlyModel):
    """What a publish of a case changed, and the snapshot that holds the text.

    Written once for each content snapshot by `services.versions.version_of`. It names the case by
    uuid and not by foreign key, since authors may delete the case and the evidence stays.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    snapshot = models.OneToOneField(
        Snapshot, on_delete=models.PROTECT, related_name="scenario_version"
    )
    scenario_uuid = models.UUIDField()
    number = models.PositiveIntegerField()
    # T0 text, T1 additive, T2 structural, T3 judged differently; see `scenarios.changes`.
    change_class = models.CharField(max_length=2)
    structure_hash = models.CharField(max_length=64)
    text_hash = models.CharField(max_length=64)
    # The warnings and numbers at publish: [rule, scene, field, message].
    report = models.JSONField(default=list)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two publishes in the same moment get different numbers.
            models.UniqueConstraint(
                fields=["scenario_uuid", "number"], name="scenario_version_numbered_once"
            ),
        ]
        indexes = [
            # The newest text of a structure, asked on every page of the player.
            models.Index(
                fields=["scenario_uuid", "structure_hash", "-number"], name="scenario_newest_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}, {self.number}"


class VersionWithdrawal(AppendOnlyModel):
    """A version that must not be played any more: an error in it could harm. Written once by
    `services.versions.withdraw`; people in it are told and may begin again.
    """

    version = models.OneToOneField(
        ScenarioVersion, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
