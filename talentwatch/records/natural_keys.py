"""What the natural keys of a fixture mean, and its new rows: looked up and inserted in batches.

One by one they would be most of the time of loaddata.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, models, transaction

from talentwatch.chunks import chunked
from talentwatch.records.edit import edit

Key = tuple[Any, ...]
Links = Mapping[str, Sequence[Any]]
Model = Any  # the class of a publishable record or of a child record

MAX_WAITING = 500  # rows

_current: ContextVar["NaturalKeys | None"] = ContextVar("natural_keys", default=None)


class NaturalKeys:
    """By model and natural key, the primary key of a row; None while there is no such row."""

    def __init__(self) -> None:
        self._pks: dict[Model, dict[Key, Any]] = defaultdict(dict)
        self._slugs: dict[Model, dict[Any, str]] = defaultdict(dict)  # of publishable records, by primary key
        # New rows of one model that are yet to be inserted, each with its links: by field, the primary keys of other rows.
        self._waiting: dict[tuple[Model, Key], tuple[Any, Links]] = {}

    def look_up_records(self, model: Model, slugs: Iterable[str]) -> None:
        """Look up publishable records: the slug of a merged one means its survivor."""
        keys = self._pks[model]
        unknown = [slug for slug in slugs if (slug,) not in keys]
        keys |= dict.fromkeys((slug,) for slug in unknown)
        for chunk in chunked(unknown):
            for slug, record in model.objects.by_slug(chunk).items():
                keys[slug,] = record.pk
                self._slugs[model][record.pk] = record.slug

    def look_up_children(self, model: Model, children: Iterable[Key]) -> None:
        """Look up child rows, all those of their parents at once."""
        keys = self._pks[model]
        unknown = [key for key in children if key not in keys]
        keys |= dict.fromkeys(unknown)
        for chunk in chunked({key[0]: None for key in unknown}):
            rows = model._base_manager.filter(**{f"{model.natural_key_fields[0]}__in": chunk})
            for *key, pk in rows.values_list(*model.natural_key_fields, "pk"):
                keys[tuple(key)] = pk

    def add(self, row: Any) -> None:
        """The row was loaded: from now on its key means it."""
        try:
            key = row.natural_key()
        except ObjectDoesNotExist:  # it names a row by a primary key that has yet to be loaded
            return
        self._pks[type(row)][key] = row.pk
        if key == (getattr(row, "slug", None),):
            self._slugs[type(row)][row.pk] = row.slug

    def insert_later(self, row: Any, links: Links) -> None:
        """Insert a new row and its links together with others of its model: before one of them is named, at the latest."""
        key = type(row), row.natural_key()
        is_another_model = any(model is not type(row) for model, _key in islice(self._waiting, 1))
        if is_another_model or key in self._waiting or len(self._waiting) == MAX_WAITING:
            self.insert_waiting()
        self._waiting[key] = row, links

    def insert_waiting(self) -> None:
        """Insert the rows that wait. Raises what the database says of the first that it refuses."""
        waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        rows = [row for row, _ in waiting.values()]
        try:
            # Not by the model's own manager, whose bulk_create() saves one by one.
            with transaction.atomic():
                models.QuerySet(model=type(rows[0])).bulk_create(rows)
        except (DatabaseError, ValueError):
            _insert_one_by_one(waiting)
        with edit() as current_edit:
            for row in rows:
                self.add(row)
                current_edit.mark_loaded(row, is_new=True)
            # Once the rows count as loaded: links that are records of their own don't edit them then.
            _insert_links(type(rows[0]), waiting.values())

    def knows(self, model: Model, key: Key) -> bool:
        return key in self._pks[model]

    def row(self, model: Model, key: Key) -> Any:
        """As much of the row as loaddata needs: its primary key. Raises DoesNotExist."""
        if (model, key) in self._waiting:
            self.insert_waiting()
        pk = self._pks[model][key]
        if pk is None:
            raise model.DoesNotExist(f"{model._meta.object_name} {'/'.join(map(str, key))} does not exist.")
        return model.from_db(None, [model._meta.pk.attname], [pk])

    def slug_of(self, model: Model, pk: Any) -> str | None:
        return self._slugs[model].get(pk)


def _insert_one_by_one(waiting: dict[tuple[Model, Key], tuple[Any, Links]]) -> None:
    """Insert what can't be inserted together, and say which row the database refuses."""
    for (model, key), (row, _) in waiting.items():
        row.pk = None
        try:
            models.Model.save_base(row, raw=True, force_insert=True)
        except (DatabaseError, ValueError) as error:
            error.args = (f"Could not load {model._meta.label} {'/'.join(map(str, key))}: {error}",)
            raise


def _insert_links(model: Model, rows: Collection[tuple[Any, Links]]) -> None:
    for field in model._meta.many_to_many:
        through, (ours, theirs) = field.remote_field.through, (field.m2m_field_name(), field.m2m_reverse_field_name())
        through.objects.bulk_create(
            through(**{f"{ours}_id": row.pk, f"{theirs}_id": pk})
            for row, links in rows
            for pk in dict.fromkeys(links.get(field.name, ()))
        )


def current() -> NaturalKeys | None:
    """The keys of the fixture that is being loaded."""
    return _current.get()


@contextmanager
def remembered() -> Iterator[NaturalKeys]:
    """Inside it, each natural key is looked up once."""
    keys = NaturalKeys()
    token = _current.set(keys)
    try:
        yield keys
    finally:
        _current.reset(token)
