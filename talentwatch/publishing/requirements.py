"""What a record needs to be public."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from talentwatch.chunks import chunked
from talentwatch.records.declarations import OnWithdraw, Reference
from talentwatch.records.edit import Edit, by_model
from talentwatch.records.models import PublishableRecord
from talentwatch.records.querysets import except_rows
from talentwatch.records.references import named, naming
from talentwatch.records.status import Status


class UnmetRequirement(str):
    """A sentence that says what a record lacks, with the record it speaks of."""

    record: PublishableRecord

    def __new__(cls, sentence: str, record: PublishableRecord) -> "UnmetRequirement":
        unmet = super().__new__(cls, sentence)
        unmet.record = record
        return unmet


@dataclass
class Unmet:
    """What keeps a record from being published: records that could be published with it, and sentences."""

    records: list[PublishableRecord] = field(default_factory=list)
    sentences: list[UnmetRequirement] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.records or self.sentences)


def unmet_requirements(record: PublishableRecord, *, once_public: bool = False) -> Unmet:
    """What a record itself lacks. With `once_public`, what it KEEPs without may have been withdrawn since."""
    unmet = Unmet()
    if record.merged_into_id:
        sentence = f"{record} was merged into {record.merged_into} and can't be published."
        unmet.sentences.append(UnmetRequirement(sentence, record))
    for reference in record.references:
        _add_unmet(unmet, record, reference, once_public=once_public)
    return unmet


def _add_unmet(unmet: Unmet, record: PublishableRecord, reference: Reference, *, once_public: bool) -> None:
    records = list(named(record, reference))
    hidden = [other for other in records if not other.is_published]
    if reference.evidence:
        if len(hidden) < len(records):
            return
        # One source is enough: the first that nobody withdrew.
        unmet.records += sorted(hidden, key=lambda other: other.status == Status.WITHDRAWN)[:1]
        if not hidden:
            unmet.sentences.append(UnmetRequirement(f"{record} has no source: every fact needs one.", record))
    elif reference.needed:
        may_be_withdrawn = once_public and reference.on_withdraw is OnWithdraw.KEEP
        unmet.records += [other for other in hidden if not (may_be_withdrawn and other.published_at)]


def all_unmet_requirements(record: PublishableRecord) -> Unmet:
    """All that must be published together with a record, what others need first; and what publishing can't solve."""
    every = Unmet()
    # Most lack nothing, which is one question; what they lack is one for each reference.
    if not record.merged_into_id and not _possibly_unmet(type(record)._base_manager.filter(pk=record.pk)):
        return every
    _collect(record, every, {(type(record), record.pk)})
    return every


def _collect(record: PublishableRecord, every: Unmet, seen: set[tuple[type, Any]]) -> None:
    unmet = unmet_requirements(record)
    every.sentences += unmet.sentences
    for other in unmet.records:
        if other.status == Status.WITHDRAWN and not other.merged_into_id:
            sentence = f"{other} was withdrawn. Restore it first, if that is right."
            every.sentences.append(UnmetRequirement(sentence, other))
        elif (type(other), other.pk) not in seen:
            seen.add((type(other), other.pk))
            _collect(other, every, seen)
            every.records.append(other)


def violations(record: PublishableRecord, *, once_public: bool = True) -> list[str]:
    """Why a published record may not be public as it is, in sentences; empty for any other record."""
    if not record.is_published:
        return []
    unmet = unmet_requirements(record, once_public=once_public)
    return [*unmet.sentences] + [f"{record} is published, but {other} isn't." for other in unmet.records]


def possibly_unmet(model: type[PublishableRecord], pks: Collection[Any] | None = None) -> set[Any]:
    """The keys of published records that name a record that isn't published, or cite no published one; of these `pks` only."""
    rows = model._base_manager.filter(status=Status.PUBLISHED)
    return _possibly_unmet(rows if pks is None else rows.filter(pk__in=pks))


def _possibly_unmet(rows: "QuerySet[PublishableRecord]") -> set[Any]:
    """The keys of those of these records, whatever their own status."""
    suspects = []
    for reference in rows.model.references:
        status = f"{reference.path}__status"
        if reference.evidence:
            suspects.append(except_rows(rows, rows.filter(**{status: Status.PUBLISHED})))
        elif reference.needed:
            suspects.append(rows.filter(**{f"{status}__in": set(Status) - {Status.PUBLISHED}}))
    if not suspects:
        return set()
    first, *others = [suspect.order_by().values_list("pk", flat=True) for suspect in suspects]
    return set(first.union(*others))


def check_requirements(edit: Edit) -> None:
    """As an edit closes: raise ValidationError for each published record that the edit leaves without what it needs."""
    changed = edit.changed_records()
    withdrawn = [record for record in changed if edit.is_rechecked(record) and not record.is_published]
    records = [*changed, *(other for _reference, other in naming(withdrawn))]
    suspects: set[tuple[type, Any]] = set()
    for model, rows in by_model(record for record in records if record.is_published).items():
        for chunk in chunked({row.pk for row in rows}):
            suspects |= {(model, pk) for pk in possibly_unmet(model, chunk)}
    sentences = [
        sentence
        for record in records
        if record.merged_into_id or (type(record), record.pk) in suspects
        for sentence in violations(record, once_public=not edit.is_rechecked(record))
    ]
    if sentences:
        raise ValidationError(list(dict.fromkeys(sentences)))
