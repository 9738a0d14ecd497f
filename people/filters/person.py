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

    q = SearchFilter()
    wikidata_id = WikidataFilter()
    orcid = IdentifierFilter(
        f"(https?://orcid[.]org/)?{ORCID.replace('X', 'Xx')}", "ORCID iDs such as 0000-0002-1825-0097"
    )
    organization = OrganizationFilter(field_name="organization")
    include_descendants = DescendantsFilter()
    role = ChoicesFilter(Role.values, help_text="In any of these roles.")
    cohort = CohortFilter()
    on = DayFilter(help_text="Held such a job on this day, the last day included.")
    certainty = CertaintyFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        values = self.form.cleaned_data
        job_filters = [name for name in self.JOB_FILTERS if values[name] is not None]
        jobs = Employment.objects.published()
        for name in job_filters:
            jobs = self.filters[name].filter(jobs, values[name])
        for name in values.keys() - set(self.JOB_FILTERS):
            queryset = self.filters[name].filter(queryset, values[name])
        return queryset.filter(pk__in=jobs.values("person")) if job_filters else queryset
