"""What follows when a published record is withdrawn, and what can be restored together with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from talentwatch.records.declarations import OnWithdraw, Reference
from talentwatch.records.models import PublishableRecord
from talentwatch.records.references import naming, publishable_models, target
from talentwatch.records.status import Status


@dataclass(frozen=True)
class WithdrawalEffect:
    """What happens to one record when another is withdrawn."""

    record: PublishableRecord
    effect: OnWithdraw


def withdrawal_effects(record: PublishableRecord) -> list[WithdrawalEffect]:
    """The published records that a withdrawal affects, nearest first: each once, with the stronger effect of several."""
    effects: dict[tuple[type, Any], WithdrawalEffect] = {}
    leaving_keys = {(type(record), record.pk)}
    leaving = [record]
    while leaving:
        affected = [(reference, other) for reference, other in naming(leaving) if other.is_published]
        leaving = []
        still_supported = _with_other_evidence(affected, leaving_keys)
        for reference, other in affected:
            key = type(other), other.pk
            if key in leaving_keys:
                continue
            is_supported = reference.evidence and key in still_supported
            effect = OnWithdraw.KEEP if is_supported else reference.on_withdraw
            effects[key] = WithdrawalEffect(other, effect)
            if effect is not OnWithdraw.KEEP:
                leaving_keys.add(key)
                leaving.append(other)
    return list(effects.values())


def withdrawn_with(record: PublishableRecord) -> list[PublishableRecord]:
    """What left the public in the edit that withdrew the record, and still has the status that it got then.

    Other records may have been withdrawn in the same edit; those that name the record, at any distance, belong to it.
    """
    moment = _withdrawn_at(record)
    if moment is None:
        return []
    left = {(type(one), one.pk) for model in publishable_models() for one in _left_public(model, moment)}
    found: dict[tuple[type, Any], PublishableRecord] = {}
    nearest = [record]
    while nearest:
        affected = {(type(other), other.pk): other for _reference, other in naming(nearest)}
        new = {key: other for key, other in affected.items() if key in left and key not in found}
        found |= new
        nearest = list(new.values())
    found.pop((type(record), record.pk), None)
    return list(found.values())


def _withdrawn_at(record: PublishableRecord) -> datetime | None:
    """When a withdrawn record was last withdrawn; None for any other, and where its history doesn't say."""
    if record.status != Status.WITHDRAWN or record.merged_into_id:
        return None
    before = None
    moment: datetime | None = None
    rows = type(record).history.filter(id=record.pk).order_by("version", "history_id")
    for status, at in rows.values_list("status", "history_date"):
        if status == Status.WITHDRAWN and before == Status.PUBLISHED:
            moment = at
        before = status
    return moment


def _left_public(model: Any, moment: datetime) -> Iterable[PublishableRecord]:
    """The records that were published before the edit of this moment and not after it, and have that status now."""
    history = model.history
    was_published = history.filter(id=OuterRef("id"), version=OuterRef("version") - 1, status=Status.PUBLISHED)
    rows = history.filter(Exists(was_published), history_date=moment).exclude(status=Status.PUBLISHED)
    then = dict(rows.values_list("id", "status"))
    records = model._base_manager.filter(pk__in=then, merged_into=None)
    return [record for record in records if record.status == then[record.pk]]


def _with_other_evidence(
    affected: list[tuple[Reference, PublishableRecord]], leaving: set[tuple[type, Any]]
) -> set[tuple[type, Any]]:
    """Those of the records that have public evidence other than what leaves."""
    by_reference: dict[tuple[type[PublishableRecord], Reference], list[Any]] = defaultdict(list)
    for reference, other in affected:
        if reference.evidence:
            by_reference[type(other), reference].append(other.pk)
    supported = set()
    for (model, reference), pks in by_reference.items():
        source = target(model, reference)
        public = {"pk__in": pks, f"{reference.path}__status": Status.PUBLISHED}
        pairs = model._base_manager.filter(**public).values_list("pk", f"{reference.path}__pk")
        supported |= {(model, pk) for pk, source_pk in pairs if (source, source_pk) not in leaving}
    return supported
