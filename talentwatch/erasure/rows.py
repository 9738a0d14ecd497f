"""Deleting rows with all that refers to them, and past every rule; and finding texts in all tables."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from talentwatch.chunks import chunked
from talentwatch.documents.models import Document, Mention
from talentwatch.erasure.terms import Terms
from talentwatch.records.fields import PublicIdField, SearchKeyField
from talentwatch.records.models import VersionedModel

# Who may log in, and what Django itself keeps; documents, sessions, jobs and articles have functions of their own.
NOT_SEARCHED = {
    "auth",
    "axes",
    "contenttypes",
    "otp_totp",
    "otp_static",
    "sessions",
    "django_tasks_database",
    "jobs",
    "articles",
}
TEXTS = (models.CharField, models.TextField)


class Rows:
    """Rows to delete, by model: those given, and all that refer to them."""

    def __init__(self) -> None:
        self.by_model: dict[Any, set[Any]] = defaultdict(set)
        self.emptied: list[tuple[Any, str, set[Any]]] = []  # links to empty: model, column, primary keys

    def add(self, model: Any, pks: Iterable[Any]) -> None:
        """Add rows, and what refers to them: with a link that may be empty and whose row isn't theirs, the link is emptied."""
        new = set(pks) - self.by_model[model]
        if not new:
            return
        self.by_model[model] |= new
        if issubclass(model, VersionedModel):
            history: Any = model.history.model
            self.add(history, history._base_manager.filter(id__in=new).values_list("pk", flat=True))
        for relation in model._meta.get_fields(include_hidden=True):
            if not relation.auto_created or not (relation.one_to_many or relation.one_to_one):
                continue
            other, field = relation.related_model, relation.field
            for chunk in chunked(new):
                pks = set(other._base_manager.filter(**{f"{field.name}__in": chunk}).values_list("pk", flat=True))
                is_kept = field.null and relation.on_delete is not models.CASCADE and field.name != "merged_into"
                if is_kept and not has_history_id(other):
                    self.emptied.append((other, field.name, pks))
                else:
                    self.add(other, pks)

    def delete(self) -> None:
        for model, column, pks in self.emptied:
            for chunk in chunked(pks - self.by_model[model]):
                models.QuerySet(model).filter(pk__in=chunk).update(**{column: None})
        for model, pks in self.by_model.items():
            for chunk in chunked(pks):
                models.QuerySet(model).filter(pk__in=chunk)._raw_delete("default")


def has_history_id(model: Any) -> bool:
    """It is a table of versions."""
    return any(column.name in {"history_id", "m2m_history_id"} for column in model._meta.concrete_fields)


def searched_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in NOT_SEARCHED and model not in {Document, Mention} and model._meta.managed:
            yield model


def text_columns(model: type[models.Model]) -> list[Any]:
    """The columns that may hold somebody's name: texts and JSON, but for choices."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (*TEXTS, models.JSONField)) and not field.choices and not field.primary_key
    ]


def matching_rows(model: type[models.Model], terms: Terms) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows of a table in which a term is found, each with what its columns say without it."""
    columns = text_columns(model)
    if not columns or not terms.terms:
        return
    rows: Any = models.QuerySet(model).order_by("pk").only(*(field.name for field in columns))
    # Stored JSON may escape letters, and so is read whole; these tables are small.
    if not any(isinstance(field, models.JSONField) for field in columns):
        rows = rows.filter(
            reduce(or_, (Q(**{f"{field.name}__icontains": term}) for field in columns for term in terms.sql_terms()))
        )
    for row in rows.iterator(chunk_size=500):
        if changes := cleaned_values(row, columns, terms):
            yield row, changes


def cleaned_values(row: Any, columns: list[Any], terms: Terms) -> dict[str, Any]:
    """The columns in which a term is found, with their values without it. Addresses and slugs are emptied."""
    values = {field: getattr(row, field.attname) for field in columns}
    cleaned = {field.name: cleaned_value(field, value, terms) for field, value in values.items() if value}
    return {name: value for name, value in cleaned.items() if value != getattr(row, name)}


def cleaned_value(field: Any, value: Any, terms: Terms) -> Any:
    if isinstance(field, models.JSONField):
        return terms.remove_from_json(value)
    if isinstance(field, SearchKeyField):
        return terms.remove(terms.remove_from_key(value))
    if isinstance(field, PublicIdField | models.URLField):
        return (None if field.null else "") if terms.found_in_address(value) else value
    cleaned = terms.remove(value)
    return cleaned[: field.max_length] if field.max_length else cleaned
