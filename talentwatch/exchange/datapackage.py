"""Give out what is public as a Frictionless Data Package: CSV tables with their schemas, the same bytes for the same rows."""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.db.models import Max

from talentwatch.api.files import cell_value, csv_line, lookup
from talentwatch.exchange.package_schemas import nested_schema, table_schema
from talentwatch.exchange.package_tables import TABLES, Table
from talentwatch.records.record_type import NestedTable

NAME, DESCRIPTOR = "talentwatch", "datapackage.json"
ABOUT = {
    "profile": "tabular-data-package",
    "name": NAME,
    "title": "Who moves between AI labs",
    "description": (
        "A curated, sourced timeline of people, the posts they held at organizations, and the moves between them. Every "
        "fact has a source, every date is as precise as its source, and what contradicts is shown."
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

    It is there whole or not at all. Raises FileExistsError where the directory holds anything else.
    """
    target = directory.resolve()
    check_replaceable(target)
    with TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as aside:
        new, old = Path(aside) / "new", Path(aside) / "old"
        new.mkdir()
        with _one_moment():
            sheets = [sheet for table in TABLES for sheet in _written(table, new)]
            latest = _latest()
        text = json.dumps(_descriptor(sheets, latest), ensure_ascii=False, indent=2)
        (new / DESCRIPTOR).write_text(f"{text}\n", encoding="utf-8", newline="\n")
        _put(new, target, old)
    return {sheet.name: sheet.rows for sheet in sheets}


def _put(new: Path, target: Path, old: Path) -> None:
    """Rename into place; what stood there comes back where that fails."""
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def check_replaceable(target: Path) -> None:
    """A directory that isn't there, is empty, or is a package of ours and nothing more; FileExistsError for all others."""
    if not target.exists():
        return
    if not target.is_dir():
        raise FileExistsError(f"{target} is no directory.")
    files = {file.name for file in target.iterdir()}
    if others := files - _files_of_package(target / DESCRIPTOR):
        raise FileExistsError(f"{target} holds what is no data package of ours: {', '.join(sorted(others)[:3])}.")


def _files_of_package(descriptor: Path) -> set[str]:
    """What a package of ours consists of; nothing where there is none."""
    try:
        package = json.loads(descriptor.read_text(encoding="utf-8"))
        return {DESCRIPTOR, *(one["path"] for one in package["resources"])} if package["name"] == NAME else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read within is as it was at one moment; an edit meanwhile shows in every table or in none."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":  # pragma: no cover  coverage is measured on SQLite
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


class Sheet:
    """One table as a file: written line by line, counted and hashed meanwhile."""

    def __init__(self, file: BinaryIO, name: str, description: str, schema: dict[str, Any]) -> None:
        self.file, self.name, self.description, self.schema = file, name, description, schema
        self.rows, self.size, self.hash = 0, 0, sha256()
        self._line(field["name"] for field in schema["fields"])

    def write(self, values: Iterable[Any]) -> None:
        """A row, exactly as it is: what a spreadsheet would take for a formula is for a program to read here."""
        self._line(cell_value(value) for value in values)
        self.rows += 1

    def _line(self, cells: Iterable[Any]) -> None:
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


def _written(table: Table, folder: Path) -> list[Sheet]:
    """The sheets of a table and of its details, from one reading of the records."""
    with ExitStack() as files:

        def sheet(name: str, *about: Any) -> Sheet:
            return Sheet(files.enter_context((folder / f"{name}.csv").open("wb")), name, *about)

        records = sheet(table.name, table.model.__doc__, table_schema(table))
        details = {one: sheet(one.name, one.description, nested_schema(table, one)) for one in table.nested_tables}
        ways = list(table.columns().values())
        for record in table.records():
            records.write(lookup(record, way) for way in ways)
            for detail, rows in details.items():
                for values in _rows(detail, record):
                    rows.write((record["slug"], *values))
        return [records, *details.values()]


def _rows(detail: NestedTable, record: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a detail in one record, in the order of their columns, the empty last."""
    rows = [tuple(lookup(item, way) for way in detail.columns.values()) for item in record[detail.field]]
    return sorted(rows, key=lambda values: [(value is None, value) for value in values])


def _latest() -> datetime | None:
    """When the last of the rows changed."""
    moments = (table.rows.aggregate(moment=Max("updated_at"))["moment"] for table in TABLES)
    return max(filter(None, moments), default=None)


def _descriptor(sheets: list[Sheet], latest: datetime | None) -> dict[str, Any]:
    """The package; its version (SemVer) is the day of the last change, and beside it the hash of all that it holds."""
    resources = [sheet.resource() for sheet in sheets]
    digest = sha256("".join(str(one["hash"]) for one in resources).encode()).hexdigest()[:12]
    day = f"{latest.year}.{latest.month}.{latest.day}" if latest else "0.0.0"
    created = {"created": latest.isoformat().replace("+00:00", "Z")} if latest else {}
    return {**ABOUT, "version": f"{day}+{digest}", **created, "resources": resources}
