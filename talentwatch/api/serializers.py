"""The shapes that resources share: partial dates, references, texts that may be missing, chosen fields."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from talentwatch.api.parameters import MAX_VALUES
from talentwatch.api.problems import BadParameters
from talentwatch.dates import PartialDate
from talentwatch.records.models import PublishableRecord

ADDRESS = "The address of the record in this API."
KEPT = ("choices", "allow_null")  # what the description of a model's field needs
FOR_READERS = {  # by how names end, of columns whose help text is for editors, or that have none
    "slug": "The public identifier, for life.",
    "_earliest": "The first day that it can be; null where nothing bounds it.",
    "_latest": "The last day that it can be; null where nothing bounds it.",
}


@extend_schema_field(
    {"type": ["string", "null"], "format": "partial-date", "examples": ["2023-06", "[2023-01..2023-04]"]}
)
class PartialDateField(serializers.Field[Any, Any, Any, Any]):
    """The canonical text of a partial date; null when unknown."""

    def __init__(self, help_text: str, **options: Any) -> None:
        super().__init__(read_only=True, help_text=f"{help_text}, as a partial date; null when unknown.", **options)

    def to_representation(self, value: PartialDate) -> str | None:
        return str(value) or None


class OptionalText(serializers.CharField):
    """Text; null where there is none."""

    def to_representation(self, value: str) -> Any:
        return value or None


@extend_schema_field({"type": "string", "format": "iri"})
class OptionalAddress(serializers.URLField):
    """An address; null where there is none."""

    def to_representation(self, value: str) -> Any:
        return value or None


class AddressField(serializers.HyperlinkedIdentityField):
    """The address of the record in this API."""

    def __init__(self, **options: Any) -> None:
        super().__init__(view_name="", lookup_field="slug", help_text=ADDRESS, **options)

    def bind(self, field_name: str, parent: Any) -> None:
        super().bind(field_name, parent)
        self.view_name = f"{parent.Meta.model._meta.model_name}-detail"


class ReferenceSerializer(serializers.Serializer):
    """Another public record; null where it isn't public."""

    slug = serializers.CharField(help_text="Its public identifier.")
    name = serializers.CharField(source="__str__", help_text="What it is called.")

    def to_representation(self, instance: PublishableRecord) -> dict[str, Any] | None:  # type: ignore[override]  # None hides it
        return {"slug": instance.slug, "name": str(instance)} if instance.is_public else None


class RowSerializer(serializers.Serializer):
    """A row of a list, its shape in Meta.fields; `fields` (a list of names) leaves out all others.

    Beside its shape each says how to fetch it, in fetch(rows): what the serializer walks, the queryset brings.
    """

    def __init__(self, *args: Any, fields: list[str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.chosen = fields

    @classmethod
    def check_fields(cls, text: str | None) -> list[str] | None:
        """The names in a `fields` parameter. Raises BadParameters for an unknown one."""
        if text is None:
            return None
        names = text.split(",")
        known = cls.Meta.fields  # type: ignore[attr-defined]  # each has its own
        if len(names) > MAX_VALUES or not set(names) <= set(known):
            raise BadParameters({"fields": f"Accepted: {', '.join(known)}, with commas between them."})
        return names

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        return fields if self.chosen is None else {name: fields[name] for name in fields if name in self.chosen}

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows


class RecordSerializer(RowSerializer, serializers.ModelSerializer):
    """A record with its address."""

    url: serializers.Field = AddressField()

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """A text that may be empty is null then; all fields are read-only, and described to who reads them."""
        meaning = next((text for end, text in FOR_READERS.items() if field_name.endswith(end)), model_field.help_text)
        is_text = isinstance(model_field, models.CharField | models.TextField)
        if is_text and model_field.blank and field_name != "slug":  # only a form may leave the slug empty
            text = OptionalAddress if isinstance(model_field, models.URLField) else OptionalText
            return text, {"read_only": True, "allow_null": True, "help_text": meaning}
        kind, options = super().build_standard_field(field_name, model_field)
        kept: dict[str, Any] = {name: options[name] for name in KEPT if name in options}
        return kind, {"read_only": True, **kept, "help_text": meaning}


def address(view_name: str, context: Mapping[str, Any], **parameters: str) -> str:
    """The absolute address of a list, narrowed by parameters."""
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    return f"{reverse(view_name, request=context.get('request'))}?{query}"
