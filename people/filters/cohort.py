"""Filters of cohorts, and the filter by the cohort that a person is in."""

from typing import Any

from people.models import Cohort, CohortMember, Person, Source
from talentwatch.api.filters import RecordFilter, SearchFilter, StrictFilterSet

MAX_MEMBERS = 2_000  # whose keys a query names


class CohortFilter(RecordFilter):
    """`path` leads to the person, for grouping; `person` is the column, or the relation, that names people."""

    def __init__(self, path: str = "", person: str = "person") -> None:
        description = "Of people on any of these lists, by slug."
        super().__init__(Cohort, field_name=f"{path}memberships__cohort", help_text=description)
        self.person = person

    def narrow(self, rows: Any, value: Any) -> Any:
        return rows.filter(**{f"{self.person}__in": CohortMember.objects.filter(cohort__in=value).values("person")})


class CohortOfJobsFilter(CohortFilter):
    """Of lists whose rows are joined with many others: a planner that isn't told who the members are reads them all."""

    def filter(self, qs: Any, value: Any) -> Any:
        # Not in narrow(), which may be called twice: finding the members takes a query.
        return super().filter(qs, value and members_of(value))

    def narrow(self, rows: Any, value: Any) -> Any:
        return rows.filter(**{f"{self.person}__in": value})


def members_of(cohorts: Any) -> Any:
    """The primary keys of the people on any of these lists; as a subquery where they are too many to name."""
    members = CohortMember.objects.filter(cohort__in=cohorts).order_by().values_list("person", flat=True)
    named = list(members[: MAX_MEMBERS + 1])
    return named if len(named) <= MAX_MEMBERS else members


class CohortFilterSet(StrictFilterSet):
    q = SearchFilter(help_text="Every word in the name or the description.")
    person = RecordFilter(Person, field_name="members__person", help_text="With any of these people, by slug.")
    source = RecordFilter(Source, help_text="Lists from any of these sources, by slug.")
