"""The resources of the API that readers can keep a copy of, by the word in their address."""

from typing import Any

from events.views import NewsEventViewSet
from people.views import (
    ClaimViewSet,
    CohortViewSet,
    EmploymentViewSet,
    MoveViewSet,
    OrganizationViewSet,
    PersonViewSet,
    SourceViewSet,
)

RESOURCES: dict[str, Any] = {
    "people": PersonViewSet,
    "organizations": OrganizationViewSet,
    "employments": EmploymentViewSet,
    "claims": ClaimViewSet,
    "sources": SourceViewSet,
    "cohorts": CohortViewSet,
    "moves": MoveViewSet,
    "events": NewsEventViewSet,
}
