"""Filters for records in the templates of the desk."""

from typing import Any

from django import template
from django.contrib import admin

from talentwatch.desk.links import admin_url
from talentwatch.publishing.transitions import record_key
from talentwatch.records.models import PublishableRecord

register = template.Library()


@register.filter
def kind(record: PublishableRecord) -> str:
    return str(record._meta.verbose_name)


@register.filter
def key(record: PublishableRecord) -> str:
    return record_key(record)


@register.filter
def with_details(record: PublishableRecord) -> str:
    """The name, with what tells the record from others of the same name: of a job its title and dates."""
    model_admin: Any = admin.site.get_model_admin(type(record))
    return str(model_admin.name_with_details(record))


@register.filter
def desk_page(record: PublishableRecord, page: str = "change") -> str:
    return admin_url(record, page)
