"""Filters by identifiers that clients have from elsewhere: one that no record has finds nothing."""

from typing import Any

from talentwatch.api.filters import StrictFilter
from talentwatch.api.parameters import ListParameter


class IdentifiersParameter(ListParameter):
    """Identifiers, bare or at the end of their web address, in upper or lower case."""

    def to_python(self, value: Any) -> list[str]:
        return [each.rpartition("/")[2].upper() for each in super().to_python(value)]


class IdentifierFilter(StrictFilter):
    field_class = IdentifiersParameter

    def __init__(self, pattern: str, accepted: str) -> None:
        super().__init__(
            pattern=pattern, accepted=accepted, lookup_expr="in", help_text=f"With any of these {accepted}."
        )


class WikidataFilter(IdentifierFilter):
    def __init__(self, **options: Any) -> None:
        pattern = "(https?://(www[.])?wikidata[.]org/(wiki|entity)/)?[Qq][1-9][0-9]{0,18}"
        super().__init__(pattern, "Wikidata items such as Q42", **options)
