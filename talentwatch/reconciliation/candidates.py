"""Answers to a batch of queries: candidates with scores, and which of them is a match that nobody has to check."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from talentwatch.matching.similarity import MAX_OF_SIMILAR, SAME, WORDS_TO_TELL
from talentwatch.reconciliation.constraints import Constraints
from talentwatch.reconciliation.entities import TYPES, EntityRef, EntityType, find
from talentwatch.reconciliation.entity_records import about, load
from talentwatch.reconciliation.name_index import FINDING_ONLY, type_names
from talentwatch.reconciliation.queries import Query
from talentwatch.text import search_key

MIN_MATCH_SCORE = 92
MIN_LEAD = 5  # over the next candidate
CONSTRAINT_PENALTY = 15  # for each constraint that doesn't hold


@dataclass(frozen=True)
class Candidate:
    """A record that may be meant, and why."""

    type: EntityType
    record: Any
    name_score: float
    met: tuple[str, ...] = ()  # ids of the constraints that hold
    unmet: tuple[str, ...] = ()
    is_identified: bool = False
    is_match: bool = False

    @property
    def score(self) -> float:
        if self.is_identified:
            return SAME
        return max(round(self.name_score - CONSTRAINT_PENALTY * len(self.unmet), 1), 0)

    @property
    def rank(self) -> tuple[Any, ...]:
        return (not self.is_identified, -self.score, -len(self.met), self.type.id, self.record.slug)

    def as_json(self) -> dict[str, Any]:
        description = about(self.record)
        return {
            "id": self.type.id_of(self.record.slug),
            "name": self.record.name,
            **({"description": description} if description else {}),
            "type": [self.type.reference()],
            "score": self.score,
            "features": [
                {"id": "name", "value": round(self.name_score, 1)},
                *({"id": name, "value": True} for name in self.met),
                *({"id": name, "value": False} for name in self.unmet),
            ],
            "match": self.is_match,
        }


class Batch:
    """The queries of one request, and everything read for them in a constant number of database queries."""

    def __init__(self, queries: Mapping[str, Query]) -> None:
        self.queries = queries
        self.constraints = Constraints.read(pair for query in queries.values() for pair in query.constraints)
        self.by_id = find({query.text for query in queries.values() if ":" in query.text})
        types = {entity_type for query in queries.values() for entity_type in query.types}
        self.names = {entity_type: type_names(entity_type) for entity_type in types}
        self.proposals = {key: self._propose(query) for key, query in queries.items()}
        proposals = {ref for refs in self.proposals.values() for ref in refs}
        self.records = {
            entity_type: load(entity_type, {pk for other, pk in proposals if other is entity_type})
            for entity_type in TYPES.values()
        }

    def answer(self) -> dict[str, Any]:
        """The candidates of each query, the most likely first."""
        return {
            key: {"result": [candidate.as_json() for candidate in self._candidates(query, key)[: query.limit]]}
            for key, query in self.queries.items()
        }

    def _propose(self, query: Query) -> set[EntityRef]:
        """The records that may be meant: by a similar name, by an id in place of a name, or by an identifier."""
        key = search_key(query.text)
        similar = {(each, pk) for each in query.types for pk in self.names[each].index.nearest(key)}
        by_id = {self.by_id[query.text]} if query.text in self.by_id else set()
        identified = {ref for constraint in query.constraints for ref in self.constraints.identified_by(constraint)}
        return similar | {ref for ref in by_id | identified if ref[0] in query.types}

    def _candidates(self, query: Query, key: str) -> list[Candidate]:
        candidates = []
        for ref in self.proposals[key]:
            entity_type, pk = ref
            # The index may lag behind: a record that was withdrawn meanwhile isn't loaded.
            if record := self.records[entity_type].get(pk):
                is_id = self.by_id.get(query.text) == ref
                candidates.append(self._candidate(query, entity_type, record, is_id=is_id))
        ranked = sorted(
            (candidate for candidate in candidates if candidate.score), key=lambda candidate: candidate.rank
        )
        if ranked and is_match(query, ranked):
            ranked[0] = replace(ranked[0], is_match=True)
        return ranked

    def _candidate(self, query: Query, entity_type: EntityType, record: Any, *, is_id: bool) -> Candidate:
        results = [
            (prop, self.constraints.holds((prop, values), entity_type, record)) for prop, values in query.constraints
        ]
        met = tuple(dict.fromkeys(prop.id for prop, holds in results if holds))
        unmet = tuple(dict.fromkeys(prop.id for prop, holds in results if holds is False))
        has_same_id = any(prop.identifies and holds for prop, holds in results)
        has_other_id = any(prop.identifies and holds is False for prop, holds in results)
        score = name_score(search_key(query.text), record, self.names[entity_type].known_words)
        return Candidate(entity_type, record, score, met, unmet, (is_id or has_same_id) and not has_other_id)


def name_score(key: str, record: Any, known_words: Container[str]) -> float:
    """The best score of all names of a record. A name that is for finding only is never more than similar."""
    comparison = record.comparison
    name = comparison.parse(key)
    if not name.words:
        return 0
    best = comparison.similarity(name, comparison.parse(record.search_key), known_words)
    for other in record.all_names:
        score = comparison.similarity(name, comparison.parse(other.search_key), known_words)
        best = max(best, min(score, MAX_OF_SIMILAR) if other.kind in FINDING_ONLY else score)
    return best


def is_match(query: Query, ranked: Iterable[Candidate]) -> bool:
    """Whether the first candidate needs no check: it stands out, its name says enough, and no constraint is unmet."""
    best, *others = ranked
    if best.is_identified:
        return not any(candidate.is_identified for candidate in others)
    name = best.type.model.comparison.parse(search_key(query.text))
    is_exact_word = name.is_one_word and best.name_score == SAME and query.is_typed
    is_ahead = not others or best.score - others[0].score >= MIN_LEAD
    says_enough = len(name.full) >= WORDS_TO_TELL or is_exact_word
    return says_enough and is_ahead and best.name_score >= MIN_MATCH_SCORE and not best.unmet
