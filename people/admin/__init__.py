"""The desk for who worked where, and who says so."""

from people.admin.cohort import CohortAdmin
from people.admin.employment import EmploymentAdmin
from people.admin.move import MoveAdmin
from people.admin.organization import OrganizationAdmin
from people.admin.person import PersonAdmin
from people.admin.source import SourceAdmin

__all__ = ["CohortAdmin", "EmploymentAdmin", "MoveAdmin", "OrganizationAdmin", "PersonAdmin", "SourceAdmin"]
