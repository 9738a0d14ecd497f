"""Filters of sources."""

from typing import Any

from django.core.exceptions import ValidationError

from people.models import SourceKind
from talentwatch.api.filters import (
    AfterFilter,
    BeforeFilter,
    CertaintyFilter,
    ChoicesFilter,
    LanguageFilter,
    SearchFilter,
    StrictFilter,
    StrictFilterSet,
)
from talentwatch.api.parameters import ListParameter, Parameter, array_schema
from talentwatch.matching.addresses import pasted_key
from talentwatch.text import publisher_key


class Publishers(ListParameter):
    """Names of publishers, read as the keys by which publishers are compared."""

    def __init__(self, **options: Any) -> None:
        super().__init__(pattern=".+", accepted="names of publishers", **options)
        self.schema = array_schema({"type": "string", "format": "publisher", "minLength": 1, "pattern": "."})

    def to_python(self, value: Any) -> list[str]:
        keys = [publisher_key(name) for name in super().to_python(value)]
        if not all(keys):
            raise self.not_accepted()
        return keys


class PublisherFilter(StrictFilter):
    description = (
        "Any of these publishers; case, spaces and punctuation are ignored. Write a comma within a name as \\,."
    )
    field_class = Publishers

    def __init__(self) -> None:
        super().__init__(field_name="publisher_key", lookup_expr="in")


class AddressParameter(Parameter):
    """The address of an article, read as the key by which addresses are compared."""

    schema = {"type": "string", "format": "article-address", "minLength": 1}

    def to_python(self, value: Any) -> str:
        key = pasted_key(value)
        if not key:
            raise ValidationError("Accepted: a web address, such as https://example.com/article.")
        return key


class LinkFilter(StrictFilter):
    description = (
        "The source with this address, in any spelling: with or without https, www, tracking parameters or a trailing "
        "slash. One address; its commas need no backslash."
    )
    field_class = AddressParameter

    def __init__(self) -> None:
        super().__init__(field_name="url_key", lookup_expr="exact")


class SourceFilterSet(StrictFilterSet):
    dates = ("published",)

    q = SearchFilter(help_text="Every word in the title, the publisher or the author.")
    link = LinkFilter()
    publisher = PublisherFilter()
    language = LanguageFilter(field_name="language")
    kind = ChoicesFilter(SourceKind.values, help_text="Of any of these kinds.")
    certainty = CertaintyFilter()
    after = AfterFilter()
    before = BeforeFilter()
