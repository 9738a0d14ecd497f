"""Replace the links of many records by one field, as set() does for one record."""

from collections.abc import Collection, Mapping
from typing import Any

from talentwatch.chunks import chunked
from talentwatch.records.edit import edit
from talentwatch.records.models import ChildRecord, PublishableRecord


def replace_links(model: type[PublishableRecord], field: str, links: Mapping[Any, Collection[Any]]) -> None:
    """From now on, each of these stored records is linked by the field to exactly these others."""
    through: Any = getattr(model, field).through
    target: Any = model._meta.get_field(field).related_model
    ends = {column.related_model: column for column in through._meta.concrete_fields if column.many_to_one}
    owner, linked = ends[model], ends[target]
    with edit() as current:
        for records in chunked(links):
            rows = through._base_manager.filter(**{f"{owner.name}__in": records})
            stored = {(getattr(row, owner.attname), getattr(row, linked.attname)): row for row in rows}
            wanted = {(record.pk, other.pk): (record, other) for record in records for other in links[record]}
            new = [
                through(**{owner.name: record, linked.name: other})
                for pair, (record, other) in wanted.items()
                if pair not in stored
            ]
            gone = [row for pair, row in stored.items() if pair not in wanted]
            if issubclass(through, ChildRecord):
                for row in gone:
                    row.delete()
                through.save_rows(new, are_new=True)
                continue
            relinked = {getattr(row, owner.attname) for row in (*new, *gone)}
            changed = [record for record in records if record.pk in relinked]
            current.ensure_baselines(changed)
            through._base_manager.filter(pk__in=[row.pk for row in gone]).delete()
            through._base_manager.bulk_create(new)
            current.touch(changed)
