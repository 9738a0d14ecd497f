"""The names that an article is searched for: all names of people and organizations, and those of products."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from talentwatch.articles.reading.folding import fold
from talentwatch.matching.comparison import PERSON_NAMES
from talentwatch.matching.index import NameIndex
from talentwatch.text import search_key

PERSON, ORGANIZATION, PRODUCT, NOT_A_NAME = "person", "organization", "product", "none"
MIN_UNIQUE_SURNAME = 8  # letters
MIN_NAME = 2  # letters; π and X alone would be found in every formula


@dataclass(frozen=True)
class KnownName:
    """One name of one record. `slug` is None if no record has it yet."""

    text: str
    kind: str
    slug: str | None
    name: str  # the canonical one
    language: str = ""
    is_misspelling: bool = False


def _other_words() -> list[KnownName]:
    words = tomllib.loads(Path(__file__).with_name("products.toml").read_text("utf-8"))
    kinds = {"products": PRODUCT, "places": NOT_A_NAME, "not_names": NOT_A_NAME}
    return [KnownName(text, kind, None, text) for list_, kind in kinds.items() for text in words[list_]]


def well_known_organizations() -> list[KnownName]:
    """Organizations that every article on the subject names: offered where the desk has no record of them."""
    rows = tomllib.loads(Path(__file__).with_name("organizations.toml").read_text("utf-8"))["organizations"]
    return [KnownName(text, ORGANIZATION, None, name) for name, others in rows.items() for text in (name, *others)]


@lru_cache(1)
def media_names() -> frozenset[str]:
    """Names of organizations that articles cite, folded."""
    return frozenset(
        fold(name)
        for name in tomllib.loads(Path(__file__).with_name("organizations.toml").read_text("utf-8"))["media"]["names"]
    )


class KnownNames:
    """An automaton of all names, built once and asked many times.

    `well_known` adds the organizations of organizations.toml that have no record.
    """

    def __init__(self, names: Iterable[KnownName], *, well_known: bool = True) -> None:
        self.by_text: dict[str, list[KnownName]] = defaultdict(list)
        for name in names:
            self._add(name)
        self.people = [
            name for same in self.by_text.values() for name in same if name.kind == PERSON and not name.is_misspelling
        ]
        for name in [*(self._recorded(well_known_organizations()) if well_known else ()), *_other_words()]:
            if fold(name.text) not in self.by_text:
                self._add(name)
        self.texts = list(self.by_text)
        self.automaton = AhoCorasick(self.texts)

    def _recorded(self, organizations: list[KnownName]) -> list[KnownName]:
        """Well-known organizations, as the desk's own record of each if it has one by any of the names."""
        records = {}
        for name in organizations:
            for known in self.by_text.get(fold(name.text), ()):
                if known.kind == ORGANIZATION and known.slug:
                    records[name.name] = known
        return [
            replace(name, slug=records[name.name].slug, name=records[name.name].name) if name.name in records else name
            for name in organizations
        ]

    def _add(self, name: KnownName) -> None:
        text = fold(name.text).strip()
        if len(text) >= MIN_NAME:
            self.by_text[text].append(name)

    def find(self, folded: str) -> list[tuple[list[KnownName], int, int]]:
        """All names that occur in a folded text, overlapping ones too, as (names, start, end)."""
        matches = self.automaton.find_matches_as_indexes(folded, overlapping=True)
        return [(self.by_text[self.texts[pattern]], start, end) for pattern, start, end in matches]

    @cached_property
    def similar_people(self) -> NameIndex:
        """People by the likeness of their names, for misspelt ones."""
        return NameIndex(PERSON_NAMES, [(place, search_key(name.text)) for place, name in enumerate(self.people)])

    @cached_property
    def people_by_key(self) -> dict[str, dict[str, KnownName]]:
        """By the key of a name, the people who have it, by slug."""
        people: dict[str, dict[str, KnownName]] = defaultdict(dict)
        for name in self.people:
            people[search_key(name.text)][name.slug or name.name] = name
        return people

    @cached_property
    def unique_surnames(self) -> dict[str, KnownName]:
        """Long surnames that only one known person has, folded: they are understood without the first name."""
        bearers: dict[str, dict[str | None, KnownName]] = defaultdict(dict)
        for name in self.people:
            words = name.text.split()
            if len(words) > 1 and len(words[-1]) >= MIN_UNIQUE_SURNAME:
                bearers[fold(words[-1])][name.slug] = name
        return {surname: next(iter(people.values())) for surname, people in bearers.items() if len(people) == 1}

    @cached_property
    def person_words(self) -> frozenset[str]:
        """All words of names of people, folded."""
        return frozenset(word for name in self.people for word in search_key(name.text).split())


NO_NAMES = KnownNames(())
