"""Comparisons of names by kind of record, and the search for similar ones: near one name, and among all of them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, process

from talentwatch.matching.first_names import first_name_forms
from talentwatch.matching.names import ParsedName, parse_organization_name, parse_person_name
from talentwatch.matching.similarity import (
    MIN_DUPLICATE,
    exact_similarity,
    organization_similarity,
    person_similarity,
)

VOWEL_OR_DOUBLE = re.compile(r"\B[aeiouy]|(\w)(?=\1)")  # what writers differ in; a word keeps its first letter
MIN_SIMILAR_KEY = 70  # of 100; search keys still have the titles and legal forms that the names are compared without
MIN_JOINED = 4  # letters; nearly every key contains shorter names

Row = tuple[int, str]  # the primary key of a record, and the search key of one of its names


@dataclass(frozen=True)
class Comparison:
    """How the names of one kind of record are compared.

    Two similar names share a rule key, if one of the rules makes them similar, or a typo key, if letters differ; nearly
    always: docs/merging.md has how often. `has_surnames` is about names of one word, which are compared with the
    beginnings and ends of all others.
    """

    parse: Callable[[str], ParsedName]
    similarity: Callable[..., float]
    rule_keys: Callable[[ParsedName], set[str]]
    has_typos: bool = True
    has_surnames: bool = False


def person_rule_keys(name: ParsedName) -> set[str]:
    """A word and the letter that another one begins with, long forms of first names included; all words run together."""
    letters = [{form[0] for form in first_name_forms(word)} for word in name.words]
    pairs = {
        f"{word}|{letter}"
        for place, word in enumerate(name.words)
        if len(word) > 1
        for other, choices in enumerate(letters)
        if other != place
        for letter in choices
    }
    return pairs | {f"={rotation}" for rotation in name.rotations}


def organization_rule_keys(name: ParsedName) -> set[str]:
    """A word and the letter that another one begins with; all words run together."""
    pairs = {f"{word}|{other[0]}" for word in name.words if len(word) > 1 for other in name.words if other is not word}
    return pairs | {f"={rotation}" for rotation in name.rotations}


def exact_rule_keys(name: ParsedName) -> set[str]:
    return {name.joined}


def typo_keys(name: ParsedName) -> set[str]:
    """Halves, one of which is the same where one letter is off; and the name without vowels, where several are."""
    whole = name.sorted_words
    keys = {f"~{VOWEL_OR_DOUBLE.sub('', whole)}"}
    for size in {len(whole) // 2, (len(whole) - 1) // 2} - {0, 1}:
        keys |= {f"<{whole[:size]}", f">{whole[-size:]}"}
    return keys


PERSON_NAMES = Comparison(parse_person_name, person_similarity, person_rule_keys, has_surnames=True)
ORGANIZATION_NAMES = Comparison(parse_organization_name, organization_similarity, organization_rule_keys)
EXACT_KEYS = Comparison(lambda key: ParsedName((key,)), exact_similarity, exact_rule_keys, has_typos=False)


def most_similar(comparison: Comparison, keys: Iterable[str], rows: Iterable[Row]) -> dict[int, float]:
    """The records with a name that is similar to any of the keys, each with its best score. One look through all rows."""
    known = list(rows)
    texts = [text for _, text in known]
    scores: dict[int, float] = {}
    for key in filter(None, keys):
        name = comparison.parse(key)
        places = _near(name, texts) if comparison.has_typos else [n for n, text in enumerate(texts) if text == key]
        for place in places:
            pk, text = known[place]
            score = comparison.similarity(name, comparison.parse(text))
            if score >= MIN_DUPLICATE:
                scores[pk] = max(scores.get(pk, 0.0), score)
    return scores


def _near(name: ParsedName, texts: list[str]) -> set[int]:
    """The places of the texts worth parsing: they contain a word of the name, or have most letters in common with it."""
    joined = [text.replace(" ", "") for text in texts]
    query = " ".join(name.words)
    places = {
        place
        for _, _, place in (
            *process.extract(query, texts, scorer=fuzz.token_sort_ratio, score_cutoff=MIN_SIMILAR_KEY, limit=None),
            *process.extract(name.joined, joined, scorer=fuzz.ratio, score_cutoff=MIN_DUPLICATE, limit=None),
        )
    }
    for word in {word for word in name.words if len(word) > 1}:
        places |= {place for place, text in enumerate(texts) if word in text and word in text.split()}
    if len(name.joined) >= MIN_JOINED:
        places |= {place for place, text in enumerate(joined) if name.joined in text}
    return places


def similar_pairs(comparison: Comparison, rows: Iterable[Row]) -> dict[tuple[int, int], float]:
    """Every two records with similar names, the lower primary key first, each pair with its best score."""
    owners: dict[str, set[int]] = defaultdict(set)
    for pk, key in rows:
        owners[key].add(pk)
    names = {key: comparison.parse(key) for key in owners}
    scores: dict[tuple[int, int], float] = {}
    for one, other in _candidate_pairs(comparison, names):
        score = comparison.similarity(names[one], names[other])
        if score >= MIN_DUPLICATE:
            for pair in {(min(a, b), max(a, b)) for a in owners[one] for b in owners[other] if a != b}:
                scores[pair] = max(scores.get(pair, 0.0), score)
    return scores


def _candidate_pairs(comparison: Comparison, names: dict[str, ParsedName]) -> Iterator[tuple[str, str]]:
    """Every name with itself, since several records may have it, and every two names that share a key, once."""
    groups: dict[str, list[str]] = defaultdict(list)
    for text, name in names.items():
        yield text, text
        for key in comparison.rule_keys(name) | (typo_keys(name) if comparison.has_typos else set()):
            groups[key].append(text)
    seen: dict[str, set[str]] = defaultdict(set)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if other not in seen[one]:
                seen[one].add(other)
                yield one, other
    # Names of one word have no key in common with longer ones: everybody called Zhang would share it.
    surnames = {name.joined: text for text, name in names.items() if comparison.has_surnames and name.is_one_word}
    for text, name in names.items():
        if not name.is_one_word:
            yield from ((surnames[word], text) for word in {name.words[0], name.words[-1]} & surnames.keys())
