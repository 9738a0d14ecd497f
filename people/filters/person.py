"""Parameters of people."""

from typing import Any

from people.filters.cohort import CohortFilter
from people.filters.organization import OrganizationFilter
from people.models import Employment, Role
from talentwatch.api.filters import (
    CertaintyFilter,
    ChoicesFilter,
    DayFilter,
    DescendantsFilter,
    SearchFilter,
    StrictFilterSet,
)


class PersonFilterSet(StrictFilterSet):
    """What is asked of jobs must hold for one and the same published job."""

    JOB = ("organization", "role", "on")

    q = SearchFilter()
    organization = OrganizationFilter(field_name="organization")
    include_descendants = DescendantsFilter()
    role = ChoicesFilter(Role.values, help_text="In any of these roles.")
    cohort = CohortFilter()
    on = DayFilter(help_text="Held such a post on that day, the last day included.")
    certainty = CertaintyFilter()

    def filter_queryset(self, queryset: Any) -> Any:
        values = self.form.cleaned_data
        asked = [name for name in self.JOB if values[name] is not None]
        jobs = Employment.objects.published()
        for name in asked:
            jobs = self.filters[name].filter(jobs, values[name])
        for name in values.keys() - set(self.JOB):
            queryset = self.filters[name].filter(queryset, values[name])
        return queryset.filter(pk__in=jobs.values("person")) if asked else queryset
