"""Answer an evaluation, sign an attestation: plain forms, taken once. Others find a 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from courses.evaluations import questions, reports
from courses.evaluations.forms import AnswersForm, SignForm
from courses.evaluations.services import responses, signatures
from courses.models import Attempt
from courses.people.models import Person
from courses.people.services import sealing
from courses.places import back_to
from courses.services import attempts


def _own(request, attempt, type_: str) -> Attempt:
    try:
        return attempts.own_attempt(person=request.user.person, uuid=attempt, type=type_)
    except Attempt.DoesNotExist:
        raise Http404 from None


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def evaluation(request, attempt):
    """The evaluation form; sent a second time, it leads to the answers that were given."""
    found = _own(request, attempt, "evaluation")
    if not found.is_open:
        return redirect("learn:review", attempt)
    asked = questions.questions_of(found.snapshot.data)
    if request.method == "POST":
        return _take_answers(request, found, AnswersForm(request.POST, asked=asked))
    return _evaluation_page(request, found, AnswersForm(asked=asked))


def _take_answers(request, found: Attempt, form: AnswersForm) -> HttpResponse:
    if not form.is_valid():
        return _evaluation_page(request, found, form, status=422)
    try:
        responses.respond(attempt=found, answers=form.answers(), now=timezone.now())
    except responses.AlreadyFinished:
        return redirect("learn:review", found.uuid)
    except responses.KeyUnavailable:
        return _evaluation_page(request, found, form, status=503)
    messages.success(request, _("Thank you. Your answers are in."))
    return redirect(back_to(found))


def _evaluation_page(request, found: Attempt, form: AnswersForm, status: int = 200):
    owner = Person(pk=found.enrolment.person_id)  # sealed under the key of whoever began it
    has_boxes = any(question.type == questions.TEXT for question in form.asked)
    context = {
        **reports.around(attempt=found),
        "form": form,
        "has_boxes": has_boxes,
        "is_locked": has_boxes and not sealing.available(person=owner),
    }
    return render(request, "evaluations/evaluation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sign(request, attempt):
    """The statement and the line to sign on; sent a second time, it leads to the signature."""
    found = _own(request, attempt, "attestation")
    if not found.is_open:
        return redirect("learn:review", attempt)
    person = request.user.person
    form = SignForm(request.POST if request.method == "POST" else None, person=person)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            return _take_signature(request, found, form.cleaned_data["name"])
        status = 422
    context = {**reports.around(attempt=found), "form": form}
    return render(request, "evaluations/attestation.html", context, status=status)


def _take_signature(request, found: Attempt, name: str) -> HttpResponse:
    try:
        signatures.sign(attempt=found, typed_name=name, now=timezone.now())
    except signatures.AlreadyFinished:
        return redirect("learn:review", found.uuid)
    messages.success(request, _("You have signed."))
    return redirect(back_to(found))
