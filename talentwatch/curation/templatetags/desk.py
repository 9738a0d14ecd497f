"""What the templates of the desk ask of a record."""

from typing import Any

from django import template
from django.contrib import admin

from talentwatch.curation.models import Curated
from talentwatch.curation.passage import address

register = template.Library()


@register.filter
def kind(record: Curated) -> str:
    return str(record._meta.verbose_name)


@register.filter
def described(record: Curated) -> str:
    """What tells it from others that bear the same name: of a post its title and dates."""
    desk: Any = admin.site._registry[type(record)]
    return str(desk.in_full(record))


@register.filter
def desk_page(record: Curated, page: str = "change") -> str:
    return address(record, page)
