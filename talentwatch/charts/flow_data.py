"""Flows as links between labs: summed over periods, the small labs put together, what nobody knows kept apart."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

UNKNOWN, OTHERS = "?", "*"  # no slug is either
NAMES = {UNKNOWN: "not known", OTHERS: "others"}


@dataclass(frozen=True)
class FlowCount:
    """How many people: certainly, and possibly (those who certainly moved among them)."""

    certain: int = 0
    possible: int = 0

    def __add__(self, other: "FlowCount") -> "FlowCount":
        return FlowCount(self.certain + other.certain, self.possible + other.possible)

    def __str__(self) -> str:
        return str(self.certain) if self.certain == self.possible else f"{self.certain}–{self.possible}"


@dataclass
class FlowData:
    """Counts by origin and destination (slugs, UNKNOWN or OTHERS), and what those are called."""

    counts: dict[tuple[str, str], FlowCount] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, origin: str, destination: str, count: FlowCount) -> None:
        if count.possible:
            self.counts[origin, destination] = self.counts.get((origin, destination), FlowCount()) + count

    @property
    def total(self) -> FlowCount:
        return sum(self.counts.values(), FlowCount())

    def side(self, end: int) -> dict[str, FlowCount]:
        """What leaves each origin (0), or comes to each destination (1): most first; the others, the unknown last."""
        sums: dict[str, FlowCount] = {}
        for pair, count in self.counts.items():
            sums[pair[end]] = sums.get(pair[end], FlowCount()) + count
        return dict(sorted(sums.items(), key=lambda item: (_last(item[0]), -item[1].possible, item[0])))

    def labs(self) -> list[str]:
        """All that are an origin or a destination, in the same order."""
        sums: Counter[str] = Counter()
        for pair, count in self.counts.items():
            for lab in set(pair):
                sums[lab] += count.possible
        return sorted(sums, key=lambda lab: (_last(lab), -sums[lab], lab))


def _last(lab: str) -> int:
    return {OTHERS: 1, UNKNOWN: 2}.get(lab, 0)


def flows_of(rows: Iterable[Mapping[str, Any]], most: int) -> FlowData:
    """The flows between the `most` labs with the most moves; one beyond them is no “others”, so it is kept too."""
    whole = FlowData(names=dict(NAMES))
    for row in rows:
        ends = [_end(row[name], whole.names) for name in ("origin", "destination")]
        certain = row["certain"]
        whole.add(ends[0], ends[1], FlowCount(certain, max(certain, row["possible"])))
    labs = [lab for lab in whole.labs() if lab not in NAMES]
    small = set(labs[most:]) if len(labs) > most + 1 else set()
    return _put_together(whole, small) if small else whole


def _end(lab: Mapping[str, str] | None, names: dict[str, str]) -> str:
    if lab is None:
        return UNKNOWN
    names[lab["slug"]] = lab["name"]
    return lab["slug"]


def _put_together(whole: FlowData, small: set[str]) -> FlowData:
    found = FlowData(names={**whole.names, OTHERS: f"{len(small)} others"})
    for (origin, destination), count in whole.counts.items():
        found.add(OTHERS if origin in small else origin, OTHERS if destination in small else destination, count)
    return found
