"""Parameters of organizations, and the parameter that takes one with its parts."""

from collections.abc import Iterable
from typing import Any

from people.models import Organization, OrganizationKind
from talentwatch.api.filters import ChoicesFilter, RecordFilter, SearchFilter, StrictFilterSet, ValuesFilter


class OrganizationFilter(RecordFilter):
    def __init__(self, **options: Any) -> None:
        meaning = "Any of these organizations and all their parts, by slug; they alone with include_descendants=false."
        super().__init__(Organization, **{"help_text": meaning, **options})

    def narrow(self, rows: Any, value: Any) -> Any:
        return super().narrow(rows, meant(value, self.parent.form.cleaned_data["include_descendants"]))


def meant(organizations: Iterable[int], include_descendants: bool | None) -> Iterable[int]:  # noqa: FBT001 as it is asked for
    """These organizations, with all their parts unless told otherwise."""
    return organizations if include_descendants is False else Organization.objects.published().with_parts(organizations)


class OrganizationFilterSet(StrictFilterSet):
    dates = ("founded", "dissolved")

    q = SearchFilter()
    kind = ChoicesFilter(OrganizationKind.values, help_text="Of any of these kinds.")
    parent = RecordFilter(Organization, help_text="Direct parts of any of these organizations, by slug.")
    country = ValuesFilter(
        "[A-Z]{2}",
        "ISO 3166-1 alpha-2 codes such as US or FR",
        help_text="In any of these countries: ISO 3166-1 alpha-2, in capitals.",
    )
