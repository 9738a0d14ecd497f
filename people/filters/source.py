"""Filters of sources."""

from typing import Any

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
from talentwatch.api.parameters import ListParameter, array_schema
from talentwatch.text import publisher_key


class Publishers(ListParameter):
    """Names of publishers, read as the keys by which publishers are compared."""

    def __init__(self, **options: Any) -> None:
        super().__init__(pattern="[^,]+", accepted="names of publishers", **options)
        self.schema = array_schema({"type": "string", "format": "publisher"})

    def to_python(self, value: str | None) -> list[str] | None:
        names = super().to_python(value)
        keys = names and [publisher_key(name) for name in names]
        if keys and not all(keys):
            raise self.not_accepted()
        return keys


class PublisherFilter(StrictFilter):
    description = "Any of these publishers; case, spaces and punctuation are ignored. Leave out commas within a name."
    field_class = Publishers

    def __init__(self) -> None:
        super().__init__(field_name="publisher_key", lookup_expr="in")


class SourceFilterSet(StrictFilterSet):
    dates = ("published",)

    q = SearchFilter(help_text="Every word in the title, the publisher or the author.")
    publisher = PublisherFilter()
    language = LanguageFilter(field_name="language")
    kind = ChoicesFilter(SourceKind.values, help_text="Of any of these kinds.")
    certainty = CertaintyFilter()
    after = AfterFilter()
    before = BeforeFilter()
