"""The columns that the header of a sheet means: the names of the file, the words of the desk, and names by language."""

from functools import cache

from django.conf import global_settings
from django.core.exceptions import FieldDoesNotExist

from people.models.name import LanguageField
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.text import search_key

NAME = {"name", "names"}  # the words of a header that are about names: "Hebrew name"
NAMES_IN = "names in "  # before the language tag, of a column that holds the names in one language


def column_of(kind: str, header: str) -> str:
    """The column that a header means, or NAMES_IN and a language; empty if it means none. Case is ignored."""
    key = search_key(header)
    if column := columns_by_header(kind).get(key):
        return column
    if "names" in LAYOUTS[kind].children and (language := language_of(key)):
        return f"{NAMES_IN}{language}"
    return ""


@cache
def columns_by_header(kind: str) -> dict[str, str]:
    """The columns of a list by what a header may call them, as search keys: `country`, `Wikidata item`, `other names`."""
    layout = LAYOUTS[kind]
    headers = {}
    for column in layout.columns:
        if column in layout.children:
            headers[search_key(f"other {column}")] = column
            label = layout.children[column].model._meta.verbose_name_plural
        else:
            try:
                label = getattr(layout.model._meta.get_field(column), "verbose_name", column)
            # Two columns hold one date.
            except FieldDoesNotExist:
                label = column
        headers[search_key(str(label))] = column
    return headers | {search_key(column): column for column in layout.columns}


def language_of(key: str) -> str:
    """The language of a header such as `hebrew name` or `name he`; empty if it names none."""
    first, *rest = key.split() or [""]
    *begin, last = key.split() or [""]
    texts = [" ".join(rest) if first in NAME else "", " ".join(begin) if last in NAME else ""]
    return next((language_tags()[text] for text in texts if text in language_tags()), "")


@cache
def language_tags() -> dict[str, str]:
    """BCP 47 tags by the English name of the language, and by the tag itself, as search keys."""
    tags = {"chinese": "zh"}
    for code, name in global_settings.LANGUAGES:
        tag = LanguageField().normalise(code)
        tags[search_key(code)] = tags[search_key(name)] = tag
    return tags
