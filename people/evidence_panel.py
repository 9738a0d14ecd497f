"""An employment's claims beside the desk's conclusion: where they agree, which sources are independent, and why the employment
has its confidence. Pure: the functions look at the claims they are given, and know no database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from people.evidence import Confidence, Conflict, EndState, Stance, confidence_of, conflicts_of
from talentwatch.dates import PartialDate
from talentwatch.phrases import format_date, format_number
from talentwatch.text import isolate_bidi

UNCOUNTED = "Source not published yet"  # the confidence of a record that cites sources, none of them published


class Agreement(StrEnum):
    """How a date of a claim agrees with the conclusion, as the desk reads it."""

    SAME = "the same"
    MORE = "more precise"
    LESS = "less precise"
    COMPATIBLE = "compatible"
    CONFLICT = "conflict"
    SILENT = "not stated"


@dataclass(frozen=True)
class DateComparison:
    """The start or the end (`side`) that a claim gives, beside that of the conclusion."""

    side: str
    text: str
    agreement: Agreement
    can_be_adopted: bool


@dataclass(frozen=True)
class ClaimComparison:
    """A claim beside the conclusion; `independence` says whether its source counts as a publisher of its own."""

    claim: Any
    independence: str
    dates: tuple[DateComparison, ...]
    denies: bool

    @property
    def has_conflict(self) -> bool:
        return self.denies or any(date.agreement is Agreement.CONFLICT for date in self.dates)


def compare_claims(claims: Iterable[Any], conclusion: Any) -> list[ClaimComparison]:
    """A comparison for each claim, those of published sources first."""
    return [
        ClaimComparison(
            claim,
            independence(claim.source),
            (_compare_start(claim, conclusion), _compare_end(claim, conclusion)),
            denies=claim.stance == Stance.DENIED,
        )
        for claim in sorted(claims, key=lambda claim: not claim.source.is_published)
    ]


def _compare_start(claim: Any, conclusion: Any) -> DateComparison:
    agreement = compare_dates(claim.start, conclusion.start)
    if Conflict.START in conflicts_of(claim, conclusion):
        agreement = Agreement.CONFLICT
    return DateComparison(
        "start", format_date(claim.start), agreement, bool(claim.start) and _can_be_adopted(claim, agreement)
    )


def _compare_end(claim: Any, conclusion: Any) -> DateComparison:
    if Conflict.END in conflicts_of(claim, conclusion):
        agreement = Agreement.CONFLICT
    elif claim.end_state == EndState.UNKNOWN:
        agreement = Agreement.SILENT
    elif claim.end_state == conclusion.end_state:
        agreement = compare_dates(claim.end, conclusion.end) if claim.end else Agreement.SAME
    else:
        # Either the desk leaves open what the source says, or the job ended after the source called it ongoing.
        agreement = Agreement.COMPATIBLE if conclusion.end else Agreement.MORE
    is_stated = claim.end_state != EndState.UNKNOWN
    return DateComparison("end", end_text(claim), agreement, is_stated and _can_be_adopted(claim, agreement))


def _can_be_adopted(claim: Any, agreement: Agreement) -> bool:
    return agreement is not Agreement.SAME and claim.stance != Stance.DENIED


def end_text(tenure: Any) -> str:
    """“June 2023” or “ongoing”; empty if the end isn't known."""
    if tenure.end:
        return format_date(tenure.end)
    return "" if tenure.end_state == EndState.UNKNOWN else str(EndState(tenure.end_state).label).lower()


def compare_dates(claimed: PartialDate, concluded: PartialDate) -> Agreement:
    """How the date of a claim agrees with that of the conclusion."""
    if not claimed:
        return Agreement.SILENT
    if claimed == concluded:
        return Agreement.SAME
    if not claimed.overlaps(concluded):
        return Agreement.CONFLICT
    narrowed = claimed.narrowed(concluded)
    if narrowed == claimed:
        return Agreement.MORE
    return Agreement.LESS if narrowed == concluded else Agreement.COMPATIBLE


def independence(source: Any) -> str:
    """“independent”, “repeats Fortune”, or that the source doesn't count."""
    if not source.is_published:
        return "not counted: this source isn’t published"
    original = source.original()
    return "independent" if original == source else f"repeats {publisher_name(original)}"


def publisher_name(source: Any) -> str:
    return isolate_bidi(source.publisher) or str(source)


def adopted_values(claim: Any, side: str, *, has_next: bool) -> dict[str, str]:
    """The values of the employment's form fields once it adopts the start or the end (`side`) of a claim.

    If it `has_next`, another job came from it: its source may not have known that.
    """
    if side == "start":
        return {"start": str(claim.start)}
    values = {"end_state": claim.end_state, "end": str(claim.end)}
    for name in ("end_reason", "left_for"):
        # What this source doesn't say stays as the desk has it, unless the job hasn't ended.
        if claim.end_state != EndState.ENDED or (getattr(claim, name) and not (has_next and name == "left_for")):
            values[name] = getattr(claim, name)
    return values


def explain_confidence(evidence: Iterable[Any]) -> str:
    """The confidence that claims or citations make, with the reason: “Confirmed: reported by two independent publishers,
    Fortune and Calcalist; three repeat Fortune.”"""
    items = list(evidence)
    published = [item for item in items if item.source.is_published]
    confidence = confidence_of(published)
    repeated = Counter(
        publisher_name(item.source.original()) for item in published if item.source.original() != item.source
    )
    clauses = [_reason(confidence, published)]
    clauses += [
        f"{format_number(count)} {'repeats' if count == 1 else 'repeat'} {name}" for name, count in repeated.items()
    ]
    if unpublished := len(items) - len(published):
        clauses.append(f"{format_number(unpublished)} not counted, because the source isn’t published")
    label = UNCOUNTED if unpublished and confidence is Confidence.UNSOURCED else confidence.label
    return f"{label}: {'; '.join(clauses)}."


def _reason(confidence: Confidence, evidence: list[Any]) -> str:
    # Each independent publisher once, called as the source at the root of the chain calls it.
    publishers: dict[str, dict[str, str]] = {stance: {} for stance in Stance}
    for item in evidence:
        publishers[item.stance][item.source.original_publisher_key()] = publisher_name(item.source.original())
    announced, reported, rumoured, denied = (
        list(publishers[stance].values())
        for stance in (Stance.ANNOUNCED, Stance.REPORTED, Stance.RUMOURED, Stance.DENIED)
    )
    if denied:
        supporting = list(dict.fromkeys([*announced, *reported, *rumoured]))
        support = f"supported by {join_names(supporting)}" if supporting else "supported by no source"
        return f"denied by {join_names(denied)}, and {support}"
    if announced:
        reports = f", and reported by {join_names(reported)}" if reported else ""
        return f"announced by the person or the organization, in {join_names(announced)}{reports}"
    if confidence is Confidence.CONFIRMED:
        return f"reported by {format_number(len(reported))} independent publishers, {join_names(reported)}"
    if reported:
        return f"reported by one independent publisher, {reported[0]}"
    return f"only a rumour, in {join_names(rumoured)}" if rumoured else "no published source mentions it"


def join_names(names: list[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
