"""An index of names, for many questions to the same names: suggestions, the reconciliation service and the import."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from talentwatch.matching.comparison import Comparison, Row
from talentwatch.matching.first_names import same_first_names
from talentwatch.matching.names import ParsedName
from talentwatch.matching.similarity import LONG_WORD, MIN_DUPLICATE, SAME

MIN_SIMILARITY = 60  # of 100; below that, a name isn't worth showing
MAX_NEAREST = 60  # records
MAX_SUGGESTED = 100  # records whose names match what is typed
MAX_SIMILAR = 10  # records whose names are only similar
FEW_SUGGESTED = 20  # beyond that, nobody needs similar names too
LAST_CHARACTER = "\U0010ffff"  # sorts after any other
NO_NAME = ParsedName(())


class NameIndex:
    """The names of all records of one kind, parsed once.

    `replace()` may run while another thread reads: a reader meets the old names of a record, the new ones, or none.
    """

    def __init__(self, comparison: Comparison, rows: Iterable[Row]) -> None:
        self.comparison = comparison
        self.rows = list(rows)
        self.names = [comparison.parse(key) for _, key in self.rows]
        # Made again rather than taken from the names: texts that lie together in memory are compared four times as fast.
        self.sorted_words = [" ".join(sorted(name.words)) for name in self.names]
        self.joined = ["".join(name.words) for name in self.names]
        self.by_key: dict[str, list[int]] = defaultdict(list)
        self.by_surname: dict[str, list[int]] = defaultdict(list)
        self.places: dict[int, list[int]] = defaultdict(list)
        self.by_word: dict[str, set[int]] = defaultdict(set)
        for place in range(len(self.rows)):
            self._add_to_groups(place)
        self.words = sorted(self.by_word)
        self.keys = sorted((key, pk) for pk, key in self.rows)
        self.joined_keys = sorted((key.replace(" ", ""), pk) for pk, key in self.rows)
        self.empty_places = 0
        self.revision = 0  # counts what was replaced

    @property
    def is_sparse(self) -> bool:
        """So many names were replaced that a new index would be smaller."""
        return self.empty_places > len(self.rows) / 2

    def _add_to_groups(self, place: int) -> None:
        (pk, key), name = self.rows[place], self.names[place]
        self.places[pk].append(place)
        for rule_key in self.comparison.rule_keys(name):
            self.by_key[rule_key].append(place)
        if self.comparison.has_surnames and name.words:
            for word in {name.words[0], name.words[-1]}:
                self.by_surname[word].append(place)
        for word in key.split():
            self.by_word[word].add(pk)

    def replace(self, pk: int, keys: Iterable[str]) -> None:
        """Give a record these names instead of those that it has; a record without names leaves the index."""
        self.revision += 1
        for place in self.places.pop(pk, ()):
            key = self.rows[place][1]
            # The place stays, empty: the others keep their numbers.
            self.empty_places += 1
            self.names[place], self.sorted_words[place], self.joined[place] = NO_NAME, "", ""
            for word in key.split():
                self.by_word[word].discard(pk)
            for ordered, row in ((self.keys, (key, pk)), (self.joined_keys, (key.replace(" ", ""), pk))):
                del ordered[bisect_left(ordered, row)]
        for key in keys:
            name = self.comparison.parse(key)
            self.rows.append((pk, key))
            self.names.append(name)
            self.sorted_words.append(" ".join(sorted(name.words)))
            self.joined.append("".join(name.words))
            for word in set(key.split()) - self.by_word.keys():
                insort(self.words, word)
            self._add_to_groups(len(self.rows) - 1)
            insort(self.keys, (key, pk))
            insort(self.joined_keys, (key.replace(" ", ""), pk))

    def nearest(self, key: str, min_score: float = MIN_SIMILARITY) -> dict[int, float]:
        """The records with the most similar names, at most MAX_NEAREST, each with its best score."""
        name = self.comparison.parse(key)
        scores: dict[int, float] = {}
        for place in self._near(name):
            score = self.comparison.similarity(name, self.names[place]) if self.names[place].words else 0
            if score >= min_score:
                pk = self.rows[place][0]
                scores[pk] = max(scores.get(pk, 0.0), score)
        best = sorted(scores, key=lambda pk: (-scores[pk], pk))[:MAX_NEAREST]
        return {pk: scores[pk] for pk in best}

    def same(self, key: str) -> set[int]:
        """The records that have this name."""
        name = self.comparison.parse(key)
        places = {place for rule_key in self.comparison.rule_keys(name) for place in self.by_key.get(rule_key, ())}
        return {
            self.rows[place][0]
            for place in places
            if self.names[place].words and self.comparison.similarity(name, self.names[place]) == SAME
        }

    def beginning_with(self, prefix: str) -> set[tuple[bool, str, int]]:
        """The records with a name in which the prefix begins a word, run together or not: (isn't the first word, name, pk).

        Each record comes once, with the least of its names in this order.
        """
        inside, joined_prefix, least = f" {prefix}", prefix.replace(" ", ""), dict[int, tuple[bool, str]]()
        # Not strict: while replace() adds a name, one of the two lists is longer.
        for (pk, key), joined in zip(self.rows, self.joined, strict=False):
            if joined and (key.startswith(prefix) or inside in key or joined.startswith(joined_prefix)):
                rank = (not key.startswith(prefix), key)
                least[pk] = min(rank, least.get(pk, rank))
        return {(*rank, pk) for pk, rank in least.items()}

    def matching(self, key: str) -> list[int]:
        """The records whose names match what is typed, the likeliest first, at most MAX_SUGGESTED.

        First those of this name, then those with a name that begins with the text, run together or not; then those in
        whose names every word of the text begins a word, and at last those in which every word occurs somewhere.
        """
        records: dict[int, None] = {}
        for group in self._matching_groups(key):
            for pk in group:
                records.setdefault(pk)
                if len(records) == MAX_SUGGESTED:
                    return list(records)
        return list(records)

    def similar(self, key: str) -> list[int]:
        """The records with a similar name, or with one in which every word is nearly as typed; at most MAX_SIMILAR."""
        scores = self.nearest(key, MIN_DUPLICATE)
        for pk in self._with_words(key, self._near_words):
            scores.setdefault(pk, 0.0)
        return nsmallest(MAX_SIMILAR, scores, key=lambda pk: (-scores[pk], self._first_key(pk), pk))

    def suggest(self, key: str) -> tuple[list[int], list[int]]:
        """The records to suggest for what is typed: those that match, and where they are few, those that are similar."""
        matches = self.matching(key)
        if len(matches) >= FEW_SUGGESTED:
            return matches, []
        return matches, [pk for pk in self.similar(key) if pk not in matches]

    def _matching_groups(self, key: str) -> Iterator[Iterable[int]]:
        if not key:
            return
        yield sorted(self.same(key), key=self._first_key)
        yield (pk for _, pk in _beginning(self.keys, key))
        yield (pk for _, pk in _beginning(self.joined_keys, key.replace(" ", "")))
        for find_words in (self._beginning_words, self._containing_words):
            yield nsmallest(MAX_SUGGESTED, self._with_words(key, find_words), key=self._first_key)

    def _with_words(self, key: str, find_words: Callable[[str], Iterable[str]]) -> set[int]:
        """The records with a word like each one of the text, in any of their names."""
        owners = [set().union(*(self.by_word[word] for word in find_words(typed))) for typed in key.split()]
        return set.intersection(*owners) if owners else set()

    def _beginning_words(self, typed: str) -> Iterable[str]:
        start = bisect_left(self.words, typed)
        return self.words[start : bisect_left(self.words, typed + LAST_CHARACTER, start)]

    def _containing_words(self, typed: str) -> Iterable[str]:
        return [word for word in self.words if typed in word]

    def _near_words(self, typed: str) -> Iterable[str]:
        """Words that begin as typed, differ from it by one letter, or are another form of the same first name."""
        yield from self._beginning_words(typed)
        if len(typed) >= LONG_WORD:
            near = process.extract(typed, self.words, scorer=OSA.distance, score_cutoff=1, limit=None)
            yield from (word for word, _, _ in near if len(word) >= LONG_WORD)
        if self.comparison.has_surnames:
            yield from same_first_names(typed) & self.by_word.keys()

    def _first_key(self, pk: int) -> str:
        places = self.places.get(pk)
        return self.rows[places[0]][1] if places else ""

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


def _beginning(rows: list[tuple[str, int]], prefix: str) -> Iterator[tuple[str, int]]:
    """The rows of an ordered list whose text begins with the prefix."""
    place = bisect_left(rows, (prefix,))
    while place < len(rows) and rows[place][0].startswith(prefix):
        yield rows[place]
        place += 1
