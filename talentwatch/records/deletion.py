"""Before and after a delete: published records stay, and what goes leaves its last state in the history."""

from typing import Any

from django.db.models import Model, ProtectedError

from talentwatch.records.edit import edit
from talentwatch.records.models import ChildRecord, PublishableRecord, VersionedModel
from talentwatch.records.references import naming


def forbid_if_published(instance: Model, **_: Any) -> None:
    """A record that was ever published keeps its address: it is withdrawn instead."""
    if not isinstance(instance, PublishableRecord):
        return
    if type(instance)._base_manager.filter(pk=instance.pk, published_at__isnull=False).exists():
        raise ProtectedError("A record that was published is withdrawn, never deleted.", {instance})


def record_deletion(instance: Model, **_: Any) -> None:
    """The history says how the row began and why it was deleted; every record that names it is edited."""
    if not isinstance(instance, VersionedModel):
        return
    with edit() as current:
        current.ensure_baselines([instance])
        instance.set_history_reason(current.reason, current.at)
        if isinstance(instance, PublishableRecord):
            current.touch(other for _reference, other in naming([instance]))


def touch_parent(instance: Model, **_: Any) -> None:
    """To delete a child record is to edit its parent."""
    if isinstance(instance, ChildRecord):
        with edit() as current:
            current.touch([instance.parent])
