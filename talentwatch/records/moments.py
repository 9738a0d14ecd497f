"""The moment of an edit: now, but never before anything that is stored, even after the clock was set back."""

from datetime import UTC, datetime, timedelta
from functools import cache

from django.apps import apps
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

COLUMNS = ("updated_at", "history_date", "at")  # of records, their history, and the change feed; all have an index


def next_moment() -> datetime:
    """Later than every moment so far, so that readers who ask for what changed since miss nothing; call it inside the lock."""
    last = last_moment()
    return max(timezone.now(), last + timedelta(microseconds=1)) if last else timezone.now()


def last_moment() -> datetime | None:
    """The latest moment that is stored; None in an empty database."""
    with connection.cursor() as cursor:
        cursor.execute(_statement())
        value = max(filter(None, cursor.fetchone()), default=None)
    moment: datetime | None = parse_datetime(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


@cache
def _statement() -> str:
    """One query for all tables, each of which answers from its index."""
    quote = connection.ops.quote_name
    # Not MAX(), nor a union of tables: PostgreSQL takes six times as long to plan them, and that longer than anything else
    # in the saving of a draft.
    latest = [
        f"(SELECT {quote(column)} FROM {quote(model._meta.db_table)} ORDER BY {quote(column)} DESC LIMIT 1)"  # noqa: S608 names of our own tables
        for model in apps.get_models()
        # What is no part of the timeline says so: the texts of the site are dated by each migrate.
        if getattr(model, "dates_edits", True)
        for column in COLUMNS
        if any(field.name == column and getattr(field, "db_index", False) for field in model._meta.concrete_fields)
    ]
    return f"SELECT {', '.join(latest)}"
