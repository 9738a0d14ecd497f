"""Helpers for the tests of merges: a snapshot of every row, and the checks of a merged database."""

from typing import Any

from django.apps import apps
from django.db.models import Q

from talentwatch.exchange.integrity import check_timeline
from talentwatch.merging.relations import relations_to
from talentwatch.records.declarations import OnMerge
from talentwatch.records.history import is_history_model
from talentwatch.records.models import PublishableRecord

CHANGED_BY_ANY_EDIT = {"version", "updated_at"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of the timeline, with links and moves, but without versions and moments of edits."""
    snapshot = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in {"people", "events"} and not is_history_model(model):
            # Links and moves are deleted and inserted again, with other keys.
            ignored = CHANGED_BY_ANY_EDIT | ({"id"} if model._meta.auto_created or model.__name__ == "Move" else set())
            rows = [
                {name: value for name, value in row.items() if name not in ignored}
                for row in model._base_manager.values()
            ]
            snapshot[model._meta.label] = sorted(rows, key=str)
    return snapshot


def still_naming(record: PublishableRecord) -> list[Any]:
    """Rows that name the record although it was merged, except those that record an earlier merge."""
    return [
        row
        for relation in relations_to(type(record))
        if relation.on_merge is not OnMerge.KEEP
        for row in relation.model._base_manager.filter(Q(**{relation.field.name: record.pk}))
    ]


def assert_sound(*duplicates: PublishableRecord) -> None:
    """No row names a merged record any more, derived columns and moves are as a rebuild makes them, and every rule holds."""
    for duplicate in duplicates:
        assert still_naming(duplicate) == []
    assert list(map(str, check_timeline())) == []
