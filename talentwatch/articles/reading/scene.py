"""What is known of an article before new names are looked for, and what is found."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from talentwatch.articles.reading.cues import Cue, Title
from talentwatch.articles.reading.language import Language
from talentwatch.articles.reading.layout import Line
from talentwatch.articles.reading.mentions import Mention, begins_sentence
from talentwatch.articles.reading.names import KnownName

CAPITALIZED = r"(?:[A-ZÀ-ÖØ-ÞĀ-ŽЀ-Я](?:\.(?= [A-Z])|[^\W_]*(?:['’.-][^\W_]+){0,4}))"
# Not a lone "der" or "den": in German, that is the article of the next noun.
PARTICLE = r"(?:de la|de|da|di|del|della|van der|van den|van de|van|von|al|el|bin|ben|le|la|du|dos|ter|i)"
# Right behind the first word: Anne d'Ornano, but not "Anne Martin d'Obscura".
OF_FAMILY = rf"(?: d['’]{CAPITALIZED})?"
OF_PLACE = rf"(?:{CAPITALIZED} ){{0,2}}(?:University|Institute|College|School|Academy) of {CAPITALIZED}(?: {CAPITALIZED}){{0,2}}"
PARTNERS = (
    rf"{CAPITALIZED}(?:[ -]{CAPITALIZED}){{0,2}} & "
    "(?:Partners?|Co|Company|Associates|Associati|Cie|Söhne|Sons|Figli|Fils|Hijos)"
)
LATIN_NAME = re.compile(
    rf"(?<![\w@#.-]){OF_PLACE}(?![\w@])|(?<![\w@#.-]){PARTNERS}(?![\w@])|(?<![\w@#.-]){CAPITALIZED}{OF_FAMILY}(?: (?:{PARTICLE} )?{CAPITALIZED}){{0,4}}(?![\w@])|(?<![\w@#.-])[a-z]{{1,2}}[A-Z][A-Za-z]{{1,12}}(?![\w@])"
)
LONE_WORD = re.compile(rf"(?<![^\W\d_] )(?<![\w-])({CAPITALIZED})(?![\w-])(?! [A-Z])")
MAX_NAMES = 500  # new ones in one article
SLOT_CUES = (
    "join",
    "become",
    "return",
    "found",
    "leave",
    "hire_passive",
    "spend",
    "former",
    "now",
    "stay",
    "dismiss_passive",
)
SUBJECT_CUES = ("hire", "lose", "dismiss")
NEAR = 30  # characters between a name and the word that shows what it is


@dataclass
class NewNames:
    """What was discovered, and which names are one person's in two scripts."""

    names: list[KnownName] = field(default_factory=list)
    native: dict[str, str] = field(default_factory=dict)  # by Latin name
    texts: set[str] = field(default_factory=set)

    def add(self, text: str, kind: str, name: str = "", slug: str | None = None) -> None:
        if len(self.names) < MAX_NAMES and text not in self.texts:
            self.texts.add(text)
            self.names.append(KnownName(text, kind, slug, name or text))


@dataclass
class Scene:
    """What is known of the article before the new names are looked for."""

    text: str
    mentions: list[Mention]
    cues: list[Cue]
    titles: list[Title]
    lines: list[Line]
    language: Language
    taken: bytearray

    @cached_property
    def item_starts(self) -> set[int]:
        return {line.start for line in self.lines if line.is_item}

    @cached_property
    def title_ends(self) -> set[int]:
        return {title.end for title in self.titles}

    @cached_property
    def lone_words(self) -> dict[str, int]:
        """Capitalised words inside sentences with none beside them, each with the last place where it stands."""
        return {
            match[1]: match.start(1)
            for match in LONE_WORD.finditer(self.text)
            if not begins_sentence(self.text, match.start(1))
        }
