"""Words that say what a sentence is about: verbs of leaving and joining, prepositions, titles, rumour and denial."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Protocol, TypeVar

from ahocorasick_rs import AhoCorasick

from talentwatch.articles.reading.folding import FoldedText, fold, script_of
from talentwatch.articles.reading.language import Language, load_language

LISTS = ("cues", "prepositions", "left_for", "end_reason", "complements")
MAX_LETTERS_JOINED = 4
MAX_PREPOSITION = 3
AGES = (18, 90)
PREPOSITIONS = ("from", "to", "at", "by", "and")
MIN_PREFIXED = 3  # letters of a word that other letters may be joined to
# The kinds of cues that are verbs, or say who something was true of.
TRIGGERS = (
    "leave",
    "join",
    "become",
    "lead",
    "return",
    "found",
    "found_passive",
    "hire",
    "hire_passive",
    "lose",
    "dismiss",
    "dismiss_passive",
    "part",
    "spend",
    "former",
    "now",
    "stay",
    "succeed_passive",
    "work",
)
DISMISSALS = ("dismiss", "dismiss_passive")
# Deutschlandchefin, Robotikleiter: the title of an office that no list can have.
GERMAN_OFFICE = re.compile(r"(?<![\w-])[a-z]{4,24}-?(?:chef|chefin|leiter|leiterin|vorstand)(?!\w)")
FROM = "מ"  # in Hebrew
NO_SPACES = frozenset({"zh", "ja", "th"})
ENGLISH, GERMAN = "en", "de"
MAX_SPLIT = 160  # characters between the first and the last part of a phrase
# Not the one behind the number of a day: "am 1. März".
SPLIT_STOP = re.compile(r"(?<!\d)\.|[;:!?\n]")
JOINED_PREPOSITION = (" מ", " ל", " ב")  # a cue may end in a letter that is joined to the next word


class HasPlace(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Placed = TypeVar("Placed", bound=HasPlace)


@dataclass(frozen=True)
class Cue:
    """A listed word or phrase where it stands in the text. `kinds` are the lists that have it: leave, join, from …"""

    start: int
    end: int
    kinds: frozenset[str]
    phrase: str

    def has(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


@dataclass(frozen=True)
class Title:
    """A title where it stands in the text, in English, with its role."""

    start: int
    end: int
    title: str
    role: str


class SplitPhrase:
    """A phrase with other words between its parts, such as "legt * nieder": it stands where its first part does."""

    def __init__(self, phrase: str, kinds: frozenset[str], language: Language) -> None:
        self.phrase, self.kinds = phrase, kinds
        self.head, *rest = (part.strip() for part in phrase.split("*"))
        patterns = [rf"\b{re.escape(part)}\b" for part in rest]
        if language.code == GERMAN:
            # The particle of a verb closes its clause.
            and_ = "|".join(re.escape(fold(word)) for word in language.words("prepositions", "and"))
            patterns[-1] += rf"(?=\W*$|\W*[^\w\s]|\s(?:{and_})\s)"
        self.parts = [re.compile(pattern) for pattern in patterns]

    def goes_on(self, folded: str, place: int) -> bool:
        """The other parts follow in the same clause."""
        stop = SPLIT_STOP.search(folded, place, place + MAX_SPLIT)
        end = stop.end() if stop else min(len(folded), place + MAX_SPLIT)
        for part in self.parts:
            match = part.search(folded, place, end)
            if match is None:
                return False
            place = match.end()
        return True


class Vocabulary:
    """All words of a language in one automaton."""

    def __init__(self, language: Language) -> None:
        self.language = language
        kinds: dict[str, set[str]] = defaultdict(set)
        for table in LISTS:
            for kind, phrases in language.rules.get(table, {}).items():
                for phrase in chain.from_iterable(map(_with_ages, phrases)):
                    kinds[fold(phrase).rstrip(" ")].add(
                        kind if table in {"cues", "prepositions"} else f"{table}.{kind}"
                    )
        self.titles: dict[str, tuple[str, str]] = {}
        # Titles are often in English, whatever the language.
        for source in (load_language(ENGLISH), language):
            for role, titles in source.rules.get("titles", {}).items():
                for title, phrases in titles.items():
                    for phrase in (title, *phrases) if source is not language or language.code == ENGLISH else phrases:
                        self.titles[fold(phrase)] = (title, role)
        self.kinds = {phrase: frozenset(lists) for phrase, lists in kinds.items() if "*" not in phrase and phrase}
        self.split: dict[str, list[SplitPhrase]] = defaultdict(list)
        for phrase in sorted(phrase for phrase in kinds if "*" in phrase):
            split = SplitPhrase(phrase, frozenset(kinds[phrase]), language)
            self.split[split.head].append(split)
        self.phrases = sorted({*self.kinds, *self.titles, *self.split})
        self.automaton = AhoCorasick(self.phrases)
        prefix = language.rules.get("word_prefix", "")
        self.prefix = re.compile(prefix) if prefix else None

    def find(self, text: FoldedText) -> tuple[list[Cue], list[Title]]:
        """The cues and the titles of an article, in order; of cues of one kind that overlap, the longest."""
        cues, titles = [], []
        folded = text.folded
        for pattern, start, end in self.automaton.find_matches_as_indexes(folded, overlapping=True):
            phrase = self.phrases[pattern]
            if not self._is_word(folded, start, end, phrase):
                continue
            place = text.span(start, end)
            wholes = [split for split in self.split.get(phrase, ()) if split.goes_on(folded, end)]
            cues += [Cue(*place, split.kinds, split.phrase) for split in wholes]
            # Alone, the first part means something else: "kehrt" and "kehrt … den Rücken".
            kinds = None if wholes else self.kinds.get(phrase)
            # AI, where "ai" is a preposition.
            is_abbreviation = len(phrase) <= MAX_PREPOSITION and text.text[slice(*place)].isupper()
            # In Italian, È begins "È Jane Doe il nuovo capo".
            if kinds and not (is_abbreviation and "is" not in kinds and not kinds.isdisjoint(PREPOSITIONS)):
                cues.append(Cue(*place, kinds, phrase))
            # AD is a chief executive in Italy; ad is a preposition.
            title = self.titles.get(phrase) if not (phrase == "lead" and folded[:start].endswith(" to ")) else None
            if title and (len(phrase) > MAX_PREPOSITION or is_abbreviation or not phrase.isascii()):
                titles.append(Title(*place, *title))
        if self.language.code == GERMAN:
            offices = GERMAN_OFFICE.finditer(folded)
            titles += [Title(*text.span(*match.span()), "Head", "lead") for match in offices]
        return _longest_cues(cues), _longest_titles(sorted(titles, key=lambda title: title.title == "Head"))

    def _is_word(self, folded: str, start: int, end: int, phrase: str) -> bool:
        if self.language.code in NO_SPACES and not phrase.isascii():
            return True
        if (
            end < len(folded)
            and folded[end].isalnum()
            and phrase[-1].isalnum()
            and not phrase.endswith(JOINED_PREPOSITION)
        ):
            return False
        if start == 0 or not (folded[start - 1].isalnum() and phrase[0].isalnum()):
            return True
        if self.prefix is None:
            return script_of(folded[start - 1]) != script_of(folded[start]) and self.language.code in NO_SPACES
        if end - start < MIN_PREFIXED:
            return False
        first = start
        while first > 0 and start - first <= MAX_LETTERS_JOINED and folded[first - 1].isalnum():
            first -= 1
        # "From" is joined to nouns only: the laboratory (מעבדה) doesn't work (עבדה).
        kinds = self.kinds.get(phrase, frozenset())
        is_verb = not kinds.isdisjoint(TRIGGERS) and "departure" not in kinds
        if folded[start - 1] == FROM and is_verb:
            return False
        return self.prefix.fullmatch(folded, first, start) is not None


def _with_ages(phrase: str) -> list[str]:
    """ "die {age}-Jährige", for every age at which somebody may be in the news."""
    return [phrase.replace("{age}", str(age)) for age in range(*AGES)] if "{age}" in phrase else [phrase]


def _longest_cues(cues: list[Cue]) -> list[Cue]:
    """Without cues that lie within another one; those at the same place are one."""
    chosen: list[Cue] = []
    for cue in sorted(cues, key=lambda cue: (cue.start, -cue.end)):
        around = next((other for other in reversed(chosen[-3:]) if cue.end <= other.end), None)
        if around is None:
            chosen.append(cue)
        elif kinds := _added_kinds(cue, around):
            chosen.append(replace(cue, kinds=kinds))
    return chosen


def _added_kinds(cue: Cue, around: Cue) -> frozenset[str]:
    """What a cue within a longer one adds to it: in "in talks to join", there are a plan, a rumour and a verb."""
    kinds = cue.kinds - around.kinds - frozenset(PREPOSITIONS)
    # "geht davon aus", "deja claro": listed because it isn't the verb that it begins with.
    is_another = around.has("other") and cue.start == around.start
    if not around.has(*TRIGGERS) and not is_another:
        return kinds
    if cue.has(*DISMISSALS) and not around.has(*DISMISSALS):
        # In Spanish, "se despide" says goodbye and isn't dismissed.
        kinds = frozenset(kind for kind in kinds if not kind.startswith("end_reason."))
    return kinds - frozenset(TRIGGERS)


def _longest_titles(titles: list[Title]) -> list[Title]:
    chosen: list[Title] = []
    for title in sorted(titles, key=lambda title: (title.start, -title.end)):
        if not chosen or title.start >= chosen[-1].end:
            chosen.append(title)
    return chosen


@lru_cache(32)
def vocabulary(language: Language) -> Vocabulary:
    return Vocabulary(language)


def between(items: Sequence[Placed], start: int, end: int) -> list[Placed]:
    """Those that lie within a part of the text; the items are in order."""
    first = bisect_left(items, start, key=lambda item: item.start)
    last = bisect_left(items, end, key=lambda item: item.start)
    return [item for item in items[first:last] if item.end <= end]
