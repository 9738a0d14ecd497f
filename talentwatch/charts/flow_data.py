"""Flows between labs for a chart: summed over periods, small labs combined into others, unknown ends kept apart."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

UNKNOWN, OTHERS = "?", "*"  # neither is a slug
NAMES = {UNKNOWN: "none known", OTHERS: "others"}


@dataclass(frozen=True)
class MoveTotal:
    """How many moves are certain, and how many are possible, the certain ones included."""

    certain: int = 0
    possible: int = 0

    def __add__(self, other: "MoveTotal") -> "MoveTotal":
        return MoveTotal(self.certain + other.certain, self.possible + other.possible)

    def __str__(self) -> str:
        return str(self.certain) if self.certain == self.possible else f"{self.certain}–{self.possible}"


@dataclass(frozen=True)
class MoveList:
    """The list of the moves that a chart counts: its address, open to more filters, and the places that were asked for.

    Places are slugs by filter: origin, destination, or organization for either side; the address has none of them. `are_labs`
    if they are labs of the chart, and not organizations whose parts it shows, or parts of its labs.
    """

    address: str = ""
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)
    are_labs: bool = True

    def address_of(self, **ends: str) -> str:
        """Of the moves with this origin, destination or both; empty if no filters find just those."""
        if not self.address:
            return ""
        filters = dict(ends)
        if len(ends) == 1:
            [(side, lab)] = ends.items()
            opposite = {"origin": "destination", "destination": "origin"}[side]
            either = self.places.get("organization", ())
            asked = [places for places in (self.places.get(opposite, ()), () if lab in either else either) if places]
            if asked and (len(asked) > 1 or not self.are_labs):
                return ""
            if asked:
                filters[opposite] = ",".join(asked[0])
        return f"{self.address}{urlencode(sorted(filters.items(), reverse=True), safe=',')}"


NO_LIST = MoveList()


@dataclass
class FlowData:
    """Counts by origin and destination (slugs, UNKNOWN or OTHERS), the names of those, and the list of all these moves."""

    counts: dict[tuple[str, str], MoveTotal] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    move_list: MoveList = NO_LIST

    def add(self, origin: str, destination: str, count: MoveTotal) -> None:
        if count.possible:
            self.counts[origin, destination] = self.counts.get((origin, destination), MoveTotal()) + count

    @property
    def total(self) -> MoveTotal:
        return sum(self.counts.values(), MoveTotal())

    def side(self, end: int) -> dict[str, MoveTotal]:
        """The sums by origin (0) or destination (1): the largest first, others and unknown last."""
        sums: dict[str, MoveTotal] = {}
        for pair, count in self.counts.items():
            sums[pair[end]] = sums.get(pair[end], MoveTotal()) + count
        return dict(sorted(sums.items(), key=lambda item: (_rank(item[0]), -item[1].possible, item[0])))

    def labs(self) -> list[str]:
        """All origins and destinations, in the same order."""
        sums: Counter[str] = Counter()
        for pair, count in self.counts.items():
            for lab in set(pair):
                sums[lab] += count.possible
        return sorted(sums, key=lambda lab: (_rank(lab), -sums[lab], lab))

    def address(self, **ends: str) -> str:
        """The list of the moves with this origin, destination or both; empty if no filters find just those."""
        return "" if NAMES.keys() & set(ends.values()) else self.move_list.address_of(**ends)


def _rank(lab: str) -> int:
    return {OTHERS: 1, UNKNOWN: 2}.get(lab, 0)


def sum_flows(rows: Iterable[Mapping[str, Any]], max_labs: int, move_list: MoveList = NO_LIST) -> FlowData:
    """The flows between the `max_labs` labs with the most moves; the rest are combined."""
    flows = FlowData(names=dict(NAMES), move_list=move_list)
    for row in rows:
        ends = []
        for lab in (row["origin"], row["destination"]):
            ends.append(lab["slug"] if lab else UNKNOWN)
            flows.names |= {lab["slug"]: lab["name"]} if lab else {}
        flows.add(ends[0], ends[1], MoveTotal(row["certain"], max(row["certain"], row["possible"])))
    labs = [lab for lab in flows.labs() if lab not in NAMES]
    # A single lab beyond the limit is no shorter as “others”.
    small = set(labs[max_labs:]) if len(labs) > max_labs + 1 else set()
    if not small:
        return flows
    combined = FlowData(names={**flows.names, OTHERS: f"{len(small)} others"}, move_list=move_list)
    for (origin, destination), count in flows.counts.items():
        combined.add(OTHERS if origin in small else origin, OTHERS if destination in small else destination, count)
    return combined
