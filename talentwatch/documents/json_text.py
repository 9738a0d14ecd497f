r"""The text of stored documents: two forms in one, and addresses that depend on the request.

Before each address of this site stands an escaped NUL (`"\u0000/api/v1/..."`). No other text of a document can begin so,
since nobody can enter a NUL, and a typed backslash is escaped itself.
"""

from collections.abc import Iterable
from typing import Any

import orjson

PLACEHOLDER = "\0"
_STORED_PLACEHOLDER = r'"\u0000'


class PlaceholderRequest:
    """Stands for the request while a document is rendered, so that its addresses get the placeholder."""

    versioning_scheme = None

    def build_absolute_uri(self, path: str) -> str:
        return f"{PLACEHOLDER}{path}"


def split_forms(data: dict[str, Any], nested_fields: Iterable[str]) -> tuple[str, str]:
    """The texts of what lists show of a record, and of the fields that only the record itself shows: empty without any."""
    nested = {name: data[name] for name in nested_fields}
    row = {name: value for name, value in data.items() if name not in nested}
    return _dump(row), _dump(nested) if nested else ""


def _dump(data: dict[str, Any]) -> str:
    return orjson.dumps(data, option=orjson.OPT_UTC_Z).decode()


def join_forms(row: str, nested: str) -> str:
    """The text of the record itself."""
    return f"{row[:-1]},{nested[1:]}" if nested else row


def parse(text: str) -> dict[str, Any]:
    data: dict[str, Any] = orjson.loads(text)
    return data


def fill_addresses(text: str, site: str) -> str:
    """The text with complete addresses; `site` is where this one is: https://example.org"""
    return text.replace(_STORED_PLACEHOLDER, f'"{site}')
