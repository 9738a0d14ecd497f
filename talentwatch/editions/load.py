"""Load an edition into an empty project, which then serves the same documents.

Its NDJSON holds what readers were served; what only the desk knew isn't in it: notes, quotations, misspellings, drafts.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

import orjson
from django.core.management import call_command

from people.models import Person
from talentwatch.documents.json_text import fill_addresses
from talentwatch.documents.models import Document
from talentwatch.records.edit import edit
from talentwatch.records.record_type import RecordLayout
from talentwatch.records.status import Status
from talentwatch.resources import PUBLISHABLE_TYPES, RECORD_TYPES, record_type_of

Data = Mapping[str, Any]
MAX_SIZE = 4 << 30  # bytes of one list
# Where the JSON has another name than the model.
JSON_FIELDS = {
    "url": ("link",),
    "people_affected_min": ("people_affected", "min"),
    "people_affected_max": ("people_affected", "max"),
}
JSON_LISTS = {"citations": "sources", "parts": "organizations"}
HIDDEN_NAME = "Not public"  # of a draft that keeps the place of somebody on a list


class EditionFileError(Exception):
    """The file isn't the NDJSON of an edition; the message says why."""


def read_lines(path: Path) -> dict[str, list[str]]:
    """The lines of each list. Raises EditionFileError, or OSError."""
    try:
        with ZipFile(path) as archive:
            missing = {f"{name}.ndjson" for name in RECORD_TYPES} - set(archive.namelist())
            if missing:
                raise EditionFileError(
                    f"It lacks {', '.join(sorted(missing))}: give the file that ends in -ndjson.zip."
                )
            if any(archive.getinfo(f"{name}.ndjson").file_size > MAX_SIZE for name in RECORD_TYPES):
                raise EditionFileError("A list in it is too large.")
            # Not splitlines(): texts may hold other characters that end a line in Python.
            texts = {name: archive.read(f"{name}.ndjson").decode() for name in RECORD_TYPES}
            return {name: [line for line in text.split("\n") if line] for name, text in texts.items()}
    except (BadZipFile, UnicodeDecodeError) as error:
        raise EditionFileError("It isn't a zip of NDJSON.") from error


def load_edition(path: Path) -> list[str]:
    """Load the file into an empty project; returns the rows that are served otherwise since, as people/ada.

    Raises EditionFileError, OSError, and what loaddata raises. Loads all of it or nothing.
    """
    lines = read_lines(path)
    if any(one.model._base_manager.exists() for one in PUBLISHABLE_TYPES.values()):
        raise EditionFileError("There are records already: an edition is loaded into an empty project.")
    try:
        records = {name: [orjson.loads(line) for line in lines[name]] for name in PUBLISHABLE_TYPES}
        leave_out_missing(records)
        rows = list(fixture_rows(records))
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise EditionFileError(f"A line isn't a record of an edition: {error}.") from error
    with TemporaryDirectory() as folder, edit("loaded"):
        fixture = Path(folder) / "edition.json"
        fixture.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        call_command("loaddata", fixture, verbosity=0)
    return [difference for name in RECORD_TYPES for difference in differences(name, lines[name])]


def differences(resource: str, lines: Iterable[str]) -> Iterator[str]:
    """The rows of a list that are served otherwise than the lines say."""
    wanted = {orjson.loads(line)["slug"]: line for line in lines}
    served = {
        document.slug: fill_addresses(document.record, "")
        for document in Document.objects.current().filter(resource=resource)
    }
    for slug in sorted(wanted.keys() | served.keys()):
        if wanted.get(slug) != served.get(slug):
            yield f"{resource}/{slug}"


def leave_out_missing(records: dict[str, list[dict[str, Any]]]) -> None:
    """Leave out links to records that the file lacks, which were withheld from it, and the rows that need them."""
    slugs = {name: {record["slug"] for record in of_type} for name, of_type in records.items()}

    def is_missing(layout: RecordLayout, link: str, reference: Data | None) -> bool:
        model: Any = layout.model._meta.get_field(link).related_model
        return reference is not None and reference["slug"] not in slugs[record_type_of(model).name]

    # In the order of the types, each needs only records of those before it.
    for name, record_type in PUBLISHABLE_TYPES.items():
        layout = record_type.layout
        assert layout is not None  # noqa: S101 every publishable type has one
        records[name] = [
            record
            for record in records[name]
            if not any(is_missing(layout, link, record[link]) for link in layout.links)
        ]
        slugs[name] = {record["slug"] for record in records[name]}
        for record in records[name]:
            for link in layout.self_links:
                if is_missing(layout, link, record[link]):
                    record[link] = None
            for link in set(layout.link_lists) - set(layout.qualifies.values()):
                record[link] = [one for one in record[link] if not is_missing(layout, link, one)]
            for child_name, child in layout.children.items():
                key = JSON_LISTS.get(child_name, child_name)
                record[key] = [
                    item
                    for item in record[key]
                    if not any(is_missing(child, link, item.get(link, item)) for link in child.links)
                ]


def fixture_rows(records: Mapping[str, Iterable[Data]]) -> Iterator[dict[str, Any]]:
    """The rows of a Django fixture, in an order in which each names only earlier ones."""
    for name, record_type in PUBLISHABLE_TYPES.items():
        layout = record_type.layout
        assert layout is not None  # noqa: S101 every publishable type has one
        for record in records[name]:
            moments = dict.fromkeys(("created_at", "published_at", "updated_at"), record["updated_at"])
            moments |= {"published_at": record["published_at"]} if "published_at" in record else {}
            values = {"status": Status.PUBLISHED, **moments, **field_values(layout, record)}
            for link in (*layout.links, *layout.self_links):
                values[link] = record[link] and [record[link]["slug"]]
            for link in set(layout.link_lists) - set(layout.qualifies.values()):
                values[link] = [[one["slug"]] for one in record[link]]
            yield fixture_row(layout, values)
            for child_name, child in layout.children.items():
                for number, item in enumerate(record[JSON_LISTS.get(child_name, child_name)], 1):
                    yield from child_rows(record, child, item, number)


def child_rows(record: Data, layout: RecordLayout, item: Data, number: int) -> Iterator[dict[str, Any]]:
    """A row that belongs to a record: a name, a claim, a place on a list, a citation."""
    values = {layout.model.parent_field: [record["slug"]], **field_values(layout, item)}  # type: ignore[attr-defined]  # of ChildRecord
    for link in layout.links:
        # A citation is the source that it names, with its stance.
        reference = item.get(link, item)
        if reference is None:
            slug = f"not-public-{record['slug']}-{number}"[:200]
            yield {
                "model": Person._meta.label_lower,
                "fields": {"slug": slug, "name": HIDDEN_NAME, "status": Status.DRAFT}
                | dict.fromkeys(("created_at", "updated_at"), record["updated_at"]),
            }
            reference = {"slug": slug}
        values[link] = [reference["slug"]]
    own = {name: item[name] for name in ("slug", "updated_at") if name in item and has_column(layout, name)}
    yield fixture_row(layout, {**own, **values})


def has_column(layout: RecordLayout, name: str) -> bool:
    return any(field.name == name for field in layout.model._meta.concrete_fields)


def field_values(layout: RecordLayout, data: Data) -> dict[str, Any]:
    values = {name: value_at(data, JSON_FIELDS.get(name, (name,))) for name in layout.single_values}
    bounds = [f"{name}_{bound}" for name in layout.dates for bound in ("earliest", "latest")]
    return values | {bound: data[bound] for bound in bounds}


def value_at(data: Data, path: tuple[str, ...]) -> Any:
    """A value of the JSON; None where there is none, as of what only the desk knows."""
    value: Any = data
    for name in path:
        value = value.get(name) if value else None
    return value


def fixture_row(layout: RecordLayout, values: Data) -> dict[str, Any]:
    fields = {name: value for name, value in values.items() if value is not None}
    return {"model": layout.model._meta.label_lower, "fields": fields}
