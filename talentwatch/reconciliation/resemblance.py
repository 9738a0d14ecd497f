"""How much two names resemble each other, from 0 to 100, on their folded words; plain Python and rapidfuzz.

The steps are few, so that a score says why: the same words, a middle initial more, one letter off, or merely similar.
"""

import unicodedata
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from talentwatch.text import search_key

SAME = 100  # the same words, in any order, parted in any way
MIDDLE_INITIAL = 96  # the same words, and on one side an initial more
ONE_LETTER_OFF = 93  # one long word differs by a letter left out, put in, changed or swapped with the next
ABBREVIATED = 80  # initials on one side stand for words on the other
MAX_OF_SIMILAR = 89  # nothing above holds: the share of letters in common, and never more than this
LONG_WORD = 4  # letters; in shorter words one letter makes another name too often
WORDS_TO_TELL = 2


@dataclass(frozen=True)
class Folded:
    """A name as it is compared. Initials are of people: the H in H Company is a word."""

    words: tuple[str, ...]
    has_initials: bool
    ordered: str = field(init=False)
    compact: str = field(init=False)
    full: tuple[str, ...] = field(init=False)
    initials: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        initials = tuple(word for word in self.words if self.has_initials and is_initial(word))
        object.__setattr__(self, "ordered", " ".join(sorted(self.words)))
        object.__setattr__(self, "compact", "".join(self.words))
        object.__setattr__(self, "initials", initials)
        object.__setattr__(self, "full", tuple(sorted(word for word in self.words if word not in initials)))

    @classmethod
    def of(cls, text: str, *, has_initials: bool) -> "Folded":
        return cls(tuple(search_key(text).split()), has_initials)

    @property
    def tells(self) -> bool:
        """It has words enough to tell people apart by: two, not counting initials."""
        return len(self.full) >= WORDS_TO_TELL

    @property
    def is_one_word(self) -> bool:
        return len(self.words) == 1 and not self.initials


def is_initial(word: str) -> bool:
    """One letter of a script that has upper and lower case; one Chinese character is a name."""
    return len(word) == 1 and unicodedata.category(word) == "Ll"


def resemblance(asked: Folded, name: Folded, known_words: Container[str] = ()) -> float:
    """How much the name that was asked for resembles one of ours, from 0 to 100.

    A word that is known from other names isn't a slip of the pen: Greg Wang isn't Greg Yang.
    """
    if asked.ordered == name.ordered or asked.compact == name.compact:
        return SAME
    if asked.tells and asked.full == name.full and not (asked.initials and name.initials):
        return MIDDLE_INITIAL
    if _is_one_letter_off(asked, name, known_words):
        return ONE_LETTER_OFF
    if _abbreviates(asked, name) or _abbreviates(name, asked):
        return ABBREVIATED
    similar = max(fuzz.ratio(asked.ordered, name.ordered), fuzz.ratio(asked.compact, name.compact))
    return min(similar, MAX_OF_SIMILAR)


def _is_one_letter_off(asked: Folded, name: Folded, known_words: Container[str]) -> bool:
    if not (asked.tells and name.tells and asked.initials == name.initials):
        return False
    here, there = Counter(asked.full), Counter(name.full)
    mine, theirs = list((here - there).elements()), list((there - here).elements())
    if len(mine) != 1 or len(theirs) != 1 or min(len(mine[0]), len(theirs[0])) < LONG_WORD or mine[0] in known_words:
        return False
    return OSA.distance(mine[0], theirs[0], score_cutoff=1) == 1


def _abbreviates(short: Folded, long: Folded) -> bool:
    """Some word is written out on both sides, and each initial of the short one begins another word of the long one."""
    if not short.initials or not short.full:
        return False
    left = Counter(long.words) - Counter(short.full)
    if left.total() != len(long.words) - len(short.full):
        return False
    letters = Counter(word[0] for word in left.elements())
    return Counter(short.initials) <= letters
