"""Which sources only repeat another: counted in heads they are many, as witnesses one."""

from collections.abc import Iterable
from typing import Any

from people.models import Source
from people.serializers import CitedSourceSerializer
from talentwatch.records.status import Status
from talentwatch.site.wording import speaker_words


def tell_echoes(sources: Iterable[dict[str, Any]]) -> None:
    """Note on each of these rows who it is that the source repeats, as far as that is public."""
    rows = list(sources)
    found = Source.objects.published().filter(
        slug__in={row["slug"] for row in rows}, derived_from__status=Status.PUBLISHED
    )
    roots = {one.slug: one.derived_from for one in found.select_related("derived_from")}
    for row in rows:
        root = roots.get(row["slug"])
        row["repeats"] = speaker_words(CitedSourceSerializer(root).data) if root else ""
