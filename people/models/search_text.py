"""What people, organizations and sources are found by."""

from collections.abc import Collection
from typing import Any

from django.db import models

from people.models.name import OrganizationName, OtherName, PersonName
from people.models.organization import Organization
from people.models.person import Person
from people.models.source import Source
from talentwatch.records.declarations import OnMerge
from talentwatch.records.edit import Edit
from talentwatch.records.search_text import SEPARATOR, SearchText, indexed_text


def names_of(names: type[OtherName], pks: Collection[int]) -> dict[int, list[str]]:
    """The search keys of all names of these records, the canonical one first, by primary key."""
    records: Any = names._meta.get_field(names.parent_field).related_model
    keys: dict[int, list[str]] = {}
    rows = records._base_manager.filter(pk__in=pks).order_by("pk", "names__pk")
    for pk, canonical, other in rows.values_list("pk", "search_key", "names__search_key"):
        of_record = keys.setdefault(pk, [canonical])
        if other is not None:
            of_record.append(other)
    return keys


class PersonSearchText(SearchText):
    """All names of a person."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="search_text")

    on_merge = {"person": OnMerge.KEEP}

    @classmethod
    def texts_of(cls, pks: Collection[int]) -> dict[int, str]:
        return {pk: indexed_text(SEPARATOR.join(keys)) for pk, keys in names_of(PersonName, pks).items()}


class OrganizationSearchText(SearchText):
    """All names of an organization."""

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, primary_key=True, related_name="search_text"
    )

    on_merge = {"organization": OnMerge.KEEP}

    @classmethod
    def texts_of(cls, pks: Collection[int]) -> dict[int, str]:
        return {pk: indexed_text(SEPARATOR.join(keys)) for pk, keys in names_of(OrganizationName, pks).items()}


class SourceSearchText(SearchText):
    """The title, the publisher and the author of a source."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, primary_key=True, related_name="search_text")

    on_merge = {"source": OnMerge.KEEP}

    @classmethod
    def texts_of(cls, pks: Collection[int]) -> dict[int, str]:
        rows = Source._base_manager.filter(pk__in=pks).values_list("pk", "search_key")
        return {pk: indexed_text(key) for pk, key in rows}


# The texts of each model, and the columns of its own that they are made of.
SEARCH_TEXTS: dict[Any, tuple[type[SearchText], tuple[str, ...]]] = {
    Person: (PersonSearchText, ("name",)),
    Organization: (OrganizationSearchText, ("name",)),
    Source: (SourceSearchText, ("title", "publisher", "author")),
}


def refresh_after_edit(edit: Edit) -> None:
    """As an edit closes: make the search texts of what it changed again."""
    for model, (texts, columns) in SEARCH_TEXTS.items():
        records = [record for record in edit.recomputed if type(record) is model]
        changed = [one for one in records if edit.is_touched(one) or edit.may_differ_in(one, *columns)]
        pks = texts.objects.refresh((one.pk for one in changed), {one.pk for one in changed if edit.is_new(one)})
        edit.renamed |= {(model, pk) for pk in pks}
