"""Rows of stored documents, as a view or a page needs them: as JSON text, or parsed."""

from collections.abc import Iterable
from typing import Any

import orjson
from rest_framework.request import Request

from talentwatch.api.serializers import RecordSerializer
from talentwatch.documents.json_text import fill_addresses, join_forms, parse
from talentwatch.documents.models import with_documents


def document_columns(serializer: type[RecordSerializer]) -> tuple[str, ...]:
    """The columns that hold the form that the serializer shows."""
    return ("document_row", "document_nested") if serializer.nested_fields else ("document_row",)


def select_documents(rows: Any, serializer: type[RecordSerializer]) -> Any:
    """The public rows of a queryset, each with its document in the form that the serializer shows, for document_texts()."""
    return with_documents(rows, serializer.resource, nested=bool(serializer.nested_fields))


def document_texts(rows: Iterable[Any], site: str) -> list[str]:
    """The JSON text of each row that was fetched with its document."""
    # No JSON text contains a line break.
    text = joined_documents(rows, site, "\n")
    return text.split("\n") if text else []


def joined_documents(rows: Iterable[Any], site: str, separator: str) -> str:
    """The JSON texts of the rows that were fetched with their documents, as one text, which is filled in at once.

    A row without one was written past the rules and the log: nobody has seen it yet.
    """
    texts = [join_forms(row.document_row, getattr(row, "document_nested", "")) for row in rows if row.document_row]
    return fill_addresses(separator.join(texts), site)


def document_data(row: Any, request: Request) -> dict[str, Any]:
    """The JSON of a row that was fetched with its document."""
    [text] = document_texts([row], site_address(request))
    return parse(text)


def read_texts(rows: Any, serializer: type[RecordSerializer], request: Request, most: int | None = None) -> list[str]:
    """The JSON texts of at most so many rows of a queryset as the API serves them: what it hides is hidden here too."""
    selected = select_documents(rows, serializer).values_list(*document_columns(serializer), named=True)
    return document_texts(selected[:most], site_address(request))


def read_rows(
    rows: Any, serializer: type[RecordSerializer], request: Request, most: int | None = None
) -> list[dict[str, Any]]:
    """The JSON of at most so many rows, parsed."""
    return [parse(text) for text in read_texts(rows, serializer, request, most)]


def as_json(text: str) -> Any:
    """A JSON text as a value for JSONRenderer, which writes it as it is: several with commas are several items of a list."""
    return orjson.Fragment(text)


def pick_fields(data: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The object with these fields only, in its own order."""
    return {name: value for name, value in data.items() if name in names}


def site_address(request: Request) -> str:
    """Where the addresses of this site begin: https://example.org"""
    return str(request.build_absolute_uri("/"))[:-1]
