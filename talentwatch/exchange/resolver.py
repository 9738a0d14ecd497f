"""Find out which records the rows and links of a file mean, where it has no slugs: by name, by address, by Wikidata item.

The result is a file in which every row and link has its slug, as an importer takes it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError

from talentwatch.chunks import chunked
from talentwatch.dates import PartialDateError
from talentwatch.exchange.cells import as_cell
from talentwatch.exchange.importer import Content, Location, column_value, is_storable, storable_slug
from talentwatch.exchange.layout import LAYOUTS, LIST_OF
from talentwatch.exchange.report import Problem
from talentwatch.exchange.serialization import stored_records
from talentwatch.matching.addresses import address_key, is_address, pasted_key
from talentwatch.records.fields import CodeField, WebAddressField
from talentwatch.records.models import SLUG_LENGTH
from talentwatch.records.models.publishable_record import NO_SLUG_TEXT
from talentwatch.records.record_type import RecordLayout
from talentwatch.records.status import Status
from talentwatch.text import SLUG, make_slug, search_key
from talentwatch.typed_dates import parse_typed

MAX_NAMED = 5  # records, in the message that a name is ambiguous
Key = tuple[str, ...]


class Directory:
    """The records of one list by what a file may call them: those that are stored and not merged, and those of the file."""

    def __init__(self, layout: RecordLayout) -> None:
        self.layout = layout
        self.slugs: dict[tuple[Key, Key], dict[str, None]] = defaultdict(
            dict
        )  # by columns and by the keys of their values
        self.withdrawn: set[str] = set()
        self.is_filled = False

    def find(self, columns: Key, keys: Key) -> list[str]:
        """The slugs of the records with these values; withdrawn ones only if there are no others."""
        if not self.is_filled:
            self.fill()
        slugs = list(self.slugs.get((columns, keys), ()))
        return [slug for slug in slugs if slug not in self.withdrawn] or slugs

    def fill(self) -> None:
        self.is_filled = True
        layout, names = self.layout, self.layout.children.get("names")
        groups = dict.fromkeys([*layout.identified_by, *((column,) for column in layout.called_by)])
        paths = {column: f"{column}__slug" if column in layout.links else column for key in groups for column in key}
        rows = layout.rows.filter(merged_into=None).order_by("slug")
        for row in rows.values("slug", "status", *paths.values()):
            if row["status"] == Status.WITHDRAWN:
                self.withdrawn.add(row["slug"])
            self.add(row["slug"], {column: row[path] for column, path in paths.items()})
        if names:
            model: Any = names.model
            parent = f"{model.parent_field}__slug"
            merged = {f"{model.parent_field}__merged_into": None}
            for slug, text in model._base_manager.filter(**merged).values_list(parent, "text"):
                self.add(slug, {"name": text})

    def add(self, slug: str, values: dict[str, Any]) -> None:
        for columns in [*self.layout.identified_by, *((column,) for column in self.layout.called_by)]:
            if keys := keys_of(self.layout, columns, values):
                self.slugs[columns, keys].setdefault(slug)


def keys_of(layout: RecordLayout, columns: Key, values: dict[str, Any]) -> Key:
    """What these columns are compared by; empty if any of them has no value."""
    keys = tuple(key_of(layout, column, values.get(column)) for column in columns)
    return keys if all(keys) else ()


def key_of(layout: RecordLayout, column: str, value: Any) -> str:
    if not isinstance(value, str):
        return ""
    model_field = layout.model._meta.get_field(column)
    if column in layout.links:
        return value
    if isinstance(model_field, WebAddressField):
        return address_key(value)
    return model_field.to_python(value) if isinstance(model_field, CodeField) else search_key(value)


class Resolver:
    """Gives every row and link of a file its slug. `notes` and `problems` are about what that changed, or couldn't be done."""

    def __init__(self, content: Content, answers: Mapping[str, str] | None = None) -> None:
        self.content = content
        # The stored records that rows are, by list and slug: what an editor answered when asked about similar ones.
        self.answers = {key: slug for key, slug in (answers or {}).items() if slug}
        self.directories = {kind: Directory(layout) for kind, layout in LAYOUTS.items()}
        self.problems = list(content.problems)
        self.notes: defaultdict[tuple[str, int], dict[str, None]] = defaultdict(dict)
        self.rows: dict[str, dict[str, int]] = {kind: {} for kind in LAYOUTS}  # of the file, by list and slug
        self.new_records: dict[str, dict[str, Any]] = {kind: {} for kind in LAYOUTS}  # unsaved, by list and slug
        self.stored_records: dict[str, Any] = {}  # by slug, those of the list at hand that rows without slug may mean
        self.stored_slugs = cache(lambda kind: {*LAYOUTS[kind].rows.order_by().values_list("slug", flat=True)})

    def resolve(self) -> Content:
        """The content with slugs. What can't be resolved stays as it is, for the importer to refuse."""
        if not isinstance(self.content.data, dict):
            return self.content
        data = dict(self.content.data)
        for kind, layout in LAYOUTS.items():
            items = self.content.items(kind)
            if not items:
                continue
            # First those with slugs: a row without one may be a second row of theirs.
            self.rows[kind] = {slug: row for row, item in items if (slug := storable_slug(item))}
            resolved = [(row, self.resolve_links(kind, row, item)) for row, item in items]
            for _, item in resolved:
                if slug := storable_slug(item):
                    self.add(kind, slug, item, unsaved_record(layout, item))
            self.stored_records = self.find_stored(kind, [item for _, item in resolved])
            with_slugs = [(row, self.with_slug(kind, row, item)) for row, item in resolved]
            data[kind] = [self.as_answered(kind, row, item) for row, item in with_slugs]
            if layout.self_links:
                data[kind] = [
                    self.resolve_self_links(kind, row, item) for (row, _), item in zip(items, data[kind], strict=True)
                ]
        self.refuse_unknown_answers()
        return replace(self.content, data=data, problems=self.problems)

    def refuse_unknown_answers(self) -> None:
        """A slip in one would make a second record of the one that was meant."""
        in_file = {f"{kind}/{slug}" for kind, slugs in self.rows.items() for slug in slugs}
        unknown = (key for key in self.answers if key not in in_file)
        self.problems += [Problem(f"An answer is about {key}, which the file doesn’t have.") for key in unknown]

    def add(self, kind: str, slug: str, item: dict[str, Any], record: Any) -> None:
        """A row of the file can be named by others."""
        self.directories[kind].add(slug, item)
        self.new_records[kind][slug] = record

    # Links

    def resolve_links(self, kind: str, row: int, item: Any) -> Any:
        """The item with slugs in its links to other lists, and in those of its rows, such as claims."""
        layout = LAYOUTS[kind]
        if not isinstance(item, dict):
            return item
        location = self.location(kind, row, item)
        names = [name for name in layout.links if name in item]
        lists = [name for name in (*layout.link_lists, *layout.children) if isinstance(item.get(name), list)]
        return (
            item
            | {name: self.resolve_link(location, layout, name, item[name]) for name in names}
            | {
                name: [
                    self.resolve_item(location, layout, name, place, value) for place, value in enumerate(item[name])
                ]
                for name in lists
            }
        )

    def resolve_self_links(self, kind: str, row: int, item: Any) -> Any:
        """The item with slugs in its links to the same list, all of whose rows have theirs by now."""
        layout = LAYOUTS[kind]
        if not isinstance(item, dict):
            return item
        location = self.location(kind, row, item)
        names = [name for name in layout.self_links if name in item]
        return item | {name: self.resolve_link(location, layout, name, item[name]) for name in names}

    def resolve_item(self, location: Location, layout: RecordLayout, name: str, place: int, value: Any) -> Any:
        """An item of a list: a link, or a row such as a claim, which has links of its own."""
        if name in layout.link_lists:
            return self.resolve_link(location, layout, name, value)
        if not isinstance(value, dict):
            return value
        child, location = layout.children[name], replace(location, child=f"{name}/{place}")
        return value | {key: self.resolve_link(location, child, key, value[key]) for key in child.links if key in value}

    def resolve_link(self, location: Location, layout: RecordLayout, name: str, value: Any) -> Any:
        """The slug that the text of a link means; the text itself where it means none, or more than one."""
        if not isinstance(value, str) or not value or not is_storable(value):
            return value
        model: Any = layout.model._meta.get_field(name).related_model
        kind = LIST_OF[model]
        if self.is_slug(kind, value):
            return self.answers.get(f"{kind}/{value}", value)
        slugs = [self.answers.get(f"{kind}/{slug}", slug) for slug in self.slugs_called(kind, value)]
        slugs = list(dict.fromkeys(slugs))
        if len(slugs) > 1:
            message = f"“{value}” can be {len(slugs)} records: {name_some(slugs)}. Write the slug."
            self.problems.append(location.problem(message, name))
        return slugs[0] if len(slugs) == 1 else value

    def is_slug(self, kind: str, text: str) -> bool:
        """Whether a record of the file or a stored one has this slug."""
        return text in self.rows[kind] or bool(re.fullmatch(SLUG, text) and text in self.stored_slugs(kind))

    def slugs_called(self, kind: str, text: str) -> list[str]:
        """The slugs of the records that a text may mean: by name, title, address, Wikidata item or ORCID iD."""
        layout, directory = LAYOUTS[kind], self.directories[kind]
        for column in layout.called_by:
            key = key_of(layout, column, text)
            if column == "url":
                key = pasted_key(text) if is_address(text) else ""
            if key and (slugs := directory.find((column,), (key,))):
                return slugs
        for columns in layout.identified_by:
            if set(columns) <= {*layout.links}:
                return self.slugs_of_links(kind, columns, text)
        return []

    def slugs_of_links(self, kind: str, columns: Key, text: str) -> list[str]:
        """The records that the names of those that they link to mean: `Ada Lovelace, Acme`, wherever the comma is."""
        layout = LAYOUTS[kind]
        parts = text.split(",")
        for place in range(1, len(parts)):
            texts = (",".join(parts[:place]).strip(), ",".join(parts[place:]).strip())
            ends = []
            for column, part in zip(columns, texts, strict=True):
                model: Any = layout.model._meta.get_field(column).related_model
                other = LIST_OF[model]
                ends.append([part] if self.is_slug(other, part) else self.slugs_called(other, part))
            pairs = [(first, second) for first in ends[0] for second in ends[1]]
            if slugs := [slug for pair in pairs for slug in self.directories[kind].find(columns, pair)]:
                return slugs
        return []

    # Rows

    def find_stored(self, kind: str, items: list[Any]) -> dict[str, Any]:
        """The stored records that the items without slug may mean, by slug: all at once, as a query for each takes long."""
        layout, directory = LAYOUTS[kind], self.directories[kind]
        slugs = {
            slug
            for item in items
            if lacks_slug(item)
            for columns in layout.identified_by
            if (keys := keys_of(layout, columns, item))
            for slug in directory.find(columns, keys)
        }
        found: dict[str, Any] = {}
        for chunk in chunked(slugs):
            found |= layout.rows.filter(slug__in=chunk).in_bulk(field_name="slug")
        return found

    def with_slug(self, kind: str, row: int, item: Any) -> Any:
        """The item with the slug of the one stored record that it means, or else with a new one."""
        if not lacks_slug(item):
            return item
        layout, location = LAYOUTS[kind], self.location(kind, row, item)
        keys = {columns: keys for columns in layout.identified_by if (keys := keys_of(layout, columns, item))}
        if not keys:
            alternatives = "; or ".join(" and ".join(columns) for columns in layout.identified_by)
            return self.without_slug(location, item, f"it needs a slug; or {alternatives}.")
        record = unsaved_record(layout, item)
        for columns, key in keys.items():
            others = {
                slug: self.stored_records.get(slug) or self.new_records[kind][slug]
                for slug in self.directories[kind].find(columns, key)
            }
            slugs = [slug for slug, other in others.items() if is_same_record(layout, columns, record, other)]
            if len(slugs) > 1:
                message = f"{len(slugs)} records have this {' and '.join(columns)}: {name_some(slugs)}. Write the slug."
                return self.without_slug(location, item, message)
            if slugs:
                return self.with_stored_slug(location, columns, item, slugs[0])
        slug = self.new_slug(kind, record)
        if not slug:
            return self.without_slug(location, item, NO_SLUG_TEXT)
        self.rows[kind][slug] = row
        self.add(kind, slug, item, record)
        return item | {"slug": slug}

    def as_answered(self, kind: str, row: int, item: Any) -> Any:
        """The row, if it is a stored record, as it was answered: it adds to it, and changes nothing that is stored."""
        existing = self.answers.get(f"{kind}/{storable_slug(item)}")
        if not existing:
            return item
        location, layout = self.location(kind, row, item), LAYOUTS[kind]
        stored = stored_records(kind, [existing]).get(existing)
        if stored is None:
            return self.without_slug(location, item, f"there is no {existing!r} that it could be.")
        kept = {key for key in item if key not in layout.children and stored.get(key) not in (None, "", [])} - {"slug"}
        notes = self.notes[kind, row]
        notes[f"{item['slug']} is {existing}: what is stored stays, and what it lacks is added."] = None
        for key in layout.columns:
            if key in kept and item[key] and item[key] != stored[key]:
                notes[f"{key} stays “{as_cell(kind, key, stored[key])}”."] = None
        return {key: value for key, value in item.items() if key not in kept} | {"slug": existing}

    def without_slug(self, location: Location, item: dict[str, Any], message: str) -> dict[str, Any]:
        self.problems.append(location.problem(message, "slug"))
        return item | {"slug": None}

    def with_stored_slug(self, location: Location, columns: Key, item: dict[str, Any], slug: str) -> dict[str, Any]:
        """The item as a row of this record. What it was found by stays as it is stored: it may be spelt otherwise here."""
        kind, directory = location.kind, self.directories[location.kind]
        if slug in self.rows[kind]:
            message = f"row {self.rows[kind][slug]} is about the same record. Give each its slug, or join them."
            return self.without_slug(location, item, message)
        self.rows[kind][slug] = location.row
        notes = self.notes[kind, location.row]
        if slug in directory.withdrawn:
            notes[f"{slug} was withdrawn, and stays so."] = None
        layout = LAYOUTS[kind]
        texts = [column for column in columns if column not in layout.links]
        for column in texts:
            stored = getattr(self.stored_records[slug], column)
            if item[column] != stored:
                notes[f"{column} stays “{stored}”: the row has no slug, and was found by it."] = None
        return {key: value for key, value in item.items() if key not in texts} | {"slug": slug}

    def new_slug(self, kind: str, record: Any) -> str:
        """A slug that neither a stored record nor another row has; empty if there is nothing to make one of."""
        base = make_slug(record.slug_text(), SLUG_LENGTH - 8)
        if not base:
            return ""
        stored, in_file = self.stored_slugs(kind), self.rows[kind]
        slugs = (base if n == 1 else f"{base}-{n}" for n in count(1))
        return next(slug for slug in slugs if slug not in stored and slug not in in_file)

    def location(self, kind: str, row: int, item: Any) -> Location:
        return self.content.location(kind, row, storable_slug(item))


def lacks_slug(item: Any) -> bool:
    return isinstance(item, dict) and item.get("slug") in (None, "")


def is_same_record(layout: RecordLayout, columns: Key, record: Any, other: Any) -> bool:
    """Whether nothing keeps two records with these columns in common from being the same one.

    What identifies a record better, such as an ORCID iD where the two share a name, must not differ.
    """
    better = layout.identified_by[: layout.identified_by.index(columns)]
    pairs = [(keys_of(layout, group, vars(record)), keys_of(layout, group, vars(other))) for group in better]
    return all(one == another for one, another in pairs if one and another) and layout.may_be_same(record, other)


def unsaved_record(layout: RecordLayout, item: dict[str, Any]) -> Any:
    """A record with the values of a row, as far as they can be read."""
    record: Any = layout.model()
    for name in layout.single_values:
        if is_storable(item.get(name)):
            with suppress(ValidationError):
                setattr(record, name, column_value(layout, record._meta.get_field(name), item[name]))
    for name in layout.dates:
        with suppress(PartialDateError):
            setattr(record, name, parse_typed(str(item.get(name) or ""), getattr(layout.model, name).first_year))
    for name in layout.links:
        if slug := storable_slug(item, name):
            model: Any = record._meta.get_field(name).related_model
            setattr(record, name, model(slug=slug))
    return record


def name_some(slugs: list[str]) -> str:
    return ", ".join([*slugs[:MAX_NAMED], *(["…"] if len(slugs) > MAX_NAMED else [])])
