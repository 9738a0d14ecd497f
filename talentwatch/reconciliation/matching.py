"""Answering a batch: candidates with scores, and which of them is a match that needs no human eye."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from talentwatch.reconciliation.constraints import Constraints
from talentwatch.reconciliation.entities import PERSON, TYPES, EntityType, Found, find
from talentwatch.reconciliation.names import FINDING_ONLY, names_of
from talentwatch.reconciliation.queries import Query
from talentwatch.reconciliation.records import about, load
from talentwatch.reconciliation.resemblance import MAX_OF_SIMILAR, SAME, Folded, resemblance

MATCH = 92  # the least score of a match
MARGIN = 5  # and how far ahead of the next candidate it must be
AGAINST = 15  # what each constraint that doesn't hold takes away


@dataclass(frozen=True)
class Candidate:
    """A record that may be meant, and why."""

    type: EntityType
    record: Any
    name_score: float
    holding: tuple[str, ...] = ()  # the constraints that do
    against: tuple[str, ...] = ()  # and that don't
    is_identified: bool = False
    is_match: bool = False

    @property
    def score(self) -> float:
        return SAME if self.is_identified else max(round(self.name_score - AGAINST * len(self.against), 1), 0)

    @property
    def order(self) -> tuple[Any, ...]:
        return (not self.is_identified, -self.score, -len(self.holding), self.type.id, self.record.slug)

    def as_json(self) -> dict[str, Any]:
        told = about(self.record)
        return {
            "id": self.type.id_of(self.record.slug),
            "name": self.record.name,
            **({"description": told} if told else {}),
            "type": [self.type.reference()],
            "score": self.score,
            "features": [
                {"id": "name", "value": round(self.name_score, 1)},
                *({"id": name, "value": True} for name in self.holding),
                *({"id": name, "value": False} for name in self.against),
            ],
            "match": self.is_match,
        }


class Batch:
    """The queries of one request, with all that has to be read for them: a constant number of database queries."""

    def __init__(self, queries: Mapping[str, Query]) -> None:
        self.queries = queries
        self.constraints = Constraints.read(one for query in queries.values() for one in query.constraints)
        self.by_id = find({query.text for query in queries.values() if ":" in query.text})
        self.names = {one: names_of(one) for one in {one for query in queries.values() for one in query.types}}
        self.proposed = {key: self._propose(query) for key, query in queries.items()}
        wanted = {found for every in self.proposed.values() for found in every}
        self.records = {one: load(one, {pk for other, pk in wanted if other is one}) for one in TYPES.values()}

    def answer(self) -> dict[str, Any]:
        """The candidates of each query, the likeliest first."""
        ranked = {key: self._rank(query, self.proposed[key]) for key, query in self.queries.items()}
        return {
            key: {"result": [one.as_json() for one in found[: self.queries[key].limit]]}
            for key, found in ranked.items()
        }

    def _propose(self, query: Query) -> set[Found]:
        """Who may be meant: by a name near this one, by the id that stands for a name, or by an identifier."""
        near = {(one, pk) for one in query.types for pk in self.names[one].near(folded(query, one))}
        named = {self.by_id[query.text]} if query.text in self.by_id else set()
        having = {found for one in query.constraints for found in self.constraints.having(one)}
        return near | {found for found in named | having if found[0] in query.types}

    def _rank(self, query: Query, proposed: Iterable[Found]) -> list[Candidate]:
        rows = [(one, self.records[one].get(pk), self.by_id.get(query.text) == (one, pk)) for one, pk in proposed]
        weighed = [self._weigh(query, one, row, is_named=named) for one, row, named in rows if row]
        ranked = sorted((one for one in weighed if one.score), key=lambda one: one.order)
        if ranked and is_safe(query, ranked):
            ranked[0] = replace(ranked[0], is_match=True)
        return ranked

    def _weigh(self, query: Query, one: EntityType, record: Any, *, is_named: bool) -> Candidate:
        told = [(prop, self.constraints.hold((prop, values), one, record)) for prop, values in query.constraints]
        holding = tuple(dict.fromkeys(prop.id for prop, holds in told if holds))
        against = tuple(dict.fromkeys(prop.id for prop, holds in told if holds is False))
        equal = any(prop.identifies and holds for prop, holds in told)
        unequal = any(prop.identifies and holds is False for prop, holds in told)
        score = name_score(folded(query, one), record, self.names[one].words)
        return Candidate(one, record, score, holding, against, (is_named or equal) and not unequal)


def folded(query: Query, one: EntityType) -> Folded:
    return Folded.of(query.text, has_initials=one is PERSON)


def name_score(asked: Folded, record: Any, known_words: Container[str]) -> float:
    """The best of all its names; a name that is for finding only is never more than similar."""
    if not asked.words:
        return 0
    has_initials = asked.has_initials
    scores = [resemblance(asked, Folded.of(record.name, has_initials=has_initials), known_words)]
    for name in record.all_names:
        score = resemblance(asked, Folded.of(name.text, has_initials=has_initials), known_words)
        scores.append(min(score, MAX_OF_SIMILAR) if name.kind in FINDING_ONLY else score)
    return max(scores)


def is_safe(query: Query, ranked: list[Candidate]) -> bool:
    """Whether the first candidate can be taken without a look: it alone, for sure, and nothing given is against it."""
    best, rest = ranked[0], ranked[1:]
    if best.is_identified:
        return not any(one.is_identified for one in rest)
    asked = folded(query, best.type)
    says_enough = asked.tells or (asked.is_one_word and best.name_score == SAME and query.is_typed)
    is_ahead = not rest or best.score - rest[0].score >= MARGIN
    return says_enough and is_ahead and best.name_score >= MATCH and not best.against
