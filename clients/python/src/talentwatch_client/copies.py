"""A local copy of all public records, kept up to date by reading `changes/`.

The first call of `update_copy()` reads every list; later calls read only what changed. If it is interrupted, the next call
goes on where the last page was stored.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol, TypedDict, get_type_hints

from talentwatch_client import models
from talentwatch_client.client import Client
from talentwatch_client.errors import BadParametersError, NoLongerPublicError, NotFoundError
from talentwatch_client.rows import PAGE_KEYS, PAGE_SIZE

ROWS: dict[str, type[Any]] = {
    "people": models.Person,
    "organizations": models.Organization,
    "employments": models.Employment,
    "claims": models.Claim,
    "sources": models.Source,
    "cohorts": models.Cohort,
    "moves": models.Move,
    "events": models.NewsEvent,
}
Key = tuple[str, str]  # a list of the API, and a slug
Row = dict[str, Any]


class State(TypedDict):
    """How far a copy is: the number of the last change in it, and the pages of the first reading that are still to be read."""

    seq: int
    unread: list[str]


class Store(Protocol):
    """Where a copy is kept. `write` stores rows (None removes one) and the state together, or neither."""

    def state(self) -> State | None: ...

    def write(self, rows: Mapping[Key, Row | None], state: State) -> None: ...

    def clear(self) -> None: ...


class MemoryStore:
    """A copy in memory: `rows["people", "sam-altman"]`."""

    def __init__(self) -> None:
        self.rows: dict[Key, Row] = {}
        self._state: State | None = None

    def state(self) -> State | None:
        return self._state

    def write(self, rows: Mapping[Key, Row | None], state: State) -> None:
        for key, row in rows.items():
            if row is None:
                self.rows.pop(key, None)
            else:
                self.rows[key] = row
        self._state = state

    def clear(self) -> None:
        self.rows, self._state = {}, None


class SqliteStore:
    """A copy in one file: a table `rows` (list, slug, json), to be read with SQLite's JSON functions too."""

    def __init__(self, path: str | Path) -> None:
        self._database = sqlite3.connect(path)
        with self._database:
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS rows (list TEXT, slug TEXT, json TEXT NOT NULL, PRIMARY KEY (list, slug))"
            )
            self._database.execute("CREATE TABLE IF NOT EXISTS state (json TEXT NOT NULL)")

    def state(self) -> State | None:
        with closing(self._database.execute("SELECT json FROM state")) as found:
            row = found.fetchone()
        return json.loads(row[0]) if row else None

    def write(self, rows: Mapping[Key, Row | None], state: State) -> None:
        with self._database:
            for (name, slug), row in rows.items():
                self._database.execute("DELETE FROM rows WHERE list = ? AND slug = ?", (name, slug))
                if row is not None:
                    self._database.execute("INSERT INTO rows VALUES (?, ?, ?)", (name, slug, json.dumps(row)))
            self._database.execute("DELETE FROM state")
            self._database.execute("INSERT INTO state VALUES (?)", (json.dumps(state),))

    def clear(self) -> None:
        with self._database:
            self._database.execute("DELETE FROM rows")
            self._database.execute("DELETE FROM state")

    def read(self, name: str) -> Iterator[Row]:
        """The rows of one list, by slug."""
        with closing(self._database.execute("SELECT json FROM rows WHERE list = ? ORDER BY slug", (name,))) as found:
            for (text,) in found:
                yield json.loads(text)

    def close(self) -> None:
        self._database.close()


def update_copy(client: Client, store: Store) -> int:
    """Bring a copy up to date; return the number of rows that were written or removed.

    Costs one request if nothing changed. A copy that is ahead of the server is of another database, and is read anew.
    """
    newest = client.changes(ordering="-seq").first()
    last = newest["seq"] if newest else 0
    state = store.state()
    if state is None or state["seq"] > last:
        store.clear()
        # The number is from before the reading: what changes meanwhile is read again.
        state = {"seq": last, "unread": [f"{name}/" for name in ROWS]}
    written = 0
    while state["unread"]:
        state, count = _read_page(client, store, state)
        written += count
    try:
        return written + _apply_changes(client, store, state, last)
    except NoLongerPublicError:
        # Somebody was erased since: nothing of the copy may stay.
        store.clear()
        return update_copy(client, store)


def _apply_changes(client: Client, store: Store, state: State, last: int) -> int:
    """Apply the changes up to the last one; raises NoLongerPublicError if rows were erased since."""
    written = 0
    for page in client.changes(since=state["seq"]).pages() if state["seq"] < last else ():
        # Where a site has several servers, another one may not show the newest change yet.
        if not page:
            break
        # Of several changes of one record, the last is enough.
        changes = {
            (resource, slug): change
            for change in page
            if (resource := change["resource"]) is not None and (slug := change["slug"]) is not None
        }
        rows = {key: _read_row(client, change) for key, change in changes.items() if key[0] in ROWS}
        state = {"seq": page[-1]["seq"], "unread": []}
        store.write(rows, state)
        written += len(rows)
    return written


def _read_page(client: Client, store: Store, state: State) -> tuple[State, int]:
    """Store the first unread page, with what is unread after it."""
    address, *others = state["unread"]
    # The server may name itself otherwise than the client does: by https, or in lower case.
    name = address.partition("?")[0].rpartition("/api/v1/")[2].split("/")[0]
    # An address without a cursor is the first page of a list.
    parameters = {} if "?" in address else {"fields": _fields(name), "page_size": PAGE_SIZE}
    page = client.connection.get(address, parameters, keys=PAGE_KEYS)
    rows = {(name, row["slug"]): row for row in page["results"]}
    following: State = {"seq": state["seq"], "unread": [page["next"], *others] if page["next"] else others}
    store.write(rows, following)
    return following, len(rows)


def _read_row(client: Client, change: models.Change) -> Row | None:
    """The record as it is now; None if it isn't public any more, or is now another one."""
    url, resource = change["url"], change["resource"]
    if change["action"] not in {"published", "changed"} or url is None or resource is None:
        return None
    try:
        row: Row | None = client.get(url, fields=_fields(resource))
    except (BadParametersError, NotFoundError, NoLongerPublicError):
        # It was withdrawn meanwhile, or a record that it depends on: a later change says so.
        return None
    if row and "results" in row:
        # A claim is in a list of one.
        row = row["results"][0] if row["results"] else None
    return row if row and row["slug"] == change["slug"] else None


def _fields(name: str) -> str:
    """What the row of a list has: a single record would have more."""
    return ",".join(get_type_hints(ROWS[name]))
