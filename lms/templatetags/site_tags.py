"""Small parts that stand on every page many times, drawn without a template each."""

import functools

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def site_icon(name: str) -> SafeString:
    """An icon of the sprite, for the eye alone: `{% site_icon "done" %}`."""
    return _drawn(str(name))


@functools.lru_cache(maxsize=256)
def _drawn(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"/></svg>',
        static("icons/sprite.svg"),
        name,
    )


@register.simple_block_tag
def drawn_once(content: str) -> str:
    """Keep a part that a page shows twice: `{% drawn_once as items %}…{% enddrawn_once %}`."""
    return content
