"""Corrections as entries of Atom and JSON feeds."""

from typing import Any
from urllib.parse import urljoin

from django.urls import reverse

from talentwatch.api.atom import AtomRenderer
from talentwatch.api.feeds import Entry, FeedRenderer
from talentwatch.api.jsonfeed import JSONFeedRenderer


class CorrectionFeedRenderer(FeedRenderer):
    """The newest first. An entry leads to the page of its record, or to the corrections of one that has no page."""

    collection = "corrections"
    home = "corrections"
    ordering = "-seq"

    def entry(self, row: dict[str, Any]) -> Entry:
        changed = ", ".join(change["field"].replace("_", " ") for change in row["changes"])
        listed = f"{reverse('corrections')}?resource={row['resource']}&slug={row['slug']}"
        return Entry(
            path=f"corrections/{row['seq']}",
            address=row["page"] or urljoin(row["url"], listed),
            title=row["name"],
            text=" ".join(filter(None, [row["reason"], f"Changed: {changed}." if changed else ""])),
            published=row["at"],
            updated=row["at"],
            tags=[row["resource"]],
        )


class CorrectionAtomRenderer(CorrectionFeedRenderer, AtomRenderer):
    """Corrections as Atom."""


class CorrectionJSONFeedRenderer(CorrectionFeedRenderer, JSONFeedRenderer):
    """Corrections as a JSON Feed."""
