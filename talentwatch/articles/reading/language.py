"""The word lists and rules of one language: a file in languages/, and which language a text is in."""

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from talentwatch.articles.reading.faker_names import faker_given_names
from talentwatch.articles.reading.folding import fold, script_of
from talentwatch.matching.first_names import SHORT_FORMS

FOLDER = Path(__file__).with_name("languages")
SAMPLE = 20_000  # characters by which a language is recognised
MIN_SHARE = 0.15  # of the letters in a script other than the Latin one; Chinese says more in fewer letters
MIN_STOP_WORDS = 0.03  # of the words of a text
LANGUAGE_OF_SCRIPT = {
    "HEBREW": "he",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "ARABIC": "ar",
    "CYRILLIC": "ru",
    "GREEK": "el",
    "THAI": "th",
}


@dataclass(frozen=True)
class Language:
    """One file of languages/. An article in any other language gets a Language without words."""

    code: str
    rules: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)

    def words(self, table: str, key: str) -> list[str]:
        return list(self.rules.get(table, {}).get(key, []))

    @cached_property
    def is_known(self) -> bool:
        return bool(self.rules)

    @cached_property
    def stop_words(self) -> frozenset[str]:
        return frozenset(fold(word) for word in self.rules.get("stop_words", "").split())

    @cached_property
    def typical_words(self) -> frozenset[str]:
        """The words by which the language is recognised: small ones, and those of joining and leaving."""
        verbs = (
            fold(word) for kind in ("leave", "join", "hire") for word in self.words("cues", kind) if " " not in word
        )
        return self.stop_words | frozenset(verbs)

    @cached_property
    def everyday_words(self) -> frozenset[str]:
        return frozenset(fold(word) for word in self.words("names", "everyday"))

    @cached_property
    def particles(self) -> frozenset[str]:
        return frozenset(fold(word) for word in self.words("names", "particles"))

    @cached_property
    def organization_nouns(self) -> frozenset[str]:
        return frozenset(fold(noun) for noun in self.words("names", "organization_nouns"))

    @cached_property
    def called(self) -> frozenset[str]:
        """ "called", in "a start-up called Acme": the last word of each phrase."""
        return frozenset(fold(phrase).split()[-1] for phrase in self.words("names", "called"))

    @cached_property
    def words_of(self) -> frozenset[str]:
        """ "of", and what else may stand between a title and its field."""
        return frozenset(fold(word) for word in self.words("complements", "of"))

    @cached_property
    def prepositions(self) -> frozenset[str]:
        words = (word for kind in ("from", "to", "at") for word in self.words("prepositions", kind))
        return frozenset(fold(part) for word in words for part in word.split())

    @cached_property
    def _parts_of_organizations(self) -> tuple[str, ...]:
        fields = (word for field in self.rules.get("fields", {}) for word in field.split())
        units = self.words("names", "units")
        return tuple(fold(word) for word in (*units, *fields) if fold(word) not in self.stop_words)

    def is_part_of_organization(self, word: str) -> bool:
        """Research, a team: what somebody may lead in an organization; in German, also the end of a compound."""
        parts = self._parts_of_organizations
        return word in parts or (
            self.code in {"de", "zh", "he"} and any(part in word for part in parts if len(part) > 1)
        )

    def is_before_owner(self, text: str) -> bool:
        """ "la società di", before Elon Musk: the owner stands behind what is theirs."""
        words = fold(text.replace("’", "'")).split()
        return len(words) > 1 and words[-1] in self.words_of and words[-2].rpartition("'")[2] in self.organization_nouns

    @cached_property
    def title_words(self) -> frozenset[str]:
        # Titles are often in English, whatever the language.
        tables = [language.rules.get("titles", {}) for language in (self, load_language("en"))]
        phrases = [phrase for roles in tables for titles in roles.values() for row in titles.values() for phrase in row]
        return frozenset(re.split(r"[\s-]+", fold(" ".join([*phrases, *self.words("names", "before_people")]))))

    @cached_property
    def _genitive_endings(self) -> tuple[str, ...]:
        return tuple(self.words("names", "genitive_endings"))

    @cached_property
    def _adjective_endings(self) -> tuple[str, ...]:
        return tuple(self.words("names", "adjective_endings"))

    def genitive_endings(self, first_letter: str) -> tuple[str, ...]:
        """Endings that a name may have; one in small letters is an adjective."""
        return self._adjective_endings if first_letter.islower() else self._genitive_endings

    def is_title_word(self, word: str) -> bool:
        return fold(word.strip(".,:;-")) in self.title_words

    @staticmethod
    def is_given_name(word: str) -> bool:
        """A common one: an organization is hardly called that."""
        return fold(word) in given_names()

    def may_be_given_name(self, word: str) -> bool:
        """Also a rare one, which tells a person only where a surname follows."""
        folded = fold(word)
        is_rare = folded in faker_given_names() and folded not in words_like_names() | self.stop_words
        return self.is_given_name(word) or (is_rare and not self.is_title_word(word))


@lru_cache(256)
def context_words(language: Language, key: str) -> frozenset[str]:
    """The words of a list of `context`, folded."""
    return frozenset(fold(word) for word in language.words("context", key))


@lru_cache(256)
def context_pattern(
    language: Language, key: str, before: str = "", behind: str = "", *, is_folded: bool = True
) -> re.Pattern[str]:
    """Any word of a list of `context`, between two regular expressions; for a folded text, or one as it was written."""
    words = sorted(language.words("context", key), key=len, reverse=True)
    pattern = "|".join(re.escape(fold(word) if is_folded else word) for word in words)
    # In Hebrew, letters may be joined to a word; Chinese has no spaces.
    edge = "" if language.code in {"he", "zh"} else r"\b"
    return re.compile(f"{before}{edge}(?i:{pattern}){edge}{behind}" if words else "(?!)")


@lru_cache(1)
def _listed_names() -> dict[str, Any]:
    return tomllib.loads((FOLDER.parent / "given_names.toml").read_text("utf-8"))


@lru_cache(1)
def words_like_names() -> frozenset[str]:
    """Places and everyday words that are given names, too, folded."""
    return frozenset(fold(word) for text in _listed_names()["words"].values() for word in text.split())


@lru_cache(1)
def given_names() -> frozenset[str]:
    """Common first names and their short forms, folded."""
    listed = _listed_names()["given_names"]
    return frozenset(
        fold(word) for text in (*SHORT_FORMS, *SHORT_FORMS.values(), *listed.values()) for word in text.split()
    )


@lru_cache(64)
def load_language(code: str) -> Language:
    """The language of a BCP 47 tag, by its first part; without words if it has no file."""
    short = code.partition("-")[0].lower()
    path = FOLDER / f"{short}.toml"
    # Only a letter or two may become the name of a file.
    is_file = short.isalpha() and short.isascii() and path.is_file()
    return Language(short, tomllib.loads(path.read_text("utf-8")) if is_file else {})


@lru_cache(1)
def all_languages() -> tuple[Language, ...]:
    return tuple(load_language(path.stem) for path in sorted(FOLDER.glob("*.toml")))


def recognise_language(text: str) -> str:
    """The code of the language that a text is in, by its script, then by its most frequent words; empty if unclear."""
    sample = text[:SAMPLE]
    scripts = Counter(script_of(letter) for letter in sample if letter.isalpha())
    total = sum(scripts.values())
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if kana > MIN_SHARE * total:
        return "ja"
    script, count = max(
        ((s, n) for s, n in scripts.items() if s in LANGUAGE_OF_SCRIPT), key=lambda row: row[1], default=("", 0)
    )
    if total and count > MIN_SHARE * total:
        return LANGUAGE_OF_SCRIPT[script]
    words = Counter(re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", sample).lower()))
    accented = {word: fold(word) for word in words}
    scores = {
        language.code: sum(count for word, count in words.items() if accented[word] in language.typical_words)
        for language in all_languages()
    }
    best = max(scores, key=lambda code: scores[code], default="")
    return best if best and scores[best] > MIN_STOP_WORDS * max(sum(words.values()), 1) else ""
