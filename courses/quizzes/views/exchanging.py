"""Bring questions in and take them out: upload, look at what would come, confirm; download."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from courses.bounds import MOST_PACKED
from courses.faults import ImportFault
from courses.quizzes.exchange import storing, taking
from courses.quizzes.exchange.formats import registry, sheetwriting
from courses.quizzes.exchange.formats.reading import Reading
from courses.quizzes.exchange.formats.writing import Written
from courses.quizzes.exchange.items import CHANGED, IMPORTED, SKIPPED, Outcome, counts
from courses.quizzes.models import Question, QuestionCategory
from courses.services.keeping import NoLongerKept, Shelf

SHOWN = 200
# What a page can wait for; the commands take more.
MOST_HERE = 2_000
SHELF = Shelf("quizzes.exchange")
FATES = {
    IMPORTED: gettext_lazy("new"),
    CHANGED: gettext_lazy("changed"),
    SKIPPED: gettext_lazy("skipped"),
}
MAY_IMPORT = ("quizzes.add_question", "quizzes.change_question", "quizzes.add_questioncategory")
MAY_EXPORT = ("quizzes.change_question",)
MAY_PUBLISH = "quizzes.publish_question"


class UploadForm(forms.Form):
    """A file of another tool, and what it doesn't say itself."""

    file = forms.FileField(label=gettext_lazy("File"))
    form = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=[
            ("", gettext_lazy("Find out from the file")),
            *((form.slug, form.label) for form in registry.FORMATS.values()),
        ],
    )
    source = forms.CharField(
        label=gettext_lazy("Where it comes from"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "Only if you bring questions from several places that may name them alike. Write the "
            "same name the next time: then what came before is changed instead of doubled."
        ),
    )
    category = forms.CharField(
        label=gettext_lazy("Category of questions that name none"),
        required=False,
        max_length=storing.LONGEST_NAME,
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Publish what can be asked"),
        required=False,
        help_text=gettext_lazy("Otherwise all of them are drafts."),
    )

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_PACKED:
            raise forms.ValidationError(_("The file is larger than 50 MB."))
        return file


class _ExchangeView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the exchange, with its way back to the questions."""

    header_icon = "help"
    _show_breadcrumbs = True
    permissions: tuple[str, ...] = ()

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perms(self.permissions):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": questions_url(), "label": _("Questions")},
            {"url": "", "label": self.get_page_title()},
        ]


def questions_url() -> str:
    return reverse(Question.snippet_viewset.get_url_name("list"))


class Import(_ExchangeView):
    """Upload a file, look at what would come of it, and bring it in."""

    page_title = gettext_lazy("Import questions")
    template_name = "quizzes/admin/import.html"
    permissions = MAY_IMPORT

    def upload_form(self, *args: Any) -> UploadForm:
        return UploadForm(*args, may_publish=self.request.user.has_perm(MAY_PUBLISH))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": self.upload_form(), **kwargs})

    def post(self, request, *args, **kwargs):
        if "kept" in request.POST:
            return self.save(request)
        form = self.upload_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        said = form.cleaned_data
        data, name = said["file"].read(), said["file"].name
        about = [
            name, said["form"], said["source"], said["category"], said.get("publish", False),
        ]  # fmt: skip
        try:
            slug, found = read(data, name, said["form"])
        except ImportFault as error:
            form.add_error("file", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        outcomes = self.bring_in(slug, found, about, dry_run=True)
        kept = SHELF.keep(data=data, about=about, user=request.user, now=timezone.now())
        shown = described(outcomes, found)
        label = registry.FORMATS[slug].label
        context = self.get_context_data(kept=kept, file_name=name, label=label, **shown)
        return self.render_to_response(context)

    def save(self, request):
        try:
            data, about = SHELF.take(token=request.POST["kept"], user=request.user)
            slug, found = read(data, about[0], about[1])
        except (NoLongerKept, ImportFault):
            messages.warning(
                request, _("This file was imported already, or a day ago. Upload it again.")
            )
            return redirect("quizzes_import")
        try:
            outcomes = self.bring_in(slug, found, about, dry_run=False)
        except ImportFault as error:
            messages.error(request, str(error))
            return redirect("quizzes_import")
        tally = counts(outcomes)["question"]
        words = _("Questions: %(imported)d new, %(changed)d changed, %(skipped)d skipped.")
        messages.success(request, words % tally)
        return redirect(questions_url())

    def bring_in(
        self, slug: str, found: Reading, about: list[Any], *, dry_run: bool
    ) -> list[Outcome]:
        _name, _form, source, category, publish = about
        return storing.bring_in(
            items=found.items,
            source=source or slug,
            now=timezone.now(),
            user=self.request.user,
            publish=publish and self.request.user.has_perm(MAY_PUBLISH),
            shelf=category or storing.SHELF,
            dry_run=dry_run,
        )


def read(data: bytes, name: str, form: str) -> tuple[str, Reading]:
    """A file of as many questions as a page can wait for."""
    slug, found = registry.read(data, name, form)
    if len(found.items) > MOST_HERE:
        raise ImportFault(
            f"the file holds more than {MOST_HERE:,} questions",
            mend="Part it, or have it brought in with the command import_questions",
        )
    return slug, found


def described(outcomes: list[Outcome], found: Reading) -> dict[str, Any]:
    """A plan as the page shows it: first what somebody should look at."""
    tally = counts(outcomes)["question"]
    rows = sorted(outcomes, key=lambda row: (row.action != SKIPPED, not row.notes))
    return {
        "counts": [
            (_("New"), tally[IMPORTED]),
            (_("Changed"), tally[CHANGED]),
            (_("Skipped"), tally[SKIPPED]),
        ],
        "anything": tally[IMPORTED] + tally[CHANGED],
        "notes": found.notes,
        "rows": [
            {
                "where": row.where,
                "name": row.name,
                "fate": FATES[row.action],
                "words": [word for word in (row.why, *row.notes) if word],
            }
            for row in rows[:SHOWN]
        ],
        "more": max(0, len(rows) - SHOWN),
    }


class ExportForm(forms.Form):
    """Which questions, and as what."""

    category = forms.ModelChoiceField(
        label=gettext_lazy("Category"),
        queryset=QuestionCategory.objects.all(),
        required=False,
        empty_label=gettext_lazy("All questions"),
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[(form.slug, form.label) for form in registry.FORMATS.values()],
    )


class Export(_ExchangeView):
    """Choose questions and a format, read what would be lost, download the file."""

    page_title = gettext_lazy("Export questions")
    template_name = "quizzes/admin/export.html"
    permissions = MAY_EXPORT

    def get(self, request, *args, **kwargs):
        if "form" not in request.GET:
            form = ExportForm(initial={"category": request.GET.get("category")})
            return self.render_to_response(self.get_context_data(form=form))
        form = ExportForm(request.GET)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        category, slug = form.cleaned_data["category"], form.cleaned_data["form"]
        questions = Question.objects.all()
        if category:
            questions = questions.filter(category=category)
        if questions.count() > MOST_HERE:
            words = _("These are more than %(most)d questions: use the command export_questions.")
            form.add_error("category", words % {"most": MOST_HERE})
            return self.render_to_response(self.get_context_data(form=form))
        written = taking.write(questions=questions, form=slug)
        if "download" in request.GET and written.count:
            return download(written, category.key if category else "questions")
        return self.render_to_response(self.get_context_data(form=form, **told(written, request)))


def told(written: Written, request: Any) -> dict[str, Any]:
    """What a file would hold, and what it would not."""
    asked = request.GET.copy()
    asked["download"] = "1"
    words = ngettext("%(count)d question goes out.", "%(count)d questions go out.", written.count)
    return {
        "said": words % {"count": written.count},
        "written": written,
        "losses": sorted(written.losses, key=lambda loss: not loss.left_out)[:SHOWN],
        "more": max(0, len(written.losses) - SHOWN),
        "download_url": f"?{asked.urlencode()}",
    }


def download(written: Written, stem: str) -> HttpResponse:
    return HttpResponse(
        written.data,
        content_type=written.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{stem}.{written.ending}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def empty_sheet(request):
    """A workbook to fill in, with an example of each usual type."""
    if not request.user.has_perms(MAY_IMPORT):
        raise PermissionDenied
    return download(sheetwriting.template(), "questions-to-fill-in")
