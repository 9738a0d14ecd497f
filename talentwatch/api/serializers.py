"""Serializers and fields shared by all resources."""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from django.db import models
from django.urls import get_script_prefix
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from talentwatch.api.parameters import MAX_VALUES, split_values
from talentwatch.api.problems import BadParameters
from talentwatch.dates import PartialDate
from talentwatch.records.models import PublishableRecord

URL_HELP_TEXT = "The URL of the record in this API."
PAGE_HELP_TEXT = "The page for people that shows it; null if there is none."
# They depend on the request, and so are part of no stored document and no data package.
ADDRESS_FIELDS = ("url", "page")
_SLUG = "0-slug-0"  # stands for that of a record
# By the end of the name: columns whose help text is for editors, or that have none.
READER_HELP_TEXTS = {
    "slug": "The permanent public identifier.",
    "_earliest": "The earliest possible day; null if unbounded.",
    "_latest": "The latest possible day; null if unbounded.",
}


@extend_schema_field(
    {"type": ["string", "null"], "format": "partial-date", "examples": ["2023-06", "[2023-01..2023-04]"]}
)
class PartialDateField(serializers.Field[Any, Any, Any, Any]):
    """The canonical text of a partial date; null if unknown."""

    def __init__(self, help_text: str, **options: Any) -> None:
        super().__init__(read_only=True, help_text=f"{help_text}, as a partial date; null if unknown.", **options)

    def to_representation(self, value: PartialDate) -> str | None:
        return str(value) or None


class OptionalText(serializers.CharField):
    """Text; null if empty."""

    def to_representation(self, value: str) -> Any:
        return value or None


class OptionalChoice(serializers.ChoiceField):
    """One of the choices; null if empty."""

    def to_representation(self, value: str) -> Any:
        return value or None


@extend_schema_field({"type": "string", "format": "iri"})
class OptionalAddress(serializers.URLField):
    """A URL; null if empty."""

    def to_representation(self, value: str) -> Any:
        return value or None


class AddressField(serializers.HyperlinkedIdentityField):
    """The URL of the record in this API."""

    def __init__(self, **options: Any) -> None:
        super().__init__(view_name="", lookup_field="slug", help_text=URL_HELP_TEXT, **options)

    def bind(self, field_name: str, parent: Any) -> None:
        super().bind(field_name, parent)
        self.view_name = f"{parent.Meta.model._meta.model_name}-detail"

    def get_url(self, obj: Any, view_name: str, request: Any, format: str | None) -> str:  # noqa: A002 as DRF calls it
        return record_url(view_name, obj.slug, request)


class ReferenceSerializer(serializers.Serializer):
    """Another record; null if it isn't public."""

    slug = serializers.CharField(help_text="Its public identifier.")
    name = serializers.CharField(source="__str__", help_text="Its name.")

    def to_representation(self, instance: PublishableRecord) -> dict[str, Any] | None:  # type: ignore[override]  # None hides it
        return {"slug": instance.slug, "name": str(instance)} if instance.is_public else None


class RowSerializer(serializers.Serializer):
    """A row of a list with the fields of Meta.fields, or only those named in `fields`.

    fetch(rows) adds to a queryset what the serializer reads, so that a page takes a fixed number of queries.
    """

    def __init__(self, *args: Any, fields: list[str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.field_names = fields

    @classmethod
    def check_fields(cls, text: str | None) -> list[str] | None:
        """The names in a `fields` parameter. Raises BadParameters for an unknown name."""
        if text is None:
            return None
        names = split_values(text)
        known = cls.Meta.fields  # type: ignore[attr-defined]  # each has its own
        if len(names) > MAX_VALUES or not set(names) <= set(known):
            raise BadParameters({"fields": f"Accepted: {', '.join(known)}; separated by commas."})
        return names

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        if self.field_names is None:
            return fields
        return {name: field for name, field in fields.items() if name in self.field_names}

    @classmethod
    def fetch(cls, rows: Any) -> Any:
        return rows


class RecordSerializer(RowSerializer, serializers.ModelSerializer):
    """A record with its URL, and with the address of the page that shows it."""

    resource: ClassVar[str] = ""  # the list whose documents it renders, if any
    nested_fields: ClassVar[tuple[str, ...]] = ()  # what only the record itself shows, and no list
    page_name: ClassVar[str] = ""  # of the address of that page

    url: serializers.Field = AddressField()
    page = serializers.SerializerMethodField(help_text=PAGE_HELP_TEXT)

    def page_place(self, record: Any) -> tuple[str, str]:
        """The slug of the record whose page it is, and the id of the element that shows this one."""
        return record.slug, ""

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_page(self, record: Any) -> str | None:
        if not self.page_name:
            return None
        slug, anchor = self.page_place(record)
        page = record_url(self.page_name, slug, self.context.get("request"))
        return f"{page}#{anchor}" if anchor else page

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """Make all fields read-only, empty texts null, and describe them for readers."""
        help_text = next(
            (text for end, text in READER_HELP_TEXTS.items() if field_name.endswith(end)), model_field.help_text
        )
        is_text = isinstance(model_field, models.CharField | models.TextField)
        # A slug is blank in forms only.
        if is_text and model_field.blank and field_name != "slug":
            options = {"read_only": True, "allow_null": True, "help_text": help_text}
            if model_field.choices:
                return OptionalChoice, {**options, "choices": model_field.choices}
            return OptionalAddress if isinstance(model_field, models.URLField) else OptionalText, options
        kind, options = super().build_standard_field(field_name, model_field)
        schema_options: dict[str, Any] = {name: options[name] for name in ("choices", "allow_null") if name in options}
        return kind, {"read_only": True, **schema_options, "help_text": help_text}


def record_url(view_name: str, slug: str, request: Any) -> str:
    """The absolute URL of a view of one record; only its path without a request."""
    path = _path(view_name, get_script_prefix(), is_record=True).replace(_SLUG, slug)
    return str(request.build_absolute_uri(path)) if request else path


def list_url(view_name: str, context: Mapping[str, Any], **parameters: str) -> str:
    """The absolute URL of a list with these parameters."""
    path, request = _path(view_name, get_script_prefix(), is_record=False), context.get("request")
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    return f"{request.build_absolute_uri(path) if request else path}?{query}"


@cache
def _path(view_name: str, _script_prefix: str, *, is_record: bool) -> str:
    """The path of a view, that of a record with _SLUG in it: to find the paths of a row takes as long as to write the row."""
    return reverse(view_name, kwargs={"slug": _SLUG} if is_record else {})
