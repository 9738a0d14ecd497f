"""How similar two names are, from 0 to 100: the one table of scores. docs/reconciliation.md explains it to clients."""

from collections.abc import Container
from itertools import product

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from talentwatch.matching.first_names import is_same_first_name, is_short_for
from talentwatch.matching.names import ParsedName

SAME = 100  # the same words, in any order, run together or not
MIDDLE_INITIAL = 96  # a person's middle initial added, or written out on the other side
MIDDLE_NAME = 95  # a person's written-out middle name left out
SHORT_FIRST_NAME = 94  # Ben for Benjamin
ONE_LETTER_OFF = 93  # in one long word a letter is left out, added, changed or swapped with the next
TWO_SHORT_FIRST_NAMES = 91  # Bill and Will
ONE_GENERATION = 90  # never more than this if only one side says Jr. or III
MAX_OF_SIMILAR = 89  # none of these: the share of letters in common, and never more than this
INITIALS = 88  # a person's initials stand for words
PART = 86  # a surname alone, or another beginning or end of a person's name; a middle name between short words
MAX_OF_RELATIVES = 80  # never more than this if a word is the same and the others have fewer letters in common
MAX_OF_FIGURES = 80  # never more than this if the figures differ

MIN_DUPLICATE = 86  # what an editor is asked about; docs/merging.md has what it finds and misses
LONG_WORD = 4  # letters; in shorter words one letter makes another name too often
MIN_ENDS = 3  # letters of first name and surname; Li Xiao Na may have no middle name, but two given ones
WORDS_TO_TELL = 2  # full words by which people can be told apart
NO_WORDS: frozenset[str] = frozenset()


def person_similarity(one: ParsedName, other: ParsedName, known_words: Container[str] = NO_WORDS) -> float:
    """How similar two names of people are. `known_words` are words of other names that the first one may mean."""
    if one.generation and other.generation and one.generation != other.generation:
        return 0
    score = SAME if is_same(one, other) else first_rule_score(one, other, known_words)
    if one.generation != other.generation:
        score = min(score, ONE_GENERATION)
    return with_figures_compared(score, one, other)


def organization_similarity(one: ParsedName, other: ParsedName, known_words: Container[str] = NO_WORDS) -> float:
    """How similar two names of organizations are, legal forms apart."""
    if is_same(one, other):
        return SAME
    here, there = different_words(one.full, other.full)
    is_slip = len(here) < len(one.full) and is_one_letter_off(here, there, known_words)
    score = ONE_LETTER_OFF if is_slip else share_of_letters(one, other)
    return with_figures_compared(score, one, other)


def exact_similarity(one: ParsedName, other: ParsedName, _known_words: Container[str] = NO_WORDS) -> float:
    return SAME if one == other else 0


def is_same(one: ParsedName, other: ParsedName) -> bool:
    if one.sorted_words == other.sorted_words:
        return True
    return len(one.joined) == len(other.joined) and other.joined in one.rotations


def first_rule_score(one: ParsedName, other: ParsedName, known_words: Container[str]) -> float:
    """The score of the first rule that applies. All but the last need a whole word in common."""
    here, there = different_words(one.full, other.full)
    if len(here) == len(one.full):
        return share_of_letters(one, other)
    if here and there:
        score = other_word_score(one, other, here, there, known_words)
    else:
        score = middle_name_score(one, other, here, there)
    if score:
        return score
    if has_initials_of(one, other) or has_initials_of(other, one):
        return INITIALS
    if is_part(one, other) or is_part(other, one):
        return PART
    # A word in common makes the names of relatives similar, so the other words have to be similar by themselves.
    score = share_of_letters(one, other)
    rest, other_rest = " ".join(here), " ".join(there)
    is_similar = fuzz.ratio(rest, other_rest) >= MAX_OF_RELATIVES or OSA.distance(rest, other_rest, score_cutoff=1) == 1
    return score if is_similar or not (here and there) else min(score, MAX_OF_RELATIVES)


def different_words(here: tuple[str, ...], there: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The words of each that the other one lacks."""
    only_here, only_there = [], list(there)
    for word in here:
        if word in only_there:
            only_there.remove(word)
        else:
            only_here.append(word)
    return only_here, only_there


def other_word_score(
    one: ParsedName, other: ParsedName, here: list[str], there: list[str], known_words: Container[str]
) -> float:
    """The score if one word is another form, or a misspelling, of a word of the other name; else 0."""
    if score := short_first_name_score(one, other, here, there):
        return score
    is_slip = one.initials == other.initials and is_one_letter_off(here, there, known_words)
    return ONE_LETTER_OFF if is_slip else 0


def middle_name_score(one: ParsedName, other: ParsedName, here: list[str], there: list[str]) -> float:
    """The score if the names differ only between first name and surname; 0 if they differ elsewhere or contradict."""
    short, long, left_out = (other, one, here) if here else (one, other, there)
    if len(short.full) < WORDS_TO_TELL:
        return 0
    if not left_out:
        return 0 if short.initials and long.initials else MIDDLE_INITIAL
    # Either name may have its surname first.
    ends = short.full[0], short.full[-1]
    if ends not in {(long.full[0], long.full[-1]), (long.full[-1], long.full[0]), (long.full[1], long.full[0])}:
        return 0
    if min(map(len, ends)) < MIN_ENDS:
        return PART
    if not short.initials:
        return MIDDLE_NAME
    letters = {word[0] for word in left_out} | set(long.initials)
    return MIDDLE_INITIAL if letters.issuperset(short.initials) else 0


def short_first_name_score(one: ParsedName, other: ParsedName, here: list[str], there: list[str]) -> float:
    """The score if only the first names differ, or a middle name too, and one is short for the other; else 0."""
    for word, other_word in product(here, there):
        is_first_name = word in {one.full[0], one.full[-1]} and other_word in {other.full[0], other.full[-1]}
        if is_first_name and is_same_first_name(word, other_word):
            place = one.words.index(word)
            renamed = ParsedName((*one.words[:place], other_word, *one.words[place + 1 :]), initials=one.initials)
            rest, other_rest = different_words(renamed.full, other.full)
            has_other_middle = not (rest and other_rest) and middle_name_score(renamed, other, rest, other_rest) > PART
            if is_same(renamed, other) or has_other_middle:
                return SHORT_FIRST_NAME if is_short_for(word, other_word) else TWO_SHORT_FIRST_NAMES
    return 0


def is_one_letter_off(here: list[str], there: list[str], known_words: Container[str] = NO_WORDS) -> bool:
    """One long word differs by a letter and isn't a word that is known: Greg Wang isn't a misspelt Greg Yang."""
    if len(here) != 1 or len(there) != 1 or min(len(here[0]), len(there[0])) < LONG_WORD or here[0] in known_words:
        return False
    return OSA.distance(here[0], there[0], score_cutoff=1) == 1


def has_initials_of(short: ParsedName, long: ParsedName) -> bool:
    """The full words are in both, and the initials begin the other words in their order, as far as both go."""
    if not short.initials or not short.full:
        return False
    missing, rest = different_words(short.full, long.words)
    if missing or not rest:
        return False
    return all(word.startswith(initial) for initial, word in zip(short.initials, rest, strict=False))


def is_part(short: ParsedName, long: ParsedName) -> bool:
    """The short name is the beginning or the end of the long one."""
    size = len(short.words)
    return not short.initials and size < len(long.words) and short.words in {long.words[:size], long.words[-size:]}


def share_of_letters(one: ParsedName, other: ParsedName) -> float:
    score = fuzz.ratio(one.sorted_words, other.sorted_words)
    if one.initials == other.initials:
        score = max(score, fuzz.ratio(one.joined, other.joined))
    return min(score, MAX_OF_SIMILAR)


def with_figures_compared(score: float, one: ParsedName, other: ParsedName) -> float:
    return score if score <= MAX_OF_FIGURES or one.figures == other.figures else MAX_OF_FIGURES
