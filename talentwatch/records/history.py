"""The adapter of django-simple-history, which orders versions by the clock and not as they were written: one history row per edit and record, and the parts of it that have no documentation.

No other module uses an undocumented name of simple-history; tests/records/test_simple_history.py fails where one changes.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords, to_historic

from talentwatch.chunks import chunked
from talentwatch.records.columns import insert_rows
from talentwatch.records.edit import edit


class KnownHistoryManager(HistoryManager):
    """Its class is made once. simple-history makes one whenever somebody says `record.history`, which takes as long as a query."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: Any, class_name: str | None = None) -> Any:
        return super().from_queryset(queryset_class, class_name)


class ChildHistory(HistoricalRecords):
    """The history of child rows, without their unversioned fields."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"history_manager": KnownHistoryManager, **options})

    def fields_included(self, model: Any) -> list[Any]:
        # The tables of many-to-many links, which have a history too, declare nothing.
        left_out: frozenset[str] = getattr(model, "unversioned_fields", frozenset())
        return [field for field in super().fields_included(model) if field.name not in left_out]

    def get_meta_options(self, model: Any) -> dict[str, Any]:
        """Versions in the order in which they were written. Edits are serialised, so that is the order of their keys."""
        return {**super().get_meta_options(model), "ordering": ("-history_id",), "get_latest_by": "history_id"}

    def post_save(self, instance: models.Model, *, created: bool, using: str | None = None, **_kwargs: Any) -> None:
        """Nothing: the edit writes the history, of many rows at once."""

    def get_extra_fields(self, model: Any, fields: Any) -> dict[str, Any]:
        neighbours = {"prev_record": property(previous_version), "next_record": property(next_version)}
        return {**super().get_extra_fields(model, fields), **neighbours}


class EditHistory(ChildHistory):
    """The history row of a publishable record is written when the edit closes; changing its links edits the record.

    It also writes the baseline of any row that was loaded without history, child rows included.
    """

    def m2m_changed(
        self, instance: Any, *, action: str, attr: str, pk_set: set[Any] | None, reverse: bool, **kwargs: Any
    ) -> None:
        """Before links change, give the records that own them a baseline; afterwards, touch these records."""
        if getattr(instance, "is_raw", False):
            return
        with edit() as current:
            if action.startswith("post_"):
                current.touch(instance.__dict__.pop("_relinked"))
                return
            targets: dict[str, Any] = {} if pk_set is None else {"pk__in": pk_set}
            if reverse:
                linked = {} if action == "pre_add" else {attr: instance}
                instance._relinked = list(kwargs["model"]._base_manager.filter(**targets, **linked))
            else:
                is_change = pk_set if action == "pre_add" else getattr(instance, attr).filter(**targets).exists()
                instance._relinked = [instance] if is_change else []
            current.ensure_baselines(instance._relinked)

    def write(self, rows: Sequence[Any], history_type: str) -> None:
        """Write a history row of each of these rows of one model as it is now, with its links: that it is new (+) or changed (~)."""
        for chunk in chunked(rows):
            history: Any = type(chunk[0]).history
            if not (links := tracked_links(history.model)):
                insert_rows([self._history_row(history.model, row, history_type) for row in chunk])
                continue
            # With the keys of the new rows, to which those of the links refer.
            written = history.bulk_history_create(chunk, update=history_type == "~")
            for link in links:
                _write_links(dict(zip((row.pk for row in chunk), written, strict=True)), link)

    def _history_row(self, model: Any, row: Any, history_type: str) -> Any:
        return model(
            history_date=row._history_date,
            history_user=self.get_history_user(row),
            history_change_reason=row._change_reason,
            history_type=history_type,
            **{field.attname: getattr(row, field.attname) for field in model.tracked_fields},
        )


def _write_links(history_rows: dict[Any, Any], link: Any) -> None:
    """Keep the links of records by this field beside the history rows that were just written, which are by primary key."""
    through = link.remote_field.through
    owner = next(field for field in through._meta.concrete_fields if field.related_model is link.model)
    columns = [field.attname for field in through._meta.concrete_fields]
    link_model = getattr(type(next(iter(history_rows.values()))), link.name).model
    rows = through._base_manager.filter(**{f"{owner.name}__in": list(history_rows)}).order_by("pk")
    link_model._base_manager.bulk_create(
        link_model(history=history_rows[values[owner.attname]], **values) for values in rows.values(*columns)
    )


def previous_version(row: Any) -> Any:
    """The history row before this one, whatever the clock said; None if it is the first."""
    return type(row).objects.filter(id=row.id, history_id__lt=row.history_id).order_by("-history_id").first()


def next_version(row: Any) -> Any:
    return type(row).objects.filter(id=row.id, history_id__gt=row.history_id).order_by("history_id").first()


def is_history_model(model: type[models.Model]) -> bool:
    """Whether the model is the history of another, or of its many-to-many links."""
    return hasattr(model, "instance_type")


def tracked_model(row: Any) -> Any:
    """The model that a history row, or a history model, belongs to."""
    return row.instance_type


def restored_version(instance: models.Model) -> Any:
    """The history row that an instance was made from, as when an old version is restored; None for any other."""
    return to_historic(instance)


def tracked_links(history: Any) -> list[Any]:
    """The many-to-many fields that a history row, or a history model, keeps the links of."""
    return list(history._history_m2m_fields)


def link_lookups(history_model: Any) -> list[str]:
    """The names of the links' history rows, for prefetch_related(), which the documented managers don't support."""
    return [_link_rows_name(history_model, link) for link in tracked_links(history_model)]


def link_rows(row: Any) -> list[Any]:
    """The history rows of all links of a history row."""
    return [link for name in link_lookups(type(row)) for link in getattr(row, name).all()]


def linked_pks(row: Any, link: Any) -> list[Any]:
    """The keys of the records that a history row was linked to by this field."""
    column = f"{link.remote_field.model._meta.model_name}_id"
    return [getattr(linked, column) for linked in getattr(row, _link_rows_name(type(row), link)).all()]


def _link_rows_name(history_model: Any, link: Any) -> str:
    return f"{getattr(history_model, link.name).model._meta.model_name}_set"
