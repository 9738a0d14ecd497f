"""Search texts: all words that a record is found by, in one row, so that a search reads one index (records/trigrams.py)."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.apps import AppConfig
from django.db import connections, models

from talentwatch.chunks import chunked
from talentwatch.records.fields import SearchKeyField
from talentwatch.records.querysets import NO_LIMIT
from talentwatch.records.trigrams import TRIGRAM, add_trigram_indexes, rare_rows
from talentwatch.text import search_key

REFRESHED_AT_ONCE = 1_000
SEPARATOR = "\n"  # of names: no word contains it, so no word is found across two of them
# Kana, Han and Hangul.
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


def indexed_text(key: str) -> str:
    """The search key with each CJK character doubled.

    Indexes of trigrams need three letters, and two such characters are already a name. What contains what stays the same:
    a doubled word occurs in a doubled text exactly where the word occurs in the text.
    """
    return _CJK.sub(r"\g<0>\g<0>", key)


def indexed_words(text: str) -> list[str]:
    """The words to look for, as search texts have them."""
    return [indexed_text(word) for word in search_key(text).split()]


class SearchTextQuerySet(models.QuerySet):
    def refresh(self, pks: Iterable[int], created: Collection[int] = ()) -> set[int]:
        """Make the texts of these records (primary keys) again; returns those that differed. Those `created` have none yet."""
        model: Any = self.model
        differing: set[int] = set()
        for chunk in chunked(set(pks), REFRESHED_AT_ONCE):
            stored = dict(self.filter(pk__in=[pk for pk in chunk if pk not in created]).values_list("pk", "text"))
            new = [model(pk=pk, text=text) for pk, text in model.texts_of(chunk).items() if stored.get(pk) != text]
            self.bulk_create(new, update_conflicts=True, unique_fields=[model._meta.pk.name], update_fields=["text"])
            differing.update(row.pk for row in new)
        return differing

    def rebuild(self) -> int:
        """Make all texts again; returns how many differed."""
        return len(self.refresh(self._records().values_list("pk", flat=True)))

    def complete(self) -> None:
        """Make the texts of the records that have none, as after the migration that adds them."""
        self.refresh(self._records().filter(search_text=None).values_list("pk", flat=True))

    def _records(self) -> Any:
        records: Any = self.model._meta.pk.related_model
        return records._base_manager.order_by("pk")


class SearchText(models.Model):
    """The words of one record, whose primary key it has."""

    text = SearchKeyField()

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def texts_of(cls, pks: Collection[int]) -> dict[int, str]:
        """The texts of these records by primary key, as indexed_text() makes them."""
        raise NotImplementedError


def search(records: Any, text: str, *, in_order_of_words: bool = False) -> Any:
    """Of a QuerySet of records with a search_text: those in which every word of the text occurs.

    `in_order_of_words`: the records are listed by slugs that begin with what they are found by.
    """
    words = indexed_words(text)
    texts = records.model._meta.get_field("search_text").related_model
    long_enough = [word for word in words if len(word) >= TRIGRAM]
    rare = rare_rows(texts, long_enough, records.db)
    if rare is not None:
        records = records.filter(pk__in=rare)
        words = [word for word in words if len(word) < TRIGRAM]
    elif in_order_of_words and long_enough:
        # A planner takes names for scattered over the list, and would read it up to the place where they all are.
        matches = texts.objects.all()
        for word in words:
            matches = matches.filter(text__contains=word)
        return records.filter(pk__in=matches.values("pk")[:NO_LIMIT])
    for word in words:
        records = records.filter(search_text__text__contains=word)
    return records


def after_migrating(sender: AppConfig, using: str, **_: Any) -> None:
    """Make the texts that are missing in the tables of the app, and index them, where the database can."""
    connection = connections[using]
    existing = connection.introspection.table_names()
    models_of_app = [one for one in sender.get_models() if issubclass(one, SearchText)]
    if not all(one._meta.db_table in existing for one in models_of_app):
        # An older state of the schema.
        return
    for model in models_of_app:
        model.objects.using(using).complete()
    add_trigram_indexes(connection, models_of_app)
