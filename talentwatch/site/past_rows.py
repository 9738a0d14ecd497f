"""Rows of the API as they were after a change of the log, for the page of a record as it was published."""

from collections.abc import Iterable
from typing import Any

from rest_framework.request import Request

from talentwatch.api.stored_rows import site_address
from talentwatch.documents.models import Document
from talentwatch.documents.past import still_public
from talentwatch.site.source_details import shorten_headline

MAX_READ = 500  # rows of one list


class PastRows:
    """What readers were served after the change `seq`; `withheld` counts the rows that may not be shown any more."""

    def __init__(self, seq: int, request: Request) -> None:
        self.documents, self.site = Document.objects.at(seq), site_address(request)
        self.withheld = 0

    def data(self, document: Document) -> dict[str, Any]:
        """The record of a document."""
        return document.data_at(self.site)

    def naming(self, resource: str, named: str, slugs: Iterable[str]) -> list[dict[str, Any]]:
        """The records of a list that name any of the records `slugs` of the list `named`."""
        return self._read(self.documents.filter(resource=resource).mentioning(named, list(slugs)))

    def records(self, resource: str, slugs: Iterable[str]) -> list[dict[str, Any]]:
        """The records of a list with these slugs."""
        return self._read(self.documents.filter(resource=resource, slug__in=list(slugs)))

    def _read(self, documents: Any) -> list[dict[str, Any]]:
        past = list(documents.order_by("slug")[:MAX_READ])
        visible = still_public(past)
        self.withheld += len(past) - len(visible)
        return [self.data(document) for document in visible]

    def add_source_details(self, rows: Iterable[dict[str, Any]]) -> None:
        """Add to each source what the pages say of it, as add_source_details() does of today."""
        rows = list(rows)
        sources = {source["slug"]: source for source in self.records("sources", {row["slug"] for row in rows})}
        for row in rows:
            source = sources.get(row["slug"], {})
            repeated = source.get("derived_from")
            row["headline"] = shorten_headline(source.get("title") or "")
            row["archived"], row["repeats"] = source.get("archive_url"), repeated["name"] if repeated else ""


def cut(rows: list[dict[str, Any]], limit: int) -> dict[str, Any]:
    """The first rows, and whether there are more."""
    return {"rows": rows[:limit], "more": len(rows) > limit}


def by_date(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Moves or events, the latest first, undated ones last."""
    return sorted(rows, key=lambda row: (row["date_earliest"] or row["date_latest"] or "", row["slug"]), reverse=True)
