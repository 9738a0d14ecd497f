"""A client of talentwatch: who moves between AI labs, with sources."""

from talentwatch_client.client import Client
from talentwatch_client.copies import MemoryStore, SqliteStore, Store, update_copy
from talentwatch_client.errors import (
    ApiError,
    BadParametersError,
    NoAnswerError,
    NoLongerPublicError,
    NotFoundError,
    TalentwatchError,
    TooBusyError,
)
from talentwatch_client.rows import Group, Rows

__all__ = [
    "ApiError",
    "BadParametersError",
    "Client",
    "Group",
    "MemoryStore",
    "NoAnswerError",
    "NoLongerPublicError",
    "NotFoundError",
    "Rows",
    "SqliteStore",
    "Store",
    "TalentwatchError",
    "TooBusyError",
    "update_copy",
]
