"""What a page says to machines that read no prose: schema.org in JSON-LD, as small as can be."""

from collections.abc import Mapping
from typing import Any

from talentwatch.site.words import web_address


def linked_data(kind: str, row: Mapping[str, Any], address: str) -> dict[str, Any]:
    """The record of this kind of schema.org, from the row that the API shows of it."""
    names = [name["text"] for name in row.get("names", ())]
    said = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": address,
        "url": address,
        "name": row.get("name") or row.get("headline"),
        "alternateName": names,
        "description": row.get("description") or row.get("summary"),
        "sameAs": list(filter(None, [_wikidata(row.get("wikidata_id")), web_address(row.get("website"))])),
        "citation": [source["link"] for source in row.get("sources", ()) if web_address(source["link"])],
    }
    return {name: value for name, value in said.items() if value}


def _wikidata(item: str | None) -> str:
    return f"https://www.wikidata.org/entity/{item}" if item else ""
