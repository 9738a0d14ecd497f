"""Rows that go: what was public stays, and what goes leaves its last state in the history."""

from typing import Any

from django.db.models import Model, ProtectedError

from talentwatch.curation import gate
from talentwatch.curation.edits import edit
from talentwatch.curation.models import Curated, Detail, Recorded


def protect_published(instance: Model, **_: Any) -> None:
    """Before a delete: what was ever public keeps its address, so it is withdrawn instead."""
    if not isinstance(instance, Curated):
        return
    if type(instance)._base_manager.filter(pk=instance.pk, published_at__isnull=False).exists():
        raise ProtectedError("A record that was published is withdrawn, never deleted.", {instance})


def keep_for_history(instance: Model, **_: Any) -> None:
    """Before a delete: its history says how it began and why it went, and whoever names it is edited."""
    if not isinstance(instance, Recorded):
        return
    with edit() as current:
        current.keep_baseline(instance)
        instance.say(current.reason, current.at)
        for _reference, other in gate.naming(instance) if isinstance(instance, Curated) else ():
            current.touch(other)


def touch_parent(instance: Model, **_: Any) -> None:
    """After a delete: the parent of a Detail is edited by it."""
    if isinstance(instance, Detail):
        with edit() as current:
            current.touch(instance.parent)
