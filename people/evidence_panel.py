"""A post's claims beside the desk's conclusion: where each agrees, who speaks for themselves, and why the post is as sure as
it is. Pure: it looks at claims as they are handed in, and knows no database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from people.evidence import Confidence, Conflict, EndState, Stance, confidence_of, conflicts_of
from talentwatch.dates import PartialDate
from talentwatch.phrases import format_number
from talentwatch.text import isolated


class Agreement(StrEnum):
    SAME = "the same"
    MORE = "more exact"
    LESS = "less exact"
    COMPATIBLE = "compatible"
    CONFLICT = "conflict"
    SILENT = "doesn’t say"


@dataclass(frozen=True)
class Cell:
    """What a claim says of the start or of the end, and how that goes with the conclusion."""

    side: str
    text: str
    agreement: Agreement
    can_be_adopted: bool


@dataclass(frozen=True)
class Row:
    """One claim, with who really speaks in it."""

    claim: Any
    voice: str
    cells: tuple[Cell, ...]
    denies: bool

    @property
    def has_conflict(self) -> bool:
        return self.denies or any(cell.agreement is Agreement.CONFLICT for cell in self.cells)


def rows_of(claims: Iterable[Any], conclusion: Any) -> list[Row]:
    """A row for each claim, those that count first."""
    told = sorted(claims, key=lambda claim: not claim.source.is_published)
    return [_row(claim, conclusion) for claim in told]


def _row(claim: Any, conclusion: Any) -> Row:
    conflicts = conflicts_of(claim, conclusion)
    return Row(
        claim, voice_of(claim), (_start(claim, conclusion), _end(claim, conclusion)), Conflict.EXISTENCE in conflicts
    )


def _start(claim: Any, conclusion: Any) -> Cell:
    agreement = agreement_of(claim.start, conclusion.start)
    if Conflict.START in conflicts_of(claim, conclusion):
        agreement = Agreement.CONFLICT
    return _cell("start", str(claim.start), agreement, claim, is_dated=bool(claim.start))


def _end(claim: Any, conclusion: Any) -> Cell:
    if Conflict.END in conflicts_of(claim, conclusion):
        agreement = Agreement.CONFLICT
    elif claim.end_state == EndState.UNKNOWN:
        agreement = Agreement.SILENT
    elif claim.end_state == conclusion.end_state:
        agreement = agreement_of(claim.end, conclusion.end) if claim.end else Agreement.SAME
    else:  # the desk leaves open what the source says, or it ended after the source saw it go on
        agreement = Agreement.COMPATIBLE if conclusion.end else Agreement.MORE
    return _cell("end", end_text(claim), agreement, claim, is_dated=claim.end_state != EndState.UNKNOWN)


def _cell(side: str, text: str, agreement: Agreement, claim: Any, *, is_dated: bool) -> Cell:
    can_be_adopted = is_dated and agreement is not Agreement.SAME and claim.stance != Stance.DENIED
    return Cell(side, text, agreement, can_be_adopted)


def end_text(tenure: Any) -> str:
    """“2023-06”, or “ongoing”; empty where nothing is said."""
    if tenure.end:
        return str(tenure.end)
    return "" if tenure.end_state == EndState.UNKNOWN else str(EndState(tenure.end_state).label).lower()


def agreement_of(told: PartialDate, concluded: PartialDate) -> Agreement:
    """How one date goes with another."""
    if not told:
        return Agreement.SILENT
    if told == concluded:
        return Agreement.SAME
    if not told.overlaps(concluded):
        return Agreement.CONFLICT
    narrowed = told.narrowed(concluded)
    if narrowed == told:
        return Agreement.MORE
    return Agreement.LESS if narrowed == concluded else Agreement.COMPATIBLE


def voice_of(claim: Any) -> str:
    """Whether its source speaks for itself, repeats another one, or doesn't count."""
    if not claim.source.is_published:
        return "doesn’t count: the source isn’t published"
    root = claim.source.chain()[-1]
    return "speaks for itself" if root == claim.source else f"repeats {name_of(root)}"


def name_of(source: Any) -> str:
    return isolated(source.publisher) or str(source)


def adopted(claim: Any, side: str) -> dict[str, str]:
    """What stands in the boxes of the post once it says what the claim says of its start or its end."""
    if side == "start":
        return {"start": str(claim.start)}
    return {"end_state": claim.end_state, "end": str(claim.end)}


def why(claims: Iterable[Any]) -> str:
    """Of claims or of citations: “Confirmed: reported by two independent publishers, Fortune and Calcalist; three others
    repeat Fortune.”"""
    told = list(claims)
    counting = [claim for claim in told if claim.source.is_published]
    confidence = confidence_of(counting)
    clauses = [_reason(confidence, counting), *_repetitions(counting)]
    if left := len(told) - len(counting):
        clauses.append(f"{format_number(left)} not counted, because the source isn’t published")
    return f"{confidence.label}: {'; '.join(clauses)}."


def _reason(confidence: Confidence, claims: list[Any]) -> str:
    by = {stance: _voices(claims, stance) for stance in Stance}
    if by[Stance.DENIED]:
        others = _told(by)
        return (
            f"denied by {listed(by[Stance.DENIED])}, and {f'told by {listed(others)}' if others else 'told by nobody'}"
        )
    if by[Stance.ANNOUNCED]:
        return f"announced by themselves, in {listed(by[Stance.ANNOUNCED])}{_also(by[Stance.REPORTED])}"
    reporters = by[Stance.REPORTED]
    if confidence is Confidence.CONFIRMED:
        return f"reported by {format_number(len(reporters))} independent publishers, {listed(reporters)}"
    if reporters:
        return f"by one independent publisher only, {reporters[0]}"
    rumours = by[Stance.RUMOURED]
    return f"no more than a rumour, by {listed(rumours)}" if rumours else "no published source speaks of it"


def _also(reporters: list[str]) -> str:
    return f", and reported by {listed(reporters)}" if reporters else ""


def _told(by: dict[Stance, list[str]]) -> list[str]:
    names = [name for stance, names in by.items() if stance is not Stance.DENIED for name in names]
    return list(dict.fromkeys(names))


def _voices(claims: list[Any], stance: Stance) -> list[str]:
    """Each independent speaker once, by the name at the root of what it says."""
    found = {claim.source.speaker(): name_of(claim.source.chain()[-1]) for claim in claims if claim.stance == stance}
    return list(found.values())


def _repetitions(claims: list[Any]) -> list[str]:
    """Who only repeats, by whom they repeat."""
    roots = Counter(name_of(claim.source.chain()[-1]) for claim in claims if claim.source.chain()[-1] != claim.source)
    return [f"{format_number(count)} {'repeats' if count == 1 else 'repeat'} {root}" for root, count in roots.items()]


def listed(names: list[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
