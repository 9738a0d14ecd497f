"""What the templates of the desk ask of a record."""

from django import template

from talentwatch.curation.models import Curated
from talentwatch.curation.passage import address

register = template.Library()


@register.filter
def kind(record: Curated) -> str:
    return str(record._meta.verbose_name)


@register.filter
def desk_page(record: Curated) -> str:
    return address(record)
