"""Given names of many countries from Faker, the only part of it that is used: the lists of its providers for people."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from talentwatch.articles.reading.folding import fold, script_of

PROVIDERS = "faker.providers.person"
LISTS = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary")
MIN_LETTERS = {"LATIN": 4, "HEBREW": 3}  # a shorter one is often a word


@lru_cache(1)
def faker_given_names() -> frozenset[str]:
    """Some 20,000 names, folded. Many are words or places, too."""
    return frozenset(
        folded
        for name in _listed()
        if name and len(folded := fold(unicodedata.normalize("NFC", name))) >= MIN_LETTERS.get(script_of(name[0]), 99)
    )


def _listed() -> Iterator[str]:
    # Imported when the first article is read: it takes a tenth of a second and 26 MB.
    for module in iter_modules(import_module(PROVIDERS).__path__):
        provider = import_module(f"{PROVIDERS}.{module.name}").Provider
        for name in LISTS:
            names = getattr(provider, name, ())
            # In some languages, one of the lists is computed of the others.
            if not isinstance(names, property):
                yield from names
