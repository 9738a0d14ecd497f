"""How many of a cohort are at an organization over time, where the others are, and how long those who left had stayed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from statistics import mean, median
from typing import Any

from django.db.models import TextChoices, Value

from people.evidence import EndState
from people.models import Claim, Cohort, Employment, Organization
from talentwatch.api.problems import BadParameters
from talentwatch.chunks import MAX_VALUES, chunked
from talentwatch.dates import months_between
from talentwatch.records.date_lookups import Certainty

MAX_POINTS = 240  # twenty years of months
VALUES_A_DAY = 20  # that a query asks with beside the organizations, or fewer


class Interval(TextChoices):
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    YEAR = "year", "Year"


MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}
Stats = dict[str, float | int | None]


def days(first: date, last: date, interval: str) -> Iterator[date]:
    """The first day, the first day of each interval that begins between, and the last day."""
    step = MONTHS[Interval(interval)]
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
    """What the published posts tell of a cohort at some organizations, taken as one.

    A member remains while a post of theirs there isn't known to have ended, and left when all have; whoever has no post
    there did neither. Only public members are known; the cohort's expected_size counts all.
    """

    def __init__(self, cohort: Cohort, organizations: Iterable[int]) -> None:
        organizations = list(organizations)
        self.days_at_once = max(1, MAX_VALUES // (len(organizations) + VALUES_A_DAY))
        posts = Employment.objects.published().not_refuted()
        self.there = posts.filter(person__memberships__cohort=cohort).at(organizations)
        by_person: dict[int, list[Employment]] = defaultdict(list)
        for post in self.there.order_by("slug"):
            by_person[post.person_id].append(post)
        self.left = {
            person: posts
            for person, posts in by_person.items()
            if all(post.end_state == EndState.ENDED for post in posts)
        }
        self.remaining = by_person.keys() - self.left.keys()
        self.known = [day for posts in by_person.values() for post in posts for day in _days_of(post)]

    def points(self, when: Sequence[date]) -> list[dict[str, Any]]:
        """On each day, how many people are there certainly and possibly; two queries, but for very many organizations."""
        counts = {certainty: self._counts(when, certainty) for certainty in Certainty.values}
        return [
            {"date": day, "certain": counts[Certainty.CERTAIN][day], "possible": counts[Certainty.POSSIBLE][day]}
            for day in when
        ]

    def _counts(self, when: Sequence[date], certainty: str) -> dict[date, int]:
        counts = dict.fromkeys(when, 0)
        for some in chunked(when, self.days_at_once):
            first, *others = (
                self.there.on(day, certainty).order_by().values_list("person", Value(number)).distinct()
                for number, day in enumerate(some)
            )
            for _, number in first.union(*others, all=True):
                counts[some[number]] += 1
        return counts

    def elsewhere(self) -> tuple[list[tuple[Organization, int]], int]:
        """Of those who left: how many are now at each organization, and of how many nobody says."""
        now = Employment.objects.published().not_refuted().filter(person__in=self.left, end_state=EndState.ONGOING)
        pairs = set(now.values_list("person", "organization"))
        counts: dict[int, int] = defaultdict(int)
        for _, organization in pairs:
            counts[organization] += 1
        found = Organization.objects.in_bulk(counts)
        rows = sorted(((found[pk], count) for pk, count in counts.items()), key=lambda row: (-row[1], row[0].slug))
        return rows, len(self.left.keys() - {person for person, _ in pairs})

    def stated_months(self) -> list[float]:
        """How long each of those who left had stayed, as sources state it; where several do, their middle."""
        posts = [post for posts in self.left.values() for post in posts]
        stated: dict[int, list[int]] = defaultdict(list)
        claims = Claim.objects.published().filter(employment__in=posts, stated_months__isnull=False)
        for post, months in claims.values_list("employment", "stated_months"):
            stated[post].append(months or 0)
        return [
            sum(median(stated[post.pk]) for post in posts if post.pk in stated)
            for posts in self.left.values()
            if any(post.pk in stated for post in posts)
        ]

    def derived_months(self, side: str) -> list[int]:
        """The least ("min") or the most ("max") months that the desk's own dates allow, of whom they tell."""
        first, last = {"min": ("start_latest", "end_earliest"), "max": ("start_earliest", "end_latest")}[side]
        spans = [[(getattr(post, first), getattr(post, last)) for post in posts] for posts in self.left.values()]
        return [months_covered(held) for held in spans if all(begin and end for begin, end in held)]


def retention_report(
    cohort: Cohort, organization: list[int], *, include_descendants: bool | None, **asked: Any
) -> dict[str, Any]:
    """The figures as the API gives them; the span is that of the known dates, unless asked otherwise.

    Raises BadParameters where the span turns back, or has more than MAX_POINTS points.
    """
    whole = organization if include_descendants is False else Organization.objects.published().with_parts(organization)
    retention = Retention(cohort, whole)
    interval, when = _days_asked(retention, **asked)
    elsewhere, unknown = retention.elsewhere()
    return {
        "cohort": cohort,
        "organizations": Organization.objects.filter(pk__in=organization).order_by("slug"),
        "expected_size": cohort.expected_size,
        "remaining": len(retention.remaining),
        "left": len(retention.left),
        "interval": interval,
        "points": retention.points(when),
        "elsewhere": [{"organization": place, "people": count} for place, count in elsewhere],
        "whereabouts_unknown": unknown,
        "tenure_months": {
            "stated": stats(retention.stated_months()),
            "derived_min": stats(retention.derived_months("min")),
            "derived_max": stats(retention.derived_months("max")),
        },
    }


def _days_asked(retention: Retention, **asked: Any) -> tuple[str, list[date]]:
    """By which interval, the finest that fits where none is asked for, and the days; none where nothing is known then."""
    first = asked["from"].earliest if asked["from"] else min(retention.known, default=None)
    last = asked["to"].latest if asked["to"] else max(retention.known, default=None)
    if first and last and last < first and asked["from"] and asked["to"]:
        raise BadParameters({"from": f"Accepted: a date before {last}, where the span ends."})
    intervals = [asked["interval"]] if asked["interval"] else Interval.values
    if first is None or last is None or last < first:
        return intervals[0], []
    for interval in intervals:
        found = list(islice(days(first, last, interval), MAX_POINTS + 1))
        if len(found) <= MAX_POINTS:
            return interval, found
    raise BadParameters({"interval": f"Accepted: up to {MAX_POINTS} points; take a longer interval or a shorter span."})


def _days_of(post: Employment) -> list[date]:
    """Every day that the post's dates and their verification name."""
    dates = (post.start_earliest, post.start_latest, post.end_earliest, post.end_latest)
    return [day for day in (*dates, post.verified_from, post.verified_on) if day]


def months_covered(spans: Iterable[tuple[date, date]]) -> int:
    """Whole months in any of these spans, the time that several share counted once; a span that turns back is empty."""
    joined: list[tuple[date, date]] = []
    for begin, end in sorted(span for span in spans if span[0] <= span[1]):
        if joined and begin <= joined[-1][1] + timedelta(1):
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((begin, end))
    return sum(months_between(begin, end) for begin, end in joined)


def stats(values: Sequence[float]) -> Stats:
    """How many there are, and their least, mean, middle and greatest; null where there are none."""
    if not values:
        return {"people": 0, "min": None, "mean": None, "median": None, "max": None}
    return {
        "people": len(values),
        "min": min(values),
        "mean": round(mean(values), 1),
        "median": median(values),
        "max": max(values),
    }
