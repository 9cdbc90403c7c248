"""The player: read where you are, send one step, and be led on. Works without JavaScript.

A step is a form post and a redirect. A script that asks for it (`X-Step`) gets the next scene as
the answer to its post and saves the second request; the head, the menus and the foot of the page,
which it has already, are left out.
"""

import uuid
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courses.models import Attempt
from courses.people.models import Person
from courses.people.services import sealing
from courses.places import back_to
from scenarios import aftermath, colleagues, drawn, forms, pages, panelshown, transcripts
from scenarios.aftermath import Aftermath
from scenarios.engine import State
from scenarios.graph import Commit, Debrief
from scenarios.models import Run, VersionWithdrawal
from scenarios.services import moving, plays, timing
from scenarios.services.plays import Play

ANSWER = "layouts/answer.html"


@login_required
@require_safe
def play(request, attempt):
    """The scene where the learner stands; the debrief, once it is open."""
    found = own(request, attempt)
    if _is_closed(found):
        return redirect("learn:review", attempt)
    return page(request, found)


@login_required
@require_POST
def choose(request, attempt):
    """Take a choice of a decision."""
    return take(request, own(request, attempt), plays.choose)


@login_required
@require_POST
def advance(request, attempt):
    """Go on from a scene that asks for no choice."""
    return take(request, own(request, attempt), plays.advance)


@login_required
@require_POST
def undo(request, attempt):
    """Go back to the last decision, where the case lets people do so."""
    return take(request, own(request, attempt), plays.undo)


@login_required
@require_safe
def look(request, attempt, seq):
    """An earlier scene of the way, to read; where the case lets people look back."""
    return look_back(request, own(request, attempt), seq)


@login_required
@require_safe
def transcript(request, attempt):
    """Every step of one's own way; on the way only where the case lets people look back."""
    return tell(request, own(request, attempt))


def tell(request, found: Play):
    """The transcript of a run, or why there is none yet."""
    is_closed = _is_closed(found)
    if not is_closed and found.is_withdrawn:
        return _withdrawn(request, found, status=409)
    if not is_closed and not found.may_look:
        return _elsewhere(request, found, refused=True)
    context = {
        **_frame(found),
        "lines": transcripts.transcript(found),
        "is_told": not found.run.is_playing,
        "from_url": _debrief_url(found) if is_closed else _play_url(found),
    }
    return render(request, "scenarios/transcript.html", context)


@login_required
@require_POST
def timers(request, attempt):
    """Turn time limits off or on."""
    return switch_timers(request, own(request, attempt))


@login_required
@require_POST
def close(request, attempt):
    """Keep the words before the debrief, finish the attempt, and open the debrief."""
    return take(request, own(request, attempt), plays.close)


def own(request, attempt) -> Play:
    """A person's own run; to everybody else it does not exist."""
    try:
        return plays.own_play(person=request.user.person, attempt=attempt)
    except Run.DoesNotExist:
        raise Http404 from None


def _is_closed(found: Play) -> bool:
    if found.is_road:
        return not found.run.is_playing
    return not found.run.is_playing or found.attempt.state != Attempt.State.OPEN


def _sealable(request, found: Play) -> bool:
    """Whether words can be kept; asked only where the page has a box for them."""
    scene = found.scene
    asks = (
        scene.commit.reason != "off"
        or forms.asks_words(scene)
        or (scene.kind == "ending" and bool(_closing(found).questions))
    )
    return not asks or sealing.available(person=Person(pk=found.person_id))


def take(request, found: Play, service):
    """Validate, call the service, and lead on; each way it can go wrong has its own page."""
    if _is_closed(found):
        return redirect(_debrief_url(found))
    if found.is_withdrawn and service is not moving.restart:
        return _withdrawn(request, found, status=409)
    if service is plays.choose and timing.is_late(found, timezone.now()):
        service = timing.run_out
    before = found.state
    try:
        if not _sent_before(request, found):
            form = _form(request, found, service, request.POST)
            if not form.is_valid():
                return page(request, found, form=form, status=422)
            found = service(play=found, answer=form.answer(), now=timezone.now())
    except (plays.Stale, plays.NotOpen, plays.NoWayOn, moving.NoOffer):
        return _elsewhere(request, found)
    except plays.NoUndo:
        return _elsewhere(request, found, refused=True)
    except plays.Ended:
        return redirect(_debrief_url(found))
    if not found.run.is_playing:
        return redirect(_debrief_url(found))
    if request.headers.get("X-Step"):
        return page(request, found, before=before)
    return redirect(_play_url(found))


def switch_timers(request, found: Play):
    """Turn time limits off, or on again from the next scene."""
    if not _is_closed(found):
        timing.switch(play=found, off=request.POST.get("limits") != "on")
    return redirect(_play_url(found))


def look_back(request, found: Play, seq: int):
    """A scene of the way as it was, with what was chosen there, and no form to change it unseen."""
    if _is_closed(found):
        return redirect(_debrief_url(found))
    place = next((n for n, entry in enumerate(found.run.path) if entry["seq"] == seq), None)
    if place is None or seq <= found.run.moved_seq:
        raise Http404
    if found.is_withdrawn:
        return _withdrawn(request, found, status=409)
    if not found.may_look:
        return _elsewhere(request, found, refused=True)
    path = found.run.path
    context = {
        **_frame(found),
        **pages.earlier(
            found.case, plays.replayed(found.case, found.run, path[:place]), path[place]
        ),
        "stops": _stops(found, most=None),
        "seq": seq,
        "may_return": found.may_return_to(seq),
        "here": found.scene,
    }
    return render(request, "scenarios/earlier.html", context)


def _looks(found: Play) -> str:
    """The address of earlier scenes, as far as their number; empty where nobody may look."""
    return f"{_play_url(found)}look/" if found.may_look else ""


def _stops(found: Play, most: int | None = pages.SHOWN_STOPS) -> list[dict]:
    run = found.run
    return pages.stops(
        found.case, run.path, run.scene_key, _looks(found), most, behind=run.moved_seq
    )


def _play_url(found: Play) -> str:
    if found.is_road:
        return reverse("cases:road", args=[found.run.uuid])
    return reverse("cases:play", args=[found.attempt.uuid])


def _debrief_url(found: Play) -> str:
    return _play_url(found) if found.is_road else reverse("learn:review", args=[found.attempt.uuid])


def _sent_before(request, found: Play) -> bool:
    """Whether this very form was sent before; the scene may ask for other fields by now."""
    try:
        token = uuid.UUID(request.POST.get("token", "").strip())
    except ValueError:
        raise plays.Stale(str(found.run.uuid)) from None
    answer = plays.Answer(token=token, choice=request.POST.get("choice", ""))
    return plays.sent_before(play=found, answer=answer)


def _withdrawn(request, found: Play, status: int = 200):
    """Every version of this structure was withdrawn: say so, show no scene, offer what there is."""
    reason = VersionWithdrawal.objects.filter(version__uuid=found.text_uuid).first()
    context = {
        **_frame(found),
        "reason": reason.reason if reason else "",
        "may_restart": not found.is_road and found.run.newest_uuid is not None,
        "is_newer": moving.is_newer(found),
    }
    return render(request, "scenarios/withdrawn.html", context, status=status)


def _elsewhere(request, found: Play, refused: bool = False):
    """The learner is somewhere else by now: say where, and lead there. Nothing was saved."""
    context = {**_frame(found), "scene": found.scene, "refused": refused}
    return render(request, "scenarios/elsewhere.html", context, status=403 if refused else 409)


def page(request, found: Play, form=None, before: State | None = None, status: int = 200):
    """The scene where the learner stands, with the form that it asks for."""
    if found.is_withdrawn:
        return _withdrawn(request, found)
    context = {
        **_frame(found),
        **pages.scene_page(found.case, found.state, before, found.run.seed),
        "stops": _stops(found),
        "recall": pages.recall(found.case, found.run.path, found.run.last_at, timezone.now()),
        "by_time": pages.by_time(found.case, found.run.path),
        "aftermath": _aftermath(found),
        "may_undo": found.may_undo,
        "limit": timing.limit_of(found, timezone.now()),
        "newer": moving.offer(found) is not None,
        "csrf_token": get_token(request),  # for every form of the page; masking it takes time
    }
    context["article"] = drawn.article(found, context)
    if form is None:
        context["step"] = _blank_step(request, found, context)
    else:
        context.update(form=form, sealed_away=_words_are_lost(found, form))
    if request.headers.get("X-Step"):
        context["shell"] = ANSWER
    return render(request, "scenarios/scene.html", context, status=status)


def _blank_step(request, found: Play, context: dict) -> str:
    """The scene's form as everybody gets it, with this learner's marks."""
    sealable = _sealable(request, found)
    return drawn.step(
        found,
        context,
        sealable,
        form=lambda: _form(request, found, sealable=sealable),
        is_lost=lambda form: _words_are_lost(found, form),
        token=context["csrf_token"],
        address=context["play_url"],
    )


def _aftermath(found: Play) -> list[Aftermath]:
    """What may be read on the last answer; what others chose costs a query where it is shown."""
    shares = {}
    chosen = aftermath.just_chosen(found.run.path)
    if chosen and found.case.compares_at_once:
        shares = colleagues.peers(case=found.case, person=Person(pk=found.person_id), chosen=chosen)
    panel = panelshown.at_once(found.case, found.run)
    return aftermath.read_now(found.case, found.run.path, shares, panel)


def _words_are_lost(found: Play, form: forms.StepForm) -> bool:
    """Whether the page should have a box for words and cannot keep any."""
    if isinstance(form, forms.ChoiceForm):
        return form.commit.reason != "off" and "reason" not in form.fields
    if isinstance(form, forms.AdvanceForm):
        return form.asks_words and "text" not in form.fields
    return bool(_closing(found).questions) and len(form.fields) == 1


def _closing(found: Play) -> Debrief:
    """The debrief with the questions before it; on another road they were answered once."""
    debrief = found.case.graph.debrief
    return replace(debrief, questions=()) if found.is_road else debrief


def _form(request, found: Play, service=None, data=None, sealable=None) -> forms.StepForm:
    """The form of the scene, or of the service that a form was sent to."""
    kwargs = {"data": data, "initial": {"token": found.run.token()}}
    sealable = _sealable(request, found) if sealable is None else sealable
    if service is plays.undo:
        return forms.BackForm(**kwargs)
    if service in (moving.accept, moving.restart, timing.run_out):
        return forms.StepForm(**kwargs)
    if service is plays.choose or (service is None and found.scene.kind == "decision"):
        # What counts for nothing asks for nothing but the choice.
        commit = Commit() if found.is_road else found.scene.commit
        return forms.ChoiceForm(commit=commit, sealable=sealable, **kwargs)
    if service is plays.close or (service is None and found.is_over):
        return forms.CloseForm(debrief=_closing(found), sealable=sealable, **kwargs)
    return forms.AdvanceForm(scene=found.scene, sealable=sealable, **kwargs)


def _frame(found: Play) -> dict:
    base = _play_url(found)
    return {
        "is_road": found.is_road,
        "is_free": not found.is_withdrawn and found.back == "free",
        "case": found.case,
        "run": found.run,
        "token": found.run.token(),
        "back_url": back_to(found.attempt),
        "play_url": base,
        "choose_url": f"{base}choose/",
        "advance_url": f"{base}on/",
        "undo_url": f"{base}back/",
        "close_url": f"{base}close/",
        "timers_url": f"{base}timers/",
        "accept_url": f"{base}newer/",
        "restart_url": f"{base}restart/",
    }
