"""JSON-LD as a machine understands it: expanded by pyld, with our own extract of schema.org's terms and no network."""

import json
from pathlib import Path
from typing import Any

from pyld import jsonld

from talentwatch.api.jsonld import CONTEXT

TERMS = json.loads(Path(__file__).with_name("schemaorg.jsonld").read_text(encoding="utf-8"))


def _load(address: str, _options: Any = None) -> dict[str, Any]:
    assert address.rstrip("/") == CONTEXT, f"nothing else is to be fetched: {address}"
    return {"contextUrl": None, "documentUrl": address, "contentType": "application/ld+json", "document": TERMS}


def expanded(linked: dict[str, Any]) -> dict[str, Any]:
    """The one node of a document, with full names. Fails where a term isn't one of schema.org's that we know."""
    (found,) = jsonld.expand(linked, {"documentLoader": _load})
    again = jsonld.compact(found, CONTEXT, {"documentLoader": _load})
    assert _plain(again) == _plain(linked), "a word that expands to nothing"
    result: dict[str, Any] = found
    return result


def _plain(value: Any) -> Any:
    """A list of one is the one; what compacting does with it isn't what is compared."""
    if isinstance(value, list):
        return _plain(value[0]) if len(value) == 1 else [_plain(item) for item in value]
    return {name: _plain(item) for name, item in value.items()} if isinstance(value, dict) else value
