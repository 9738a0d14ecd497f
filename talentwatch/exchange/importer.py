"""Save the records of a timeline file, as many as can be, and find everything that is wrong with them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, TextField

from talentwatch.dates import UNKNOWN, PartialDateError, parse
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.report import Problem
from talentwatch.records.models import PublishableRecord, VersionedModel
from talentwatch.records.record_type import RecordLayout

ProgressCallback = Callable[[int, int], None]  # told how many records are done, of how many
FORM = f"The file is one object with lists called {', '.join(LAYOUTS)}."

REFUSED = "The database refuses this record."


@dataclass
class Content:
    """What was read of a file: the lists by kind, the row that each record stood in, and what couldn't be read."""

    data: Any
    rows: dict[str, list[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def items(self, kind: str) -> list[tuple[int, Any]]:
        """The records of a list, each with its row."""
        listed = self.data.get(kind) if isinstance(self.data, dict) else None
        items = listed if isinstance(listed, list) else []
        return list(zip(self.rows.get(kind) or range(1, len(items) + 1), items, strict=True))

    def slugs(self, kind: str) -> list[str]:
        return [slug for _, item in self.items(kind) if (slug := slug_in(item))]

    def __len__(self) -> int:
        return sum(len(self.items(kind)) for kind in LAYOUTS)


class Importer:
    """Saves what it can, so that one run finds all errors; the caller undoes everything where there is one."""

    def __init__(self, content: Content, beginning: dict[str, Any], progress: ProgressCallback | None) -> None:
        self.content, self.beginning = content, beginning  # what a new record starts from
        self.progress, self.done, self.all = progress, 0, len(content)
        self.problems: list[Problem] = []
        self.place: tuple[str, int] = ("", 0)  # the list and the row that are being saved
        self.whole = ""  # and the record, as problems call it
        self.seen: set[tuple[type[VersionedModel], Any]] = set()

    def take(self) -> None:
        data = self.content.data
        if not isinstance(data, dict) or not data.keys() <= LAYOUTS.keys():
            self.problems.append(Problem(FORM))
            return
        for kind, part in LAYOUTS.items():
            if not isinstance(data.get(kind, []), list):
                self._complain(kind, "this is a list of records.")
            taken = [self._take_one(kind, part, *one) for one in enumerate(self.content.items(kind))]
            for place, where, record, item in filter(None, taken):
                self.place = place
                self._point_within(where, part, record, item)
            self.place = ("", 0)

    def _take_one(self, kind: str, part: RecordLayout, number: int, numbered: tuple[int, Any]) -> Any:
        row, item = numbered
        self.place = (kind, row)
        saved = self._record(f"{kind}/{_name_of(item, number)}", part, item)
        self.done += 1
        if self.progress:
            self.progress(self.done, self.all)
        return saved and (self.place, *saved)

    def _complain(self, where: str, sentence: str, key: str = "") -> None:
        """Something is wrong here: `where` is the record, or a detail of it after a space."""
        within = where.removeprefix(self.whole) if self.whole and where.startswith(self.whole) else ""
        column = " ".join(filter(None, (within.strip(), key)))
        line = ": ".join(filter(None, (where, key, sentence)))
        self.problems.append(Problem(sentence, *self.place, column, line))

    def _record(
        self, where: str, part: RecordLayout, item: Any
    ) -> "tuple[str, PublishableRecord, dict[str, Any]] | None":
        self.whole = where
        if not self._has_its_form(where, part, item) or not self._is_first(where, part, item["slug"]):
            return None
        rows: Any = part.rows
        record: Any = rows.filter(slug=item["slug"]).first() or part.model(**self.beginning)
        is_saved = self._fill(where, part, record, item)
        for key, group in self._found(where, part.link_lists, part.model, item, many=True).items():
            if is_saved:
                getattr(record, key).set(group)
        for key, detail in part.children.items():
            for number, child in enumerate(item[key]):
                self._detail(f"{where} {key}/{number}", detail, record, child)
        return (where, record, item) if is_saved else None

    def _detail(self, where: str, part: RecordLayout, parent: PublishableRecord, item: Any) -> None:
        if not self._has_its_form(where, part, item):
            return
        detail: Any = part.model
        row = detail(**{detail.parent_field: parent})
        is_set = self._set(where, part, row, item)
        if not parent.pk:
            self._explain(where, lambda: row.clean_fields(exclude=[detail.parent_field]))
        if not (is_set and parent.pk):
            return
        try:
            key = row.natural_key()
        except ObjectDoesNotExist:  # it names nobody, which its validation says
            self._save(where, row)
            return
        if self._is_first(where, part, key):
            stored = detail._base_manager.filter(**dict(zip(detail.natural_key_fields, key, strict=True))).first()
            self._fill(where, part, stored or row, item)

    def _point_within(self, where: str, part: RecordLayout, record: PublishableRecord, item: dict[str, Any]) -> None:
        """Set the links to records of the same list, now that all of them are there."""
        self.whole = where
        if part.self_links:
            for key, target in self._found(where, part.self_links, part.model, item).items():
                setattr(record, key, target)
            self._save(where, record)

    def _fill(self, where: str, part: RecordLayout, record: Any, item: dict[str, Any]) -> bool:
        return self._set(where, part, record, item) and self._save(where, record)

    def _set(self, where: str, part: RecordLayout, record: Any, item: dict[str, Any]) -> bool:
        before = len(self.problems)
        for key in part.single_values:
            if key not in item:
                continue
            column = record._meta.get_field(key)
            is_text = isinstance(column, CharField | TextField)
            setattr(record, key, column.to_python(item[key] or "") if is_text else item[key])
        for key in part.dates:
            try:
                setattr(record, key, UNKNOWN if item[key] is None else parse(str(item[key])))
            except PartialDateError as error:
                self._complain(where, f"{error}", key)
        for key, target in self._found(where, part.links, part.model, item).items():
            setattr(record, key, target)
        return len(self.problems) == before

    def _found(
        self, where: str, keys: tuple[str, ...], model: Any, item: dict[str, Any], *, many: bool = False
    ) -> dict[str, Any]:
        """The records that the item points to under these keys, leaving out what isn't there, with an error."""
        found = {}
        for key in keys:
            slugs = item[key] if many else [item[key]]
            related = model._meta.get_field(key).related_model
            rows = {row.slug: row for row in related._base_manager.filter(slug__in=[slug for slug in slugs if slug])}
            for slug in slugs:
                if slug and slug not in rows:
                    self._complain(where, f"there is no {slug!r}.", key)
            found[key] = list(rows.values()) if many else rows.get(item[key])
        return found

    def _save(self, where: str, record: Any) -> bool:
        """Save what differs from what is stored. The database holds the row against its constraints: to ask each of
        them beforehand, as a form does, is half of the time of an import, so that is done where something is wrong."""
        stored = None if record._state.adding else record.stored()
        if stored and not record.differs_from(stored):
            return True
        try:
            record.full_clean(validate_constraints=False)
            with transaction.atomic():
                record.save()
        except (ValidationError, IntegrityError):
            if not self._explain(where, record.full_clean):
                self._complain(where, REFUSED)
            return False
        return True

    def _explain(self, where: str, check: Callable[[], None]) -> bool:
        """Complain of what the check refuses, if it does."""
        try:
            check()
        except ValidationError as error:
            for key, messages in error.message_dict.items():
                self._complain(where, " ".join(messages), "" if key == NON_FIELD_ERRORS else key)
            return True
        return False

    def _is_first(self, where: str, part: RecordLayout, key: Any) -> bool:
        """The file hasn't told of this row before."""
        if (part.model, key) in self.seen:
            self._complain(where, "this stands in the file already.")
            return False
        self.seen.add((part.model, key))
        return True

    def _has_its_form(self, where: str, part: RecordLayout, item: Any) -> bool:
        if not isinstance(item, dict) or not part.required <= item.keys() <= {*part.columns}:
            perhaps = f", and may have {', '.join(part.optional)}" if part.optional else ""
            self._complain(where, f"a record here has exactly the fields {', '.join(sorted(part.required))}{perhaps}.")
            return False
        wrong = {key: sentence for key in item if (sentence := _misformed(part, key, item[key]))}
        for key, sentence in wrong.items():
            self._complain(where, sentence, key)
        return not wrong


def _misformed(part: RecordLayout, key: str, value: Any) -> str:
    """What is wrong with the JSON type of a value, as a sentence; empty when nothing is."""
    if key in part.children:
        return "" if isinstance(value, list) else "this is a list of records."
    if key in part.link_lists:
        return "" if isinstance(value, list) and all(map(_is_plain, value)) else "this is a list of slugs."
    if key == "slug":
        return "" if value and isinstance(value, str) and _is_plain(value) else "every record has its slug, a text."
    return "" if value is None or _is_plain(value) else "this is a text, a whole number or null."


def _is_plain(value: Any) -> bool:
    """A whole number, or a text that every database takes: without NUL and without halves of a character."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    return type(value) is int


def slug_in(item: Any) -> str:
    """The slug of a record in a file, where it has one that could be stored."""
    slug = item.get("slug") if isinstance(item, dict) else None
    return slug if isinstance(slug, str) and _is_plain(slug) else ""


def _name_of(item: Any, number: int) -> str:
    return str(item["slug"]) if isinstance(item, dict) and item.get("slug") else str(number)
