"""How alike two names are, told from their search keys; plain Python, no database."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from urllib.parse import parse_qsl, urlencode, urlsplit

from rapidfuzz import fuzz

MIN_SIMILARITY = (
    86.0  # of 100, from which on two names are shown to an editor; docs/merging.md has what it finds and misses
)
ABBREVIATED = 88.0  # what two names score that differ in initials only
SAME_WORDS = 99.0  # and in the order of their words only
LEGAL_FORMS = frozenset({"ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kk"})
LEGAL_FORMS |= {"limited", "llc", "llp", "lp", "ltd", "nv", "oy", "plc", "pty", "sa", "sarl", "sas", "se", "srl"}
INITIAL = re.compile(r"\b\w\b")
VOWEL_OR_DOUBLE = re.compile(r"\B[aeiouy]|(\w)(?=\1)")  # what writers differ in; a word keeps its first letter
FIGURES = re.compile(r"\d+")
TRACKING = re.compile(r"utm_\w+|\w*clk?id|mc_[ce]id|igshid|ref|ref_src|cmpid|smid")


@dataclass(frozen=True)
class Comparison:
    """One way to compare: `fold` what is compared, `score` two folded keys from 0 to 100, and `blocks`, of which two keys
    must have one in common to be compared in a queue. Keys that are alike nearly always do; docs/merging.md has how often."""

    fold: Callable[[str], str]
    score: Callable[[str, str], float]
    blocks: Callable[[str], set[str]]


@lru_cache(maxsize=2**17)
def ordered(key: str) -> str:
    """The words of a key in order of the alphabet: “lample guillaume” and “guillaume lample” are one."""
    return " ".join(sorted(key.split()))


def without_legal_form(key: str) -> str:
    """Acme Inc and Acme are one; a name that is nothing else stays as it is."""
    words = key.split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def similarity(one: str, other: str) -> float:
    """From 0 to 100: 100 the same, 99 the same words in another order, less the more letters differ; 0 below ALIKE.

    Names that differ in a figure are never alike.
    """
    if one == other:
        return 100.0
    first, second = ordered(one), ordered(other)
    if first == second:
        return SAME_WORDS
    found = min(fuzz.ratio(first, second, score_cutoff=MIN_SIMILARITY), SAME_WORDS - 1)
    if not found and is_abbreviated(one, other):
        found = ABBREVIATED
    return found if found and FIGURES.findall(one) == FIGURES.findall(other) else 0.0


def is_abbreviated(one: str, other: str) -> bool:
    """One is the other with some words cut to their first letters, others left out: “g e hinton”, “geoffrey hinton”.

    At least one whole word is the same in both, and the first words begin alike.
    """
    if one[:1] != other[:1] or not (INITIAL.search(one) or INITIAL.search(other)):
        return False
    short, long = sorted((one.split(), other.split()), key=lambda words: (sum(map(len, words)), words))
    whole = {word for word in short if len(word) > 1}
    if not whole or not whole <= set(long):
        return False
    initials = [word for word in short if len(word) == 1]
    left = [word[0] for word in long if word not in whole]
    shared = min(len(initials), len(left))
    return initials[:shared] == left[:shared]


def blocks(key: str) -> set[str]:
    """Keys of which two alike names share one: a half, where one letter is off; a word and another one's initial; or all
    but the vowels, where several are off. Names with consonants off in both halves may share none."""
    words = key.split()
    whole = ordered(key)
    found = {f"={whole}", f"~{VOWEL_OR_DOUBLE.sub('', whole)}"}
    for size in {len(whole) // 2, (len(whole) - 1) // 2} - {0, 1}:
        found |= {f"<{whole[:size]}", f">{whole[-size:]}"}
    if len(words) > 1:
        found |= {f"{word}|{other[0]}" for word in words if len(word) > 1 for other in words if other is not word}
    return found


def exact_match(one: str, other: str) -> float:
    return 100.0 if one == other else 0.0


PASTED = re.compile(r"(?:https?://|(?:[\w-]+\.)+[a-z]{2,}/)\S+", re.IGNORECASE)


def is_address(text: str) -> bool:
    """An address as it is pasted, with its scheme or without it, and no words to search for."""
    return bool(PASTED.fullmatch(text.strip()))


def pasted_key(text: str) -> str:
    """The address_key() of an address that may lack its scheme."""
    address = text.strip()
    return address_key(address if "://" in address else f"https://{address}")


def address_key(address: str) -> str:
    """An address without what doesn't change the article: its scheme, www, port, fragment, tracking, a slash at the end."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    pairs_of_query = parse_qsl(parts.query, keep_blank_values=True)  # some articles are called ?12345 and no more
    query = urlencode(sorted(pair for pair in pairs_of_query if not TRACKING.fullmatch(pair[0])))
    return f"{host}{parts.path.rstrip('/')}{query and '?' + query}" if host else ""


NAMES = Comparison(str, similarity, blocks)
ORGANIZATION_NAMES = Comparison(without_legal_form, similarity, blocks)
SAME = Comparison(str, exact_match, lambda key: {key})


def most_similar(comparison: Comparison, keys: Iterable[str], rows: Iterable[tuple[int, str]]) -> dict[int, float]:
    """The rows, (number, key), that are alike to any of the keys, each with its best score."""
    typed = [comparison.fold(key) for key in keys if key]
    found: dict[int, float] = {}
    for number, key in rows:
        folded = comparison.fold(key)
        for one in typed:
            if score := comparison.score(one, folded):
                found[number] = max(found.get(number, 0.0), score)
    return found


def similar_pairs(comparison: Comparison, rows: Iterable[tuple[int, str]]) -> dict[tuple[int, int], float]:
    """Every two rows that are alike, the lower number first, each pair with its best score.

    Only what shares a block is compared, each two keys once.
    """
    bearers: dict[str, set[int]] = defaultdict(set)
    for number, key in rows:
        bearers[comparison.fold(key)].add(number)
    found: dict[tuple[int, int], float] = defaultdict(float)
    for one, other in _candidates(comparison, bearers):
        if score := comparison.score(one, other):
            for pair in {(min(a, b), max(a, b)) for a in bearers[one] for b in bearers[other] if a != b}:
                found[pair] = max(found[pair], score)
    return dict(found)


def _candidates(comparison: Comparison, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every key with itself, for several rows may bear it, and every two keys that share a block, once."""
    by_block: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        yield key, key
        for block in comparison.blocks(key):
            by_block[block].append(key)
    seen: dict[str, set[str]] = defaultdict(set)
    for group in by_block.values():
        for one, other in combinations(group, 2):
            if other not in seen[one]:
                seen[one].add(other)
                yield one, other
