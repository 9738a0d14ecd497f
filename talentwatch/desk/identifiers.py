"""Searching a list by what identifies a record elsewhere: a Wikidata item, an ORCID, or its public address."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import FieldDoesNotExist

from talentwatch.text import SLUG

WIKIDATA_ITEM = re.compile(r"(?:https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/)?(q[1-9]\d*)", re.IGNORECASE)
ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dx])", re.IGNORECASE)
PUBLIC_PATH = re.compile(rf"/(?:api/v1/)?[a-z]+/({SLUG})/?")


def search_by_identifier(records: Any, text: str) -> Any:
    """The records that the text identifies; None if there are none, so that its words may be searched for."""
    text = text.strip()
    for field, pattern in (("wikidata_id", WIKIDATA_ITEM), ("orcid", ORCID)):
        if (match := pattern.fullmatch(text)) and _has_field(records.model, field):
            return records.filter(**{field: match[1].upper()})
    if slugs := _slugs_in_address(text):
        found = records.filter(slug__in=slugs)
        return found if found.exists() else None
    return None


def _has_field(model: Any, name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _slugs_in_address(text: str) -> list[str]:
    """Of a page or of the API: the slug at its end, and that after “#”, such as a job's on the page of its person."""
    try:
        address = urlsplit(text)
    except ValueError:
        return []
    match = PUBLIC_PATH.fullmatch(address.path)
    if not match:
        return []
    return [address.fragment] if re.fullmatch(SLUG, address.fragment) else [match[1]]
