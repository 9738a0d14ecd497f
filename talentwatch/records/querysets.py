"""QuerySets of records: bulk writes that keep every rule, and filters by status."""

from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from talentwatch.chunks import chunked
from talentwatch.records import natural_keys
from talentwatch.records.edit import edit
from talentwatch.records.status import Status

SAVED_AT_ONCE = 1_000  # rows
NO_LIMIT = 2**31 - 1  # with a limit, PostgreSQL plans a subquery by itself, and runs it first


def except_rows(rows: Any, others: Any) -> Any:
    """The rows without these others of the same model.

    Django writes exclude(pk__in=…) as NOT IN, for which PostgreSQL reads all the others again for each row, as soon as they
    are more than fit into its working memory.
    """
    return rows.filter(~models.Exists(others.filter(pk=models.OuterRef("pk"))))


class SavingQuerySet(models.QuerySet):
    """Bulk writes save the rows in one edit as save() does, so that constraints, history and derived columns are kept."""

    def update(self, **values: Any) -> int:
        """Set plain values on each row and return how many rows there are; expressions raise TypeError."""
        if any(hasattr(value, "resolve_expression") for value in values.values()):
            raise TypeError("update() saves the rows here: it takes plain values, not expressions.")
        if unknown := [name for name in values if not hasattr(self.model, name)]:
            raise FieldDoesNotExist(f"{self.model._meta.object_name} has no {', '.join(unknown)}.")
        with edit():
            rows: list[Any] = list(self)
            for row in rows:
                for name, value in values.items():
                    setattr(row, name, value)
            self._save(rows)
        return len(rows)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        """Save each new row; options that would skip or overwrite rows raise TypeError."""
        if any(args[1:]) or any(value for name, value in options.items() if name != "batch_size"):
            raise TypeError("bulk_create() saves the rows here: it can't ignore or update conflicting rows.")
        rows = list(objs)
        self._save(rows, are_new=True)
        return rows

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Save the named fields of each row and return how many rows there are."""
        rows, names = list(objs), list(fields)
        self._save(rows, fields=names)
        return len(rows)

    def _save(self, rows: list[Any], **options: Any) -> None:
        model: Any = self.model
        with edit():
            for chunk in chunked(rows, SAVED_AT_ONCE):
                model.save_rows(chunk, **options)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows in one edit."""
        with edit():
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]  # templates must not call it
    delete.queryset_only = True  # type: ignore[attr-defined]  # managers don't offer it


def names_hidden(path: str, model: type[models.Model]) -> models.Exists:
    """Whether the foreign key `path` names a record of the model that isn't public; for conditions of a QuerySet.

    Few records are hidden. Counting what doesn't name one of them is far cheaper than joining every public one.
    """
    return models.Exists(hidden(model).filter(pk=models.OuterRef(path)))


def hidden(model: type[models.Model]) -> "models.QuerySet[Any]":
    """The records of the model that aren't public."""
    return model._base_manager.exclude(status=Status.PUBLISHED)


def keys_of_any(rows: Any, conditions: Iterable[models.Q]) -> Any:
    """The primary keys of the rows that match any of these conditions, each by its index: for an OR, planners read all rows."""
    first, *others = [rows.filter(condition).order_by().values("pk") for condition in conditions]
    return first.union(*others)


class PublishableQuerySet(SavingQuerySet):
    def published(self) -> Self:
        """What the public may see."""
        return self.filter(status=Status.PUBLISHED)

    def hidden_keys(self) -> Any:
        """The primary keys of all others: as cheap as they are few."""
        return self.exclude(status=Status.PUBLISHED).order_by().values("pk")

    def not_withdrawn(self) -> Self:
        """Neither withdrawn nor merged."""
        return self.exclude(status=Status.WITHDRAWN)

    def withdrawn(self) -> Self:
        """Withdrawn and not merged, so that each could be restored."""
        return self.filter(status=Status.WITHDRAWN, merged_into=None)

    def in_review(self) -> Self:
        """Submitted for review."""
        return self.filter(status=Status.IN_REVIEW)

    def drafts_of(self, user: Any) -> Self:
        """Drafts that this user created, according to their history."""
        history: Any = self.model.history  # type: ignore[attr-defined]  # of a PublishableRecord model
        return self.filter(
            status=Status.DRAFT, pk__in=history.filter(history_type="+", history_user=user.pk).values("id")
        )

    def by_slug(self, slugs: Iterable[str]) -> dict[str, Any]:
        """The records that these slugs mean, by slug: the slug of a merged record means its survivor."""
        rows: list[Any] = [
            row for chunk in chunked(set(slugs)) for row in self.filter(slug__in=chunk).select_related("merged_into")
        ]
        return {row.slug: row.survivor() for row in rows}

    def get_by_natural_key(self, slug: str) -> Any:
        """The record that a slug means, in a fixture as elsewhere."""
        keys = natural_keys.current()
        if keys and keys.knows(self.model, (slug,)):
            return keys.row(self.model, (slug,))
        record: Any = self.get(slug=slug)
        return record.survivor()


class ChildQuerySet(SavingQuerySet):
    def get_by_natural_key(self, *key: Any) -> Any:
        model: Any = self.model
        keys = natural_keys.current()
        if keys and keys.knows(model, key):
            return keys.row(model, key)
        lookups = dict(zip(model.natural_key_fields, key, strict=True))
        try:
            return self.get(**lookups)
        except model.DoesNotExist:
            # A slug in the key may be that of a merged record, whose rows went to its survivor.
            surviving = {name: _surviving_slug(model, name, value) for name, value in lookups.items()}
            if surviving == lookups:
                raise
            return self.get(**surviving)


def _surviving_slug(model: Any, lookup: str, value: Any) -> Any:
    link, _, column = lookup.partition("__")
    if column != "slug":
        return value
    related: Any = model._meta.get_field(link).related_model
    merged = related._base_manager.filter(slug=value, merged_into__isnull=False).first()
    return merged.survivor().slug if merged else value
