"""The rows of one query, read page by page when somebody asks for them."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypedDict, TypeVar

from talentwatch_client.connection import Connection

if TYPE_CHECKING:
    import pandas as pd

Row = TypeVar("Row")
PAGE_SIZE = 200  # the largest that the API gives
PAGE_KEYS = frozenset({"results", "next"})
NOT_OF_GROUPS = {"page_size", "ordering"}


class Group(TypedDict, total=False):
    """One group of `groups()`: a count, or what is certain and what is possible where dates are vague."""

    value: str | None
    name: str | None
    count: int
    certain: int
    possible: int


class Rows(Generic[Row]):
    """Iterate over it for all rows, as often as you like: each time they are read again."""

    def __init__(self, connection: Connection, address: str, model: type[Row], parameters: Mapping[str, Any]) -> None:
        self.connection, self.address, self.model, self.parameters = connection, address, model, parameters

    def __iter__(self) -> Iterator[Row]:
        for page in self.pages():
            yield from page

    def pages(self) -> Iterator[list[Row]]:
        """The rows of each page, following `next` to the end."""
        page = self.connection.get(self.address, {"page_size": PAGE_SIZE, **self.parameters}, keys=PAGE_KEYS)
        yield page["results"]
        while page["next"]:
            page = self.connection.get(page["next"], keys=PAGE_KEYS)
            yield page["results"]

    def head(self, number: int) -> list[Row]:
        """The first rows, up to 200, in one request."""
        rows: list[Row] = self._get("results", page_size=number)
        return rows

    def first(self) -> Row | None:
        """The first row, or None if there is none."""
        return next(iter(self.head(1)), None)

    @property
    def url(self) -> str:
        """The address of this query, to be quoted or opened."""
        return self.connection.address(self.address, self.parameters)

    def count(self) -> int:
        """How many rows there are, in one request."""
        return int(self._get("count", page_size=1, count=True))

    def groups(self, by: str) -> list[Group]:
        """How many rows there are by one of the filters, or by `year`; the largest first."""
        filters = {name: value for name, value in self.parameters.items() if name not in NOT_OF_GROUPS}
        answer = self.connection.get(self.address, {**filters, "group_by": by}, keys={"groups"})
        groups: list[Group] = answer["groups"]
        return groups

    def to_dataframe(self) -> "pd.DataFrame":
        """All rows as a DataFrame; needs pandas: `pip install talentwatch-client[pandas]`."""
        try:
            from talentwatch_client.frames import to_dataframe  # noqa: PLC0415 - pandas is optional, and slow to import
        except ImportError as error:
            raise ImportError("DataFrames need pandas: pip install 'talentwatch-client[pandas]'") from error
        return to_dataframe(self, self.model)

    def _get(self, key: str, **parameters: Any) -> Any:
        return self.connection.get(self.address, {**self.parameters, **parameters}, keys={key})[key]
