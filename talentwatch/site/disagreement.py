"""How far a source is from the desk's conclusion: by days, months or years, or on whether something happened at all.

Pure: it works on jobs and claims as the API serves them. Which claims are in conflict is for people/evidence.py to say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

from people.evidence import Conflict, EndState
from talentwatch.dates import PartialDate
from talentwatch.phrases import format_number, to_partial_date

MAX_DAYS = 31
DAYS_IN_A_MONTH, DAYS_IN_A_YEAR = 30.44, 365.25
Job = Mapping[str, Any]
Claim = Mapping[str, Any]


class Grade(IntEnum):
    """The worst last."""

    DAYS = 1
    MONTHS = 2
    YEARS = 3
    FACT = 4  # whether the job existed, or has ended


@dataclass(frozen=True, order=True)
class Disagreement:
    """How far apart two statements are: `days` between dates, or what they disagree on if it is no date.

    Between vague dates, the days are the fewest that they can be apart.
    """

    grade: Grade
    days: int = 0
    fact: str = ""
    is_vague: bool = False

    @property
    def style(self) -> str:
        """The class of site.css: one day isn't as alarming as a denial."""
        return f"differs-{self.grade.name.lower()}"

    @property
    def distance(self) -> str:
        """“one day”, “at least ten days”, “about three months”; empty if they disagree on a fact."""
        if self.grade is Grade.FACT:
            return ""
        if self.grade is Grade.DAYS:
            days = "one day" if self.days == 1 else f"{format_number(self.days)} days"
            return f"at least {days}" if self.is_vague else days
        unit, length = ("month", DAYS_IN_A_MONTH) if self.grade is Grade.MONTHS else ("year", DAYS_IN_A_YEAR)
        number = max(round(self.days / length), 1)
        return f"about {format_number(number)} {unit}{'' if number == 1 else 's'}"

    @property
    def headline(self) -> str:
        """“Sources differ by one day”, “Sources disagree by about two years”, “Sources disagree on whether it has ended”."""
        if self.grade is Grade.FACT:
            return f"Sources disagree on whether {self.fact}"
        return f"Sources {'differ' if self.grade is Grade.DAYS else 'disagree'} by {self.distance}"

    @property
    def sentence(self) -> str:
        """Of one claim."""
        if self.grade is Grade.FACT:
            return "Contradicts the conclusion above."
        return f"Differs from the conclusion above by {self.distance}."


def disagreement(claim: Claim, job: Job, subject: str) -> Disagreement | None:
    """How far the claim is from the conclusion on the start, the end or the existence of the job; None if they agree."""
    if subject not in claim["conflicts"]:
        return None
    if subject == Conflict.EXISTENCE:
        return Disagreement(Grade.FACT, fact="they had this job")
    if subject == Conflict.END and claim["end_state"] == EndState.ENDED and job["end_state"] == EndState.ONGOING:
        return Disagreement(Grade.FACT, fact="it has ended")
    days, is_vague = max(_distances(claim, job, subject))
    grade = Grade.DAYS if days <= MAX_DAYS else Grade.MONTHS if days < DAYS_IN_A_YEAR else Grade.YEARS
    return Disagreement(grade, days, is_vague=is_vague)


def worst_disagreement(claim: Claim, job: Job) -> Disagreement | None:
    """The worst of a claim."""
    return max(filter(None, (disagreement(claim, job, subject) for subject in Conflict.values)), default=None)


def _distances(claim: Claim, job: Job, subject: str) -> Iterator[tuple[int, bool]]:
    """The days between each two dates that are in the wrong order, or differ where they should be the same; and if these are vague."""
    start, end = to_partial_date(job["start"]), to_partial_date(job["end"])
    published = to_partial_date(claim["source"]["published"] if claim["end_state"] == EndState.ONGOING else None)
    if subject == Conflict.START:
        claimed = to_partial_date(claim["start"])
        pairs = [(claimed, start), (start, claimed), (end, claimed), (published, start)]
    else:
        claimed = to_partial_date(claim["end"])
        pairs = [(claimed, end), (end, claimed), (claimed, start), (end, published)]
    yield from ((_gap(*pair), not all(day.earliest == day.latest for day in pair)) for pair in pairs)


def _gap(one: PartialDate, other: PartialDate) -> int:
    """The fewest days from one date to a later one; 0 if it isn't later."""
    first, last = one.latest or date.max, other.earliest or date.min
    return (last - first).days if first < last else 0
