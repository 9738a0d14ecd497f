"""Rows as no edit leaves them: what readers are shown must not hang on what else the rules would have changed."""

from typing import Any

from django.db.models import Model

from talentwatch.changefeed.recorder import catch_up
from talentwatch.records.edit import edit


def set_behind_the_rules(record: Model, **columns: Any) -> None:
    """Set columns of one row alone; the log and the documents follow."""
    type(record)._base_manager.filter(pk=record.pk).update(**columns)
    store_documents()


def delete_behind_the_rules(rows: Any) -> None:
    """Delete the rows of a QuerySet of records alone, with their search texts."""
    texts = rows.model._meta.get_field("search_text").related_model
    texts._base_manager.filter(pk__in=[row.pk for row in rows])._raw_delete("default")
    rows._raw_delete("default")


def store_documents() -> None:
    """The log and the documents of rows that were written past the rules."""
    with edit() as current:
        catch_up(current)
