"""New names in Hebrew, which has no capitals: by first names, titles and verbs."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from talentwatch.articles.reading.cues import Cue, between
from talentwatch.articles.reading.date_expressions import month_names
from talentwatch.articles.reading.folding import fold
from talentwatch.articles.reading.language import given_names
from talentwatch.articles.reading.names import ORGANIZATION, PERSON
from talentwatch.articles.reading.scene import NEAR, SLOT_CUES, NewNames, Scene

HEBREW_WORD = re.compile(r"[\u05d0-\u05ea][\u05d0-\u05ea'’׳״\"-]*[\u05d0-\u05ea'’׳]")
HEBREW_ITEM = re.compile(rf"(?:, ו?| ו)({HEBREW_WORD.pattern} {HEBREW_WORD.pattern})(?=[ ,.\n)]|$)")
SUBJECT = re.compile(rf"(?:^|[\n.:–-] ?)({HEBREW_WORD.pattern}) $")
FORM_OF_ADDRESS = re.compile(r"(?<!\w)(?:ד[\"״]ר|פרופ['׳]|מר|גב['׳]) $")
BEHIND_VERB = re.compile(r"[ ]?(את )?([\u05d0-\u05ea'׳״\"’-]+)(?: ([\u05d0-\u05ea'׳״\"’-]+))?")
MONTHS = month_names("he")
AND, ARTICLE = "ו", "ה"  # letters that are joined to the next word
PLURALS = ("ים", "ות")
WITH_PREPOSITION = (" ל", " מ", " ב")  # the end of a cue
OFFICES = ("תפקידו", "תפקידה", "דרכו", "דרכה", "עבודתו", "עבודתה")
LONG_DEFINITE = 6  # letters of a Hebrew word whose first one is the article, and not a name


class WordPair:
    """Two words with a space between them, which may be a first name and a surname."""

    def __init__(self, scene: Scene, first: re.Match[str], second: re.Match[str]) -> None:
        self.scene = scene
        self.first, self.first_end = first[0], first.end()
        self.second, self.second_start = second[0], second.start()
        self.start, self.end = first.start(), second.end()
        self.after = scene.text[self.end : self.end + NEAR]

    def may_be_name(self) -> bool:
        """The second word is neither a cue, a title nor a small word, and has no article."""
        has_article = self.second[0] == ARTICLE and len(self.second) >= LONG_DEFINITE
        return (
            self.scene.text[self.first_end : self.second_start] == " "
            and not any(self.scene.taken[self.start : self.end])
            and not between(self.scene.cues, self.second_start, self.end)
            and not between(self.scene.titles, self.second_start, self.end)
            and fold(self.second) not in self.scene.language.stop_words
            and not has_article
        )

    def first_is_cue(self) -> bool:
        return bool(between(self.scene.cues, self.start, self.first_end))

    def is_described(self) -> bool:
        """ ", senior researcher", or ", who went to" (one letter, which is joined to the verb)."""
        if not self.after.startswith(","):
            return False
        titles = between(self.scene.titles, self.end, self.end + NEAR)
        cues = between(self.scene.cues, self.end, self.end + NEAR)
        return any(title.start == self.end + 2 for title in titles) or any(
            cue.has(*SLOT_CUES) and self.after[: cue.start - self.end] == ", ש" for cue in cues
        )

    def ends_phrase(self) -> bool:
        """A sign, a verb, or "and" follows."""
        cues = between(self.scene.cues, self.end, self.end + 14)
        return (
            self.after[:1] in {",", ".", "(", ")", ":", ""}
            or self.after.startswith((" (", " ו"))
            or any(cue.start in {self.end + 1, self.end + 2} for cue in cues)
        )


def _common_first_name(pair: WordPair) -> str:
    """The first word is a common first name, perhaps behind a letter that is joined to it."""
    for start in (0, 1):
        name = pair.first[start:]
        if len(name) > 1 and fold(name) in given_names() and (start == 0 or pair.first[0] in "ושלמהב"):
            return name
    return ""


def _rare_first_name(pair: WordPair) -> str:
    """Many are words, too: only where the phrase ends behind the surname, which is no infinitive and no plural."""
    is_name = (
        pair.scene.language.may_be_given_name(pair.first)
        and pair.ends_phrase()
        and len(pair.second) > 2
        and not pair.second.endswith(PLURALS)
        and not pair.first_is_cue()
    )
    return pair.first if is_name else ""


def _behind_and(pair: WordPair) -> str:
    """ "…, and Yotam Segev, who joined": the "and" is joined to the name."""
    is_second = pair.first[0] == AND and pair.scene.text[pair.start - 2 : pair.start] == ", "
    return pair.first[1:] if is_second and pair.is_described() else ""


def _before_comma_and_title(pair: WordPair) -> str:
    """ "Roy Shalom, until now a senior researcher at", at the beginning of a sentence."""
    text, start = pair.scene.text, pair.start
    begins = start == 0 or text[start - 1] == "\n" or text[start - 2 : start] == ". "
    is_name = (
        begins
        and pair.after.startswith(",")
        and fold(pair.first) not in pair.scene.language.stop_words
        and between(pair.scene.titles, pair.end, pair.end + NEAR)
        and not pair.first_is_cue()
    )
    return pair.first if is_name else ""


def _behind_form_of_address(pair: WordPair) -> str:
    """ "Dr Roy Shalom"."""
    address = FORM_OF_ADDRESS.search(pair.scene.text, max(0, pair.start - NEAR), pair.start)
    return pair.first if address and not pair.first_is_cue() else ""


def _behind_cue(pair: WordPair) -> str:
    """ "also Roy Shalom, senior researcher", "hires Anbar Lavi, who went to"."""
    cues = between(pair.scene.cues, pair.start - NEAR, pair.start)
    is_name = (
        any(cue.end + 1 == pair.start for cue in cues)
        and pair.first[0] != AND
        and pair.is_described()
        and not pair.first_is_cue()
    )
    return pair.first if is_name else ""


def _behind_title(pair: WordPair) -> str:
    """ "the researcher Roy Shalom joined"; a second word with an article, or a plural, is no name."""
    is_name = (
        pair.start - 1 in pair.scene.title_ends
        and pair.ends_phrase()
        and not pair.first.endswith(PLURALS)
        and len(pair.second) > 2
        and pair.first[0] != ARTICLE
        and pair.second[0] != ARTICLE
        and not pair.first_is_cue()
    )
    return pair.first if is_name else ""


# Each gives the first name of a pair, or an empty text; the first that gives one decides how it is written.
FIRST_NAME_RULES: tuple[Callable[[WordPair], str], ...] = (
    _common_first_name,
    _rare_first_name,
    _behind_and,
    _before_comma_and_title,
    _behind_form_of_address,
    _behind_cue,
    _behind_title,
)


def find_hebrew_people(scene: Scene, new: NewNames) -> None:
    """Two words that are a first name and a surname by one of the rules."""
    end = 0  # of the last name
    for first, second in pairwise(HEBREW_WORD.finditer(scene.text)):
        # Many surnames are first names, too.
        if first.start() < end:
            continue
        pair = WordPair(scene, first, second)
        if not pair.may_be_name():
            continue
        if first_name := next(filter(None, (rule(pair) for rule in FIRST_NAME_RULES)), ""):
            new.add(f"{first_name} {pair.second}", PERSON)
            end = pair.end


def find_hebrew_enumerations(scene: Scene, new: NewNames) -> None:
    """Two words behind a person, a comma or "and", and before the end of the enumeration or its verb."""
    ends = [mention.end for mention in scene.mentions if mention.kind == PERSON]
    verbs = {cue.start for cue in scene.cues if cue.has(*SLOT_CUES, "own_word")}
    # So far, all new names are those of people.
    for name in new.names:
        ends += [match.end() for match in re.finditer(re.escape(name.text), scene.text)]
    for end in ends:
        match = HEBREW_ITEM.match(scene.text, end)
        # Each new one may be followed by another.
        while (
            match
            and (scene.text[match.end(1) : match.end(1) + 1] != " " or match.end(1) + 1 in verbs)
            and not any(scene.taken[match.start(1) : match.end(1)])
            and not between(scene.titles, match.start(1), match.end(1))
        ):
            new.add(match[1], PERSON)
            match = HEBREW_ITEM.match(scene.text, match.end(1))


def find_hebrew_organizations(scene: Scene, new: NewNames) -> None:
    """The word behind a verb of joining with ל, of leaving with את or מ, or behind "the company"."""
    for cue in scene.cues:
        if not cue.has("join", "leave", "return", "found", "hire_passive", "now"):
            continue
        match = BEHIND_VERB.match(scene.text[cue.end : cue.end + 40])
        name, end = _organization_behind(scene, cue, match) if match else ("", 0)
        if name and _may_be_organization(scene, name, cue.end + end - len(name)):
            new.add(name, ORGANIZATION)
    _named_organizations(scene, new)


def _named_organizations(scene: Scene, new: NewNames) -> None:
    """The word behind "a start-up by the name of", and one behind "the company" that the article repeats."""
    nouns = "|".join(map(re.escape, scene.language.words("names", "organization_nouns")))
    called = "|".join(map(re.escape, scene.language.words("names", "called")))
    for match in re.finditer(rf"(?<!\w)(?:{nouns})(?: \w+)? (?:{called}) ({HEBREW_WORD.pattern})(?!\w)", scene.text):
        if _may_be_organization(scene, match[1], match.start(1)):
            new.add(match[1], ORGANIZATION)
    words = Counter(match[0] for match in HEBREW_WORD.finditer(scene.text))
    for cue in scene.cues:
        # "Nova appoints Jane Doe", at the beginning of a sentence
        subject = SUBJECT.search(scene.text, max(0, cue.start - NEAR), cue.start) if cue.has("hire") else None
        is_name = subject and words[subject[1]] > 1 and subject[1] not in scene.language.rules["dates"]["relative"]
        is_subject = is_name and scene.text[cue.end : cue.end + 4] == " את "
        if subject and is_subject and _may_be_organization(scene, subject[1], subject.start(1)):
            new.add(subject[1], ORGANIZATION)
    for match in re.finditer(rf"(?<!\w)[בלמו]?חברת ({HEBREW_WORD.pattern})(?!\w)", scene.text):
        is_repeated = sum(words[letter + match[1]] for letter in ("", *"בלמו")) > 1
        if is_repeated and _may_be_organization(scene, match[1], match.start(1)):
            new.add(match[1], ORGANIZATION)


def _organization_behind(scene: Scene, cue: Cue, match: re.Match[str]) -> tuple[str, int]:
    """The name without the preposition that is joined to it, and where it ends in the match."""
    nouns = scene.language.organization_nouns
    word = match[2]
    if fold(word) in nouns and match[3] and fold(match[3]) not in scene.language.called:
        return match[3], match.end(3)
    if match[1] or cue.phrase.endswith(WITH_PREPOSITION):
        return word, match.end(2)
    if cue.phrase.endswith(OFFICES) and word[0] in "במ" and len(word) > 3:
        # "is ending his job at"
        return word[1:], match.end(2)
    letters = "מ" if cue.has("leave") and not cue.has("join") else "למב" if cue.has("now") else "ל"
    return (word[1:], match.end(2)) if word[0] in letters and len(word) > 3 else ("", 0)


def _may_be_organization(scene: Scene, name: str, start: int) -> bool:
    end = start + len(name)
    return (
        not any(scene.taken[start:end])
        # A cue may go on behind it: ועוברת ל
        and not any(cue.start < end for cue in between(scene.cues, start - 1, end + NEAR))
        and not between(scene.titles, start - 1, end)
        and len(name) > 2
        and fold(name) not in scene.language.stop_words
        and not name.startswith(ARTICLE)
        and not name.endswith(PLURALS)
        and fold(name[1:]) not in MONTHS
        and name not in scene.language.words("names", "not_organizations")
        and name not in scene.language.rules["durations"]["numerals"]
    )
