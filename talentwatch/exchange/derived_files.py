"""The tables of a data package as one SQLite file and as Parquet: the same rows, read from its CSV files.

The same package gives the same bytes.
"""

import csv
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

ROW_GROUP = 100_000  # rows that are in memory together
SQLITE_TYPES = {"boolean": "INTEGER", "integer": "INTEGER", "number": "REAL"}  # all others are TEXT
SQLITE_VALUES: dict[str, Callable[[str], Any]] = {
    "boolean": lambda text: int(text == "true"),
    "integer": int,
    "number": float,
}
# For a zip whose bytes depend on nothing but its files: its earliest time, and plain files made on Unix.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
ZIP_UNIX, ZIP_MODE = 3, 0o100644 << 16


def write_zip(target: Path, files: Iterable[Path], method: int = zipfile.ZIP_DEFLATED) -> None:
    """A zip of these files, in their order."""
    with zipfile.ZipFile(target, "w", method) as archive:
        for path in files:
            info = zipfile.ZipInfo(path.name, ZIP_TIME)
            info.compress_type, info.create_system, info.external_attr = method, ZIP_UNIX, ZIP_MODE
            with path.open("rb") as source, archive.open(info, "w") as copy:
                while block := source.read(1 << 20):
                    copy.write(block)


def write_parquet(package: dict[str, Any], folder: Path, target: Path) -> list[Path]:
    """A Parquet file of each table of the package in `folder`, in the order of the package."""
    from arro3 import core as arrow  # noqa: PLC0415 8 MB of each process, most of which write no Parquet
    from arro3 import io as arrow_files  # noqa: PLC0415 the same

    types = {
        "boolean": arrow.DataType.bool(),
        "integer": arrow.DataType.int64(),
        "number": arrow.DataType.float64(),
        "datetime": arrow.DataType.timestamp("us", tz="UTC"),
        "date": arrow.DataType.date32(),
        "string": arrow.DataType.utf8(),
    }
    files = []
    for resource in package["resources"]:
        fields = [arrow.Field(field["name"], types[field["type"]]) for field in resource["schema"]["fields"]]
        rows = arrow_files.read_csv(folder / resource["path"], arrow.Schema(fields), has_header=True)
        file = target / f"{resource['name']}.parquet"
        arrow_files.write_parquet(
            rows,
            file,
            compression="zstd(3)",
            max_row_group_size=ROW_GROUP,
            # One entry: the order of several isn't the same each time.
            key_value_metadata={"about": json.dumps(dict(about(package)), ensure_ascii=False)},
        )
        files.append(file)
    return files


def write_sqlite(package: dict[str, Any], folder: Path, target: Path) -> None:
    """One SQLite file with a table for each of the package in `folder`, their keys, an index on each link, and `about`.

    Dates and times are ISO texts, and booleans are 0 or 1, as SQLite has neither.
    """
    with closing(sqlite3.connect(target, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
        for resource in package["resources"]:
            name, schema = resource["name"], resource["schema"]
            types = [field["type"] for field in schema["fields"]]
            database.execute(create_table(name, schema))
            places = ", ".join("?" * len(types))
            database.executemany(
                f"INSERT INTO {quoted(name)} VALUES ({places})",  # noqa: S608 the name is one of our tables
                read_rows(folder / resource["path"], types),
            )
            for key in schema.get("foreignKeys", ()):
                (column,) = key["fields"]
                database.execute(f"CREATE INDEX {quoted(f'{name}_{column}')} ON {quoted(name)} ({quoted(column)})")
        database.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
        database.executemany("INSERT INTO about VALUES (?, ?)", about(package))
        database.execute("CREATE TABLE columns (table_name TEXT, name TEXT, type TEXT, description TEXT)")
        database.executemany(
            "INSERT INTO columns VALUES (?, ?, ?, ?)",
            (
                (resource["name"], field["name"], field["type"], field["description"])
                for resource in package["resources"]
                for field in resource["schema"]["fields"]
            ),
        )
        database.execute("COMMIT")


def create_table(name: str, schema: dict[str, Any]) -> str:
    """CREATE TABLE with the keys of a table schema."""
    columns = [f"{quoted(field['name'])} {SQLITE_TYPES.get(field['type'], 'TEXT')}" for field in schema["fields"]]
    if "primaryKey" in schema:
        columns.append(f"PRIMARY KEY ({', '.join(map(quoted, schema['primaryKey']))})")
    for key in schema.get("foreignKeys", ()):
        (column,), table = key["fields"], key["reference"]["resource"] or name
        columns.append(f"FOREIGN KEY ({quoted(column)}) REFERENCES {quoted(table)} (slug)")
    return f"CREATE TABLE {quoted(name)} ({', '.join(columns)})"


def quoted(name: str) -> str:
    return f'"{name}"'


def read_rows(path: Path, types: list[str]) -> Iterator[list[Any]]:
    """The rows of a CSV file of the package, typed; an empty cell is null."""
    convert = [SQLITE_VALUES.get(kind, str) for kind in types]
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            yield [function(cell) if cell else None for function, cell in zip(convert, row, strict=True)]


def about(package: dict[str, Any]) -> list[tuple[str, str]]:
    """What the package says of itself, as names and values."""
    licence = package["licenses"][0]
    return [
        ("title", package["title"]),
        ("description", package["description"]),
        ("version", package["version"]),
        ("created", package.get("created", "")),
        ("licence", f"{licence['name']} {licence['path']}"),
        *((name, str(package[name])) for name in ("change", "withheld") if name in package),
    ]
