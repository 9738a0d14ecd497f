"""Links to records at the desk, and fetching what the names in them are made of."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Model, prefetch_related_objects
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def admin_url(record: Model, page: str = "change") -> str:
    """The address of a page about one record."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk])


def model_url(model: type[Model], page: str = "changelist") -> str:
    """The address of a page about all records of a model."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def link_to(record: Model) -> SafeString:
    return format_html('<a href="{}"><bdi>{}</bdi></a>', admin_url(record), record)


def links_to(records: Iterable[Model]) -> SafeString:
    return format_html_join("; ", "{}", ((link_to(record),) for record in records))


def name_relations(admin_site: AdminSite, model: type[Model]) -> tuple[str, ...]:
    """The relations that the name of a record of this model is made of, as its admin declares them."""
    relations: tuple[str, ...] = ()
    if admin_site.is_registered(model):
        relations = getattr(admin_site.get_model_admin(model), "related", ())
    return relations


def fetch_names(admin_site: AdminSite, records: Iterable[Any]) -> None:
    """Fetch what the names of the records are made of, for all records of a model at once."""
    by_model: dict[type[Model], list[Any]] = defaultdict(list)
    for record in records:
        by_model[type(record)].append(record)
    for model, group in by_model.items():
        prefetch_related_objects(group, *name_relations(admin_site, model))
