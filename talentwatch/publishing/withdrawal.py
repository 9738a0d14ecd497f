"""What follows when a published record is withdrawn."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from talentwatch.records.declarations import OnWithdraw, Reference
from talentwatch.records.models import PublishableRecord
from talentwatch.records.references import naming, target
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
