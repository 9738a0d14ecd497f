"""What is looked for to erase a person: their names, and words that only their names have."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from people.models import CohortMember, Employment, Organization, OrganizationName, Person, PersonName
from talentwatch.text import search_key

REMOVED = "[name removed]"
MIN_LETTERS = 4  # of a single word that is looked for by itself
MIN_LETTERS_BEFORE_ENDING = 5


def people_merged_into(person: Person) -> list[Person]:
    """The person, and all records that were merged into theirs."""
    people, newest = [person], [person.pk]
    while newest:
        merged = list(Person._base_manager.filter(merged_into__in=newest))
        people += merged
        newest = [one.pk for one in merged]
    return people


def names_of(people: Iterable[Person]) -> list[str]:
    """All names that these people have or had, as anybody entered them, each once."""
    pks = [person.pk for person in people]
    columns = (
        Person._base_manager.filter(pk__in=pks).values_list("name"),
        PersonName._base_manager.filter(person__in=pks).values_list("text"),
        CohortMember._base_manager.filter(person__in=pks).values_list("name_as_listed"),
        Person.history.filter(id__in=pks).values_list("name"),
        PersonName.history.filter(person__in=pks).values_list("text"),
        CohortMember.history.filter(person__in=pks).values_list("name_as_listed"),
    )
    return list(dict.fromkeys(text for rows in columns for (text,) in rows.order_by("pk") if text))


def proposed_terms(person: Person) -> list[str]:
    """Their names and slugs, and the words of their names that no other person's and no organization's name has."""
    people = people_merged_into(person)
    names, pks = names_of(people), [one.pk for one in people]
    others = (
        Person._base_manager.exclude(pk__in=pks).values_list("search_key"),
        PersonName._base_manager.exclude(person__in=pks).values_list("search_key"),
        Organization._base_manager.values_list("search_key"),
        OrganizationName._base_manager.values_list("search_key"),
    )
    words = dict.fromkeys(word for name in names for word in name.split() if len(word) >= MIN_LETTERS)
    shared = (
        {word for rows in others for (key,) in rows.order_by().iterator() for word in key.split()} if words else set()
    )
    own = [word for word in words if search_key(word) and shared.isdisjoint(search_key(word).split())]
    return list(dict.fromkeys([*names, *(one.slug for one in people), *own]))


class Terms:
    """Finds and removes words and names in texts, but not within the names and slugs of other people and organizations."""

    def __init__(self, terms: Iterable[str], person: Person) -> None:
        self.terms = sorted({term for term in terms if term}, key=lambda term: (-len(term), term))
        self.folded = [key for key in (search_key(term) for term in self.terms) if key]
        pattern = "|".join(map(_bounded, self.terms)) or "(?!)"
        own = re.compile(pattern, re.IGNORECASE)
        self.kept = sorted({name for name in _names_of_others(person) if own.search(name)}, key=len, reverse=True)
        kept = "|".join(map(_bounded, self.kept)) or "(?!)"
        self._pattern = re.compile(f"(?:{kept})|({pattern})", re.IGNORECASE)
        folded = "|".join(map(_bounded, sorted(self.folded, key=len, reverse=True))) or "(?!)"
        kept_keys = "|".join(_bounded(search_key(name)) for name in self.kept if search_key(name)) or "(?!)"
        self._folded = re.compile(f"(?:{kept_keys})|({folded})")

    def found_in(self, text: str) -> bool:
        return any(match.group(1) for match in self._pattern.finditer(text))

    def found_in_any(self, values: Iterable[Any]) -> set[str]:
        """The terms that are found in these texts, in small letters; what isn't a text is passed over."""
        texts = [value for value in values if isinstance(value, str)]
        return {match.group(1).lower() for text in texts for match in self._pattern.finditer(text) if match.group(1)}

    def found_in_address(self, address: str) -> bool:
        return self.found_in(address) or self.found_in(unquote(address))

    def remove(self, text: str) -> str:
        return self._pattern.sub(lambda match: REMOVED if match.group(1) else match.group(0), text)

    def remove_from_key(self, key: str) -> str:
        return self._folded.sub(lambda match: "" if match.group(1) else match.group(0), key)

    def found_in_json(self, value: Any) -> bool:
        """In parsed JSON: in its text, a name with a quotation mark is spelt otherwise."""
        return bool(self.remove_from_json(value) != value)

    def remove_from_json(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.remove(value)
        if isinstance(value, list):
            return [self.remove_from_json(item) for item in value]
        if isinstance(value, dict):
            return {self.remove(key): self.remove_from_json(item) for key, item in value.items()}
        return value

    def sql_terms_of_json(self) -> list[str]:
        """The same of stored JSON texts, which escape quotation marks and backslashes."""
        return [json.dumps(term, ensure_ascii=False)[1:-1] for term in self.sql_terms()]

    def sql_terms(self) -> list[str]:
        """What a database may look for first: every text with a term has one of these, whatever its case.

        SQLite ignores case in ASCII only. A form within which another one stands finds nothing more.
        """
        forms = [form for term in self.terms for form in (term, term.lower(), term.upper(), term.title())]
        distinct = {form.lower() if form.isascii() else form: None for form in (*forms, *self.folded)}
        return [form for form in distinct if not any(other in form for other in distinct if other != form)]


def _bounded(term: str) -> str:
    """A pattern for a whole word. Scripts without capitals write words together, or put prefixes before a name.

    A long word may have an ending: muratis-startup in an address, a case in Russian.
    """
    before = r"(?<!\w)" if _has_case(term[0]) or term[0].isdigit() else ""
    ending = r"\w{0,2}" if len(term) >= MIN_LETTERS_BEFORE_ENDING and term.isalpha() else ""
    after = rf"{ending}(?!\w)" if _has_case(term[-1]) or term[-1].isdigit() else ""
    return f"{before}{re.escape(term)}{after}"


def _has_case(letter: str) -> bool:
    return letter.upper() != letter.lower()


def _names_of_others(person: Person) -> Iterator[str]:
    """The names and slugs of all other people and of organizations, and the slugs of other people's jobs."""
    pks = [one.pk for one in people_merged_into(person)]
    people = Person._base_manager.exclude(pk__in=pks)
    for rows in (
        people.values_list("name", "slug"),
        PersonName._base_manager.exclude(person__in=pks).values_list("text"),
        Organization._base_manager.values_list("name", "slug"),
        OrganizationName._base_manager.values_list("text"),
        Employment._base_manager.exclude(person__in=pks).values_list("slug"),
    ):
        for values in rows.order_by().iterator():
            yield from values
