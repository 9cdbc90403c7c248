"""Widgets of the editor."""

from django.forms import Media, Select
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from courses import illustrations


class IllustrationSelect(Select):
    """A list of the pictures that come with Candour, the chosen one shown below it."""

    @property
    def media(self):
        return Media(
            js=["courses/illustration-select.js"],
            css={"all": ["courses/illustration-select.css"]},
        )

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-picture"] = illustrations.url(value)
        return option

    def render(self, name, value, attrs=None, renderer=None):
        attrs = {**(attrs or {}), "data-illustration-select": ""}
        address = illustrations.url(value or "")
        picture = format_html(
            '<img class="illustration-select__picture" {} alt="" width="240" height="135"'
            ' data-illustration-picture="{}">',
            format_html('src="{}"', address) if address else mark_safe("hidden"),
            attrs.get("id", ""),
        )
        return super().render(name, value, attrs, renderer) + picture
