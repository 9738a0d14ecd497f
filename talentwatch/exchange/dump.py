"""Give out what is public as a Django fixture: natural keys, one row a line, the same bytes for the same rows."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from people.models import Source
from talentwatch.records import references
from talentwatch.records.fields import SearchKeyField
from talentwatch.records.models import PublishableRecord, VersionedModel
from talentwatch.resources import PUBLISHABLE_TYPES, children_of

MODELS = tuple(one.model for one in PUBLISHABLE_TYPES.values())
Chosen = dict[type[PublishableRecord], set[int]]


def dump_timeline(sources: Iterable[str] = ()) -> tuple[str, int]:
    """The published rows as the text of a fixture, and how many; with sources (slugs), only what they speak of.

    Users, history, drafts and all that points to a draft stay out. What rests on the chosen sources comes with
    everything that it names and with all its evidence, so that what is derived stays true. Raises LookupError for a
    source that isn't published.
    """
    slugs = list(sources)
    chosen = _story(slugs) if slugs else _everything()
    rows = [row for model in MODELS for row in _rows(model, chosen)]
    lines = ",\n".join(json.dumps(row, cls=_WholeMoments, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n", len(rows)


class _WholeMoments(DjangoJSONEncoder):
    """Moments to the microsecond: cut to the millisecond, as by default, they wouldn't come back the same."""

    def default(self, o: Any) -> Any:
        return o.isoformat().replace("+00:00", "Z") if isinstance(o, datetime) else super().default(o)


def _everything() -> Chosen:
    managers: dict[type[PublishableRecord], Any] = {model: model._default_manager for model in MODELS}
    return {model: set(rows.published().values_list("pk", flat=True)) for model, rows in managers.items()}


def _story(slugs: list[str]) -> Chosen:
    """The published records that rest on these sources, and all that those name, directly or not."""
    told = list(Source.objects.published().filter(slug__in=slugs))
    unknown = set(slugs) - {source.slug for source in told}
    if unknown:
        raise LookupError(f"There is no published source {', '.join(sorted(unknown))}.")
    chosen: Chosen = {model: set() for model in MODELS}
    waiting: list[PublishableRecord] = [*told, *(record for source in told for record in _citing(source))]
    for record in waiting:
        if record.is_published and record.pk not in chosen[type(record)]:
            chosen[type(record)].add(record.pk)
            waiting += [other for reference in record.references for other in references.named(record, reference)]
    return chosen


def _citing(source: Source) -> list[PublishableRecord]:
    return [record for reference, record in references.naming([source]) if reference.evidence]


def _rows(model: type[PublishableRecord], chosen: Chosen) -> Iterator[dict[str, Any]]:
    """The chosen records of a model and their details, each in the order of its natural key."""
    yield from _serialized(model._base_manager.filter(pk__in=chosen[model]), chosen)
    for detail in children_of(model):
        hidden = {field.name for field in _curated_links(detail) if field.name != detail.parent_field}
        rows = detail._base_manager.filter(**{f"{detail.parent_field}__in": chosen[model]})
        for name in hidden:
            rows = rows.filter(**{f"{name}__in": chosen[_model_of(detail, name)]})
        yield from _serialized(rows, chosen)


def _serialized(rows: "models.QuerySet[Any]", chosen: Chosen) -> list[dict[str, Any]]:
    ordered = sorted(rows, key=lambda row: row.natural_key())
    for row in ordered:
        for field in _curated_links(type(row)):
            if getattr(row, field.attname) not in {None, *chosen[_model_of(type(row), field.name)]}:
                setattr(row, field.name, None)
    written = serializers.serialize("python", ordered, use_natural_foreign_keys=True, use_natural_primary_keys=True)
    return [{**row, "fields": _telling(rows.model, row["fields"])} for row in written]


def _telling(model: type[VersionedModel], fields: dict[str, Any]) -> dict[str, Any]:
    """The columns that say something to readers: nothing private, no search keys, and nothing that is as by default."""
    shown = fields.keys() - model.private_fields
    return {
        name: value
        for name, value in fields.items()
        if name in shown and not _is_default(model._meta.get_field(name), value)
    }


def _is_default(field: Any, value: Any) -> bool:
    return isinstance(field, SearchKeyField) or value in (None, []) or value == field.get_default()


def _curated_links(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation and field.related_model in MODELS]


def _model_of(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name).related_model
