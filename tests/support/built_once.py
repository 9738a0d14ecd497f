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
    snapshots: dict[Any, tuple[Rows, Rows, Any]] = {}

    @wraps(build)
    def fixture(*args: P.args, **named: P.kwargs) -> R:
        start = _fingerprint()
        if start in snapshots:
            new, changed, result = snapshots[start]
            _put_back(new, changed)
        else:
            before = _stored()
            result = build(*args, **named)
            after = _stored()
            new = {
                model: {pk: row for pk, row in rows.items() if pk not in before[model]} for model, rows in after.items()
            }
            changed = {
                model: {pk: after[model][pk] for pk, row in rows.items() if _values(row) != _values(after[model][pk])}
                for model, rows in before.items()
            }
            snapshots[start] = new, changed, deepcopy(result)
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


def _values(row: Model) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


def _put_back(new: Rows, changed: Rows) -> None:
    """Foreign keys are checked at the end of a transaction, so the order of tables doesn't matter."""
    for model, rows in changed.items():
        model._base_manager.filter(pk__in=rows)._raw_delete(connection.alias)
    for model in new:
        if rows := [*changed[model].values(), *new[model].values()]:
            model._base_manager.bulk_create(rows)
