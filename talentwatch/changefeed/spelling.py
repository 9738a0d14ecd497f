"""Whether two texts are the same words, spelled otherwise."""

import re
import unicodedata

from rapidfuzz.distance import OSA

from talentwatch.text import search_key

MIN_LETTERS = 4  # in shorter words, one letter makes another word: now, not
MAX_MISSPELT_WORDS = 2
_NUMBERS_AND_SYMBOLS = re.compile(r"\d+|%|‰")


def is_respelling(old: str, new: str) -> bool:
    """The texts differ in case, accents, spaces or punctuation, or by one letter in each of at most two words.

    Numbers and symbols are never spelling. A letter counts only in words of at least four letters, of a script that has
    capitals (in others it may be a word of its own), and not as the first one: “hired” is no misspelt “fired”.
    """
    if _numbers_and_symbols(old) != _numbers_and_symbols(new):
        return False
    old_words, new_words = search_key(old).split(), search_key(new).split()
    if not new_words:
        return not old_words
    if "".join(old_words) == "".join(new_words):
        return True
    if len(old_words) != len(new_words):
        return False
    differing = [pair for pair in zip(old_words, new_words, strict=True) if pair[0] != pair[1]]
    return len(differing) <= MAX_MISSPELT_WORDS and all(_is_misspelling(*pair) for pair in differing)


def _is_misspelling(word: str, other: str) -> bool:
    """Two letters exchanged count as one."""
    return (
        min(len(word), len(other)) >= MIN_LETTERS
        and word[0] == other[0]
        and all(letter.upper() != letter for letter in word + other)
        and OSA.distance(word, other) == 1
    )


def _numbers_and_symbols(text: str) -> list[str]:
    """Folding drops symbols, and the point in 1.5."""
    folded = unicodedata.normalize("NFKC", text)
    symbols = [letter for letter in folded if unicodedata.category(letter) in {"Sc", "Sm"}]
    return [*_NUMBERS_AND_SYMBOLS.findall(folded), *symbols]
