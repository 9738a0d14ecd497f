"""Data extension: values of properties for a table whose rows have been reconciled."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from talentwatch.api.parameters import DayParameter
from talentwatch.reconciliation.entities import ORGANIZATION, PERSON, EntityType, find
from talentwatch.reconciliation.entity_records import employments, load
from talentwatch.reconciliation.json_reader import JsonReader
from talentwatch.reconciliation.properties import PROPERTIES, Property, Value
from talentwatch.records.date_lookups import Certainty

MAX_IDS = 500
SETTINGS: list[dict[str, Any]] = [
    {
        "name": "on",
        "label": "On the day",
        "type": "text",
        "default": "",
        "help_text": "Employer, role and title: only jobs held on this day, such as 2023-06-15. Empty: all jobs.",
    },
    {
        "name": "certainty",
        "label": "Certainty",
        "type": "select",
        "default": "possible",
        "choices": [
            {"value": "possible", "name": "could be true on that day"},
            {"value": "certain", "name": "certain on that day"},
        ],
        "help_text": "What counts as held on the day.",
    },
]


@dataclass(frozen=True)
class EmploymentSelection:
    """The jobs that count: all, or those held on a day."""

    on: date | None = None
    certainty: str = Certainty.POSSIBLE

    def employments(self) -> Any:
        return employments().on(self.on, self.certainty) if self.on else employments()


Column = tuple[Property, EmploymentSelection]


def read_extension(text: str) -> tuple[list[str], list[Column]]:
    """The ids and the columns of an extension query. Raises BadParameters."""
    reader = JsonReader("extend")
    query = reader.read_object("", reader.parse(text), ("ids", "properties"))
    if {"ids", "properties"} - query.keys():
        reader.refuse("", "Give ids and properties.")
    ids = [reader.read_text("ids", item) for item in reader.read_list("ids", query["ids"], MAX_IDS)]
    properties = reader.read_list("properties", query["properties"], len(PROPERTIES))
    columns = list(dict.fromkeys(read_column(reader, item) for item in properties))
    counts = Counter(prop.id for prop, _ in columns)
    if repeated := [name for name, count in counts.items() if count > 1]:
        # A row has the values of a property by its id, so that one of the columns would get those of the other.
        reader.refuse("properties", f"{', '.join(repeated)}: ask for other settings in another request.")
    return ids, columns


def read_column(reader: JsonReader, value: Any) -> Column:
    item = reader.read_object("properties", value, ("id", "settings", "name"))
    prop = reader.read_choice("properties.id", item.get("id"), PROPERTIES)
    path = f"{prop.id}.settings"
    settings = reader.read_object(path, item.get("settings", {}), [setting["name"] for setting in SETTINGS])
    certainty = settings.get("certainty") or Certainty.POSSIBLE
    reader.read_choice(f"{path}.certainty", certainty, dict.fromkeys(Certainty.values))
    on = settings.get("on") or None
    if on is None or not prop.is_of_employments:
        return prop, EmploymentSelection()
    try:
        return prop, EmploymentSelection(DayParameter().clean(reader.read_text(f"{path}.on", on)), certainty)
    except ValidationError as error:
        reader.refuse(f"{path}.on", " ".join(error.messages))


def extend(ids: Iterable[str], columns: list[Column]) -> dict[str, Any]:
    """A row for every id; one that means no public record has no values. The number of queries depends on settings."""
    by_id = find(set(ids))
    people = {pk for entity_type, pk in by_id.values() if entity_type is PERSON}
    organizations = {pk for entity_type, pk in by_id.values() if entity_type is ORGANIZATION}
    selections = {selection for _, selection in columns}
    records: dict[tuple[EntityType, EmploymentSelection | None], dict[int, Any]] = {
        **{(PERSON, selection): load(PERSON, people, selection.employments()) for selection in selections},
        (ORGANIZATION, None): load(ORGANIZATION, organizations),
    }

    def cell(entity_id: str, prop: Property, selection: EmploymentSelection) -> list[dict[str, str]]:
        entity_type, pk = by_id.get(entity_id, (None, 0))
        if entity_type not in prop.types:
            return []
        record = records[entity_type, selection if entity_type is PERSON else None].get(pk)
        return [value_as_json(prop.target, value) for value in prop.values(record)] if record else []

    return {
        "meta": [
            {"id": prop.id, "name": prop.name, **({"type": prop.target.reference()} if prop.target else {})}
            for prop, _ in columns
        ],
        "rows": {
            entity_id: {prop.id: cell(entity_id, prop, selection) for prop, selection in columns} for entity_id in ids
        },
    }


def value_as_json(target: EntityType | None, value: Value) -> dict[str, str]:
    if target and not isinstance(value, str):
        return {"id": target.id_of(value.slug), "name": value.name}
    return {"str": str(value)}
