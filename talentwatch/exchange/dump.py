"""Write the published timeline as a Django fixture: natural keys, one row per line, the same bytes for the same rows."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from people.models import Source
from talentwatch.chunks import MAX_PREFETCHED, chunked
from talentwatch.records import references
from talentwatch.records.fields import SearchKeyField
from talentwatch.records.models import PublishableRecord, VersionedModel
from talentwatch.resources import PUBLISHABLE_TYPES, children_of

# Columns that depend on rows which a part of the timeline may lack.
RECOMPUTED = {"last_move_earliest", "announced_for"}
MODELS = tuple(one.model for one in PUBLISHABLE_TYPES.values())
Selection = dict[type[PublishableRecord], set[int]]  # the keys of the records to write, by model


class MicrosecondEncoder(DjangoJSONEncoder):
    """Django's encoder cuts moments to the millisecond, so that a loaded row would differ from the dumped one."""

    def default(self, o: Any) -> Any:
        return o.isoformat().replace("+00:00", "Z") if isinstance(o, datetime) else super().default(o)


def dump_timeline(sources: Iterable[str] = ()) -> tuple[str, int]:
    """The published rows as the text of a fixture, and their number; with sources (slugs), only what they report.

    Users, history, drafts and all links to drafts are left out. What the sources report comes with every record that it
    refers to and with all its evidence, so that derived values stay correct. Raises LookupError for a source that isn't
    published.
    """
    slugs = list(sources)
    if slugs:
        selection = select_reported(slugs)
    else:
        managers: dict[type[PublishableRecord], Any] = {model: model._default_manager for model in MODELS}
        selection = {model: set(rows.published().values_list("pk", flat=True)) for model, rows in managers.items()}
    rows = [row for model in MODELS for row in dump_model(model, selection)]
    lines = ",\n".join(json.dumps(row, cls=MicrosecondEncoder, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n", len(rows)


def select_reported(slugs: list[str]) -> Selection:
    """The published records that cite these sources, and all that they refer to, directly or not."""
    sources = list(Source.objects.published().filter(slug__in=slugs))
    unknown = set(slugs) - {source.slug for source in sources}
    if unknown:
        raise LookupError(f"There is no published source {', '.join(sorted(unknown))}.")
    selection: Selection = {model: set() for model in MODELS}
    queue: list[PublishableRecord] = [*sources]
    for source in sources:
        queue += [record for reference, record in references.naming([source]) if reference.evidence]
    for record in queue:
        if record.is_published and record.pk not in selection[type(record)]:
            selection[type(record)].add(record.pk)
            queue += [other for reference in record.references for other in references.named(record, reference)]
    return selection


def dump_model(model: type[PublishableRecord], selection: Selection) -> Iterator[dict[str, Any]]:
    """The selected records of a model, then their children, without those that refer to a record that isn't selected."""
    yield from fixture_rows(model, selected_rows(model, "pk", selection[model]), selection)
    for child in children_of(model):
        links = record_links(child)
        rows = selected_rows(child, child.parent_field, selection[model])
        kept = [row for row in rows if all(getattr(row, one.attname) in selection[one.related_model] for one in links)]
        yield from fixture_rows(child, kept, selection)


def selected_rows(model: type[VersionedModel], field: str, pks: Collection[int]) -> list[Any]:
    """The rows that have one of these in the field, with the records that they name."""
    # Natural keys hold the slugs of other records, each of which would be asked for by itself.
    rows = model._base_manager.select_related(*(link.name for link in record_links(model)))
    return [row for chunk in chunked(pks) for row in rows.filter(**{f"{field}__in": chunk})]


def fixture_rows(model: type[VersionedModel], fetched: list[Any], selection: Selection) -> list[dict[str, Any]]:
    """The rows in the order of their natural keys; a link to a record that isn't selected is emptied."""
    for chunk in chunked(fetched, MAX_PREFETCHED):
        models.prefetch_related_objects(chunk, *(field.name for field in model._meta.many_to_many))
    ordered = sorted(fetched, key=lambda row: row.natural_key())
    for row in ordered:
        for link in record_links(model):
            pk = getattr(row, link.attname)
            if pk is not None and pk not in selection[link.related_model]:
                setattr(row, link.name, None)
    serialized = serializers.serialize("python", ordered, use_natural_foreign_keys=True, use_natural_primary_keys=True)
    return [{**row, "fields": public_values(model, row["fields"])} for row in serialized]


def public_values(model: type[VersionedModel], values: dict[str, Any]) -> dict[str, Any]:
    """The values without private fields, defaults, and what loaddata recomputes: search keys and RECOMPUTED."""
    public: dict[str, Any] = {}
    for name in [name for name in values if name not in model.private_fields]:
        field: Any = model._meta.get_field(name)
        is_default = values[name] in (None, []) or values[name] == field.get_default()
        is_recomputed = isinstance(field, SearchKeyField) or name in RECOMPUTED
        if not (is_recomputed or is_default):
            public[name] = values[name]
    return public


def record_links(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation and field.related_model in MODELS]
