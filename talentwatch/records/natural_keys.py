"""What the natural keys of a fixture mean, looked up in batches: one by one they would be most of the time of loaddata."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from talentwatch.chunks import chunked

Key = tuple[Any, ...]
Model = Any  # the class of a publishable record or of a child record

_current: ContextVar["NaturalKeys | None"] = ContextVar("natural_keys", default=None)


class NaturalKeys:
    """By model and natural key, the primary key of a row; None while there is no such row."""

    def __init__(self) -> None:
        self._pks: dict[Model, dict[Key, Any]] = defaultdict(dict)
        self._slugs: dict[Model, dict[Any, str]] = defaultdict(dict)  # of publishable records, by primary key

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

    def knows(self, model: Model, key: Key) -> bool:
        return key in self._pks[model]

    def row(self, model: Model, key: Key) -> Any:
        """As much of the row as loaddata needs: its primary key. Raises DoesNotExist."""
        pk = self._pks[model][key]
        if pk is None:
            raise model.DoesNotExist(f"{model._meta.object_name} {'/'.join(map(str, key))} does not exist.")
        return model(pk=pk)

    def slug_of(self, model: Model, pk: Any) -> str | None:
        return self._slugs[model].get(pk)


def current() -> NaturalKeys | None:
    """The keys of the fixture that is being loaded."""
    return _current.get()


@contextmanager
def remembered() -> Iterator[None]:
    """Inside it, each natural key is looked up once."""
    token = _current.set(NaturalKeys())
    try:
        yield
    finally:
        _current.reset(token)
