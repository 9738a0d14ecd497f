"""The record types of the project, each after the types that it names; and the check that says what a declaration lacks."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error

from events import record_types as events
from people import record_types as people
from talentwatch.records.models import ChildRecord, PublishableRecord
from talentwatch.records.record_type import RecordType
from talentwatch.records.references import publishable_models, target

RECORD_TYPES: dict[str, RecordType] = {one.name: one for one in (*people.RECORD_TYPES, *events.RECORD_TYPES)}
PUBLISHABLE_TYPES = {name: one for name, one in RECORD_TYPES.items() if issubclass(one.model, PublishableRecord)}
REFERRED_TYPES = {field: one for one in RECORD_TYPES.values() for field in one.referred_to_by}


def record_type_of(model: type) -> RecordType:
    """The type whose rows are of a model. Raises StopIteration for a model without one."""
    return next(one for one in RECORD_TYPES.values() if one.model is model)


def check_record_types(types: Iterable[RecordType] = tuple(RECORD_TYPES.values()), **_: Any) -> list[CheckMessage]:
    """A system check: every publishable model has a record type, and no record type lacks anything."""
    declared = list(types)
    models = {one.model for one in declared}
    errors: list[CheckMessage] = [
        Error(f"{model.__name__} has no RecordType.", obj=model, id="resources.E001")
        for model in publishable_models()
        if model not in models
    ]
    for one in declared:
        errors += [Error(f"{one.name}: {lack}", obj=one.model, id="resources.E002") for lack in _lacks(one, declared)]
    return errors


def _lacks(one: RecordType, declared: list[RecordType]) -> list[str]:
    """What the declaration of one type lacks, as sentences."""
    is_publishable = issubclass(one.model, PublishableRecord)
    is_named = any(other is not one and _names(other.model, one.model) for other in declared)
    children = one.layout.children.values() if one.layout else ()
    rules = {
        "viewset: it has no serializer_class.": getattr(one.viewset, "serializer_class", None),
        "viewset: it has no filterset_class.": getattr(one.viewset, "filterset_class", None),
        "viewset: its serializer_class names no `resource`, or another one.": (
            getattr(getattr(one.viewset, "serializer_class", None), "resource", None) == one.name
        ),
        "owner: name the field with the record that its rows change with.": is_publishable or one.owner,
        "layout: say which columns it has in a timeline file.": not is_publishable or one.layout,
        "page: name its page, or say in no_page_because why it has none.": (
            not is_publishable or one.page or one.no_page_because
        ),
        "referred_to_by: name the fields by which the JSON of other records refers to it.": (
            not is_named or one.referred_to_by
        ),
        "shown_elsewhere: name the fields that the JSON of other records shows of it.": (
            not one.referred_to_by or one.shown_elsewhere
        ),
        "parent_column: name the column of its nested tables that says which record a row belongs to.": (
            not one.nested_tables or one.parent_column
        ),
        **{
            f"layout: it has no column for {child.__name__}.": child in {layout.model for layout in children}
            for child in (children_of(one.model) if one.layout else ())
        },
    }
    return [sentence for sentence, is_met in rules.items() if not is_met]


def _names(model: type[Any], other: type[Any]) -> bool:
    """Whether a Reference of the model leads to the other."""
    is_publishable = issubclass(model, PublishableRecord)
    return is_publishable and any(target(model, reference) is other for reference in model.references)


def children_of(model: type[PublishableRecord]) -> list[type[ChildRecord]]:
    """The models of the rows that belong to a record."""
    children = [child for child in apps.get_models() if issubclass(child, ChildRecord)]
    return [child for child in children if child._meta.get_field(child.parent_field).related_model is model]
