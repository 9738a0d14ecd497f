"""Where an article mentions people and organizations that are known: whole names, surnames alone, and misspelt names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick

from talentwatch.articles.reading.boundaries import address_spans, ends_word, prefix_before
from talentwatch.articles.reading.cues import HasPlace, between
from talentwatch.articles.reading.folding import FoldedText, fold, script_of
from talentwatch.articles.reading.language import Language
from talentwatch.articles.reading.names import ORGANIZATION, PERSON, KnownName, KnownNames
from talentwatch.matching.similarity import ONE_LETTER_OFF
from talentwatch.text import search_key

MIN_SURNAME = 3  # letters of a script with an alphabet
MIN_GIVEN_NAME = 4
MIN_UNCASED_SURNAME = 2
MAX_ABBREVIATION = 5
EVIDENCE_REACH = 20  # characters
ADDRESS, NAME = 1, 2  # what has taken a place in the text
MAX_SIMILAR = 400  # two-word names whose spelling is compared with all known ones, in one article
CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]"
TWO_WORDS = re.compile(
    rf"(?<![\w'’.-]){CAPITAL}[\w'’-]{{1,30}} (?:{CAPITAL}(?:[\w'’-]{{0,9}}|\w?\.) )?{CAPITAL}[\w'’-]{{2,30}}(?![\w-])"
)
CASED = frozenset({"LATIN", "GREEK", "CYRILLIC"})
SENTENCE_END = ".!?:;…•*|–—\n。！？："
OPENING = " \t\"'“”„«»‘’([‹›-"


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    kind: str
    slug: str | None
    name: str
    prefix: str = ""  # the letters that are joined to the name: ל in למטא
    is_whole: bool = True  # False: a surname or a first name alone

    @property
    def key(self) -> str:
        """What two mentions of the same record have in common."""
        return self.slug or fold(self.name)


def find_mentions(
    folded: FoldedText,
    names: KnownNames,
    language: Language,
    taken: bytearray,
    evidence: Sequence[HasPlace] = (),
) -> list[Mention]:
    """All mentions of known names, in their order; products and words that hold a name by chance are left out.

    `taken` are places that have a name already; those of the names found here are added to it. A verb or a
    title (`evidence`) shows that an everyday word beside it is a name.
    """
    text = folded.text
    for start, end in address_spans(text):
        taken[start:end] = bytes(max(mark, ADDRESS) for mark in taken[start:end])
    candidates: list[Mention] = []
    for known, start, end in names.find(folded.folded):
        place = folded.span(start, end)
        if (prefix := prefix_before(text, *place)) is not None and ends_word(
            text, *place, language.genitive_endings(text[place[0]])
        ):
            candidates += _mention_of(text, place, prefix, known, language)
    mentions = longest(candidates, taken, text)
    mentions += _similar_names(text, taken, names)
    mentions = _without_everyday_words(text, sorted(mentions, key=lambda mention: mention.start), language, evidence)
    mentions = [mention for mention in mentions if mention.kind in {PERSON, ORGANIZATION}]
    return sorted([*mentions, *find_parts(folded, names, mentions, taken, language)], key=lambda mention: mention.start)


def _mention_of(
    text: str, place: tuple[int, int], prefix: str, known: list[KnownName], language: Language
) -> list[Mention]:
    surface = text[slice(*place)]
    fitting = [name for name in known if _has_case_of(surface, name.text) and _is_of_language(name, language)]
    if not fitting:
        return []
    recorded = [name for name in fitting if name.slug] or fitting
    kinds, slugs = {name.kind for name in recorded}, {name.slug for name in recorded}
    name = recorded[0]
    # Two records share the name: an editor has to say which.
    slug = name.slug if len(slugs) == 1 else None
    return [
        Mention(
            *place,
            name.kind if len(kinds) == 1 else PERSON,
            slug,
            name.name if len({known.name for known in recorded}) == 1 else name.text,
            prefix,
        )
    ]


def _is_of_language(name: KnownName, language: Language) -> bool:
    """A misspelling of one word is a name in its own language only: fair and anthropisch are words."""
    return not name.is_misspelling or " " in name.text or name.language.partition("-")[0] in {"", language.code}


def _has_case_of(surface: str, name: str) -> bool:
    """The surface is written as a name: with a capital where the name has one, and with no accent that the name lacks."""
    if script_of(name[0]) not in CASED:
        return True
    is_one_word = not any(sign in name for sign in " -")
    if is_one_word and not name.isascii() <= surface.isascii() and name.isascii():
        return False
    if is_one_word and (len(name) <= MAX_ABBREVIATION and name.isupper()):
        return surface == name
    if name[0].islower():
        return surface[:2] == name[:2] or surface == name.upper() or not any(map(str.isupper, name))
    return surface[0].isupper()


def longest(candidates: Iterable[Mention], taken: bytearray, text: str) -> list[Mention]:
    """The longest of overlapping mentions. Places already taken stay so, except for a name that is a whole address."""
    chosen = []
    for mention in sorted(candidates, key=lambda mention: (mention.start - mention.end, mention.start)):
        span = slice(mention.start, mention.end)
        is_whole_address = "." in text[span] and not _touches_address(taken, mention)
        if not any(taken[span]) or is_whole_address:
            taken[span] = bytes([NAME]) * (mention.end - mention.start)
            chosen.append(mention)
    return chosen


def _touches_address(taken: bytearray, mention: Mention) -> bool:
    """It is only a part of an address, or a name has the place already."""
    around = taken[max(mention.start - 1, 0) : mention.start] + taken[mention.end : mention.end + 1]
    return ADDRESS in around or NAME in taken[mention.start : mention.end]


def begins_sentence(text: str, start: int) -> bool:
    while start > 0 and text[start - 1] in OPENING:
        start -= 1
    return start == 0 or text[start - 1] in SENTENCE_END


def _without_everyday_words(
    text: str, mentions: list[Mention], language: Language, evidence: Sequence[HasPlace]
) -> list[Mention]:
    """Names that are everyday words too count where something else shows that they are names.

    In a script with capitals, that is a place inside a sentence, here or elsewhere in the article; without capitals, and
    at the beginning of all sentences, another name in the same paragraph.
    """
    doubtful, sure, lines_with_names = [], set(), set()
    for mention in mentions:
        surface = fold(text[mention.start : mention.end])
        is_everyday = mention.kind == ORGANIZATION and surface in language.everyday_words
        is_cased = script_of(text[mention.start]) in CASED
        is_shown = is_everyday and between(
            evidence, max(0, mention.start - EVIDENCE_REACH), mention.end + EVIDENCE_REACH
        )
        if is_everyday and not is_shown and (not is_cased or begins_sentence(text, mention.start)):
            doubtful.append(mention)
            continue
        sure.add(mention.key)
        if mention.kind in {PERSON, ORGANIZATION}:
            lines_with_names.add(_line_of(text, mention.start))
    unsure = {m for m in doubtful if m.key not in sure and _line_of(text, m.start) not in lines_with_names}
    return [mention for mention in mentions if mention not in unsure]


def _line_of(text: str, place: int) -> int:
    return text.rfind("\n", 0, place)


def _similar_names(text: str, taken: bytearray, names: KnownNames) -> list[Mention]:
    """Two capitalised words that are, but for a letter, a short first name or an initial, the name of one known person."""
    if not names.people:
        return []
    mentions: list[Mention] = []
    slugs_of: dict[str, KnownName | None] = {}
    next_ = 0
    while match := TWO_WORDS.search(text, next_):
        next_ = match.end()
        if any(taken[slice(*match.span())]):
            # Meta's Yuandong Tian: the second word may begin a name.
            next_ = match.start() + match[0].index(" ")
            continue
        key = search_key(match[0])
        if key not in slugs_of and len(slugs_of) < MAX_SIMILAR:
            slugs_of[key] = _similar_person(key, names)
        if name := slugs_of.get(key):
            taken[slice(*match.span())] = bytes([NAME]) * len(match[0])
            mentions.append(Mention(*match.span(), PERSON, name.slug, name.name))
    return mentions


def _similar_person(key: str, names: KnownNames) -> KnownName | None:
    words = key.split()
    if names.person_words.isdisjoint(words):
        return None
    places = names.similar_people.nearest(key, ONE_LETTER_OFF)
    people = {names.people[place].slug or names.people[place].name: names.people[place] for place in places}
    if not people and len(words) == 2:
        # Yuandong Tian, whom the desk calls Tian Yuandong.
        people = names.people_by_key.get(f"{words[1]} {words[0]}", {})
    return next(iter(people.values())) if len(people) == 1 else None


def find_parts(
    folded: FoldedText, names: KnownNames, mentions: list[Mention], taken: bytearray, language: Language
) -> list[Mention]:
    """Surnames alone, and first names alone, of people whose whole name comes earlier in the article."""
    text = folded.text
    firsts = _first_mentions(text, names, mentions, language)
    if not (parts := list(firsts)):
        return []
    candidates = []
    for pattern, start, end in AhoCorasick(parts).find_matches_as_indexes(folded.folded, overlapping=True):
        place = folded.span(start, end)
        people = [person for person in firsts[parts[pattern]].values() if person.end <= place[0]]
        # Two people of that name have been mentioned: nobody can tell.
        if len({person.key for person in people}) != 1 or not _is_part_alone(text, place, taken, language):
            continue
        prefix = prefix_before(text, *place)
        if prefix is not None and ends_word(text, *place, language.genitive_endings(text[place[0]])):
            candidates.append(replace(people[0], start=place[0], end=place[1], prefix=prefix, is_whole=False))
    return longest(candidates, taken, text)


def _first_mentions(
    text: str, names: KnownNames, mentions: list[Mention], language: Language
) -> dict[str, dict[str, Mention]]:
    """By part of a name and by person, where the whole name comes first."""
    firsts: dict[str, dict[str, Mention]] = defaultdict(dict)
    for surname, name in names.unique_surnames.items():
        first = Mention(0, 0, PERSON, name.slug, name.name)
        firsts[surname][first.key] = first
    for mention in mentions:
        if mention.kind == PERSON and mention.is_whole:
            for part in name_parts(text[mention.start : mention.end], language):
                firsts[part].setdefault(mention.key, mention)
    return firsts


def name_parts(surface: str, language: Language) -> list[str]:
    """The folded surname, with and without its particles, and the first name, as far as they are long enough to stand alone."""
    script = script_of(surface[0])
    if script in {"CJK", "HANGUL"} and not any(sign in surface for sign in "·・ "):
        return []
    words = re.split(r"[ ·・]", surface.strip())
    if len(words) == 1:
        return []
    minimum = (
        MIN_SURNAME
        if script in CASED
        else MIN_UNCASED_SURNAME
        if script in {"CJK", "KATAKANA", "HANGUL"}
        else MIN_SURNAME
    )
    surname = len(words) - 1
    while surname > 1 and fold(words[surname - 1]) in language.particles:
        surname -= 1
    parts = {" ".join(words[surname:]), words[-1]}
    if script in CASED and len(words[0]) >= MIN_GIVEN_NAME and "." not in words[0]:
        parts.add(words[0])
    return sorted(
        fold(part)
        for part in parts
        if len(part) >= minimum and "." not in part and fold(part) not in language.everyday_words
    )


WORD_BEFORE = re.compile(r"([\w'’.-]+) $")
WORD_AFTER = re.compile(r" ([^\W\d_][\w'’-]*)")
MAX_INITIAL = 4  # characters of an abbreviated title or first name: Prof. has more, and is known as a title
NEIGHBOURHOOD = 40  # characters in which the word before and after is looked for


def _is_part_alone(text: str, place: tuple[int, int], taken: bytearray, language: Language) -> bool:
    """It is written as a name and isn't part of a longer one, such as that of somebody else."""
    start, end = place
    if any(taken[start:end]):
        return False
    if script_of(text[start]) not in CASED:
        return True
    if not text[start].isupper() or (text[end : end + 1] == "-" and text[end + 1 : end + 2].isupper()):
        return False
    before = WORD_BEFORE.search(text[max(start - NEIGHBOURHOOD, 0) : start])
    after = WORD_AFTER.match(text[end : end + NEIGHBOURHOOD])
    if before and before[1].endswith(".") and len(before[1]) > MAX_INITIAL:
        # "… on Thursday. Lindqvist left": another sentence.
        before = None
    begins = before is not None and begins_sentence(text, start - len(before[0]))
    return (before is None or taken[start - 2] > 0 or not _is_name_word(before[1], language, begins=begins)) and (
        after is None or taken[end + 1] > 0 or not _is_name_word(after[1], language, begins=False)
    )


def _is_name_word(word: str, language: Language, *, begins: bool) -> bool:
    """The word next to a name looks like another part of it: a capital, and neither a title nor a small word."""
    if not word[0].isupper() or language.is_title_word(word) or fold(word) in language.stop_words:
        return False
    # In German, all nouns have capitals; elsewhere, the first word of a sentence has one.
    return language.is_given_name(word) if begins or language.code == "de" else True
