"""The abstract models that every record of the timeline is one of."""

from talentwatch.records.models.child_record import ChildRecord
from talentwatch.records.models.publishable_record import SLUG_LENGTH, PublishableRecord
from talentwatch.records.models.versioned_model import VersionedModel

__all__ = ["SLUG_LENGTH", "ChildRecord", "PublishableRecord", "VersionedModel"]
