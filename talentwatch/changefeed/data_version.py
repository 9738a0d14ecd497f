"""The version of what readers see: the latest change of the log, and the code that shows it."""

from dataclasses import dataclass
from datetime import datetime

from talentwatch.changefeed.models import Change
from talentwatch.databases.replicas import latest_visible_change
from talentwatch.release import code_fingerprint


@dataclass(frozen=True)
class DataVersion:
    """The number and the time of the latest change: 0 and None if there is none."""

    seq: int
    at: datetime | None
    code: str

    def __str__(self) -> str:
        # Two databases may have the same numbers, but hardly an edit in the same microsecond.
        return f"{self.seq}-{self.at:%Y%m%dT%H%M%S%f}-{self.code}" if self.at else f"0-{self.code}"


def current_version() -> DataVersion:
    seq, at = Change.objects.order_by("-seq").values_list("seq", "at").first() or (0, None)
    return DataVersion(seq, at, code_fingerprint())


def current_version_text() -> str:
    return f"{current_version()} {latest_visible_change()}"
