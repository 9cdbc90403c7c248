"""Titles and labels as they should be set."""

from django import template

from scenarios.texts import typographic

register = template.Library()
register.filter("typographic", typographic)
