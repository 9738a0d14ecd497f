"""Worlds that many tests start from, built by factories once and put back row by row afterwards.

Factories save through edits, with history, requirements and the log of changes, and need some tenths of a second for a world.
Putting the same rows back takes a few milliseconds. It works like Django's setUpTestData, but for fixtures of single
tests, so a test may change its world, and another test in the same module may do without one.
"""

import pickle
import sys
from collections.abc import Callable
from copy import deepcopy
from functools import cache, partial, wraps
from hashlib import sha256
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from tests.support.migrated import FOLDER, locked

APPS = {"people", "events", "records", "documents", "changes", "curation", "editions", "auth"}

P = ParamSpec("P")
R = TypeVar("R")
# By the label of their model: the classes of many-to-many tables can't be pickled.
Rows = dict[str, dict[Any, Model]]
Keys = dict[str, set[Any]]


def built_once(build: Callable[P, R]) -> Callable[P, R]:
    """Under @pytest.fixture: call the function for the first test only. Later tests get copies of its rows and its result.

    A world is built again whenever it starts from other rows than before, such as those of another fixture. Users and their
    rights count only where the world names some: on PostgreSQL, each login of another fixture makes users of other numbers.
    """
    snapshots: dict[Any, tuple[Callable[[], None], Any]] = {}

    @wraps(build)
    def fixture(*args: P.args, **named: P.kwargs) -> R:
        users, others = _fingerprint()
        for start in ((users, others), (None, others)):
            if start in snapshots:
                put_back, result = snapshots[start]
                put_back()
                return deepcopy(result)
        before = _stored()
        result = build(*args, **named)
        rows, gone = _differences(before, _stored())
        start = (users if _name_users(rows) else None, others)
        snapshots[start] = (_repeatable(partial(_put_back, rows, gone)), deepcopy(result))
        return result

    return fixture


def kept(build: Callable[[], None]) -> Callable[[], None]:
    """Call the function once per database system and version of the code; later runs and other workers read its rows from a file.

    Any change of the code, the fixtures or the requirements calls it again.
    """

    @wraps(build)
    def load() -> None:
        prefix = f"{build.__name__}-{connection.vendor}-"
        _, others = _fingerprint()
        start = sha256(repr(others).encode()).hexdigest()[:8]
        file = FOLDER / f"{prefix}{_code()}-{start}.pickle"
        with locked():
            if not file.exists():
                for older in set(FOLDER.glob(f"{prefix}*")) - set(FOLDER.glob(f"{prefix}{_code()}-*.pickle")):
                    older.unlink()
                before = _stored()
                build()
                rows, gone = _differences(before, _stored())
                assert not _name_users(rows), "another run has other users"
                unfinished = FOLDER / f"{prefix}unfinished"
                unfinished.write_bytes(pickle.dumps((rows, gone)))
                unfinished.rename(file)
                return
        _put_back(*pickle.loads(file.read_bytes()))

    return load


@cache
def _code() -> str:
    """The same for the same code, fixtures, requirements and Python."""
    code = {path for package in ("talentwatch", "people", "events") for path in (settings.ROOT / package).rglob("*.py")}
    fixtures = (settings.ROOT / "fixtures").glob("*.json")
    files = sorted({*code, *fixtures, settings.ROOT / "requirements.txt"})
    return sha256(b"\0".join([sys.version.encode(), *(path.read_bytes() for path in files)])).hexdigest()[:16]


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in APPS]


def _fingerprint() -> tuple[Any, Any]:
    """The number of rows and the greatest key of each table: those of users and their rights, and the others."""
    models = _models()
    # PostgreSQL returns the tables in the order in which it chooses to read them.
    tables = (
        f'SELECT {number}, count(*), CAST(max("{model._meta.pk.column}") AS text) FROM "{model._meta.db_table}"'
        for number, model in enumerate(models)
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(tables))
        counts = sorted(cursor.fetchall())
    users = [count for count in counts if _is_of_users(models[count[0]])]
    return tuple(users), tuple(count for count in counts if count not in users)


def _is_of_users(model: Any) -> bool:
    return bool(model._meta.app_label == "auth")


def _name_users(rows: Rows) -> bool:
    """Whether any of the rows is one of users and their rights, or names one."""
    for label, by_key in rows.items():
        model = apps.get_model(label)
        if by_key and _is_of_users(model):
            return True
        links = [
            field.attname
            for field in model._meta.concrete_fields
            if field.many_to_one and _is_of_users(field.related_model)
        ]
        if any(getattr(row, name) is not None for row in by_key.values() for name in links):
            return True
    return False


def _stored() -> Rows:
    return {model._meta.label: {row.pk: row for row in model._base_manager.all()} for model in _models()}


def _values(row: Model) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


def _differences(before: Rows, after: Rows) -> tuple[Rows, Keys]:
    """The rows that are new or other than before, and the keys of all rows of before that aren't the same afterwards."""
    same = {
        label: {pk for pk, row in rows.items() if pk in after[label] and _values(row) == _values(after[label][pk])}
        for label, rows in before.items()
    }
    rows = {label: {pk: row for pk, row in rows.items() if pk not in same[label]} for label, rows in after.items()}
    gone = {label: rows.keys() - same[label] for label, rows in before.items()}
    return rows, gone


def _repeatable(write: Callable[[], None]) -> Callable[[], None]:
    """Call it once, and only repeat its statements later: to make them takes five times as long as to run them."""
    statements: list[tuple[str, Any]] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        statements.append((sql, params))
        return execute(sql, params, many, context)

    def repeat() -> None:
        if statements:
            with connection.cursor() as cursor:
                for sql, params in statements:
                    cursor.execute(sql, params)
        else:
            with connection.execute_wrapper(keep):
                write()

    return repeat


def _put_back(rows: Rows, gone: Keys) -> None:
    """Foreign keys are checked at the end of a transaction, so the order of tables doesn't matter."""
    for label, keys in gone.items():
        if keys:
            apps.get_model(label)._base_manager.filter(pk__in=keys)._raw_delete(connection.alias)
    for label, by_key in rows.items():
        if by_key:
            apps.get_model(label)._base_manager.bulk_create(by_key.values())
    # The keys came with the rows, so PostgreSQL hasn't counted them; another fixture may have set the counters lower.
    filled = [apps.get_model(label) for label, by_key in rows.items() if by_key]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)
