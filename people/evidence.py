"""What sources say, weighed: confidence, conflicts, and the days on which somebody was seen in a post.

The rules are pure: they look at claims and citations as they are handed in, and know no database.
"""

from collections.abc import Iterable
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


class Speaker(Protocol):
    published: PartialDate

    def speaker(self) -> str: ...


class Evidence(Protocol):
    """What a claim and a citation share."""

    stance: str

    @property
    def source(self) -> Speaker: ...


class Dated(Protocol):
    """A post as somebody tells it."""

    start: PartialDate
    end: PartialDate
    end_state: str


class Assertion(Evidence, Dated, Protocol):
    """A claim."""


def confidence_of(evidence: Iterable[Evidence]) -> Confidence:
    """How sure the evidence makes a post or an event; the first rule that fits.

    Publishers count once, however they are spelt, and whoever repeats a report counts as the one it comes from.
    """
    items = list(evidence)
    stances = {item.stance for item in items}
    if not stances:
        return Confidence.UNSOURCED
    if Stance.DENIED in stances:
        return Confidence.REFUTED if stances == {Stance.DENIED} else Confidence.DISPUTED
    reporters = {item.source.speaker() for item in items if item.stance == Stance.REPORTED}
    if Stance.ANNOUNCED in stances or len(reporters) > 1:
        return Confidence.CONFIRMED
    return Confidence.REPORTED if reporters else Confidence.RUMOURED


def verified(claims: Iterable[Assertion]) -> tuple[date | None, date | None]:
    """The first and the last day on which a claim places the person in the post: verified_from, verified_on.

    A claim does that on the day of its source, if it says that the post goes on. The day is only surely past at the
    latest, and surely reached at the earliest, that the source can have appeared; so the first can be after the last.
    """
    present = [claim for claim in claims if claim.stance != Stance.DENIED and claim.end_state == EndState.ONGOING]
    seen = [claim.source.published for claim in present]
    return (
        min((day.latest for day in seen if day.latest), default=None),
        max((day.earliest for day in seen if day.earliest), default=None),
    )


def conflicts_of(claim: Assertion, conclusion: Dated) -> set[Conflict]:
    """What a claim asserts that can't be true together with the desk's conclusion; undated assertions never clash."""
    if claim.stance == Stance.DENIED:
        return {Conflict.EXISTENCE}
    found = set()
    if not _can_start(claim.start, conclusion):
        found.add(Conflict.START)
    if claim.end_state == EndState.ENDED and not _can_end(claim.end, conclusion):
        found.add(Conflict.END)
    if claim.end_state == EndState.ONGOING and conclusion.end.before(claim.source.published):
        found.add(Conflict.END)
    if claim.end_state == EndState.ONGOING and claim.source.published.before(conclusion.start):
        found.add(Conflict.START)
    return found


def _can_start(start: PartialDate, conclusion: Dated) -> bool:
    return start.overlaps(conclusion.start) and not conclusion.end.before(start)


def _can_end(end: PartialDate, conclusion: Dated) -> bool:
    if conclusion.end_state == EndState.ONGOING:
        return False
    return end.overlaps(conclusion.end) and not end.before(conclusion.start)
