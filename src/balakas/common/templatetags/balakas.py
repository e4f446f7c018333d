"""Filters and tags every template has without loading them."""

from django import template

from balakas.common.ids import uuid7

register = template.Library()


@register.simple_tag
def form_id() -> str:
    """Return a one-time id for a form, so that a second press of the button is harmless."""
    return str(uuid7())
