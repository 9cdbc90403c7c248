"""Certificates as PDF, from frozen facts and bundled bytes: no database, no network, no clock.

`TEMPLATE_VERSION` is stored with each certificate. Raise it when the document's look changes; what
was issued before is kept as bytes and never rendered again.
"""

import logging
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from certificates.rendering import layout, qr, scripts

TEMPLATE_VERSION = 1
logger = logging.getLogger(__name__)


class LibrariesMissing(Exception):
    """Pango or what it stands on isn't on this machine; the message names what to install."""


class RenderingFailed(Exception):
    """WeasyPrint gave up on a document."""


def render(*, facts: dict[str, Any]) -> bytes:
    """The PDF of a certificate. The same facts give the same bytes.

    Raises `LibrariesMissing` or `RenderingFailed`, and nothing else.
    """
    engine, why_not = _engine()
    if engine is None:
        raise LibrariesMissing(why_not)
    try:
        with translation.override(facts["language"]):
            context = layout.context(facts)
            html = render_to_string("certificates/document.html", context)
        pdf: bytes = engine().write(
            html=html,
            needed=scripts.scripts_in(_texts(facts)),
            pictures={context["qr_name"]: qr.svg(facts["verify_address"])},
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    # WeasyPrint's fatal fetch error is a BaseException, so `Exception` would let it through.
    except BaseException as error:
        raise RenderingFailed(f"{type(error).__name__}: {error}") from error
    return pdf


@cache
def _engine() -> tuple[Callable[[], Any] | None, str]:
    """What makes the PDF, or None and why not; asked once a process, since it says so at length."""
    try:
        from certificates.rendering.engine import engine
    except (OSError, ImportError) as error:
        return None, str(error)
    return engine, ""


def _texts(value: Any) -> Iterator[str]:
    """Every text in the facts, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
