"""The head and foot of every page: menus by role, drawn once for each kind of visitor and place.

Only what the menus depend on is a key: language, roles, the menu item one is in. The name and the
token against forgery are put in afterwards: they are not known where the head is drawn.
"""

import functools
import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Nobody can write these into a page, since they are new in each process.
NAME, CSRF = (f"{name}-{secrets.token_hex(16)}" for name in ("name", "csrf"))


@dataclass(frozen=True)
class Visitor:
    """What the menus depend on."""

    language: str | None
    brand: tuple[str, str]
    place: str
    is_signed_in: bool
    is_manager: bool = False  # or administrator: who has people to look after
    is_author: bool = False


def header(request: Any, brand: dict[str, Any], csrf_token: Any) -> SafeString:
    """The head of a page, for whoever asks for it."""
    user = getattr(request, "user", None)  # none on an error page before anyone was asked for
    signed_in = user is not None and user.is_authenticated
    person = user.person if signed_in else None
    at_work = person is not None and person.is_at_work
    visitor = Visitor(
        language=get_language(),
        brand=(brand.get("name", ""), brand.get("logo_url", "")),
        place=_place(request.path) if request is not None else "",
        is_signed_in=signed_in,
        is_manager=at_work and (person.is_manager or person.is_administrator),
        is_author=at_work and (person.is_trainer or person.is_administrator),
    )
    found = _drawn.__wrapped__(visitor) if settings.DEBUG else _drawn(visitor)
    if person is not None:
        found = found.replace(NAME, escape(person.name or user)).replace(CSRF, str(csrf_token))
    return mark_safe(found)  # noqa: S308


@functools.lru_cache(maxsize=256)
def _drawn(visitor: Visitor) -> str:
    context = {
        "visitor": visitor,
        "name": NAME,
        "csrf_token": CSRF,
        "brand": dict(zip(("name", "logo_url"), visitor.brand, strict=True)),
    }
    return render_to_string("components/header.html", context)


def footer(brand: dict[str, Any]) -> SafeString:
    """The foot of a page where there is one language and nothing to choose."""
    draw = _foot.__wrapped__ if settings.DEBUG else _foot
    return mark_safe(draw(get_language(), brand.get("name", "")))  # noqa: S308


@functools.lru_cache(maxsize=64)
def _foot(language: str | None, name: str) -> str:
    return render_to_string("components/footer.html", {"brand": {"name": name}})


def _place(path: str) -> str:
    """Which item of the menu a page belongs to, if to any."""
    if path in ("/catalogue/", _url("learn:home"), _url("account_login")):
        return path
    return next((url for url in map(_url, ("certificates:list", "manage:home")) if url in path), "")


@functools.cache
def _url(name: str) -> str:
    return reverse(name)
