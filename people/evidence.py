"""What sources say, weighed: confidence, conflicts, and the days on which a person is known to have held a job.

Pure: the functions look at the claims and citations they are given, and know no database.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from django.db.models import TextChoices

from talentwatch.dates import PartialDate


class Stance(TextChoices):
    ANNOUNCED = "announced", "Announced by themselves"
    REPORTED = "reported", "Reported"
    RUMOURED = "rumoured", "Rumoured"
    DENIED = "denied", "Denied"


class Confidence(TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    REPORTED = "reported", "Reported"
    RUMOURED = "rumoured", "Rumoured"
    DISPUTED = "disputed", "Disputed"
    REFUTED = "refuted", "Refuted"
    UNSOURCED = "unsourced", "Without a source"


class EndState(TextChoices):
    ONGOING = "ongoing", "Ongoing"
    ENDED = "ended", "Ended"
    UNKNOWN = "unknown", "Unknown"


class Conflict(TextChoices):
    START = "start", "Start"
    END = "end", "End"
    EXISTENCE = "existence", "Existence"


# Only employments and moves of this confidence count as certain.
CERTAIN_CONFIDENCES = (Confidence.CONFIRMED, Confidence.REPORTED)


class CitedSource(Protocol):
    published: PartialDate

    def original_publisher_key(self) -> str: ...


class Evidence(Protocol):
    """What a claim and a citation have in common."""

    stance: str

    @property
    def source(self) -> CitedSource: ...


class TenureDates(Protocol):
    """When a job began and ended, in a claim or in the desk's conclusion."""

    start: PartialDate
    end: PartialDate
    end_state: str


class ClaimEvidence(Evidence, TenureDates, Protocol):
    """What the rules read of a claim."""


def confidence_of(evidence: Iterable[Evidence]) -> Confidence:
    """How sure the evidence makes an employment or an event; the first rule that fits (docs/api.md).

    A publisher counts once, however its name is spelt, and a source that repeats another counts as the one it repeats.
    """
    items = list(evidence)
    stances = {item.stance for item in items}
    if not stances:
        return Confidence.UNSOURCED
    if Stance.DENIED in stances:
        return Confidence.REFUTED if stances == {Stance.DENIED} else Confidence.DISPUTED
    publishers = {item.source.original_publisher_key() for item in items if item.stance == Stance.REPORTED}
    if Stance.ANNOUNCED in stances or len(publishers) > 1:
        return Confidence.CONFIRMED
    return Confidence.REPORTED if publishers else Confidence.RUMOURED


def verified_days(claims: Iterable[ClaimEvidence]) -> tuple[date | None, date | None]:
    """The first and the last day on which a claim places the person in the job: verified_from and verified_on.

    A claim that says the job is ongoing does so for the day its source was published. Where that date is partial, the first
    day takes its latest bound and the last day its earliest, so that both are certain; the first can be after the last.
    """
    ongoing = [claim for claim in claims if claim.stance != Stance.DENIED and claim.end_state == EndState.ONGOING]
    published = [claim.source.published for claim in ongoing]
    return (
        min((day.latest for day in published if day.latest), default=None),
        max((day.earliest for day in published if day.earliest), default=None),
    )


def announced_for(claims: Collection[ClaimEvidence], conclusion: TenureDates) -> date | None:
    """The last possible day of a start or an end that was announced and that no source has confirmed; of two, the earlier.

    Announced: a source gives a date after its own publication. Confirmed: a source was published on that day or later.
    """
    published = [(claim.source.published, claim) for claim in claims]
    latest_report = max((day.earliest for day, _ in published if day.earliest), default=date.min)

    def is_announced(side: str) -> bool:
        return any(day.before(getattr(claim, side)) for day, claim in published)

    days = {"start": conclusion.start.latest, "end": conclusion.end.latest}
    unconfirmed = [day for side, day in days.items() if day and latest_report < day and is_announced(side)]
    return min(unconfirmed, default=None)


def conflicts_of(claim: ClaimEvidence, conclusion: TenureDates) -> set[Conflict]:
    """Where a claim can't be true together with the desk's conclusion; what is undated conflicts with nothing."""
    if claim.stance == Stance.DENIED:
        return {Conflict.EXISTENCE}
    conflicts = set()
    if not claim.start.overlaps(conclusion.start) or conclusion.end.before(claim.start):
        conflicts.add(Conflict.START)
    if claim.end_state == EndState.ENDED and not _can_end(claim.end, conclusion):
        conflicts.add(Conflict.END)
    if claim.end_state == EndState.ONGOING:
        # “Still there” is only said of the day on which the source was published.
        if conclusion.end.before(claim.source.published):
            conflicts.add(Conflict.END)
        if claim.source.published.before(conclusion.start):
            conflicts.add(Conflict.START)
    return conflicts


def _can_end(end: PartialDate, conclusion: TenureDates) -> bool:
    if conclusion.end_state == EndState.ONGOING:
        return False
    return end.overlaps(conclusion.end) and not end.before(conclusion.start)
