"""The publishing gate: what a record needs to be public, what hangs on it, and how it gets from one to the other."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from talentwatch.curation.edits import edit
from talentwatch.curation.models import Curated
from talentwatch.curation.references import Fate, Reference
from talentwatch.curation.status import Status


def curated_models() -> list[type[Curated]]:
    """Every curated model of the project, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Curated)]


def target(model: type[Curated], reference: Reference) -> type[Curated]:
    """The model at the end of a reference's path."""
    here: type[models.Model] = model
    for step in reference.path.split("__"):
        related: Any = here._meta.get_field(step).related_model
        here = related
    return here  # type: ignore[return-value]  # a Reference ends at a Curated model


def named(record: Curated, reference: Reference) -> "models.QuerySet[Curated]":
    """The records that a record names by one reference."""
    pks = type(record)._base_manager.filter(pk=record.pk).values_list(f"{reference.path}__pk", flat=True)
    return target(type(record), reference)._base_manager.filter(pk__in=list(pks))


def naming(record: Curated) -> Iterator[tuple[Reference, Curated]]:
    """The records that name this one, each with the reference it does so by."""
    yield from naming_any([record])


def naming_any(records: list[Curated]) -> Iterator[tuple[Reference, Curated]]:
    """The records that name some of these, each once for every reference it does so by."""
    for model in curated_models():
        for reference in model.references:
            end = target(model, reference)
            pks = [record.pk for record in records if type(record) is end]
            if pks:
                for other in model._base_manager.filter(**{f"{reference.path}__in": pks}).distinct():
                    yield reference, other


def resting_on(record: Curated) -> Iterator[Curated]:
    """The records whose evidence this one is, or repeats."""
    echoes = record.echoes()
    for model in curated_models():
        for reference in model.references:
            if reference.evidence and target(model, reference) is type(record):
                yield from model._base_manager.filter(**{f"{reference.path}__in": echoes}).distinct()


class Missing(str):
    """A sentence that says what is missing, and of which record."""

    record: Curated

    def __new__(cls, sentence: str, record: Curated) -> "Missing":
        missing = super().__new__(cls, sentence)
        missing.record = record
        return missing


@dataclass
class Shortfall:
    """What keeps a record from being published: records that could be published with it, and sentences."""

    records: list[Curated] = field(default_factory=list)
    sentences: list[Missing] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.records or self.sentences)


def shortfall(record: Curated, *, once_public: bool = False) -> Shortfall:
    """What a record lacks to be published; once it is public, what STAYs without may have left since."""
    lacks = Shortfall()
    if record.merged_into_id:
        sentence = f"{record} was merged into {record.merged_into} and can't be published."
        lacks.sentences.append(Missing(sentence, record))
    for reference in record.references:
        _add_lacking(lacks, record, reference, once_public=once_public)
    return lacks


def _add_lacking(lacks: Shortfall, record: Curated, reference: Reference, *, once_public: bool) -> None:
    records = list(named(record, reference))
    hidden = [other for other in records if not other.is_published]
    if reference.evidence:
        if len(hidden) < len(records):
            return
        lacks.records += sorted(hidden, key=lambda other: other.status == Status.WITHDRAWN)[:1]
        if not hidden:
            lacks.sentences.append(Missing(f"{record} has no source yet: no fact without a source.", record))
    elif reference.needed:
        may_have_left = once_public and reference.fate is Fate.STAY
        lacks.records += [other for other in hidden if not (may_have_left and other.published_at)]


def breaches(record: Curated, *, once_public: bool = True) -> list[str]:
    """The sentences that say why a published record may not be as it is; empty for any other record."""
    if not record.is_published:
        return []
    lacks = shortfall(record, once_public=once_public)
    return [*lacks.sentences] + [f"{record} is published, but {other} isn't." for other in lacks.records]


def needed_for(record: Curated) -> Shortfall:
    """Everything that must be published with a record, deepest first, and what no publishing can mend."""
    whole = Shortfall()
    _gather(record, whole, {(type(record), record.pk)})
    return whole


def _gather(record: Curated, whole: Shortfall, seen: set[tuple[type, Any]]) -> None:
    lacks = shortfall(record)
    whole.sentences += lacks.sentences
    for other in lacks.records:
        if other.status == Status.WITHDRAWN and not other.merged_into_id:
            sentence = f"{other} was withdrawn; publish it again by itself first, if that is right."
            whole.sentences.append(Missing(sentence, other))
        elif (type(other), other.pk) not in seen:
            seen.add((type(other), other.pk))
            _gather(other, whole, seen)
            whole.records.append(other)


@dataclass(frozen=True)
class Consequence:
    """What becomes of one record when another leaves the public."""

    record: Curated
    fate: Fate


def consequences(record: Curated) -> list[Consequence]:
    """What hangs on a published record, nearest first: each record once, with the harder fate where there are two."""
    found: dict[tuple[type, Any], Consequence] = {}
    gone = {(type(record), record.pk)}
    leaving = [record]
    while leaving:
        hanging = [(reference, other) for reference, other in naming_any(leaving) if other.is_published]
        leaving = []
        left = _evidence_left(hanging, gone)
        for reference, other in hanging:
            key = type(other), other.pk
            if key in gone:
                continue
            fate = Fate.STAY if reference.evidence and key in left else reference.fate
            found[key] = Consequence(other, fate)
            if fate is not Fate.STAY:
                gone.add(key)
                leaving.append(other)
    return list(found.values())


def _evidence_left(hanging: list[tuple[Reference, Curated]], gone: set[tuple[type, Any]]) -> set[tuple[type, Any]]:
    """Those of the records that name other public evidence than what is gone."""
    by_reference: dict[tuple[type[Curated], Reference], list[Any]] = defaultdict(list)
    for reference, other in hanging:
        if reference.evidence:
            by_reference[type(other), reference].append(other.pk)
    left = set()
    for (model, reference), pks in by_reference.items():
        source = target(model, reference)
        public = {"pk__in": pks, f"{reference.path}__status": Status.PUBLISHED}
        named = model._base_manager.filter(**public).values_list("pk", f"{reference.path}__pk")
        left |= {(model, pk) for pk, named_pk in named if (source, named_pk) not in gone}
    return left


def submit(record: Curated, reason: str = "") -> None:
    """Draft to in review. Raises ValidationError from any other status, and where no publishing could follow."""
    if sentences := needed_for(record).sentences:
        raise ValidationError(list(sentences))
    _move(record, Status.IN_REVIEW, {Status.DRAFT}, reason)


def send_back(record: Curated, reason: str = "") -> None:
    """In review to draft. Raises ValidationError from any other status."""
    _move(record, Status.DRAFT, {Status.IN_REVIEW}, reason)


def _move(record: Curated, status: Status, allowed: set[Status], reason: str) -> None:
    with edit(reason):
        record.refresh_from_db(fields=["status"])
        if record.status not in allowed:
            raise ValidationError(f"{record} is {record.get_status_display().lower()}.")
        _set(record, status)


def _set(record: Curated, status: Status) -> None:
    """Save the status alone: the rest of the record may have been edited since it was read."""
    record.status = status
    record.save(update_fields=["status"])


def publish(record: Curated, reason: str = "", *, together: bool = False) -> list[Curated]:
    """Publish a record, `together` with all it needs; returns what was published.

    Raises ValidationError, with a sentence for each thing that is missing, and publishes nothing.
    """
    with edit(reason):
        record.refresh_from_db(fields=["status", "merged_into"])
        if record.is_published:
            raise ValidationError(f"{record} is published already.")
        needs = needed_for(record)
        sentences = needs.sentences + ([] if together else [f"{other} isn't published." for other in needs.records])
        if sentences:
            raise ValidationError(sentences)
        published = [*needs.records, record]
        for one in published:
            _set(one, Status.PUBLISHED)
    return published


def withdraw(record: Curated, reason: str = "") -> list[Consequence]:
    """Withdraw a published record and let everything that hangs on it follow; returns what became of that."""
    with edit(reason):
        record.refresh_from_db(fields=["status"])
        if not record.is_published:
            raise ValidationError(f"{record} isn't published.")
        following = consequences(record)
        _set(record, Status.WITHDRAWN)
        for consequence in following:
            if consequence.fate is not Fate.STAY:
                _set(consequence.record, Status.WITHDRAWN if consequence.fate is Fate.WITHDRAW else Status.IN_REVIEW)
    return following
