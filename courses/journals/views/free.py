"""Beginning an entry without a course, and tying an entry to standards."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.journals import reports
from courses.journals.forms import BeginForm, TagsForm
from courses.journals.services import entries
from courses.journals.views.writing import own


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin(request):
    """Choose a template and begin. Nobody asked for it, and nobody is told."""
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        template = form.cleaned_data["template"]
        entry = entries.begin_free(
            person=request.user.person, template=template, now=timezone.now()
        )
        return redirect("journals:write", entry.uuid)
    status = 422 if form.errors else 200
    return render(request, "journals/begin.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tags(request, attempt):
    """Tie an entry to standards of a code."""
    entry = own(request, attempt)
    tied = [tag.label for tag in entry.tags.all()]
    data = request.POST if request.method == "POST" else None
    form = TagsForm(data, codes=reports.codes(), tied=tied)
    if request.method == "POST" and form.is_valid():
        entries.tag(entry=entry, labels=form.labels())
        messages.success(request, _("Your tags are kept."))
        return redirect(reports.around(entry=entry)["read_url"])
    context = {**reports.around(entry=entry), "form": form}
    return render(request, "journals/tags.html", context, status=422 if form.errors else 200)
