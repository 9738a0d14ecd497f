"""Relations to a record: every field through which rows name it, and what happens to those rows in a merge."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db.models import Field, Model

from talentwatch.records.declarations import OnMerge
from talentwatch.records.history import is_history_model
from talentwatch.records.references import publishable_models


@dataclass(frozen=True)
class Relation:
    """A field of some model that names records of another model, or of the same."""

    model: type[Any]
    field: "Field[Any, Any]"
    on_merge: OnMerge


class UndeclaredRelationError(LookupError):
    """A model doesn't say what happens to its rows when a record that they name is merged."""


def fields_naming(model: type[Model]) -> Iterator[tuple[type[Any], "Field[Any, Any]"]]:
    """Every field in the project that can name a record of the model, hidden relations included, history excluded."""
    relations: list[Any] = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        other = relation.related_model
        if not relation.auto_created or relation.concrete or is_history_model(other):
            continue
        through = relation.many_to_many and relation.field.remote_field.through
        if not other._meta.auto_created and (not through or through._meta.auto_created):
            yield other, relation.field


def relations_to(model: type[Model]) -> list[Relation]:
    """All relations to the model. Raises UndeclaredRelationError where one of them isn't declared."""
    relations = []
    for other, field in fields_naming(model):
        on_merge = getattr(other, "on_merge", {}).get(field.name)
        if on_merge is None:
            raise UndeclaredRelationError(
                f"{other.__name__}.on_merge doesn't say what happens to {field.name} when a {model.__name__} is merged."
            )
        relations.append(Relation(other, field, on_merge))
    return relations


def check_relations(**_: Any) -> list[CheckMessage]:
    """A system check: no relation is left out of a merge."""
    apps.check_models_ready()
    errors: list[CheckMessage] = []
    for model in publishable_models():
        try:
            relations_to(model)
        except UndeclaredRelationError as error:
            errors.append(Error(str(error), obj=model, id="merging.E001"))
    return errors
