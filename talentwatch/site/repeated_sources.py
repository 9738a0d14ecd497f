"""Which sources repeat another one."""

from collections.abc import Iterable
from typing import Any

from people.models import Source
from people.serializers import CitedSourceSerializer
from talentwatch.records.status import Status
from talentwatch.site.wording import source_name


def add_repeated_sources(rows: Iterable[dict[str, Any]]) -> None:
    """Add to each source the name of the public source that it repeats: many copies are one witness."""
    rows = list(rows)
    repeating = Source.objects.published().filter(
        slug__in={row["slug"] for row in rows}, derived_from__status=Status.PUBLISHED
    )
    repeated = {source.slug: source.derived_from for source in repeating.select_related("derived_from")}
    for row in rows:
        source = repeated.get(row["slug"])
        row["repeats"] = source_name(CitedSourceSerializer(source).data) if source else ""
