"""What documents ask of the log of changes, which stands above them and says here how to ask it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol


class Log(Protocol):
    def last_change(self, moment: datetime) -> int | None:
        """The number of the last change up to a moment; None before the first one."""

    def time_of(self, seq: int) -> datetime:
        """When a change was made."""

    def survivors(self, resource: str, slugs: Iterable[str]) -> dict[str, str]:
        """By the slugs of merged records: that of the record that they were merged into in the end."""


_provided: list[Log] = []


def provide_log(one: Log) -> None:
    _provided[:] = [one]


def log() -> Log:
    return _provided[0]
