"""Marking in the Wagtail admin: the queue, and one answer with its rubric.

What people wrote stands on one page, for those who mark it, and in no list, message, log or mail.
"""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.quizzes import desk, permissions, rubrics
from courses.quizzes.models import AnswerToMark
from courses.quizzes.services import markings

PAGE = 25
SHELF_NAMES = {
    "open": gettext_lazy("To mark"),
    "mine": gettext_lazy("Taken by you"),
    "apart": gettext_lazy("Two marks lie apart"),
    "others": gettext_lazy("With others"),
    "done": gettext_lazy("Marked by you"),
}


def rows_for(user):
    """The answers that a login may see, or a refusal."""
    if not permissions.may_mark(user):
        raise PermissionDenied
    return markings.answers_for(user.person, permissions.courses_of(user))


@method_decorator(never_cache, name="dispatch")
class Queue(WagtailAdminTemplateMixin, TemplateView):
    """What waits for a marker, the oldest first, without a word of what was written."""

    template_name = "quizzes/admin/marking.html"
    page_title = gettext_lazy("Marking")
    header_icon = "tick"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, now = self.request.user.person, timezone.now()
        rows = rows_for(self.request.user)
        chosen = self.request.GET.get("shelf", "open")
        chosen = chosen if chosen in desk.SHELVES else "open"
        quiz = _uuid(self.request.GET.get("quiz"))
        quizzes = desk.quizzes_in(rows)
        if quiz is not None:
            rows = rows.filter(**{f"{desk.ATTEMPT}__activity__uuid": quiz})
        numbers = desk.counts(marker=person, rows=rows, now=now)
        found = desk.shelf(chosen, marker=person, rows=rows, now=now)
        page = Paginator(desk.with_what_it_is(found), PAGE).get_page(self.request.GET.get("p"))
        for row in page:
            row.held = row.claimed_at is not None and row.claimed_at > now - markings.CLAIM
            row.days = (now - row.sent_at).days
            row.named = desk.names_shown(row)
        return super().get_context_data(
            shelves=[(name, SHELF_NAMES[name], numbers.get(name)) for name in desk.SHELVES],
            chosen=chosen,
            quizzes=quizzes,
            quiz=quiz,
            numbers=numbers,
            page_obj=page,
            marker=person,
            **kwargs,
        )


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


TROUBLE_WORDS = {
    rubrics.MISSING: gettext_lazy("Give points here; 0 is a mark too."),
    rubrics.NO_NUMBER: gettext_lazy("Write a number, as 2 or 2.5."),
    rubrics.TOO_MUCH: gettext_lazy("That is more than this row gives."),
}


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class MarkAnswer(WagtailAdminTemplateMixin, TemplateView):
    """One answer, its question and rubric; a POST marks it for good."""

    template_name = "quizzes/admin/mark.html"
    page_title = gettext_lazy("Mark an answer")
    header_icon = "tick"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("quizzes_marking"), "label": _("Marking")},
            {"url": "", "label": self.page_title},
        ]

    def dispatch(self, request, *args, **kwargs):
        self.rows = rows_for(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, *, troubles=None, sent=None, unsent="", **kwargs):
        person, now = self.request.user.person, timezone.now()
        try:
            sheet = desk.sheet_of(rows=self.rows, answer_uuid=self.kwargs["answer"], marker=person)
        except AnswerToMark.DoesNotExist as error:
            raise Http404 from error
        answer = sheet.answer
        held = answer.claimed_at is not None and answer.claimed_at > now - markings.CLAIM
        fields = [
            {
                "row": row,
                "value": (sent or {}).get(row.key, ""),
                "trouble": TROUBLE_WORDS.get((troubles or {}).get(row.key, ""), ""),
            }
            for row in sheet.criteria
        ]
        elsewhere = held and answer.claimed_by_id != person.pk
        return super().get_context_data(
            sheet=sheet,
            fields=fields,
            troubles=troubles,
            unsent=unsent,
            comment=(sent or {}).get("comment", ""),
            agreed=(sent or {}).get("agreed", ""),
            held_by_me=held and not elsewhere,
            held_elsewhere=elsewhere,
            waits_for_other=sheet.own is not None and not sheet.is_over and not sheet.is_apart,
            longest=markings.LONGEST_COMMENT,
            **kwargs,
        )

    @sensitive_variables()
    def post(self, request, *args, **kwargs):
        sent = {name.removeprefix("points-"): value for name, value in request.POST.items()}
        again: dict[str, Any]
        try:
            markings.give(
                answers=self.rows,
                answer_uuid=self.kwargs["answer"],
                marker=request.user.person,
                points=sent,
                comment=sent.get("comment", ""),
                now=timezone.now(),
                agreed=sent.get("agreed") == "yes",
            )
        except AnswerToMark.DoesNotExist as error:
            raise Http404 from error
        except rubrics.NotPoints as wrong:
            again = {"troubles": wrong.troubles}
        except markings.NotAgreed:
            again = {"unsent": _("Tick that both of you agree, or leave it to a third marker.")}
        except (markings.Claimed, markings.AlreadySettled, markings.AlreadyMarked) as error:
            again = {"unsent": _refusal(error)}
        else:
            messages.success(request, _("Your mark is kept."))
            return redirect(self._onwards())
        return self.render_to_response(self.get_context_data(sent=sent, **again), status=422)

    def _onwards(self) -> str:
        """The next that this marker can do, where they asked for it and there is one."""
        person, now = self.request.user.person, timezone.now()
        if self.request.POST.get("then") == "next":
            following = desk.shelf("open", marker=person, rows=self.rows, now=now).first()
            if following is not None and _take(self.request, self.rows, following.uuid):
                return reverse("quizzes_mark", args=[following.uuid])
        return reverse("quizzes_marking")


def _refusal(error: Exception) -> str:
    if isinstance(error, markings.Claimed):
        return _("Another marker is at this answer. Yours was not kept; choose another one.")
    if isinstance(error, markings.AlreadyMarked):
        return _("You have marked this answer. Another person must give the second mark.")
    return _("This answer has its mark already. Nothing was changed.")


def _take(request, rows, answer) -> bool:
    try:
        markings.claim(
            answers=rows, answer_uuid=answer, marker=request.user.person, now=timezone.now()
        )
    except AnswerToMark.DoesNotExist as error:
        raise Http404 from error
    except (markings.Claimed, markings.AlreadySettled, markings.AlreadyMarked) as error:
        messages.warning(request, _refusal(error))
        return False
    return True


@require_POST
def take(request, answer):
    """Claim an answer for an hour, and read it."""
    if _take(request, rows_for(request.user), answer):
        return redirect("quizzes_mark", answer)
    return redirect("quizzes_marking")


@require_POST
def give_back(request, answer):
    """Give a claimed answer back to the queue."""
    try:
        markings.release(
            answers=rows_for(request.user), answer_uuid=answer, marker=request.user.person
        )
    except AnswerToMark.DoesNotExist as error:
        raise Http404 from error
    return redirect("quizzes_marking")
