"""What stored documents ask of the log: which change a moment follows, and what became of merged records."""

from collections.abc import Iterable
from datetime import datetime

from talentwatch.changefeed.models import Change
from talentwatch.records.models import PublishableRecord
from talentwatch.resources import RECORD_TYPES


class ChangeLog:
    """See talentwatch/documents/log.py."""

    def last_change(self, moment: datetime) -> int | None:
        changes = Change.objects.filter(at__lte=moment).order_by("-at", "-seq")
        return changes.values_list("seq", flat=True).first()

    def time_of(self, seq: int) -> datetime:
        return Change.objects.get(seq=seq).at

    def survivors(self, resource: str, slugs: Iterable[str]) -> dict[str, str]:
        model = RECORD_TYPES[resource].model
        if not issubclass(model, PublishableRecord):
            return {}
        merged = model._base_manager.filter(slug__in=slugs, merged_into__isnull=False)
        return {record.slug: record.survivor().slug for record in merged}
