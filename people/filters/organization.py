"""Filters of organizations, and the filter by an organization with its parts."""

from collections.abc import Iterable
from typing import Any

from people.filters.identifier import WikidataFilter
from people.models import Organization, OrganizationKind
from people.models.countries import COUNTRIES
from talentwatch.api.filters import ChoicesFilter, ListFilter, RecordFilter, SearchFilter, StrictFilterSet

PUBLISHED = Organization.objects.published()  # it builds its query of parts once


class OrganizationFilter(RecordFilter):
    def __init__(self, **options: Any) -> None:
        description = "Any of these organizations or their parts, by slug; without parts if include_descendants=false."
        super().__init__(Organization, **{"help_text": description, **options})

    def filter(self, qs: Any, value: Any) -> Any:
        # Not in narrow(), which may be called twice: finding the parts takes a query.
        return super().filter(qs, value and with_descendants(value, self.parent.values["include_descendants"]))


def with_descendants(organizations: Iterable[int], include_descendants: bool | None) -> Iterable[int]:  # noqa: FBT001 a parameter of the API
    """Primary keys of these organizations, and of all their parts unless `include_descendants` is False."""
    return organizations if include_descendants is False else PUBLISHED.with_parts(organizations)


class OrganizationFilterSet(StrictFilterSet):
    dates = ("founded", "dissolved")

    q = SearchFilter()
    wikidata_id = WikidataFilter()
    kind = ChoicesFilter(OrganizationKind.values, help_text="Of any of these kinds.")
    parent = RecordFilter(Organization, help_text="Direct parts of any of these organizations, by slug.")
    country = ListFilter(
        "|".join(sorted(COUNTRIES)),
        "ISO 3166-1 alpha-2 codes such as US or FR",
        help_text="In any of these countries: ISO 3166-1 alpha-2 codes in capitals.",
    )
