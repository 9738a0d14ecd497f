"""Follow the References that models declare: which records one names, which name it, and whose evidence it is."""

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet

from talentwatch.chunks import chunked
from talentwatch.records.declarations import OnWithdraw, Reference
from talentwatch.records.models import PublishableRecord


def publishable_models() -> list[type[PublishableRecord]]:
    """Every publishable model of the project, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, PublishableRecord)]


def target(model: type[PublishableRecord], reference: Reference) -> type[PublishableRecord]:
    """The model at the end of a reference's path."""
    current: type[Model] = model
    for field in reference.path.split("__"):
        related: Any = current._meta.get_field(field).related_model
        current = related
    return current  # type: ignore[return-value]  # a Reference ends at a publishable model


def may_name_hidden(reference: Reference) -> bool:
    """Whether a record may be public although one that it names by this reference isn't."""
    return reference.evidence or not reference.needed or reference.on_withdraw is OnWithdraw.KEEP


def named(record: PublishableRecord, reference: Reference) -> "QuerySet[PublishableRecord]":
    """The records that a record names by one reference."""
    pks = type(record)._base_manager.filter(pk=record.pk).order_by().values(f"{reference.path}__pk")
    return target(type(record), reference)._base_manager.filter(pk__in=pks)


def naming(records: Collection[PublishableRecord]) -> Iterator[tuple[Reference, PublishableRecord]]:
    """The records that name any of these, each once for every reference by which it does."""
    for model in publishable_models():
        for reference in model.references:
            for other in _naming_by(model, reference, records):
                yield reference, other


def supported_by(records: Collection[PublishableRecord]) -> Iterator[PublishableRecord]:
    """The records that count any of these, or what repeats them, as evidence."""
    for model in publishable_models():
        for reference in model.references:
            if reference.evidence:
                end = target(model, reference)
                yield from _naming_by(
                    model, reference, end.with_repetitions([one for one in records if type(one) is end])
                )


def _naming_by(
    model: type[PublishableRecord], reference: Reference, records: Collection[PublishableRecord]
) -> Iterator[PublishableRecord]:
    end = target(model, reference)
    seen: set[Any] = set()
    for chunk in chunked(record.pk for record in records if type(record) is end):
        for other in model._base_manager.filter(**{f"{reference.path}__in": chunk}).distinct():
            if other.pk not in seen:
                seen.add(other.pk)
                yield other
