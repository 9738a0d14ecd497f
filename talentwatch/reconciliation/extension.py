"""Data extension: the values of properties, for a table whose rows have been reconciled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from talentwatch.api.parameters import DayParameter
from talentwatch.reconciliation.entities import ORGANIZATION, PERSON, EntityType, find
from talentwatch.reconciliation.properties import PROPERTIES, Property, Value
from talentwatch.reconciliation.reading import Reader
from talentwatch.reconciliation.records import load, posts
from talentwatch.records.date_lookups import Certainty

MAX_IDS = 500
SETTINGS: list[dict[str, Any]] = [
    {
        "name": "on",
        "label": "On the day",
        "type": "text",
        "default": "",
        "help_text": "Employer, role and title: only of posts held on this day, such as 2023-06-15. Empty: of all posts.",
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
class Chosen:
    """Which posts count: all, or those held on a day."""

    on: date | None = None
    certainty: str = Certainty.POSSIBLE

    def posts(self) -> Any:
        return posts().on(self.on, self.certainty) if self.on else posts()


Wanted = tuple[Property, Chosen]


def read_extension(text: str) -> tuple[list[str], list[Wanted]]:
    """The ids and the properties asked for. Raises BadParameters."""
    reader = Reader("extend")
    given = reader.an_object("", reader.parse(text), ("ids", "properties"))
    if {"ids", "properties"} - given.keys():
        reader.refuse("", "Accepted with ids and properties.")
    ids = [reader.a_text("ids", one) for one in reader.a_list("ids", given["ids"], MAX_IDS)]
    listed = reader.a_list("properties", given["properties"], len(PROPERTIES))
    return ids, [_read_property(reader, one) for one in listed]


def _read_property(reader: Reader, value: Any) -> Wanted:
    given = reader.an_object("properties", value, ("id", "settings", "name"))
    prop = reader.one_of("properties.id", given.get("id"), PROPERTIES)
    where = f"{prop.id}.settings"
    settings = reader.an_object(where, given.get("settings", {}), [one["name"] for one in SETTINGS])
    certainty = settings.get("certainty") or Certainty.POSSIBLE
    reader.one_of(f"{where}.certainty", certainty, dict.fromkeys(Certainty.values))
    on = settings.get("on") or None
    if on is None or not prop.is_of_posts:
        return prop, Chosen()
    try:
        return prop, Chosen(DayParameter().clean(reader.a_text(f"{where}.on", on)), certainty)
    except ValidationError as error:
        reader.refuse(f"{where}.on", " ".join(error.messages))


def extend(ids: Iterable[str], wanted: list[Wanted]) -> dict[str, Any]:
    """A row for every id; one that means no public record has no values. Database queries: so many for each setting."""
    found = find(set(ids))
    people = {pk for one, pk in found.values() if one is PERSON}
    records: dict[tuple[EntityType, Chosen | None], dict[int, Any]] = {
        **{(PERSON, chosen): load(PERSON, people, chosen.posts()) for chosen in {chosen for _, chosen in wanted}},
        (ORGANIZATION, None): load(ORGANIZATION, {pk for one, pk in found.values() if one is ORGANIZATION}),
    }

    def values(given: str, prop: Property, chosen: Chosen) -> list[dict[str, str]]:
        one, pk = found.get(given, (None, 0))
        if one not in prop.types:
            return []
        record = records[one, chosen if one is PERSON else None].get(pk)
        return [_as_json(prop.target, value) for value in prop.values(record)] if record else []

    return {
        "meta": [_meta(prop) for prop, _ in wanted],
        "rows": {given: {prop.id: values(given, prop, chosen) for prop, chosen in wanted} for given in ids},
    }


def _meta(prop: Property) -> dict[str, Any]:
    target = {"type": prop.target.reference()} if prop.target else {}
    return {"id": prop.id, "name": prop.name, **target}


def _as_json(target: EntityType | None, value: Value) -> dict[str, str]:
    if target and not isinstance(value, str):
        return {"id": target.id_of(value.slug), "name": value.name}
    return {"str": str(value)}
