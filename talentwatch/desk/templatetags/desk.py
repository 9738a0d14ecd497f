"""Filters for records in the templates of the desk."""

from typing import Any

from django import template
from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from talentwatch.desk.error_summary import error_links
from talentwatch.desk.links import admin_url
from talentwatch.desk.unsaved_forms import EDITOR_FIELD, sign_editor
from talentwatch.merging.journal import by_row
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


register.filter("by_row", by_row)


@register.inclusion_tag("admin/desk/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What is wrong with a form, with links to its fields, for the top of a page on which they come last."""
    return {"error_links": error_links(form, ()) if form else []}


@register.simple_tag(takes_context=True)
def form_editor(context: Any) -> SafeString:
    """The hidden field that names the editor of a form, so that what they typed outlives their session."""
    return format_html('<input type="hidden" name="{}" value="{}">', EDITOR_FIELD, sign_editor(context["request"].user))
