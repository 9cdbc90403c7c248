"""Small parts that stand on every page many times, drawn without a template each."""

import functools

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lms import shell

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


@register.simple_tag(takes_context=True)
def site_header(context) -> SafeString:
    """The head of the page with its menus: see `lms.shell`."""
    brand = context.get("brand") or {}
    return shell.header(context.get("request"), brand, context.get("csrf_token", ""))


@register.simple_tag(takes_context=True)
def site_footer(context) -> SafeString:
    """The foot of the page."""
    brand = context.get("brand") or {}
    if len(settings.LANGUAGES) > 1 or brand.get("links"):
        return context.template.engine.get_template("components/footer.html").render(context)
    return shell.footer(brand)


class ConstantNode(template.Node):
    """A part that is the same on every page, drawn once for each language.

    It is drawn without the page's values, so there is nothing of a person's that it could keep.
    """

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist):
        self.nodelist = nodelist
        self.drawn: dict[str | None, SafeString] = {}

    def render(self, context) -> SafeString:
        language = get_language()
        found = self.drawn.get(language)
        if found is None or settings.DEBUG:
            empty = template.Context()
            with empty.bind_template(context.template):
                found = self.drawn[language] = self.nodelist.render(empty)
        return found


@register.tag
def constant(parser, token) -> ConstantNode:
    """`{% constant %}…{% endconstant %}` around what no page, person or setting changes."""
    nodelist = parser.parse(("endconstant",))
    parser.delete_first_token()
    return ConstantNode(nodelist)


@register.simple_tag
def stop_item(stop) -> SafeString:
    """One stop of a way (`components/stop.html`): the same titles stand on many pages."""
    draw = _stop.__wrapped__ if settings.DEBUG else _stop
    facts = (stop["title"], stop.get("detail", ""), stop["state"], stop.get("url", ""))
    return draw(*facts, get_language())


# Typed, so that a text that must be escaped is never taken for one that must not.
@functools.lru_cache(maxsize=4_096, typed=True)
def _stop(title: str, detail: str, state: str, url: str, language: str | None) -> SafeString:
    stop = {"title": title, "detail": detail, "state": state, "url": url}
    return render_to_string("components/stop.html", {"stop": stop})
