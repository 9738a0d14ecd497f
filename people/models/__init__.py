"""Who worked where, and who says so."""

from people.evidence import Confidence, Conflict, EndState, Stance
from people.models.claim import Claim
from people.models.cohort import Cohort, CohortMember
from people.models.employment import Employment, Role
from people.models.move import Move
from people.models.name import NameKind, OrganizationName, PersonName
from people.models.organization import Organization, OrganizationKind
from people.models.person import Person
from people.models.search_text import OrganizationSearchText, PersonSearchText, SourceSearchText
from people.models.source import Source, SourceKind
from people.models.tenure import EndReason, LeftFor
from people.moves import MoveKind

__all__ = [
    "Claim",
    "Cohort",
    "CohortMember",
    "Confidence",
    "Conflict",
    "Employment",
    "EndReason",
    "EndState",
    "LeftFor",
    "Move",
    "MoveKind",
    "NameKind",
    "Organization",
    "OrganizationKind",
    "OrganizationName",
    "OrganizationSearchText",
    "Person",
    "PersonName",
    "PersonSearchText",
    "Role",
    "Source",
    "SourceKind",
    "SourceSearchText",
    "Stance",
]
