"""Filters of people."""

from typing import Any

from people.filters.cohort import CohortFilter
from people.filters.identifier import IdentifierFilter, WikidataFilter
from people.filters.organization import OrganizationFilter
from people.models import Employment, Role
from people.models.person import ORCID
from talentwatch.api.filters import (
    CertaintyFilter,
    ChoicesFilter,
    DayFilter,
    DescendantsFilter,
    SearchFilter,
    StrictFilterSet,
)


class PersonFilterSet(StrictFilterSet):
    """The filters by job must all match the same published employment."""

    JOB_FILTERS = ("organization", "role", "on")
    expansions = ("employments",)
    columns = {**StrictFilterSet.columns, "last_move": "last_move_earliest"}
    ordering_note = "last_move sorts by the earliest day on which their latest move can have happened, nulls last."

    q = SearchFilter()
    wikidata_id = WikidataFilter()
    orcid = IdentifierFilter(
        f"(https?://orcid[.]org/)?{ORCID.replace('X', 'Xx')}", "ORCID iDs such as 0000-0002-1825-0097"
    )
    organization = OrganizationFilter(field_name="organization")
    include_descendants = DescendantsFilter()
    role = ChoicesFilter(Role.values, help_text="In any of these roles.")
    cohort = CohortFilter(person="pk")
    on = DayFilter(help_text="Held such a job on this day, the last day included.")
    certainty = CertaintyFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        queryset = self.apply_filters(queryset, self.names_except(self.JOB_FILTERS))
        if not self.has_values(self.JOB_FILTERS):
            return queryset
        jobs = self.apply_filters(Employment.objects.published(), self.JOB_FILTERS)
        return queryset.filter(pk__in=jobs.values("person"))

    def grouped_rows(self, name: str) -> tuple[Any, str, str]:
        if name not in self.JOB_FILTERS:
            return super().grouped_rows(name)
        jobs = self.apply_filters(Employment.objects.all(), self.JOB_FILTERS)
        if self.has_values(self.names_except(self.JOB_FILTERS)):
            jobs = jobs.filter(person__in=self.qs.values("pk"))
        return jobs, name, "person"
