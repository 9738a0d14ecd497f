"""The sources of an event, each once with all its stances: in the API's JSON, a source has an item for each of them."""

from collections.abc import Iterable, Mapping
from typing import Any


def cited_sources(citations: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each source once, in the order of the citations, with the list `stances` in place of `stance`."""
    sources: dict[str, dict[str, Any]] = {}
    for citation in citations:
        source = sources.setdefault(citation["slug"], {**citation, "stances": []})
        source["stances"].append(citation["stance"])
    for source in sources.values():
        del source["stance"]
    return list(sources.values())
