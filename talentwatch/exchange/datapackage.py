"""Write the published timeline as a Frictionless Data Package: CSV tables and their schemas.

The same rows give the same bytes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from django.db import connection, transaction

from talentwatch.api.files import CHUNK, cell_value, csv_line, lookup
from talentwatch.documents.json_text import fill_addresses, join_forms, parse
from talentwatch.documents.models import Document, DocumentQuerySet
from talentwatch.exchange.package_schemas import NestedLayout, TableLayout, table_layout
from talentwatch.exchange.package_tables import TABLES

NAME, DESCRIPTOR = "talentwatch", "datapackage.json"
ABOUT: dict[str, Any] = {
    "profile": "tabular-data-package",
    "name": NAME,
    "title": "Who moves between AI labs",
    "description": (
        "A curated, sourced timeline of people, their jobs at organizations, and their moves between them. Every fact has "
        "a source, every date is as precise as its source, and contradictions are shown."
    ),
    "licenses": [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0 International",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ],
    "sources": [{"title": "The articles and statements that claims and events cite", "path": "sources.csv"}],
}
FORMAT = {
    "profile": "tabular-data-resource",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
}


def export_datapackage(directory: Path) -> dict[str, int]:
    """Write the package into a directory that is new, empty, or an older package; returns the rows of each table.

    Writes all of it or nothing. Raises FileExistsError if the directory contains anything else.
    """
    target = directory.resolve()
    check_replaceable(target)
    with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as temporary:
        new, old = Path(temporary) / "new", Path(temporary) / "old"
        new.mkdir()
        with consistent_read():
            _, rows = write_package(new, PackageSource.current())
        if target.exists():
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    return rows


@dataclass(frozen=True)
class PackageSource:
    """What a package is written from: one document of each row, those of them to leave out, and the tables."""

    documents: DocumentQuerySet
    layouts: tuple[TableLayout, ...]
    withheld: frozenset[int] = frozenset()

    @classmethod
    def current(cls) -> "PackageSource":
        """What readers are served now."""
        return cls(Document.objects.current(), tuple(map(table_layout, TABLES)))

    def texts(self, resource: str) -> Iterator[str]:
        """The records of a list, in the order of the slugs, with addresses that begin with a slash."""
        rows = self.documents.filter(resource=resource).order_by("slug").values_list("since", "row", "nested")
        for since, row, nested in rows.iterator(chunk_size=CHUNK):
            if since not in self.withheld:
                yield fill_addresses(join_forms(row, nested), "")


def write_package(
    folder: Path, source: PackageSource, about: Mapping[str, Any] = ABOUT, lines_folder: Path | None = None
) -> tuple[dict[str, Any], dict[str, int]]:
    """Write the package into an empty directory, and each list as NDJSON into another one if there is one.

    Returns its descriptor, which says `about`, and the rows of each table.
    """
    files = [file for layout in source.layouts for file in write_table(layout, source, folder, lines_folder)]
    package = describe(files, max((file.updated_at for file in files if file.updated_at), default=None), about)
    (folder / DESCRIPTOR).write_bytes(descriptor_bytes(package))
    return package, {file.name: file.rows for file in files}


def descriptor_bytes(package: Mapping[str, Any]) -> bytes:
    """A descriptor as the file has it."""
    return f"{json.dumps(package, ensure_ascii=False, indent=2)}\n".encode()


def check_replaceable(target: Path) -> None:
    """Raises FileExistsError unless the directory is missing, empty, or has only a package that we wrote."""
    if not target.exists():
        return
    if not target.is_dir():
        raise FileExistsError(f"{target} isn't a directory.")
    try:
        package = json.loads((target / DESCRIPTOR).read_text(encoding="utf-8"))
        paths = {resource["path"] for resource in package["resources"]}
        ours = {DESCRIPTOR, *paths} if package["name"] == NAME else set()
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    if others := {file.name for file in target.iterdir()} - ours:
        raise FileExistsError(f"{target} has files of something else: {', '.join(sorted(others)[:3])}.")


@contextmanager
def consistent_read() -> Iterator[None]:
    """Reads see the database as it was at one moment: an edit meanwhile is in every table or in none."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":  # pragma: no cover  coverage is measured on SQLite
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


class TableFile:
    """A table written line by line, with its rows, size and hash."""

    def __init__(self, file: BinaryIO, name: str, description: str, schema: dict[str, Any]) -> None:
        self.file, self.name, self.description, self.schema = file, name, description, schema
        self.rows, self.size, self.hash = 0, 0, sha256()
        self.updated_at: datetime | None = None  # the latest of its records
        self.write_line(field["name"] for field in schema["fields"])

    def write_row(self, values: Iterable[Any]) -> None:
        # Formulas aren't escaped as in the API's CSV: programs read a package, not spreadsheets.
        self.write_line(cell_value(value) for value in values)
        self.rows += 1

    def write_line(self, cells: Iterable[Any]) -> None:
        line = csv_line(cells)
        self.file.write(line)
        self.hash.update(line)
        self.size += len(line)

    def resource(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.name.replace("_", " ").capitalize(),
            "description": self.description,
            "path": f"{self.name}.csv",
            **FORMAT,
            "bytes": self.size,
            "hash": f"sha256:{self.hash.hexdigest()}",
            "schema": self.schema,
        }


def write_table(layout: TableLayout, source: PackageSource, folder: Path, lines_folder: Path | None) -> list[TableFile]:
    """Write a table and its nested tables while reading its records once."""
    with ExitStack() as stack:

        def create(name: str, *about: Any) -> TableFile:
            return TableFile(stack.enter_context((folder / f"{name}.csv").open("wb")), name, *about)

        file = create(layout.name, layout.description, layout.schema)
        nested_files = [(nested, create(nested.name, nested.description, nested.schema)) for nested in layout.nested]
        lines = stack.enter_context((lines_folder / f"{layout.name}.ndjson").open("wb")) if lines_folder else None
        for text in source.texts(layout.name):
            if lines:
                lines.write(f"{text}\n".encode())
            record = parse(text)
            file.write_row(lookup(record, path) for path in layout.columns.values())
            updated_at = datetime.fromisoformat(record["updated_at"])
            file.updated_at = max(file.updated_at or updated_at, updated_at)
            for nested, nested_file in nested_files:
                for values in nested_rows(nested, record):
                    nested_file.write_row((record["slug"], *values))
        return [file, *(nested_file for _, nested_file in nested_files)]


def nested_rows(nested: NestedLayout, record: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a nested table in one record, ordered by their columns, with empty values last."""
    rows = [tuple(lookup(item, path) for path in nested.columns.values()) for item in record[nested.field]]
    return sorted(rows, key=lambda values: [(value is None, value) for value in values])


def describe(files: list[TableFile], last_change: datetime | None, about: Mapping[str, Any]) -> dict[str, Any]:
    """The descriptor; its version (SemVer) is the day of the last change, with a hash of all tables, unless `about` has one."""
    resources = [file.resource() for file in files]
    digest = sha256("".join(str(resource["hash"]) for resource in resources).encode()).hexdigest()[:12]
    day = f"{last_change.year}.{last_change.month}.{last_change.day}" if last_change else "0.0.0"
    created = {"created": last_change.isoformat().replace("+00:00", "Z")} if last_change else {}
    return {"version": f"{day}+{digest}", **about, **created, "resources": resources}
