"""A journal of writes: each is saved by the rules of its row and noted with what stood there before, so that it can be undone."""

import json
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction

from talentwatch.records.fields import PartialDateAttribute
from talentwatch.records.models import VersionedModel
from talentwatch.revisions.diff import NOTHING, text_of, title_of


class Journal:
    """What was written, in order; every entry is plain JSON."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def change(self, model: type[Any], pk: int, values: dict[str, Any]) -> None:
        """Set columns of a row, by attribute name; nothing is noted where they hold these values already."""
        row = model._base_manager.get(pk=pk)
        before = {name: getattr(row, name) for name in values}
        if before == values:
            return
        name = str(row)
        was = _shown(row, values)
        _write(row, values)
        self._note("change", row, name, (before, values), _told(was, _shown(row, values)))

    def remove(self, row: VersionedModel, why: str) -> None:
        before = _columns(row)
        self._note("remove", row, str(row), (before, {}), [["", "", why]])
        row.delete()

    def add(self, row: VersionedModel, why: str) -> None:
        _save(row)
        self._note("add", row, str(row), ({}, _columns(row)), [["", "", why]])

    def link(self, row: VersionedModel, field: str, other: Any) -> None:
        getattr(row, field).add(other)
        self._note("link", row, str(row), ({}, {field: other.pk}), [[_title(row, field), NOTHING, str(other)]])

    def unlink(self, row: VersionedModel, field: str, other: Any) -> None:
        getattr(row, field).remove(other)
        self._note("unlink", row, str(row), ({field: other.pk}, {}), [[_title(row, field), str(other), NOTHING]])

    def rows(self) -> list[Any]:
        """The rows written, as they stand now; the removed are left out."""
        keys = dict.fromkeys((entry["model"], entry["pk"]) for entry in self.entries)
        found = (_find(model, pk) for model, pk in keys)
        return [row for row in found if row is not None]

    def _note(self, act: str, row: Any, name: str, columns: tuple[Any, Any], told: list[list[str]]) -> None:
        before, after = columns
        entry = {
            "act": act,
            "model": row._meta.label_lower,
            "pk": row.pk,
            "kind": str(row._meta.verbose_name),
            "name": name,
            "before": before,
            "after": after,
            "told": told,
        }
        self.entries.append(json.loads(json.dumps(entry, cls=DjangoJSONEncoder)))


def complaints(rows: Iterable[Any]) -> list[str]:
    """What the rows' own rules about other rows say of them, each sentence with the row's name."""
    found = []
    for row in rows:
        try:
            row.clean()
        except ValidationError as error:
            found += [f"{row}: {sentence}" for sentence in error.messages]
    return found


def reverse(entries: list[dict[str, Any]]) -> list[str]:
    """Take back what was written, the last first. Returns a sentence for each row that isn't any more as it was left.

    The caller undoes everything where there is such a sentence.
    """
    obstacles: list[str] = []
    clashes: list[str] = []
    for entry in reversed(entries):
        model, row = apps.get_model(entry["model"]), _find(entry["model"], entry["pk"])
        try:
            obstacles += _OPPOSITES[entry["act"]](entry, model, row)
        except ValidationError as error:
            clashes += [f"{_called(entry)}: {sentence}" for sentence in error.messages]
    return obstacles or clashes  # some clash only because another row couldn't give way


def _unchange(entry: dict[str, Any], model: Any, row: Any) -> list[str]:
    after = _decoded(model, entry["after"])
    if row is None:
        return [f"{_called(entry)} was deleted since."]
    if off := [name for name, value in after.items() if getattr(row, name) != value]:
        return [f"{_called(entry)} was changed since: {', '.join(_words(model, off))}."]
    _write(row, _decoded(model, entry["before"]))
    return []


def _put_back(entry: dict[str, Any], model: Any, row: Any) -> list[str]:  # noqa: ARG001 all opposites take the same
    _save(model(pk=entry["pk"], **_decoded(model, entry["before"])), force_insert=True)
    return []


def _take_away(entry: dict[str, Any], model: Any, row: Any) -> list[str]:
    if row is None:
        return [f"{_called(entry)} was deleted since."]
    if _columns(row) != _decoded(model, entry["after"]):
        return [f"{_called(entry)} was changed since."]
    row.delete()
    return []


def _unlink(entry: dict[str, Any], model: Any, row: Any) -> list[str]:  # noqa: ARG001 all opposites take the same
    ((field, pk),) = entry["after"].items()
    if row is None:
        return [f"{_called(entry)} was deleted since."]
    if not getattr(row, field).filter(pk=pk).exists():
        return [f"{_called(entry)} was changed since: {field}."]
    getattr(row, field).remove(pk)
    return []


def _relink(entry: dict[str, Any], model: Any, row: Any) -> list[str]:  # noqa: ARG001 all opposites take the same
    ((field, pk),) = entry["before"].items()
    if row is None:
        return [f"{_called(entry)} was deleted since."]
    getattr(row, field).add(pk)
    return []


_OPPOSITES = {"change": _unchange, "remove": _put_back, "add": _take_away, "link": _unlink, "unlink": _relink}


def _called(entry: dict[str, Any]) -> str:
    return f"The {entry['kind']} “{entry['name']}”"


def _find(label: str, pk: int) -> Any:
    return apps.get_model(label)._base_manager.filter(pk=pk).first()


def _columns(row: Any) -> dict[str, Any]:
    """What an editor decides of a row, by attribute name."""
    kept = row.derived_fields | row.bookkeeping_fields
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in kept}


def _decoded(model: Any, values: dict[str, Any]) -> dict[str, Any]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items()}


def _write(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    _save(row)


def _save(row: Any, **options: Any) -> None:
    """Save; what the database refuses is said as the constraint says it."""
    try:
        with transaction.atomic():
            row.save(**options)
    except IntegrityError as error:
        row.validate_constraints()
        raise ValidationError("It clashes with another row.") from error  # pragma: no cover  the constraints say it


def _shown(row: Any, values: dict[str, Any]) -> dict[str, str]:
    """The values for people, by title: a partial date is one."""
    found = {}
    for name in values:
        field = next(field for field in row._meta.concrete_fields if field.attname == name)
        base = name.rpartition("_")[0]
        if isinstance(getattr(type(row), base, None), PartialDateAttribute):
            found[title_of(base)] = str(getattr(row, base)) or NOTHING
        elif isinstance(field, models.ForeignKey):
            found[title_of(field.verbose_name)] = str(getattr(row, field.name) or NOTHING)
        else:
            found[title_of(field.verbose_name)] = text_of(field, getattr(row, name))
    return found


def _told(was: dict[str, str], now: dict[str, str]) -> list[list[str]]:
    return [[title, old, now[title]] for title, old in was.items() if old != now[title]]


def _title(row: Any, field: str) -> str:
    return title_of(row._meta.get_field(field).verbose_name)


def _words(model: Any, names: list[str]) -> list[str]:
    verbose = {field.attname: str(field.verbose_name) for field in model._meta.concrete_fields}
    return [verbose[name] for name in names]
