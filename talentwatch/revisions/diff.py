"""What each version of a record changed, in the record itself and in its details, for the history page."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from talentwatch.dates import PartialDate
from talentwatch.records.fields import PartialDateAttribute
from talentwatch.records.models import ChildRecord, PublishableRecord

NOTHING = "–"
SET_BY_TRANSITIONS = frozenset({"status", "merged_into"})  # what only a step, or a merger, changes
ROW_DIFFS = {"+": "added", "-": "removed", "~": "changed"}


@dataclass
class FieldDiff:
    """One thing that a version changed: what, from what, to what."""

    what: str
    old: str = NOTHING
    new: str = NOTHING
    key: str = ""  # by which it is undone; empty where only a step can


class RecordNames:
    """Names of the records that history rows point to, asked for once per model."""

    def __init__(self, rows: list[Any], related: Any) -> None:
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for row in rows:
            for field in row._meta.concrete_fields:
                if isinstance(field, ForeignKey) and issubclass(field.related_model, PublishableRecord):
                    wanted[field.related_model].add(getattr(row, field.attname))
        self._found = {
            model: model._base_manager.select_related(*related(model)).in_bulk(pks - {None})
            for model, pks in wanted.items()
        }

    def of(self, model: Any, pk: Any) -> str:
        if pk is None:
            return NOTHING
        record = self._found.get(model, {}).get(pk)
        return str(record) if record else f"number {pk}, deleted since"


def rows_of(link: Any, history: Any) -> str:
    """By what name the history rows of a many-to-many link hang on those of the record; it can be prefetched."""
    return f"{getattr(history, link.name).model._meta.model_name}_set"


def dates_of(model: type) -> dict[str, tuple[str, str]]:
    """The partial dates of a model: their names, and the two columns of each."""
    return {
        name: attribute.columns
        for one in reversed(model.__mro__)
        for name, attribute in vars(one).items()
        if isinstance(attribute, PartialDateAttribute)
    }


def linked(row: Any, link: Any) -> list[Any]:
    """The keys of the records that a history row is linked to."""
    column = f"{link.remote_field.model._meta.model_name}_id"
    return [getattr(one, column) for one in getattr(row, rows_of(link, type(row))).all()]


def own_changes(older: Any, newer: Any, names: RecordNames) -> Iterator[FieldDiff]:
    """What an editor decides and two history rows of one record, or detail, have different."""
    model = newer.instance_type
    dates = dates_of(model)
    left_out = (
        model.derived_fields | model.bookkeeping_fields | {column for columns in dates.values() for column in columns}
    )
    for field in model._meta.concrete_fields:
        old, new = getattr(older, field.attname), getattr(newer, field.attname)
        if field.name not in left_out and old != new:
            key = "" if field.name in SET_BY_TRANSITIONS else key_of(newer, field.name)
            yield FieldDiff(title_of(field.verbose_name), shown(field, old, names), shown(field, new, names), key)
    for name, columns in dates.items():
        was, now = (PartialDate(*(getattr(row, column) for column in columns)) for row in (older, newer))
        if was != now:
            yield FieldDiff(title_of(name), str(was) or NOTHING, str(now) or NOTHING, key_of(newer, name))
    for link in newer._history_m2m_fields:
        was_named, is_named = (_named(row, link, names) for row in (older, newer))
        if was_named != is_named:
            yield FieldDiff(title_of(link.verbose_name), was_named, is_named, key_of(newer, link.name))


def key_of(row: Any, name: str = "") -> str:
    """By what one change is found again: the model, the history row that was written with it, the field."""
    return f"{row.instance_type._meta.label_lower}-{row.history_id}-{name}"


def title_of(name: Any) -> str:
    """A name of a field or a model, to stand before a value."""
    text = str(name).replace("_", " ")
    return text[:1].upper() + text[1:]


def shown(field: "Field[Any, Any]", value: Any, names: RecordNames) -> str:
    if isinstance(field, ForeignKey):
        return names.of(field.related_model, value)
    return text_of(field, value)


def text_of(field: Any, value: Any) -> str:
    """A column's value for people."""
    return str(dict(field.flatchoices).get(value, value)) if value not in (None, "") else NOTHING


def _named(row: Any, link: Any, names: RecordNames) -> str:
    target = link.remote_field.model
    pks = linked(row, link)
    return ", ".join(sorted(names.of(target, pk) for pk in pks)) or NOTHING


def detail_rows(record: PublishableRecord) -> list[Any]:
    """Every history row of every detail the record ever had, the oldest first."""
    rows = []
    for model in apps.get_models():
        if issubclass(model, ChildRecord) and model._meta.get_field(model.parent_field).related_model is type(record):
            rows += model.history.filter(**{f"{model.parent_field}_id": record.pk})
    return sorted(rows, key=lambda row: (row.history_date, row.history_id))


def detail_changes(rows: list[Any], names: RecordNames) -> Iterator[tuple[Any, list[FieldDiff]]]:
    """Each history row of the details, with what it changed."""
    last: dict[tuple[type, Any], Any] = {}
    for row in rows:
        key = row.instance_type, row.id
        older = last.get(key)
        last[key] = row
        title = f"{title_of(row.instance_type._meta.verbose_name)} “{_detail_name(row, names)}”"
        if older is None or row.history_type != "~":
            yield row, [FieldDiff(title, new=ROW_DIFFS[row.history_type], key=key_of(row))]
        else:
            yield (
                row,
                [
                    FieldDiff(f"{title}, {one.what.lower()}", one.old, one.new, one.key)
                    for one in own_changes(older, row, names)
                ],
            )


def _detail_name(row: Any, names: RecordNames) -> str:
    """By what the detail is told from its siblings: its text, or the record that it names."""
    name = row.instance_type.natural_key_fields[1].split("__")[0]
    field = row.instance_type._meta.get_field(name)
    return shown(field, getattr(row, field.attname), names)


def attach_diffs(versions: list[Any], older: Any, newer: Any, details: list[Any], names: RecordNames) -> None:
    """Give each version, newest first, its `history_delta_changes`; `older` and `newer` stand around them, or are None.

    A change of a detail belongs to the last version that began before it was written.
    """
    everything = [*versions, *([older] if older else [])]
    for new, old in pairwise(everything):
        new.history_delta_changes = list(own_changes(old, new, names))
    oldest_first = versions[::-1]
    moments = [row.history_date for row in oldest_first]
    for row, changes in detail_changes(details, names):
        place = bisect_right(moments, row.history_date)
        if place and not (newer and newer.history_date <= row.history_date):
            version = oldest_first[place - 1]
            version.history_delta_changes = [*getattr(version, "history_delta_changes", []), *changes]


def attach_all_diffs(versions: list[Any], related: Any) -> None:
    """Give each of some versions that follow each other, newest first, what it changed."""
    if not versions:
        return
    older, newer = versions[-1].prev_record, versions[0].next_record
    around = [*versions, *([older] if older else [])]
    details = detail_rows(versions[0].instance_type(pk=versions[0].id))
    sets = [rows_of(link, type(versions[0])) for link in versions[0]._history_m2m_fields]
    links = [one for row in around for name in sets for one in getattr(row, name).all()]
    attach_diffs(versions, older, newer, details, RecordNames([*around, *details, *links], related))


def versions_since(record: PublishableRecord, version: int, related: Any) -> list[Any]:
    """The versions of a record after this one, newest first, each with what it changed."""
    history: Any = type(record).history
    rows = history.filter(id=record.pk, version__gt=version).select_related("history_user")
    versions = list(rows.order_by("-history_date", "-history_id"))
    attach_all_diffs(versions, related)
    return versions


def last_transition(record: PublishableRecord) -> Any:
    """The version with which the record came to the status that it has; None while it has the one it began with."""
    rows = type(record).history.filter(id=record.pk).order_by("-history_date", "-history_id")
    came = None
    for status, pk in rows.values_list("status", "pk"):
        if status != record.status:
            return rows.select_related("history_user").get(pk=came) if came else None
        came = pk
    return None
