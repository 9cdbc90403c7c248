"""A panel member's pages. No account: whoever holds the link is the member, and nobody else is.

A form needs no token of its own: no cookie opens anything here, and a page elsewhere that knew the
code in the address would hold the key already. The browser would refuse a token, too: it sends no
origin from a page that keeps its address to itself.
"""

from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from scenarios import panelpages
from scenarios.models import PanelMember
from scenarios.panelforms import AnswerForm, ConsentForm
from scenarios.services import panels

PAGES = 60  # that one address may ask for in a minute
SECONDS = 60


def _quiet(response: HttpResponse) -> HttpResponse:
    """Keep a page out of caches and search engines, and its address out of referrers."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _too_many(request) -> bool:
    key = f"panel-pages:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > PAGES
    except ValueError:  # the minute ended between the two
        return False


def _unknown(request) -> HttpResponse:
    return render(request, "scenarios/panel/lost.html", status=404)


def _door(view: Callable) -> Callable:
    """Find the member of the link; every link that opens nothing is answered alike."""

    @csrf_exempt
    @wraps(view)
    def guarded(request, code, **kwargs):
        if _too_many(request):
            response = render(request, "429.html", status=429)
            response.headers["Retry-After"] = str(SECONDS)
            return _quiet(response)
        try:
            member = panels.member_by(code=code, now=timezone.now())
            case = panels.case_for(member=member)
        except PanelMember.DoesNotExist:
            return _quiet(_unknown(request))
        except panels.NotPublished:
            return _quiet(render(request, "scenarios/panel/paused.html", {"member": member}))
        request.code, request.member, request.case = code, member, case
        request.scenes = panels.questions(case)
        if _is_closed(member) and view.__name__ != "withdraw":
            return _quiet(_closed(request))
        return _quiet(view(request, **kwargs))

    return guarded


def _is_closed(member: PanelMember) -> bool:
    """Whether their answers are not asked for any more, since the version was withdrawn."""
    is_asked = member.takes_part and member.finished_at is None
    return is_asked and panels.withdrawal_of(member) is not None


def _closed(request) -> HttpResponse:
    """Say that the version was withdrawn, and why; nothing that was sent here is kept."""
    context = _context(request, withdrawal=panels.withdrawal_of(request.member))
    status = 409 if request.method == "POST" else 200
    return render(request, "scenarios/panel/closed.html", context, status=status)


@csrf_exempt
def lost(request, rest):
    """An address that is no whole link: with its last stroke where only that is missing."""
    if request.method == "GET" and "/" not in rest:
        return _quiet(redirect("panel:about", rest))
    return _quiet(_unknown(request))


def _context(request, **more) -> dict:
    facts = panelpages.about(request.member, request.case, request.scenes)
    return {"code": request.code, **facts, **more}


def _consent_form(request, data=None) -> ConsentForm:
    member = request.member
    initial = {"consent": member.consent, "name": member.name, "credentials": member.credentials}
    return ConsentForm(data, initial=initial)


def _to(request, name: str, *args):
    return redirect(f"panel:{name}", request.code, *args)


def _on(request, number: int | None):
    """To a scene, or to the answers where none is left."""
    return _to(request, "scene", number) if number else _to(request, "answers")


def _form_page(request, template: str, form, **more):
    status = 422 if form.errors else 200
    return render(request, template, _context(request, form=form, **more), status=status)


def _next(request, after: int = 0) -> int | None:
    """The number of the next scene that lacks something: after this one, or else from the top."""
    given = panels.answers(member=request.member)
    lacking = [
        number
        for number, scene in enumerate(request.scenes, 1)
        if not panels.is_complete(scene, given.get(scene.key))
    ]
    return next((number for number in lacking if number > after), lacking[0] if lacking else None)


@_door
@require_http_methods(["GET", "HEAD", "POST"])
def about(request):
    """What it is about and what one agrees to; whoever has agreed is led to their answers."""
    member = request.member
    if member.has_withdrawn:
        return render(request, "scenarios/panel/withdrawn.html", _context(request))
    if member.takes_part:
        return _to(request, "answers")
    form = _consent_form(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        panels.agree(member=member, now=timezone.now(), **form.cleaned_data)
        return _to(request, "scene", _next(request)) if _next(request) else _to(request, "answers")
    status = 422 if form.errors else 200
    return render(
        request, "scenarios/panel/about.html", _context(request, form=form), status=status
    )


@_door
@require_POST
def decline(request):
    """Say no, before having agreed."""
    panels.decline(member=request.member, now=timezone.now())
    return _to(request, "about")


@_door
@require_http_methods(["GET", "HEAD", "POST"])
def scene(request, number):
    """One scene, and what the member would do in it."""
    member = request.member
    if not member.takes_part:
        return _to(request, "about")
    if member.finished_at is not None:
        return _to(request, "answers")
    if not 1 <= number <= len(request.scenes):
        return _unknown(request)
    asked = request.scenes[number - 1]
    if request.method == "POST":
        stop = request.POST.get("go") == "stop"
        form = AnswerForm(request.POST, scene=asked, draft=stop)
        if form.is_valid():
            return _keep(request, number, asked, form, stop)
    else:
        form = AnswerForm(scene=asked, initial=_given(request, asked))
    shown = panelpages.scene_page(request.case, asked, member.version.uuid)
    return _form_page(request, "scenarios/panel/scene.html", form, number=number, **shown)


def _given(request, asked) -> dict:
    row = panels.answers(member=request.member).get(asked.key)
    return {"answer": panels.answer_of(row), "reason": row.reason} if row else {}


def _keep(request, number: int, asked, form: AnswerForm, stop: bool):
    try:
        panels.answer(
            member=request.member, scene_key=asked.key, now=timezone.now(), **form.given(asked)
        )
    except panels.Closed:  # sent, or taken back, in another window
        return _to(request, "about")
    return _on(request, None if stop else _next(request, after=number))


@_door
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request):
    """Everything that was answered: look it over, and send it."""
    member = request.member
    if not member.takes_part:
        return _to(request, "about")
    lacking = False
    if request.method == "POST":
        try:
            panels.finish(member=member, now=timezone.now())
            return _to(request, "answers")
        except panels.Incomplete:
            lacking = True
        except panels.Closed:
            return _to(request, "about")
    rows = panelpages.rows(request.scenes, panels.answers(member=member))
    done = sum(row["complete"] for row in rows)
    context = _context(
        request,
        rows=rows,
        done=done,
        ready=done == len(rows) and bool(rows),
        following=next((row["number"] for row in rows if not row["complete"]), None),
        lacking=lacking,
        withdrawal=panels.withdrawal_of(member),
        consent=dict(ConsentForm.base_fields["consent"].choices).get(member.consent, ""),
    )
    return render(request, "scenarios/panel/answers.html", context, status=422 if lacking else 200)


@_door
@require_http_methods(["GET", "HEAD", "POST"])
def shown(request):
    """Change what learners see, also after the answers were sent."""
    if not request.member.takes_part:
        return _to(request, "about")
    form = _consent_form(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        panels.agree(member=request.member, now=timezone.now(), **form.cleaned_data)
        return _to(request, "answers")
    status = 422 if form.errors else 200
    return render(
        request, "scenarios/panel/shown.html", _context(request, form=form), status=status
    )


@_door
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request):
    """Say what taking everything back means, and do it."""
    if not request.member.takes_part:
        return _to(request, "about")
    if request.method == "POST":
        panels.withdraw(member=request.member, now=timezone.now())
        return _to(request, "about")
    return render(request, "scenarios/panel/withdraw.html", _context(request))
