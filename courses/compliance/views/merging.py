"""Merge two records of one person. Administrators only; nobody merges their own."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.compliance import comparing, merge_wording
from courses.compliance.forms import MergeForm
from courses.people.models import Person
from courses.people.permissions import administrators_only
from courses.people.services import merging


def _people(request):
    return Person.objects.select_related("organisation").filter(
        organisation=request.user.person.organisation
    )


@administrators_only
@require_safe
def find(request, person):
    """Who else may be this person."""
    found = get_object_or_404(_people(request).present(), uuid=person)
    words = request.GET.get("q", "").strip()[:100]
    context = {
        "person": found,
        "words": words,
        "others": comparing.like(person=found, words=words),
        "most": comparing.FEW,
    }
    return render(request, "compliance/duplicates.html", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, kept, merged):
    """Both side by side, what would happen, and one question; then merge."""
    both = {row.uuid: row for row in _people(request).filter(uuid__in=[kept, merged])}
    if len(both) < 2:
        raise Http404
    one, other = both[kept], both[merged]
    if other.merged_into_id == one.pk:  # a second click, or a colleague's
        return _done(request, one, other)
    if one.merged_into_id is not None or other.merged_into_id is not None:
        raise Http404
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            merging.merge_people(
                kept=one,
                merged=other,
                actor=request.user.person,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except merging.OwnRecord:
            return _page(request, one, other, form, status=403)
        except merging.AlreadyMerged:  # a colleague was quicker, and chose otherwise
            raise Http404 from None
        return _done(request, one, other)
    return _page(request, one, other, form, status=422 if form.errors else 200)


def _done(request, kept: Person, merged: Person):
    words = {"merged": merged.name, "kept": kept.name}
    messages.success(request, _("The record of %(merged)s is part of %(kept)s’s now.") % words)
    return redirect("people:person", kept.uuid)


def _page(request, kept: Person, merged: Person, form, status: int = 200):
    today = merged.today(timezone.now())
    sides = {s.person.pk: s for s in comparing.sides(people=[kept, merged], on=today)}
    plan = merging.plan(kept=kept, merged=merged, on=today)
    context = {
        "kept": kept,
        "merged": merged,
        "rows": merge_wording.compared(sides[kept.pk], sides[merged.pk]),
        "effects": merge_wording.effects(kept, plan),
        "form": form,
        "own": request.user.person.pk in (kept.pk, merged.pk),
    }
    return render(request, "compliance/merge.html", context, status=status)
