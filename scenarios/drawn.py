"""Parts of the player that are the same for everybody in a scene: drawn once, and kept.

A version never changes, so its scenes and their forms look the same to all who stand there with the
same counts and the same open choices. What belongs to one learner (the address of their try, the
mark of the step, the token against forgery) is put in afterwards. It is never kept, and cannot be:
the templates are given stand-ins for it, and no request.
"""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from scenarios.services.plays import Play

KEPT = 2_000  # parts of about 2 kB
# Nobody can write these into a case, since they are new in each process.
ADDRESS, MARK, CSRF = (f"{name}-{secrets.token_hex(16)}" for name in ("address", "mark", "csrf"))
OF_THE_SCENE = ("scene", "picture", "where", "care", "text", "media", "counters", "is_over")
FORMS = {"decision": "scenarios/parts/decision.html", "ending": "scenarios/parts/close.html"}

_kept: dict[Any, str] = {}


def _drawn(key: tuple[Any, ...], draw: Callable[[], str]) -> str:
    key = (get_language(), *key)
    found = _kept.get(key)
    if found is None or settings.DEBUG:
        found = draw()
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = found
    return found


def article(play: Play, page: Mapping[str, Any]) -> SafeString:
    """The scene itself: picture, place, voice, text and counters."""

    def draw() -> str:
        context = {name: page[name] for name in OF_THE_SCENE}
        return render_to_string("scenarios/parts/scene.html", context)

    if page["media"]:  # a file may be replaced or removed while the version stays
        return mark_safe(draw())  # noqa: S308
    counters = tuple(tuple(counter.values()) for counter in page["counters"])
    return mark_safe(_drawn(("article", *_place(play), counters), draw))  # noqa: S308


def step(
    play: Play,
    page: Mapping[str, Any],
    sealable: bool,
    form: Callable[[], forms.Form],
    is_lost: Callable[[forms.Form], bool],
    token: str,
    address: str,
) -> SafeString:
    """The form that leads on, empty, with the learner's own marks put in."""

    def draw() -> str:
        blank = form()
        blank.initial = {"token": MARK}
        context = {
            "scene": page["scene"],
            "cards": page["cards"],
            "form": blank,
            "sealed_away": is_lost(blank),
            "csrf_token": CSRF,
            "choose_url": f"{ADDRESS}choose/",
            "advance_url": f"{ADDRESS}on/",
            "close_url": f"{ADDRESS}close/",
        }
        name = FORMS.get(play.scene.kind, "scenarios/parts/advance.html")
        return render_to_string(name, context)

    cards = tuple((card.key, card.is_open) for card in page["cards"])
    found = _drawn(("step", *_place(play), cards, play.is_road, sealable), draw)
    found = found.replace(CSRF, token).replace(ADDRESS, address)
    return mark_safe(found.replace(MARK, str(play.run.token())))  # noqa: S308


def _place(play: Play) -> tuple[Any, ...]:
    return play.case.version_id, play.case.scenario_uuid, play.case.number, play.scene.key
