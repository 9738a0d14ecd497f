"""What is proposed: a person who left, joined, or both, with the place in the article that each cell rests on."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from talentwatch.articles.reading.folding import script_of
from talentwatch.articles.reading.mentions import Mention
from talentwatch.articles.reading.service_lengths import start_from
from talentwatch.dates import UNKNOWN, PartialDate

MAX_PASSAGE = 300  # characters
MAX_ROWS_OF_ONE = 20  # rows of one person; nobody changes jobs that often in an article
Place = tuple[int, int]
REPORTED, ANNOUNCED, RUMOURED, DENIED = "reported", "announced", "rumoured", "denied"


@dataclass(frozen=True)
class Side:
    """One end of a move: the organization left, or the one joined."""

    organization: Mention
    place: Place
    title: str = ""
    role: str = ""
    title_place: Place | None = None
    date: PartialDate = UNKNOWN  # the end of what was left, the start of what was joined
    date_place: Place | None = None
    months: int = 0
    months_place: Place | None = None
    is_over: bool = True  # left: not only announced; joined: begun
    left_for: str = ""
    end_reason: str = ""
    reason_place: Place | None = None

    def filled_from(self, other: "Side") -> "Side":
        """With what only the other one knows."""
        side = self
        if not side.title and other.title:
            side = replace(side, title=other.title, role=other.role, title_place=other.title_place)
        if not side.date and other.date:
            side = replace(side, date=other.date, date_place=other.date_place)
        if not side.months and other.months:
            side = replace(side, months=other.months, months_place=other.months_place)
        if not side.left_for and not side.end_reason and (other.left_for or other.end_reason):
            side = replace(side, left_for=other.left_for, end_reason=other.end_reason, reason_place=other.reason_place)
        return side


@dataclass(frozen=True)
class ReportedMove:
    """One row."""

    person: Mention
    passage: Place
    left: Side | None = None
    joined: Side | None = None
    stance: str = REPORTED
    event: str = ""
    is_proposed: bool = True  # False: background ("formerly of"), which makes a row only beside something that is
    native: str = ""
    extra: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)


def same_organization(one: Side | None, other: Side | None) -> bool:
    return one is not None and other is not None and one.organization.key == other.organization.key


def is_compatible(one: ReportedMove, other: ReportedMove) -> bool:
    """Both can be one row: nothing in them differs."""
    for here, there in ((one.left, other.left), (one.joined, other.joined)):
        if here and there and not (same_organization(here, there) and here.date.overlaps(there.date)):
            return False
    denied = {one.stance, other.stance}
    shares = same_organization(one.left, other.left) or same_organization(one.joined, other.joined)
    return shares and one.person.key == other.person.key and (DENIED not in denied or len(denied) == 1)


def weight(move: ReportedMove) -> int:
    """How much a row says."""
    sides = [side for side in (move.left, move.joined) if side]
    return sum(2 + bool(side.date) + bool(side.title) + bool(side.months) for side in sides) + bool(move.event)


def merge_moves(moves: list[ReportedMove]) -> list[ReportedMove]:
    """One row for all that says the same of a person; the one that says most gives the passage."""
    rows_by_person: dict[str, list[ReportedMove]] = defaultdict(list)
    for move in sorted(moves, key=lambda move: -weight(move)):
        rows = rows_by_person[move.person.key]
        for place, other in enumerate(rows):
            if is_compatible(other, move):
                left, joined = filled(other.left, move.left), filled(other.joined, move.joined)
                rows[place] = replace(other, left=left, joined=joined, event=other.event or move.event)
                break
        else:
            if len(rows) < MAX_ROWS_OF_ONE:
                rows.append(move)
    return sorted(
        (move for rows in rows_by_person.values() for move in rows if move.is_proposed), key=lambda move: move.passage
    )


def filled(side: Side | None, other: Side | None) -> Side | None:
    return side.filled_from(other) if side and other else side or other


def move_as_json(
    move: ReportedMove, native: dict[str, str], language: str, published: PartialDate | None
) -> dict[str, Any]:
    """The row as the screen reads it."""
    cells: dict[str, list[int]] = {"person": [move.person.start, move.person.end]}
    left: dict[str, Any] | None = None
    joined: dict[str, Any] | None = None
    if move.left:
        left = _left_as_json(move.left, move.stance, published)
        _add_cells(cells, "left", move.left, "end")
    if move.joined:
        side = move.joined
        joined = {
            "organization": _record(side.organization),
            "title": side.title,
            "role": side.role,
            "start": str(side.date),
            "end_state": "ongoing" if side.is_over and move.stance != DENIED else "unknown",
        }
        _add_cells(cells, "joined", side, "start")
    return {
        "person": person_as_json(move.person, native, language),
        "left": left,
        "joined": joined,
        "stance": move.stance,
        "event": move.event,
        "event_date": _event_date(move, left, joined, published),
        "passage": list(move.passage),
        "cells": cells,
    }


def _event_date(
    move: ReportedMove, left: dict[str, Any] | None, joined: dict[str, Any] | None, published: PartialDate | None
) -> str | None:
    """The planned day of a departure; empty if the cells say the day, if anything; None if it hasn't happened and nobody knows when."""
    has_left = left is not None and bool(left["end"])
    has_joined = joined is not None and (joined["end_state"] == "ongoing" or bool(joined["start"]))
    if has_left or has_joined:
        return ""
    planned = move.left.date if move.left and move.stance != DENIED else UNKNOWN
    return str(_planned_day(planned, published)) or None


def _planned_day(date: PartialDate, published: PartialDate | None) -> PartialDate:
    """Announced on 28 May for the end of May: not before that day. Unknown if it isn't sure that it lies ahead."""
    if not published or not published.earliest or not date.latest or date.latest < published.earliest:
        return UNKNOWN
    return PartialDate(max(date.earliest or published.earliest, published.earliest), date.latest)


def _left_as_json(side: Side, stance: str, published: PartialDate | None) -> dict[str, Any]:
    end = side.date
    is_over = side.is_over and stance != DENIED and (bool(end) or stance != RUMOURED)
    if is_over and not end and published and published.latest:
        # Whoever is reported to have left has left by then.
        end = PartialDate(None, published.latest)
    return {
        "organization": _record(side.organization),
        "title": side.title,
        "role": side.role,
        "start": str(start_from(side.date, side.months)) if side.months else "",
        "end": str(end) if is_over else "",
        "end_state": "ended" if is_over else "unknown",
        "stated_months": side.months or None,
        "left_for": side.left_for,
        "end_reason": side.end_reason,
    }


def _add_cells(cells: dict[str, list[int]], name: str, side: Side, date_cell: str) -> None:
    cells[f"{name}.organization"] = list(side.place)
    rests = {"title": side.title_place, date_cell: side.date_place, "stated_months": side.months_place}
    rests["left_for" if side.left_for else "end_reason"] = side.reason_place
    for cell, place in rests.items():
        if place:
            cells[f"{name}.{cell}"] = list(place)


def _record(mention: Mention) -> dict[str, Any]:
    return {"slug": mention.slug, "name": mention.name}


def person_as_json(person: Mention, native: dict[str, str], language: str) -> dict[str, Any]:
    """A person without a Latin name in the article goes by the native one, until the editor enters a Latin one."""
    own = native.get(person.name, "")
    if not own and person.slug is None and not any("LATIN" in script for script in _scripts(person.name)):
        own = person.name
    return {"slug": person.slug, "name": person.name, "native_name": own, "language": language if own else ""}


def _scripts(name: str) -> set[str]:
    return {script_of(letter) for letter in name}
