"""Filters of the resources of people: each translates a URL parameter into a QuerySet method."""

from people.filters.claim import ClaimFilterSet
from people.filters.cohort import CohortFilter, CohortFilterSet
from people.filters.employment import EmploymentFilterSet
from people.filters.flow import BalanceFilterSet, FlowFilterSet
from people.filters.move import MoveFilterSet
from people.filters.organization import OrganizationFilter, OrganizationFilterSet
from people.filters.person import PersonFilterSet
from people.filters.retention import RETENTION
from people.filters.source import SourceFilterSet

__all__ = [
    "RETENTION",
    "BalanceFilterSet",
    "ClaimFilterSet",
    "CohortFilter",
    "CohortFilterSet",
    "EmploymentFilterSet",
    "FlowFilterSet",
    "MoveFilterSet",
    "OrganizationFilter",
    "OrganizationFilterSet",
    "PersonFilterSet",
    "SourceFilterSet",
]
