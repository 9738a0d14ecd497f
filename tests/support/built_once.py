"""Worlds that many tests start from, built by factories once and put back row by row afterwards.

Factories save through edits, with history, requirements and the log of changes, and need some tenths of a second for a world.
Putting the same rows back takes a few milliseconds. It works like Django's setUpTestData, but for fixtures of single
tests, so a test may change its world, and another test in the same module may do without one.
"""

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models import Model

APPS = {"people", "events", "changes", "curation", "auth"}

P = ParamSpec("P")
R = TypeVar("R")
Rows = dict[type[Model], dict[Any, Model]]


def built_once(build: Callable[P, R]) -> Callable[P, R]:
    """Under @pytest.fixture: call the function for the first test only. Later tests get copies of its rows and its result.

    A world is built again whenever it starts from other rows than before, such as those of another fixture.
    """
    snapshots: dict[Any, tuple[Rows, Any]] = {}

    @wraps(build)
    def fixture(*args: P.args, **named: P.kwargs) -> R:
        start = _fingerprint()
        if start in snapshots:
            rows, result = snapshots[start]
            _put_back(rows)
        else:
            before = _stored()
            result = build(*args, **named)
            snapshots[start] = _changes(before, _stored()), deepcopy(result)
            return result
        return deepcopy(result)

    return fixture


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in APPS]


def _fingerprint() -> Any:
    """The number of rows and the greatest key of each table."""
    tables = (f'SELECT count(*), max("{model._meta.pk.column}") FROM "{model._meta.db_table}"' for model in _models())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(tables))
        return tuple(cursor.fetchall())


def _stored() -> Rows:
    return {model: {row.pk: row for row in model._base_manager.all()} for model in _models()}


def _changes(before: Rows, after: Rows) -> Rows:
    """The rows that are new or different."""
    return {
        model: {
            pk: row for pk, row in rows.items() if pk not in before[model] or _values(before[model][pk]) != _values(row)
        }
        for model, rows in after.items()
    }


def _values(row: Model) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


def _put_back(rows: Rows) -> None:
    """Foreign keys are checked at the end of a transaction, so the order of tables doesn't matter."""
    for model, changed in rows.items():
        if changed:
            model._base_manager.filter(pk__in=changed)._raw_delete(connection.alias)
            model._base_manager.bulk_create(changed.values())
