"""The learner's pages: answer, check, send, and see how it came out. Works without JavaScript.

Each way in which an answer can come wrong or late has its own page, and none of them keeps half.
"""

import functools

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.models import Attempt
from courses.places import back_to
from courses.quizzes import forms, keeping, marking, outcomes, reports, wording
from courses.quizzes.models import Quiz
from courses.quizzes.services import answers, leaving
from courses.services.attempts import own_attempt
from courses.services.structures import structure_of

SENT = (Attempt.State.FINISHED, Attempt.State.SUBMITTED)


class SeeOther(HttpResponseRedirect):
    """After a POST: go and read what it came to."""

    status_code = 303


def by_script(request) -> bool:
    """True for our script's requests, which read JSON or take a page over in place."""
    return request.headers.get("X-Requested-With") == "fetch"


def keep_late(request, attempt, position=None, **_kwargs) -> str:
    """Keep what a page brought after its session had ended; return where it waits, or nothing."""
    sittings = Attempt.objects.filter(uuid=attempt, activity__type="quiz", state=Attempt.State.OPEN)
    try:
        if not forms.read_answers(request.POST) or not sittings.exists():
            return ""
        keeping.keep(request.session, attempt=attempt, data=request.POST, now=timezone.now())
    except (forms.Unreadable, keeping.TooMuch):
        return ""
    where = [attempt] if position is None else [attempt, position]
    return reverse("quizzes:play" if position is None else "quizzes:question", args=where)


def answering(view):
    """Give each way in which sent answers can be refused its own answer."""

    @functools.wraps(view)
    def wrapped(request, attempt, **kwargs):
        try:
            response = view(request, attempt, **kwargs)
            if request.method == "POST":
                keeping.taken(
                    request.session, attempt=attempt, data=request.POST, now=timezone.now()
                )
            return response
        except (Attempt.DoesNotExist, answers.NoSuchQuestion) as error:
            raise Http404 from error
        except (forms.Unreadable, marking.NotAnOption, marking.TooMany, marking.TooLong):
            return _refused(request, attempt)
        except answers.AnsweredElsewhere as newer:
            return _answered_elsewhere(request, attempt, newer.positions)
        except answers.AlreadyFinished:
            return _too_late(request, attempt)
        except answers.Committed as stands:
            return _stands(request, attempt, stands.position)
        except answers.TimeOver:
            return _time_over(request, attempt)

    # Read by whoever finds that nobody is signed in any more.
    wrapped.keep_late = keep_late  # type: ignore[attr-defined]
    return wrapped


def in_time(paper: reports.Paper) -> reports.Paper:
    """A paper while there is time for it. Raises `TimeOver`: whoever comes late finds it sent."""
    if paper.attempt.is_open and paper.is_over(timezone.now()):
        raise answers.TimeOver
    return paper


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def play(request, attempt):
    """Where the learner stands: the first question without an answer, else the check page.

    A POST brings a page that holds every question, to keep or to send.
    """
    if request.method == "POST":
        sent = forms.read_answers(request.POST)
        if request.POST.get("go") == "send":
            return _send(request, attempt, sent, complete=True)
        answers.save(
            person=request.user.person, attempt_uuid=attempt, answers=sent, now=timezone.now()
        )
        return SeeOther(reverse("quizzes:check", args=[attempt]))
    paper, late = _paper(request, attempt)
    if not paper.attempt.is_open:
        return _ended(paper.attempt)
    if not paper.questions:
        return render(request, "quizzes/nothing_to_ask.html", _frame(paper))
    return _page(request, paper, position=paper.first_unanswered, late=late)


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def question(request, attempt, position):
    """One question. A POST keeps its answer and leads on: `go` is next, check, or a number."""
    if request.method == "POST":
        if request.POST.get("go") == "commit":
            return _commit(request, attempt, position)
        answers.save(
            person=request.user.person,
            attempt_uuid=attempt,
            answers=forms.read_answers(request.POST, only=position),
            now=timezone.now(),
        )
        return SeeOther(_after(attempt, position, request.POST))
    paper, late = _paper(request, attempt)
    if not paper.attempt.is_open:
        return _ended(paper.attempt)
    if not 1 <= position <= len(paper.questions):
        raise Http404
    return _page(request, paper, position=position, late=late)


def _paper(request, attempt) -> tuple[reports.Paper, list[int]]:
    """A sitting, with the answers that came after a session had ended, and their positions."""
    person, now = request.user.person, timezone.now()
    late = keeping.answers(request.session, attempt=attempt, now=now)
    try:
        paper = reports.paper(person=person, attempt_uuid=attempt, sent=late)
    except (marking.NotAnOption, marking.TooMany, marking.TooLong):
        keeping.drop(request.session)
        paper, late = reports.paper(person=person, attempt_uuid=attempt), {}
    return in_time(paper), sorted(late)


def _commit(request, attempt, position: int):
    """Give an answer for good, and read what is right on the same page."""
    try:
        answers.commit(
            person=request.user.person,
            attempt_uuid=attempt,
            position=position,
            answers=forms.read_answers(request.POST, only=position),
            now=timezone.now(),
        )
    except answers.Unanswered:
        messages.warning(request, _("Answer the question first. Then you see what is right."))
    except answers.NotImmediate as error:
        raise Http404 from error
    return SeeOther(reverse("quizzes:question", args=[attempt, position]))


def _after(attempt, position: int, data) -> str:
    """Where the button that was pressed leads; the last question's leads to the check page."""
    go, last = data.get("go", "next"), data.get("of", "")
    if go.isascii() and go.isdigit() and len(go) <= 4 and int(go) > 0:
        return reverse("quizzes:question", args=[attempt, int(go)])
    if go == "check" or last == str(position):
        return reverse("quizzes:check", args=[attempt])
    return reverse("quizzes:question", args=[attempt, position + 1])


@login_required
@require_safe
@answering
def check(request, attempt):
    """What is answered and what is not, before the answers are sent."""
    paper = in_time(reports.paper(person=request.user.person, attempt_uuid=attempt))
    if not paper.attempt.is_open:
        return _ended(paper.attempt)
    if not paper.questions:
        return redirect("quizzes:play", attempt)
    return _page(request, paper, position=None)


@sensitive_post_parameters()
@login_required
@require_POST
@answering
def save(request, attempt):
    """Keep answers while the page stays open; answers with the time and the newest numbers."""
    saved = answers.save(
        person=request.user.person,
        attempt_uuid=attempt,
        answers=forms.read_answers(request.POST),
        now=timezone.now(),
    )
    told = {"saved_at": _clock(saved.at), "seen": saved.seen}
    if saved.ends_at is not None:
        told["left"] = max(0, int((saved.ends_at - saved.at).total_seconds()))
    return JsonResponse(told)


@sensitive_post_parameters()
@login_required
@require_POST
@answering
def send(request, attempt):
    """Send the answers in, once; a second time leads to the same result."""
    return _send(request, attempt, forms.read_answers(request.POST))


def _send(request, attempt, sent, complete: bool = False):
    person, now = request.user.person, timezone.now()
    try:
        done = answers.send(
            person=person, attempt_uuid=attempt, answers=sent, now=now, complete=complete
        )
    except answers.Unanswered:
        answers.save(person=person, attempt_uuid=attempt, answers=sent, now=now)
        return SeeOther(reverse("quizzes:check", args=[attempt]))
    except answers.NothingAsked:
        return SeeOther(reverse("quizzes:play", args=[attempt]))
    where = reverse("quizzes:result", args=[attempt])
    if not by_script(request):
        return SeeOther(where)
    response = _result_page(request, done.sitting.attempt, rows=done.drawn)
    response.headers["Content-Location"] = where
    return response


@login_required
@require_safe
def result(request, attempt):
    """How a sent sitting came out, and what comes next."""
    try:
        found = own_attempt(person=request.user.person, uuid=attempt, type="quiz")
    except Attempt.DoesNotExist as error:
        raise Http404 from error
    if found.state not in SENT:
        return redirect("quizzes:play" if found.is_open else "learn:review", attempt)
    return _result_page(request, found)


@login_required
@require_POST
def leave(request, attempt):
    """Give back a try for which no question could be drawn, so that it does not count."""
    try:
        found = own_attempt(person=request.user.person, uuid=attempt, type="quiz")
    except Attempt.DoesNotExist as error:
        raise Http404 from error
    try:
        leaving.leave_empty(attempt=found, now=timezone.now())
    except leaving.HasQuestions:
        return SeeOther(reverse("quizzes:play", args=[attempt]))
    except answers.AlreadyFinished:
        pass
    return SeeOther(back_to(found))


def _ended(attempt: Attempt):
    if attempt.state in SENT:
        return redirect("quizzes:result", attempt.uuid)
    return redirect("learn:review", attempt.uuid)


def _clock(at) -> str:
    return formats.time_format(timezone.localtime(at), "H:i")


def _frame(paper: reports.Paper) -> dict:
    attempt = paper.attempt
    return {
        "paper": paper,
        "attempt": attempt,
        "enrolment": attempt.enrolment,
        "title": attempt.edition_activity.title,
        "back_url": back_to(attempt),
        "course_title": structure_of(attempt.enrolment.edition_id).title,
        "course_url": reverse("learn:course", args=[attempt.enrolment.uuid]),
    }


def _page(request, paper: reports.Paper, *, position: int | None, status: int = 200, **more):
    """The sitting: one question, or all on one page, or (`position` None) the check page."""
    every = paper.layout == Quiz.Layout.ALL
    context = {
        **_frame(paper),
        "position": position,
        "every": every,
        "person": request.user.person,
        "certainty": paper.certainty,
        "levels": wording.levels() if paper.certainty else (),
        "checking": position is None and (not every or request.path.endswith("/check/")),
        **more,
    }
    if paper.is_immediate:
        told = paper.told.get(position)
        context |= {"told": told, "shown": [told]}
        context["question"] = paper.questions[position - 1] if position else None
        return render(request, "quizzes/immediate.html", context, status=status)
    return render(request, "quizzes/play.html", context, status=status)


def _result_page(request, attempt: Attempt, rows=None):
    context = {
        "attempt": attempt,
        "enrolment": attempt.enrolment,
        "title": attempt.edition_activity.title,
        "back_url": back_to(attempt),
        "course_title": structure_of(attempt.enrolment.edition_id).title,
        "course_url": reverse("learn:course", args=[attempt.enrolment.uuid]),
        **outcomes.outcome(attempt=attempt, rows=rows),
    }
    return render(request, "quizzes/result.html", context)


def _refused(request, attempt):
    words = _(
        "That answer is not one of this question's. Nothing was changed; open the quiz again."
    )
    if by_script(request):
        return JsonResponse({"message": words}, status=400)
    context = {"words": words, "play_url": reverse("quizzes:play", args=[attempt])}
    return render(request, "quizzes/refused.html", context, status=400)


def _answered_elsewhere(request, attempt, positions: tuple[int, ...]):
    """An older page: the newer answers stand, and what is ticked here can replace them."""
    first = positions[0]
    if by_script(request):
        words = _("Question %(number)d was answered on another page since you opened this one.")
        where = reverse("quizzes:question", args=[attempt, first])
        return JsonResponse(
            {"message": words % {"number": first}, "url": where, "action": _("Show it")}, status=409
        )
    paper = reports.paper(
        person=request.user.person,
        attempt_uuid=attempt,
        sent=forms.read_answers(request.POST),
    )
    return _page(request, paper, position=first, status=409)


def _too_late(request, attempt):
    """The sitting has ended: its result stands, whatever an older page still sends."""
    where = reverse("quizzes:result", args=[attempt])
    if by_script(request) and "send" not in request.path:
        words = _("These answers had already been sent, and nothing was changed.")
        return JsonResponse({"message": words, "url": where, "action": _("See it")}, status=409)
    words = _("These answers had already been sent. The result is below, and nothing was changed.")
    messages.info(request, words)
    return SeeOther(where)


def _time_over(request, attempt):
    """The time has ended: what was kept is sent now, and the result says so."""
    try:
        answers.send_late(attempt_uuid=attempt, now=timezone.now())
    except (answers.AlreadyFinished, answers.TimeLeft):
        pass  # another tab, or the sweep, came first
    except answers.NothingAsked:
        return redirect("learn:review", attempt)
    where = reverse("quizzes:result", args=[attempt])
    words = _("The time was over. What you had saved was sent, and this is how it came out.")
    if by_script(request):
        return JsonResponse({"message": words, "url": where, "action": _("See it")}, status=409)
    messages.info(request, words)
    return SeeOther(where)


def _stands(request, attempt, position: int):
    """Another answer came for a question that was answered for good: the first one stands."""
    where = reverse("quizzes:question", args=[attempt, position])
    words = _("Question %(number)d was answered before, and that answer stands.")
    words %= {"number": position}
    if by_script(request):
        return JsonResponse({"message": words, "url": where, "action": _("Show it")}, status=409)
    messages.info(request, words)
    return SeeOther(where)
