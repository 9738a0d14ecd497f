"""How many of a cohort are at an organization over time, where the others are now, and how long those who left stayed."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from statistics import mean, median
from typing import Any

from django.db.models import TextChoices

from people.evidence import EndState
from people.models import Claim, Cohort, CohortMember, Employment, Organization
from talentwatch.dates import months_between
from talentwatch.records.date_lookups import Certainty

MAX_POINTS = 240  # twenty years of months


class Interval(TextChoices):
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    YEAR = "year", "Year"


INTERVAL_MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}


class ReportRangeError(ValueError):
    """The report can't cover the days asked for; `parameter` names the one to change, the message says what is accepted."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


def interval_days(first: date, last: date, interval: str) -> Iterator[date]:
    """The first day, the first day of each calendar interval that begins in between, and the last day."""
    step = INTERVAL_MONTHS[Interval(interval)]
    months = first.year * 12 + first.month - 1
    yield first
    while True:
        months += step - months % step
        day = date(months // 12, months % 12 + 1, 1)
        if day >= last:
            break
        yield day
    if last > first:
        yield last


class Retention:
    """What the published employments say of a cohort at some organizations, which are counted as one.

    A member remains while one of their jobs there isn't known to have ended, and left when all have ended. A member without
    a job there did neither. Only public members are known; the cohort's expected_size counts all.
    """

    def __init__(self, cohort: Cohort, organizations: Iterable[int]) -> None:
        employments = Employment.objects.published().not_refuted().at_organizations(organizations)
        members = CohortMember.objects.filter(cohort=cohort).values("person")
        by_person: dict[int, list[Employment]] = defaultdict(list)
        for employment in employments.filter(person__in=members).order_by("slug").defer("note"):
            by_person[employment.person_id].append(employment)
        self.by_person = by_person
        self.left = {
            person: jobs for person, jobs in by_person.items() if all(job.end_state == EndState.ENDED for job in jobs)
        }
        self.remaining = by_person.keys() - self.left.keys()
        columns = ("start_earliest", "start_latest", "end_earliest", "end_latest", "verified_from", "verified_on")
        dates = [getattr(job, column) for jobs in by_person.values() for job in jobs for column in columns]
        self.known_days = [day for day in dates if day]

    def reporting_days(self, start: date | None, end: date | None, interval: str | None) -> tuple[str, list[date]]:
        """The interval, and the days of the report; no days where no date is known in that span.

        None means the first or the last known date, and the finest interval that gives at most MAX_POINTS days. Raises
        ReportRangeError where the span ends before it starts, or holds more days than that.
        """
        if start and end and end < start:
            raise ReportRangeError("from", f"Accepted: a date before {end}, where the span ends.")
        first, last = start or min(self.known_days, default=None), end or max(self.known_days, default=None)
        intervals = [interval] if interval else Interval.values
        if first is None or last is None or last < first:
            return intervals[0], []
        for name in intervals:
            days = list(islice(interval_days(first, last, name), MAX_POINTS + 1))
            if len(days) <= MAX_POINTS:
                return name, days
        raise ReportRangeError(
            "interval", f"Accepted: up to {MAX_POINTS} points; use a longer interval or a shorter span."
        )

    def points(self, days: Sequence[date]) -> list[dict[str, Any]]:
        """For each day, in order, how many people are there certainly and possibly."""
        certain, possible = (
            self._count_people(days, certainty) for certainty in (Certainty.CERTAIN, Certainty.POSSIBLE)
        )
        return [{"date": day, "certain": certain[place], "possible": possible[place]} for place, day in enumerate(days)]

    def _count_people(self, days: Sequence[date], certainty: str) -> list[int]:
        """How many people hold one of their jobs on each of these days, which are in order."""
        counts = [0] * len(days)
        for jobs in self.by_person.values():
            spans = filter(None, (job.days_held(certainty) for job in jobs))
            held = {
                place for first, last in spans for place in range(bisect_left(days, first), bisect_right(days, last))
            }
            for place in held:
                counts[place] += 1
        return counts

    def elsewhere(self) -> tuple[list[tuple[Organization, int]], int]:
        """Of those who left: how many are now at each organization, the most first; and how many no source places."""
        current = Employment.objects.published().not_refuted().filter(person__in=self.left, end_state=EndState.ONGOING)
        pairs = set(current.values_list("person", "organization"))
        counts = Counter(organization for _, organization in pairs)
        organizations = Organization.objects.in_bulk(counts)
        rows = sorted(
            ((organizations[pk], count) for pk, count in counts.items()), key=lambda row: (-row[1], row[0].slug)
        )
        return rows, len(self.left.keys() - {person for person, _ in pairs})

    def stated_months(self) -> list[float]:
        """How many months those who left had stayed, as sources state it: per job the median of its sources."""
        employments = [job for jobs in self.left.values() for job in jobs]
        stated: dict[int, list[int]] = defaultdict(list)
        claims = Claim.objects.published().filter(employment__in=employments, stated_months__isnull=False)
        for employment, months in claims.values_list("employment", "stated_months"):
            stated[employment].append(months or 0)
        return [
            sum(median(stated[job.pk]) for job in jobs if job.pk in stated)
            for jobs in self.left.values()
            if any(job.pk in stated for job in jobs)
        ]

    def derived_months(self, side: str) -> list[int]:
        """The fewest ("min") or the most ("max") months that the desk's own dates allow, of those whose dates are known."""
        first, last = {"min": ("start_latest", "end_earliest"), "max": ("start_earliest", "end_latest")}[side]
        spans = [[(getattr(job, first), getattr(job, last)) for job in jobs] for jobs in self.left.values()]
        return [months_covered(jobs) for jobs in spans if all(begin and end for begin, end in jobs)]


def retention_report(
    cohort: Cohort,
    organizations: list[int],
    *,
    include_descendants: bool,
    span: tuple[date | None, date | None],
    interval: str | None,
) -> dict[str, Any]:
    """The figures by the field names of RetentionSerializer, from the first to the last day of the span.

    What None means, and ReportRangeError: see Retention.reporting_days.
    """
    counted = Organization.objects.published().with_parts(organizations) if include_descendants else organizations
    retention = Retention(cohort, counted)
    interval, days = retention.reporting_days(*span, interval)
    elsewhere, unknown = retention.elsewhere()
    return {
        "cohort": cohort,
        "organizations": Organization.objects.filter(pk__in=organizations).order_by("slug"),
        "expected_size": cohort.expected_size,
        "remaining": len(retention.remaining),
        "left": len(retention.left),
        "interval": interval,
        "points": retention.points(days),
        "elsewhere": [{"organization": organization, "people": count} for organization, count in elsewhere],
        "whereabouts_unknown": unknown,
        "tenure_months": {
            "stated": summary_statistics(retention.stated_months()),
            "derived_min": summary_statistics(retention.derived_months("min")),
            "derived_max": summary_statistics(retention.derived_months("max")),
        },
    }


def months_covered(spans: Iterable[tuple[date, date]]) -> int:
    """Whole months covered by any of these spans, overlaps counted once; a span that ends before it begins is empty."""
    joined: list[tuple[date, date]] = []
    for begin, end in sorted(span for span in spans if span[0] <= span[1]):
        if joined and begin <= joined[-1][1] + timedelta(1):
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((begin, end))
    return sum(months_between(begin, end) for begin, end in joined)


def summary_statistics(values: Sequence[float]) -> dict[str, float | int | None]:
    """How many values, and their minimum, mean, median and maximum; None where there are no values."""
    if not values:
        return {"people": 0, "min": None, "mean": None, "median": None, "max": None}
    return {
        "people": len(values),
        "min": min(values),
        "mean": round(mean(values), 1),
        "median": median(values),
        "max": max(values),
    }
