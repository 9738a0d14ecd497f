"""Where the sources on one job agree and where they don't, in sentences that count them. Pure: it works on claims."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from people.evidence import Conflict, EndState, Stance
from talentwatch.dates import PartialDate
from talentwatch.phrases import format_date, format_number, to_partial_date
from talentwatch.site.disagreement import Disagreement, disagreement

Claim = Mapping[str, Any]  # as the API serves it
TITLES = {Conflict.START: "Start", Conflict.END: "End", Conflict.EXISTENCE: "The job itself"}


@dataclass(frozen=True)
class SourceAgreement:
    """What the sources say about the start, the end or the existence of a job.

    With the worst disagreement of a claim that can't be true together with the conclusion.
    """

    subject: Conflict
    sentence: str
    disagreement: Disagreement | None

    @property
    def title(self) -> str:
        return TITLES[self.subject]


def agreements(job: Mapping[str, Any]) -> list[SourceAgreement]:
    """One for each subject that a source mentions; existence only if a source denies it."""
    claims: list[Claim] = list(job["claims"])
    asserting = [claim for claim in claims if claim["stance"] != Stance.DENIED]
    sentences = {
        Conflict.START: _start_sentence(asserting),
        Conflict.END: _end_sentence(asserting),
        Conflict.EXISTENCE: _existence_sentence(len(asserting), len(claims) - len(asserting)),
    }
    return [
        SourceAgreement(subject, sentence, _worst(disagreement(claim, job, subject) for claim in claims))
        for subject, sentence in sentences.items()
        if sentence
    ]


def _worst(disagreements: Iterable[Disagreement | None]) -> Disagreement | None:
    return max(filter(None, disagreements), default=None)


def _start_sentence(claims: list[Claim]) -> str:
    dates = [start for claim in claims if (start := to_partial_date(claim["start"]))]
    return _count_sources(_tally(dates), silent=len(claims) - len(dates))


def _end_sentence(claims: list[Claim]) -> str:
    dates = [to_partial_date(claim["end"]) for claim in claims if claim["end_state"] == EndState.ENDED]
    ongoing = [claim["source"]["published"] for claim in claims if claim["end_state"] == EndState.ONGOING]
    counts = _tally(dates)
    if ongoing:
        latest = max(map(to_partial_date, ongoing), key=lambda day: day.latest or date.min)
        day = f"most recently {format_date(latest)}" if len(ongoing) > 1 else format_date(latest)
        counts.append((len(ongoing), f"they are still there ({day})" if latest else "they are still there"))
    return _count_sources(counts, silent=len(claims) - len(dates) - len(ongoing))


def _existence_sentence(asserting: int, denying: int) -> str:
    if not denying:
        return ""
    if asserting:
        return f"{_sources(asserting, 'reports', 'report')} it, {_number(denying, 'denies', 'deny')} it."
    return f"{_sources(denying, 'denies', 'deny')} it; no other source mentions it."


def _tally(dates: list[PartialDate]) -> list[tuple[int, str]]:
    """Each date with the number of sources that give it: the most sources first, then the earliest date."""
    counts = sorted(Counter(dates).items(), key=lambda pair: (-pair[1], str(pair[0])))
    return [(count, format_date(when)) for when, count in counts]


def _count_sources(counts: list[tuple[int, str]], *, silent: int) -> str:
    """“Two sources say June 2023, one says May 2025. One doesn’t say.”; empty without counts."""
    if not counts:
        return ""
    (first, statement), *others = counts
    parts = [f"{_sources(first, 'says', 'say')} {statement}"]
    parts += [f"{_number(count, 'says', 'say')} {statement}" for count, statement in others]
    rest = f" {_number(silent, 'doesn’t', 'don’t').capitalize()} say." if silent else ""
    return f"{', '.join(parts)}.{rest}"


def _sources(count: int, singular: str, plural: str) -> str:
    """“Two sources say”, at the start of a sentence."""
    noun = "source" if count == 1 else "sources"
    return f"{format_number(count).capitalize()} {noun} {singular if count == 1 else plural}"


def _number(count: int, singular: str, plural: str) -> str:
    """“two say”, later in the sentence."""
    return f"{format_number(count)} {singular if count == 1 else plural}"
