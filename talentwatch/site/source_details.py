"""What pages say of a source beside the API's reference to it: headline, archived copy, and which source it repeats."""

from collections.abc import Iterable
from typing import Any

from people.models import Source
from people.serializers import CitedSourceSerializer
from talentwatch.site.wording import source_name

MAX_HEADLINE = 140  # letters


def add_source_details(rows: Iterable[dict[str, Any]]) -> None:
    """Add to each source its headline, its archived copy, and the name of the public source that it repeats.

    Many copies of one report are one witness.
    """
    rows = list(rows)
    found = Source.objects.published().filter(slug__in={row["slug"] for row in rows}).select_related("derived_from")
    sources = {source.slug: source for source in found}
    for row in rows:
        # Withdrawn since the row was read, it has nothing to add.
        source = sources.get(row["slug"]) or Source()
        repeated = source.derived_from if source.derived_from and source.derived_from.is_public else None
        row["headline"] = shorten_headline(source.title)
        row["archived"] = source.archive_url
        row["repeats"] = source_name(CitedSourceSerializer(repeated).data) if repeated else ""


def shorten_headline(title: str) -> str:
    return title if len(title) <= MAX_HEADLINE else f"{title[: MAX_HEADLINE - 1].rstrip()}…"
