"""The author's form: a whole case as structured fields, checked in words, never typed as JSON."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from courses import illustrations
from courses.models.media import CandourImage, CandourMedia
from scenarios.concordance import Heard
from scenarios.condition_checks import sentence
from scenarios.documents import DocumentError, from_document, graph_document
from scenarios.editorfields import fields
from scenarios.editorwords import words
from scenarios.graph import Graph
from scenarios.problems import Problem, blocking
from scenarios.shapes import ShapeError
from scenarios.starting import starters
from scenarios.telling import numbers
from scenarios.validation import check

MAX_BYTES = 3_000_000
MOST_FILES = 300  # of the library, offered in a scene before anything is searched for
MOST_FOUND = 40
MOST_WORDS = 8


class CaseEditor(forms.Widget):
    """The editor: fields built in the browser from one hidden text, and written back to it."""

    template_name = "scenarios/editor/widget.html"
    case_pk: int | None = None

    @property
    def media(self):
        return forms.Media(
            css={
                "all": [
                    "scenarios/vendor/case-map/case-map.css",
                    "scenarios/css/editor.css",
                    "scenarios/css/editor-scene.css",
                ]
            },
            js=[
                Script("scenarios/vendor/case-map/case-map.js", type="module"),
                Script("scenarios/js/editor.js", type="module"),
            ],
        )

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["document"] = _held(value or "{}")
        context["words"] = words()
        context["fields"] = fields()
        context["pictures"] = illustrations.choices()
        context["library"] = library()
        context["starters"] = [
            {**one, "url": reverse("scenarios_begin_with", args=[one["slug"]])}
            for one in starters()
        ]
        of_case = f"?case={self.case_pk}" if self.case_pk else ""
        context["check_url"] = reverse("scenarios_check") + of_case
        context["case_pk"] = self.case_pk
        context["remarks_url"] = reverse("scenarios_comments", args=[0])
        context["library_url"] = reverse("scenarios_library")
        context["new_url"] = reverse("wagtailsnippets_scenarios_scenario:add")
        context["read_url"] = reverse("scenarios_read_text")
        return context


def _held(text: str) -> SafeString:
    """A text inside a textarea, where quotes stand for themselves: a case is full of them."""
    return SafeString(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def library() -> dict[str, list[tuple[int, str]]]:
    """The newest files that a scene can show or play, by kind (two queries)."""
    files = CandourMedia.objects.order_by("-pk").values_list("type", "pk", "title")[:MOST_FILES]
    found: dict[str, list[tuple[int, str]]] = {"image": [], "audio": [], "video": []}
    images = CandourImage.objects.order_by("-pk").values_list("pk", "title")
    found["image"].extend(images[:MOST_FILES])
    for kind, pk, title in files:
        found.setdefault(kind, []).append((pk, title))
    return found


def found_files(*, kind: str, text: str, pk: int | None = None) -> list[tuple[int, str]]:
    """Files of one kind whose titles hold every word, the newest first; or the one of a number."""
    files: Any = (
        CandourImage.objects.all() if kind == "image" else CandourMedia.objects.filter(type=kind)
    )
    if pk is not None:
        files = files.filter(pk=pk)
    for word in text.split()[:MOST_WORDS]:
        files = files.filter(title__icontains=word)
    return list(files.order_by("-pk").values_list("pk", "title")[:MOST_FOUND])


class CaseField(forms.Field):
    """The graph of a case as a form field: a document on the page, a graph in the database."""

    widget = CaseEditor
    default_error_messages = {
        "broken": _("The case did not arrive whole. Reload the page and try again."),
    }

    def prepare_value(self, value):
        if isinstance(value, dict):
            try:
                return json.dumps(graph_document(Graph.from_data(value)), ensure_ascii=False)
            except ShapeError:
                return "{}"
        return value

    def to_python(self, value):
        try:
            document = json.loads(value or "{}") if len(value or "") <= MAX_BYTES else None
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise ValidationError(self.error_messages["broken"], code="broken")
        try:
            return from_document(document, draft=True)
        except DocumentError as error:
            raise ValidationError(str(error), code="shape") from error

    def has_changed(self, initial, data):
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


class ScenarioForm(WagtailAdminModelForm):
    """A draft may be unfinished; to publish, schedule or submit it, nothing may block it."""

    draft = CaseField(label=_("The case"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "draft" in self.fields:
            self.fields["draft"].widget.case_pk = self.instance.pk

    def clean(self):
        cleaned = super().clean()
        graph = (cleaned or {}).get("draft")
        if graph is not None and not self.is_deferred_validation:
            case = Graph.from_data(graph)
            numbered = numbers(case)
            found = blocking(check(case, cleaned.get("est_minutes")))
            # Three choices that lead nowhere are one sentence, not three times the same.
            for message in dict.fromkeys(said(case, each, numbered) for each in found):
                self.add_error("draft", message)
        return cleaned


def said(graph: Graph, problem: Problem, numbered: Mapping[str, int]) -> str:
    """A problem as one sentence with its scene, by its number in the outline if it has no title."""
    scene = graph.scene.get(problem.key)
    if scene is None:
        return problem.message
    if not scene.title.strip():
        return gettext("In scene %(number)s: %(message)s") % {
            "number": numbered[scene.key],
            "message": problem.message,
        }
    return gettext("In “%(scene)s”: %(message)s") % {
        "scene": scene.title,
        "message": problem.message,
    }


def report(
    document: dict[str, Any],
    minutes: int | None,
    heard: Mapping[str, Sequence[Heard]] | None = None,
) -> dict[str, Any]:
    """What the panel beside the editor shows: problems, and each condition as a sentence.

    `heard` are the facts of the answers that experienced colleagues gave to this case.
    """
    graph = Graph.from_data(from_document(document, draft=True))
    numbered = numbers(graph)
    return {
        "problems": [
            {
                "rule": problem.rule,
                "severity": problem.severity,
                "key": problem.key,
                "field": problem.field,
                "message": said(graph, problem, numbered),
                "short": problem.message,
            }
            for problem in check(graph, minutes, heard)
        ],
        "sentences": {
            f"{key}/{field}": sentence(condition.node, graph.names)
            for key, field, condition in graph.conditions()
        },
    }
