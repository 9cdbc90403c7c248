"""The map of a case in the editor: `{% case_map %}` places the element and its words."""

from django import template

from scenarios.mapwords import words

register = template.Library()


@register.inclusion_tag("scenarios/editor/map.html")
def case_map():
    """Place `<case-map>`; its page loads case-map.js as a module and case-map.css."""
    return {"words": words()}
