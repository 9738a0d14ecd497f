"""What tests of the merger share: every row as it stands, and the two of a pair."""

from typing import Any

from django.apps import apps
from django.db.models import Q

from talentwatch.exchange.integrity import check_timeline
from talentwatch.merging.relations import relations_to
from talentwatch.records.declarations import OnMerge
from talentwatch.records.models import PublishableRecord

KEPT_BY_THE_KIT = {"version", "updated_at"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of the timeline, links and moves included, without versions and moments of edits."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in {"people", "events"} and not hasattr(model, "instance_type"):
            own_key = {"id"} if model._meta.auto_created or model.__name__ == "Move" else set()
            rows = [
                {name: value for name, value in row.items() if name not in KEPT_BY_THE_KIT | own_key}
                for row in model._base_manager.values()
            ]
            found[model._meta.label] = sorted(rows, key=str)
    return found


def still_naming(record: PublishableRecord) -> list[Any]:
    """Rows that name the record, though it was merged; what tells of an earlier merger may."""
    return [
        row
        for tie in relations_to(type(record))
        if tie.on_merge is not OnMerge.KEEP
        for row in tie.model._base_manager.filter(Q(**{tie.field.name: record.pk}))
    ]


def assert_sound(*losers: PublishableRecord) -> None:
    """Nothing hangs on who was merged, all that is derived is as a rebuild makes it, and every rule holds."""
    for loser in losers:
        assert still_naming(loser) == []
    assert list(map(str, check_timeline())) == []
