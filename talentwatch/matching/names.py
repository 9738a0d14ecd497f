"""What a name is made of: words, initials and generation, without titles and legal forms."""

import re
import unicodedata
from dataclasses import dataclass, field

from talentwatch.text_cache import cache_short_texts

CACHED_NAMES = 2**13

TITLE = re.compile(
    r"\b(?:(?:dr|prof)(?: h c| ing| med| rer nat)*|professor|dipl ing|ph ?d|dphil"
    r"|דר|פרופ|פרופסור|проф|профессор|博士|教授)\b"
)
COURTESY_TITLE = re.compile(r"^(?:mr|mrs|ms|mx|sir|dame) ")

# "V" is missing on purpose: it is an initial far more often than a fifth generation.
GENERATIONS = {
    **dict.fromkeys(("jr", "jnr", "junior"), "jr"),
    **dict.fromkeys(("sr", "snr", "senior"), "sr"),
    **dict.fromkeys(("ii", "2nd"), "ii"),
    **dict.fromkeys(("iii", "3rd"), "iii"),
    **dict.fromkeys(("iv", "4th"), "iv"),
}

# The search key of "L.L.C." is "l l c", so the letters of an abbreviation may stand apart.
ABBREVIATED_FORMS = (
    "ab ag aps asa bv bvba doo gmbh kft kg kk llc llp lp ltd nv ooo oy oyj pbc plc pte pty pvt sa sarl sas se spa srl "
    "sro zrt зао оао ооо пао"
)
WRITTEN_FORMS = (
    "limited liability company",
    "public benefit corporation",
    "public limited company",
    "private limited",
    "co",
    "company",
    "corp",
    "corporation",
    "inc",
    "incorporated",
    "limited",
)
_FORMS = "|".join((*WRITTEN_FORMS, *(" ?".join(form) for form in ABBREVIATED_FORMS.split())))
LEGAL_FORM_BEHIND = re.compile(rf" (?:{_FORMS})$|(?:株式会社|(?:股份)?有限公司)$")
LEGAL_FORM_BEFORE = re.compile(r"^(?:(?:зао|оао|ооо|пао|ooo) |株式会社)")
MIN_BARE_NAME = 2  # letters; H Company is never just H


@dataclass(frozen=True)
class ParsedName:
    """The words of a search key in their order, and the forms in which names are compared."""

    words: tuple[str, ...]
    generation: str = ""  # as in GENERATIONS
    initials: tuple[str, ...] = ()
    full: tuple[str, ...] = field(init=False, compare=False)  # the words that aren't initials
    sorted_words: str = field(init=False, compare=False)
    joined: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        full = tuple(word for word in self.words if word not in self.initials) if self.initials else self.words
        object.__setattr__(self, "full", full)
        object.__setattr__(self, "sorted_words", " ".join(sorted(self.words)))
        object.__setattr__(self, "joined", "".join(self.words))

    @property
    def is_one_word(self) -> bool:
        return len(self.words) == 1 and not self.initials

    @property
    def figures(self) -> str:
        return "".join(filter(str.isdecimal, self.joined))

    @property
    def rotations(self) -> set[str]:
        """The words run together, from each word on and round to the start: "Le Cun, Yann" is "Yann LeCun" too."""
        return {"".join(self.words[place:] + self.words[:place]) for place in range(len(self.words))}


@cache_short_texts(CACHED_NAMES)
def parse_person_name(key: str) -> ParsedName:
    """A person's name from its search key. Titles and the generation are no words; single letters are initials."""
    words = COURTESY_TITLE.sub("", TITLE.sub(" ", key).lstrip()).split() or key.split()
    generation = next((word for word in words[1:] if word in GENERATIONS), "")
    if generation:
        words.remove(generation)
    return ParsedName(tuple(words), GENERATIONS.get(generation, ""), tuple(filter(is_initial, words)))


@cache_short_texts(CACHED_NAMES)
def parse_organization_name(key: str) -> ParsedName:
    """An organization's name from its search key, without its legal form. A single letter is a word: H Company."""
    name, longer = key, ""
    while name != longer:
        longer = name
        shorter = LEGAL_FORM_BEHIND.sub("", LEGAL_FORM_BEFORE.sub("", name)).strip()
        name = shorter if len(shorter) >= MIN_BARE_NAME else name
    return ParsedName(tuple(name.split()))


def is_initial(word: str) -> bool:
    """One letter of a script that has upper and lower case; one Chinese character is a name."""
    return len(word) == 1 and unicodedata.category(word) == "Ll"
