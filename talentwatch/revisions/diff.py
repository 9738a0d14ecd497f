"""What each version of a record changed, in the record and in its child rows, for the history page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.apps import apps

from talentwatch.dates import FIRST_FOUNDING_YEAR, PartialDate
from talentwatch.phrases import format_date
from talentwatch.records.history import link_rows, linked_pks, tracked_links, tracked_model
from talentwatch.records.models import ChildRecord, PublishableRecord
from talentwatch.revisions.values import NOTHING, RecordNames, label_of, partial_dates, value_text

SET_BY_TRANSITIONS = frozenset({"status", "merged_into"})  # only a transition or a merge changes them
ROW_DIFFS = {"+": "added", "-": "removed", "~": "changed"}


@dataclass
class FieldDiff:
    """One difference between two versions."""

    label: str
    old: str = NOTHING
    new: str = NOTHING
    key: str = ""  # identifies it for an undo; empty if it can't be undone by itself


def field_diffs(older: Any, newer: Any, names: RecordNames) -> Iterator[FieldDiff]:
    """The differences between two history rows of one row, in the columns that editors decide."""
    model = tracked_model(newer)
    dates = partial_dates(model)
    date_columns = {column for columns in dates.values() for column in columns}
    ignored = model.derived_fields | model.bookkeeping_fields | model.unversioned_fields | date_columns
    for field in (field for field in model._meta.concrete_fields if field.name not in ignored):
        old, new = getattr(older, field.attname), getattr(newer, field.attname)
        if old != new:
            key = "" if field.name in SET_BY_TRANSITIONS else diff_key(newer, field.name)
            yield FieldDiff(label_of(field.verbose_name), names.text(field, old), names.text(field, new), key)
    for name, columns in dates.items():
        # Whatever years the model allows: a history row only repeats what was stored.
        old, new = (
            PartialDate(*(getattr(row, column) for column in columns), first_year=FIRST_FOUNDING_YEAR)
            for row in (older, newer)
        )
        if old != new:
            texts = (format_date(old) or NOTHING, format_date(new) or NOTHING)
            yield FieldDiff(label_of(name), *texts, diff_key(newer, name))
    for link in tracked_links(newer):
        target = link.remote_field.model
        old, new = (
            "; ".join(sorted(names.name(target, pk) for pk in linked_pks(row, link))) or NOTHING
            for row in (older, newer)
        )
        if old != new:
            yield FieldDiff(label_of(link.verbose_name), old, new, diff_key(newer, link.name))


def diff_key(row: Any, field_name: str = "") -> str:
    """Identifies a difference: the model, the history row written with it, and the field (none for a whole row)."""
    return f"{tracked_model(row)._meta.label_lower}-{row.history_id}-{field_name}"


def child_models(model: type[PublishableRecord]) -> list[Any]:
    """The models of the rows that belong to records of a model."""
    return [
        child
        for child in apps.get_models()
        if issubclass(child, ChildRecord) and child._meta.get_field(child.parent_field).related_model is model
    ]


def child_history(record: PublishableRecord) -> list[Any]:
    """Every history row of every child row that the record ever had, of each model the oldest first."""
    return [
        row
        for model in child_models(type(record))
        for row in model.history.filter(**{f"{model.parent_field}_id": record.pk}).order_by("history_id")
    ]


def child_diffs(rows: list[Any], names: RecordNames) -> Iterator[tuple[Any, list[FieldDiff]]]:
    """Each history row of child rows, in the same order, with what it changed."""
    previous: dict[tuple[type, Any], Any] = {}
    for row in rows:
        model = tracked_model(row)
        older = previous.get((model, row.id))
        previous[model, row.id] = row
        # A child row is named by its text, or by the record that it links its parent to.
        field = model._meta.get_field(model.natural_key_fields[1].split("__")[0])
        label = f"{label_of(model._meta.verbose_name)} “{names.text(field, getattr(row, field.attname))}”"
        if older is None or row.history_type != "~":
            label += choices_in_key(row)
            yield row, [FieldDiff(label, new=ROW_DIFFS[row.history_type], key=diff_key(row))]
        else:
            diffs = field_diffs(older, row, names)
            yield row, [FieldDiff(f"{label}, {diff.label.lower()}", diff.old, diff.new, diff.key) for diff in diffs]


def choices_in_key(row: Any) -> str:
    """The choices that tell a child row from another one of the same name, such as the stance of a citation: “ (denied)”."""
    model = tracked_model(row)
    fields = [model._meta.get_field(name) for name in model.natural_key_fields[1:] if "__" not in name]
    texts = [value_text(field, getattr(row, field.attname)).lower() for field in fields if field.choices]
    return f" ({', '.join(texts)})" if texts else ""


def attach_diffs(versions: list[Any], related: Any) -> None:
    """Set `field_diffs` on each of some consecutive versions of a record, newest first.

    A change of a child row belongs to the version of the same edit, which has the same moment; a change that made no version,
    to the last one before it.
    """
    if not versions:
        return
    older, newer = versions[-1].prev_record, versions[0].next_record
    compared = [*versions, *([older] if older else [])]
    children = child_history(tracked_model(versions[0])(pk=versions[0].id))
    links = [link for row in compared for link in link_rows(row)]
    names = RecordNames([*compared, *children, *links], related)
    for new, old in pairwise(compared):
        new.field_diffs = list(field_diffs(old, new, names))
    by_moment = {version.history_date: version for version in reversed(versions)}
    for row, diffs in child_diffs(children, names):
        version = by_moment.get(row.history_date)
        if version is None and not (newer and newer.history_date <= row.history_date):
            version = next((one for one in versions if one.history_date < row.history_date), None)
        if version:
            version.field_diffs = [*getattr(version, "field_diffs", []), *diffs]


def versions_since(record: PublishableRecord, version: int, related: Any) -> list[Any]:
    """The versions of a record after this one, newest first, each with what it changed."""
    history: Any = type(record).history
    rows = history.filter(id=record.pk, version__gt=version).select_related("history_user")
    versions = list(rows.order_by("-history_id"))
    attach_diffs(versions, related)
    return versions


def last_transition(record: PublishableRecord) -> Any:
    """The version in which the record got its present status; None if it has had no other."""
    rows = type(record).history.filter(id=record.pk).order_by("-history_id")
    last = None
    for status, pk in rows.values_list("status", "pk"):
        if status != record.status:
            return rows.select_related("history_user").get(pk=last) if last else None
        last = pk
    return None
