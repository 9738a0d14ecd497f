"""Ties: every relation by which a row hangs on a record, and what becomes of it when that record is merged into another."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db.models import Field, Model


class Rejoin(Enum):
    """What a row does when a record that it names is merged; each model declares it in `rejoins`, by field."""

    FOLLOW = "names the survivor instead"
    MEET = "names the survivor instead; where the survivor has such a row already, the two become one"
    DERIVED = "is derived anew"
    STAY = "stays, for it tells of an earlier merger"


@dataclass(frozen=True)
class Tie:
    """A field of some model that names records of another, or of the same."""

    model: type[Any]
    field: "Field[Any, Any]"
    rejoin: Rejoin


class UndeclaredTieError(LookupError):
    """A model doesn't say what becomes of its rows when a record that they name is merged."""


def naming_fields(model: type[Model]) -> Iterator[tuple[type[Any], "Field[Any, Any]"]]:
    """Each field of the project that can name a record of the model: hidden relations too, history left out."""
    relations: list[Any] = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        other = relation.related_model
        if not relation.auto_created or relation.concrete or hasattr(other, "instance_type"):
            continue
        through = relation.many_to_many and relation.field.remote_field.through
        if not other._meta.auto_created and (not through or through._meta.auto_created):
            yield other, relation.field


def ties(model: type[Model]) -> list[Tie]:
    """All ties to the model. Raises UndeclaredTieError where one of them isn't declared."""
    found = []
    for other, field in naming_fields(model):
        rejoin = getattr(other, "rejoins", {}).get(field.name)
        if rejoin is None:
            raise UndeclaredTieError(
                f"{other.__name__}.rejoins doesn't say what becomes of {field.name} when a {model.__name__} is merged."
            )
        found.append(Tie(other, field, rejoin))
    return found


def check_ties(**_: Any) -> list[CheckMessage]:
    """A system check: a new relation to a record can't be forgotten by the merger."""
    from talentwatch.curation.models import Curated  # noqa: PLC0415 the models declare their ties by this module

    errors: list[CheckMessage] = []
    for model in apps.get_models():
        if issubclass(model, Curated):
            try:
                ties(model)
            except UndeclaredTieError as error:
                errors.append(Error(str(error), obj=model, id="curation.E001"))
    return errors
