"""Which of a person's jobs does an article speak of? Pure: it compares periods, and sees no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from people.evidence import EndState
from talentwatch.dates import UNKNOWN, PartialDate, parse

MAX_GAP = 366  # days by which two reports of one job may differ; from more on, the editor is asked


@dataclass(frozen=True)
class JobPeriod:
    """When somebody held a job. `seen` is a day on which they had it, such as that of an article which says so."""

    start: PartialDate = UNKNOWN
    end: PartialDate = UNKNOWN
    end_state: str = EndState.UNKNOWN
    seen: PartialDate = UNKNOWN

    @classmethod
    def of(cls, record: dict[str, Any]) -> "JobPeriod":
        """That of an employment in the form of a timeline file."""
        start, end = (parse(record[key]) if record[key] else UNKNOWN for key in ("start", "end"))
        return cls(start, end, record["end_state"])

    def gap(self, other: "JobPeriod") -> int:
        """By how many days the two contradict each other; 0 if both can be true of one job."""
        pairs = [
            (self.start, other.start),
            (self.end, other.end),
            (self.end, other.seen),
            (other.end, self.seen),
        ]
        gaps = [days_between(one, another) for one, another in pairs]
        # It can't have ended, nor been seen, before it began.
        for one, another in ((self, other), (other, self)):
            gaps += [days_between(later, one.start) for later in (another.end, another.seen) if later.before(one.start)]
        return max(gaps)


def days_between(one: PartialDate, other: PartialDate) -> int:
    """The days between two dates that can't be the same day; 0 if they can, or nobody knows."""
    first, second = (one, other) if one.before(other) else (other, one)
    if first.latest and second.earliest and first.before(second):
        return (second.earliest - first.latest).days
    return 0


def closest(reported: JobPeriod, jobs: Iterable[tuple[JobPeriod, Any]]) -> tuple[Any, int]:
    """The job that an article's period fits best, the latest of those that fit equally, and the gap; None without jobs."""
    best, best_gap, best_start = None, 0, date.min
    for period, job in jobs:
        gap, start = period.gap(reported), period.start.earliest or date.min
        if best is None or gap < best_gap or (gap == best_gap and start > best_start):
            best, best_gap, best_start = job, gap, start
    return best, best_gap
