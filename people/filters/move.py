"""Filters of moves."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import Q

from people.filters.cohort import CohortOfJobsFilter
from people.filters.organization import OrganizationFilter
from people.models import Claim, Confidence, EndReason, LeftFor, Move, MoveKind, Organization, Person, Role, Source
from talentwatch.api.filters import (
    AfterFilter,
    BeforeFilter,
    CertaintyFilter,
    ChoicesFilter,
    DescendantsFilter,
    RecordFilter,
    StrictFilterSet,
)

WITH_PARTS = "any of these organizations or their parts, by slug; without parts if include_descendants=false."


class JobRoleFilter(ChoicesFilter):
    def __init__(self) -> None:
        super().__init__(
            Role.values, help_text="In any of these roles, in the job they leave or in the one they start."
        )

    def narrow(self, rows: Any, value: Any) -> Any:
        return rows.filter(Q(origin_employment__role__in=value) | Q(destination_employment__role__in=value))


class JobSourceFilter(RecordFilter):
    def __init__(self) -> None:
        super().__init__(
            Source, help_text="Where any of these sources, by slug, says something about one of the two jobs."
        )

    def narrow(self, rows: Any, value: Any) -> Any:
        jobs = Claim.objects.published().filter(source__in=value).values("employment")
        # Two lists of keys, each from an index: planners read all moves for an OR of subqueries.
        left, joined = (
            Move.objects.filter(**{f"{side}_employment__in": jobs}).order_by().values("pk")
            for side in ("origin", "destination")
        )
        return rows.filter(pk__in=left.union(joined))


class EitherSideFilter(OrganizationFilter):
    def narrow(self, rows: Any, value: Any) -> Any:
        slugs = organization_slugs(value)
        return rows.filter(Q(origin_unit__in=slugs) | Q(destination_unit__in=slugs))


class UnitFilter(OrganizationFilter):
    def narrow(self, rows: Any, value: Any) -> Any:
        # By the slugs that moves store of their organizations, because the indexes for flows are on them.
        return rows.filter(**{f"{self.field_name}__in": organization_slugs(value)})


def organization_slugs(organizations: Iterable[int]) -> list[str]:
    return list(Organization.objects.filter(pk__in=organizations).values_list("slug", flat=True))


class MoveFilterSet(StrictFilterSet):
    ordering = "-date"
    dates: ClassVar[tuple[str, ...]] = ("date",)
    # Each move has two jobs, with an organization, a role and sources each.
    not_groupings = ("organization", "role", "source")
    group_paths: ClassVar[Mapping[str, str]] = {"origin": "origin", "destination": "destination"}

    person = RecordFilter(Person)
    organization = EitherSideFilter(help_text=f"From or to {WITH_PARTS}")
    origin = UnitFilter(field_name="origin_unit", help_text=f"From {WITH_PARTS}")
    destination = UnitFilter(field_name="destination_unit", help_text=f"To {WITH_PARTS}")
    include_descendants = DescendantsFilter()
    kind = ChoicesFilter(MoveKind.values, help_text="Of any of these kinds.")
    left_for = ChoicesFilter(LeftFor.values, help_text="Without a destination, and left for any of these purposes.")
    end_reason = ChoicesFilter(EndReason.values, help_text="Leaving a job that ended for any of these reasons.")
    confidence = ChoicesFilter(Confidence.values, help_text="Of any of these levels of confidence.")
    role = JobRoleFilter()
    source = JobSourceFilter()
    cohort = CohortOfJobsFilter("person__")
    certainty = CertaintyFilter()
    after = AfterFilter()
    before = BeforeFilter()
