"""An index of names, for many questions to the same names: the reconciliation service and the import."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from talentwatch.matching.comparison import Comparison, Row
from talentwatch.matching.names import ParsedName
from talentwatch.matching.similarity import SAME

MIN_SIMILARITY = 60  # of 100; below that, a name isn't worth showing
MAX_NEAREST = 60  # records


class NameIndex:
    """The names of all records of one kind, parsed once."""

    def __init__(self, comparison: Comparison, rows: Iterable[Row]) -> None:
        self.comparison = comparison
        self.rows = list(rows)
        self.names = [comparison.parse(key) for _, key in self.rows]
        # Made again rather than taken from the names: texts that lie together in memory are compared four times as fast.
        self.sorted_words = [" ".join(sorted(name.words)) for name in self.names]
        self.joined = ["".join(name.words) for name in self.names]
        self.by_key: dict[str, list[int]] = defaultdict(list)
        self.by_surname: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self.names):
            for key in comparison.rule_keys(name):
                self.by_key[key].append(place)
            if comparison.has_surnames and name.words:
                for word in {name.words[0], name.words[-1]}:
                    self.by_surname[word].append(place)

    def nearest(self, key: str, min_score: float = MIN_SIMILARITY) -> dict[int, float]:
        """The records with the most similar names, at most MAX_NEAREST, each with its best score."""
        name = self.comparison.parse(key)
        scores: dict[int, float] = {}
        for place in self._near(name):
            score = self.comparison.similarity(name, self.names[place])
            if score >= min_score:
                pk = self.rows[place][0]
                scores[pk] = max(scores.get(pk, 0.0), score)
        best = sorted(scores, key=lambda pk: (-scores[pk], pk))[:MAX_NEAREST]
        return {pk: scores[pk] for pk in best}

    def same(self, key: str) -> set[int]:
        """The records that have this name."""
        name = self.comparison.parse(key)
        places = {place for rule_key in self.comparison.rule_keys(name) for place in self.by_key.get(rule_key, ())}
        return {self.rows[place][0] for place in places if self.comparison.similarity(name, self.names[place]) == SAME}

    def beginning_with(self, prefix: str) -> set[tuple[bool, str, int]]:
        """The records with a name in which the prefix begins a word, run together or not: (isn't the first word, name, pk).

        Each record comes once, with the least of its names in this order.
        """
        inside, joined_prefix, least = f" {prefix}", prefix.replace(" ", ""), dict[int, tuple[bool, str]]()
        for (pk, key), joined in zip(self.rows, self.joined, strict=True):
            if key.startswith(prefix) or inside in key or joined.startswith(joined_prefix):
                rank = (not key.startswith(prefix), key)
                least[pk] = min(rank, least.get(pk, rank))
        return {(*rank, pk) for pk, rank in least.items()}

    def _near(self, name: ParsedName) -> set[int]:
        places = {place for key in self.comparison.rule_keys(name) for place in self.by_key.get(key, ())}
        if self.comparison.has_typos:
            for text, choices in ((name.sorted_words, self.sorted_words), (name.joined, self.joined)):
                most = process.extract(text, choices, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=MAX_NEAREST)
                places |= {place for _, _, place in most}
        if name.is_one_word:
            places |= set(self.by_surname.get(name.joined, ()))
        ends = {name.words[0], name.words[-1]} if name.words else set()
        return places | {
            place for word in ends for place in self.by_surname.get(word, ()) if self.names[place].is_one_word
        }
