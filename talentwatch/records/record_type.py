"""The declaration of a record type: all that the files, the API, the change feed, the pages and the package need to know.

One per type, in people/record_types.py and events/record_types.py; talentwatch/resources.py collects and checks them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from talentwatch.records.models import VersionedModel

Path = tuple[str, ...]  # from a JSON object to a value in it, by field names


@dataclass(frozen=True)
class RecordLayout:
    """The columns of a record in a timeline file, each under the model's own name for it.

    `children` are lists of rows within the record, by related name.
    """

    model: type[VersionedModel]
    fields: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # to one record, by slug
    self_links: tuple[str, ...] = ()  # to a record of the same list, set once all of them are there
    link_lists: tuple[str, ...] = ()  # to many records, by slug
    children: Mapping[str, "RecordLayout"] = field(default_factory=dict)
    qualifies: Mapping[str, str] = field(
        default_factory=dict
    )  # children that say more about a link list: a file may leave
    # them out, and names in them only those links whose values aren't the defaults
    optional: tuple[str, ...] = ()  # fields that a file may leave out: what is stored stays
    # What a row without slug is found by: the first of these groups of columns whose values the row has. A group of links
    # alone is also how a cell names the record: "Ada Lovelace, Acme".
    identified_by: tuple[tuple[str, ...], ...] = ()
    called_by: tuple[str, ...] = ()  # the columns by any of which a link may name the record, instead of its slug
    # Of a row and a stored record with these values in common: whether nothing else keeps them from being the same.
    may_be_same: Callable[[Any, Any], bool] = lambda row, record: True  # noqa: ARG005 it takes what any such function takes
    example: Mapping[str, str] = field(
        default_factory=dict
    )  # a row of the template for imports, by column, as in a cell
    replaced_by: str = ""  # of children: the link whose stored rows a file replaces by all those that it gives for it

    @property
    def required(self) -> set[str]:
        """The columns that every record of the list has."""
        columns = {*self.fields, *self.dates, *self.links, *self.self_links, *self.link_lists, *self.children}
        return columns - self.qualifies.keys()

    @property
    def columns(self) -> list[str]:
        """All that a record may have, in the order in which it is written."""
        first, rest = self.fields[:1], self.fields[1:]
        links = (*self.links, *self.self_links)
        return [*first, *links, *rest, *self.dates, *self.optional, *self.link_lists, *self.children]

    @property
    def rows(self) -> Any:
        """All rows of the model, drafts too."""
        return self.model._base_manager

    @property
    def single_values(self) -> tuple[str, ...]:
        """The columns that hold one value which isn't a date or a link."""
        return (*self.fields, *self.optional)


@dataclass(frozen=True)
class NestedTable:
    """A list within each record, as a table of its own in the data package."""

    name: str
    description: str
    field: str  # of the record's JSON, that holds the list
    columns: Mapping[str, Path]  # by column, the path to its value in an item
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReconciliationType:
    """A type of the reconciliation service: its id and texts in the protocol, and the model of its other names."""

    id: str
    description: str
    names: type[Any]


@dataclass(frozen=True)
class RecordType:
    """One type of record.

    `name` is its list in the API, in files and in the data package. `viewset` has its queryset of what is public, its
    serializers and its filters. A publishable record also needs a `layout`, and a `page` or the reason why it has none.
    """

    name: str
    viewset: Any
    layout: RecordLayout | None = None
    page: str = ""  # the name of its page's address
    no_page_because: str = ""
    # Data package
    package_serializer: Any = None  # None: that of the list
    nested_tables: tuple[NestedTable, ...] = ()
    parent_column: str = ""  # of nested tables: the column that says which record a row belongs to
    # Change feed
    owner: str = ""  # the field with the record that a row changes with; empty: its own record
    referred_to_by: tuple[str, ...] = ()  # the fields of any JSON that refer to a record of this type
    shown_elsewhere: tuple[str, ...] = ()  # the fields that the JSON of other records shows
    separate_fields: tuple[str, ...] = ()  # lists of other records, which have corrections of their own
    implied: Mapping[Path, Any] = field(
        default_factory=dict
    )  # what values were before the JSON showed them: older JSON
    # lacks them, and that is no correction
    # Reconciliation
    reconciliation: ReconciliationType | None = None

    @property
    def model(self) -> type[Any]:
        model: type[Model] = self.viewset.queryset.model
        return model
