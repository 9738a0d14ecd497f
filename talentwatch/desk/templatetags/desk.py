"""What the templates of the desk ask of a record."""

from typing import Any

from django import template
from django.contrib import admin

from talentwatch.desk.transition_views import admin_url
from talentwatch.records.models import PublishableRecord

register = template.Library()


@register.filter
def kind(record: PublishableRecord) -> str:
    return str(record._meta.verbose_name)


@register.filter
def described(record: PublishableRecord) -> str:
    """What tells it from others that bear the same name: of a post its title and dates."""
    desk: Any = admin.site._registry[type(record)]
    return str(desk.in_full(record))


@register.filter
def desk_page(record: PublishableRecord, page: str = "change") -> str:
    return admin_url(record, page)
