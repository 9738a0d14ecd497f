"""Values of a record as editors read them in the history, in a merge and in its journal."""

from collections import defaultdict
from typing import Any

from django.db.models import Field, ForeignKey, Model

from talentwatch.records.fields import PartialDateAttribute
from talentwatch.records.models import PublishableRecord

NOTHING = "–"


class RecordNames:
    """The names of all records that some rows link to, fetched with one query per model."""

    def __init__(self, rows: list[Any], related: Any) -> None:
        pks: dict[type[Model], set[Any]] = defaultdict(set)
        for row in rows:
            for field in row._meta.concrete_fields:
                if isinstance(field, ForeignKey) and issubclass(field.related_model, PublishableRecord):
                    pks[field.related_model].add(getattr(row, field.attname))
        self._records = {
            model: model._base_manager.select_related(*related(model)).in_bulk(of_model - {None})
            for model, of_model in pks.items()
        }

    def name(self, model: Any, pk: Any) -> str:
        if pk is None:
            return NOTHING
        record = self._records.get(model, {}).get(pk)
        return str(record) if record else f"number {pk} (deleted)"

    def text(self, field: "Field[Any, Any]", value: Any) -> str:
        """A column's value; of a link, the name of the record."""
        return self.name(field.related_model, value) if isinstance(field, ForeignKey) else value_text(field, value)


def partial_dates(model: type) -> dict[str, tuple[str, str]]:
    """The two columns of each partial date of a model, by name."""
    return {
        name: attribute.columns
        for parent in reversed(model.__mro__)
        for name, attribute in vars(parent).items()
        if isinstance(attribute, PartialDateAttribute)
    }


def label_of(name: Any) -> str:
    """The name of a field or a model, as a label."""
    text = str(name).replace("_", " ")
    return text[:1].upper() + text[1:]


def value_text(field: Any, value: Any) -> str:
    """A column's value; of a choice, its label."""
    return str(dict(field.flatchoices).get(value, value)) if value not in (None, "") else NOTHING
