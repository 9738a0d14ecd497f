"""Serializers of people, each with `fetch`, which makes a queryset of just what the serializer reads."""

from people.serializers.claim import ClaimSerializer
from people.serializers.cohort import CohortSerializer, CohortWithMembersSerializer, MemberSerializer
from people.serializers.employment import EmploymentSerializer, EmploymentWithClaimsSerializer
from people.serializers.flow import BalanceSerializer, FlowSerializer
from people.serializers.move import MoveSerializer
from people.serializers.organization import OrganizationSerializer, OrganizationWithChildrenSerializer
from people.serializers.person import PersonSerializer, PersonWithEmploymentsSerializer
from people.serializers.retention import RetentionSerializer
from people.serializers.source import CitedSourceSerializer, SourceSerializer

__all__ = [
    "BalanceSerializer",
    "CitedSourceSerializer",
    "ClaimSerializer",
    "CohortSerializer",
    "CohortWithMembersSerializer",
    "EmploymentSerializer",
    "EmploymentWithClaimsSerializer",
    "FlowSerializer",
    "MemberSerializer",
    "MoveSerializer",
    "OrganizationSerializer",
    "OrganizationWithChildrenSerializer",
    "PersonSerializer",
    "PersonWithEmploymentsSerializer",
    "RetentionSerializer",
    "SourceSerializer",
]
