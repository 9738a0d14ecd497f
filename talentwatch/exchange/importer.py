"""Save the records of a timeline file, and find everything that is wrong with them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, DecimalField, TextField

from talentwatch.dates import UNKNOWN, FutureDateError, PartialDate, PartialDateError
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import shortened
from talentwatch.exchange.report import Problem
from talentwatch.records.models import PublishableRecord, VersionedModel
from talentwatch.records.record_type import RecordLayout
from talentwatch.text import search_key
from talentwatch.typed_dates import parse_typed

ProgressCallback = Callable[[int, int], None]  # called with how many records are done, and how many there are
NOT_A_TIMELINE = f"The file must be one object with lists called {', '.join(LAYOUTS)}."
DATABASE_REFUSED = "The database refuses this record."
NOT_A_LIST = "this must be a list of records."


@dataclass
class Content:
    """What was read from a file: its lists, the row number of each record, what couldn't be read, and its size."""

    data: Any
    rows: dict[str, list[int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    values: int = 0
    characters: int = 0

    def items(self, kind: str) -> list[tuple[int, Any]]:
        """The records of a list, each with its row number."""
        records = self.data.get(kind) if isinstance(self.data, dict) else None
        items = records if isinstance(records, list) else []
        return list(zip(self.rows.get(kind) or range(1, len(items) + 1), items, strict=True))

    def location(self, kind: str, row: int, slug: str) -> "Location":
        """Where a record is: by the row of the sheet, or in JSON by its slug, or else its place in the list."""
        if kind in self.rows:
            return Location(kind, row, f"{kind}, row {row}{f' ({slug})' if slug else ''}")
        return Location(kind, row, f"{kind}/{slug}" if slug else f"{kind}, record {row}")

    def slugs(self, kind: str) -> list[str]:
        return [slug for _, item in self.items(kind) if (slug := storable_slug(item))]

    def __len__(self) -> int:
        return sum(len(self.items(kind)) for kind in LAYOUTS)


@dataclass(frozen=True)
class Location:
    """The record of the file that an error is about, or a child row of it, such as a claim."""

    kind: str
    row: int
    record: str  # people/ada-lovelace
    child: str = ""  # names/0

    def problem(self, message: str, key: str = "") -> Problem:
        column = " ".join(filter(None, (self.child, key)))
        name, message = shortened(" ".join(filter(None, (self.record, self.child)))), shortened(message)
        return Problem(message, self.kind, self.row, column, ": ".join(filter(None, (name, key, message))))


class Importer:
    """Saves as many records as it can, so that one run finds all errors; the caller rolls back if there are any."""

    def __init__(self, content: Content, progress: ProgressCallback | None) -> None:
        self.content, self.progress = content, progress
        self.problems: list[Problem] = []
        self.done, self.total = 0, len(content)
        self.keys: set[tuple[type[VersionedModel], Any]] = set()  # of all rows that the file had so far
        self.notes: defaultdict[tuple[str, int], dict[str, None]] = defaultdict(dict)  # by list and row

    def run(self, defaults: dict[str, Any], day: date) -> None:
        """Save everything; new records with these defaults, and what has happened no later than this day."""
        self.defaults, self.day = defaults, day
        data = self.content.data
        if not isinstance(data, dict) or not data.keys() <= LAYOUTS.keys():
            self.problems.append(Problem(NOT_A_TIMELINE))
            return
        for kind, layout in LAYOUTS.items():
            if not isinstance(data.get(kind, []), list):
                self.problems.append(Problem(NOT_A_LIST, line=f"{kind}: {NOT_A_LIST}"))
            self.save_list(kind, layout)

    def save_list(self, kind: str, layout: RecordLayout) -> None:
        saved = []
        for row, item in self.content.items(kind):
            location = self.content.location(kind, row, storable_slug(item))
            if record := self.save_record(location, layout, item):
                saved.append((location, record, item))
            self.done += 1
            if self.progress:
                self.progress(self.done, self.total)
        # Links to records of the same list wait until all of them are saved.
        if layout.self_links:
            for location, record, item in saved:
                self.set_links(location, layout.self_links, record, item)
                self.save(location, record)

    def save_record(self, location: Location, layout: RecordLayout, item: Any) -> PublishableRecord | None:
        """Save a record and its children; None if the record itself couldn't be saved."""
        if not self.is_well_formed(location, layout, item):
            return None
        stored = self.find_records(location, layout.model, [item["slug"]]).get(item["slug"])
        record: Any = stored or layout.model(**self.defaults)
        if stored:
            item = item | {"slug": stored.slug}
        if not self.is_first(location, layout, item["slug"]):
            return None
        is_saved = self.set_values(location, layout, record, item) and self.save(location, record)
        for key in (key for key in layout.link_lists if key in item):
            targets = self.find_targets(location, layout.model, key, item[key])
            if is_saved:
                getattr(record, key).set(targets.values())
        for key in (key for key in layout.children if key in item):
            save = self.qualify_links if key in layout.qualifies else self.save_children
            save(location, layout, record, item, key)
        return record if is_saved else None

    def save_children(
        self, location: Location, layout: RecordLayout, record: Any, item: dict[str, Any], key: str
    ) -> None:
        """Save the list of children under a key, and delete the rows that it replaces."""
        child_layout = layout.children[key]
        replaced = replaced_rows(child_layout, record, item[key])
        for number, child in enumerate(item[key]):
            self.save_child(replace(location, child=f"{key}/{number}"), child_layout, record, child, replaced)
        for row in replaced:
            row.delete()

    def qualify_links(
        self, location: Location, layout: RecordLayout, record: Any, item: dict[str, Any], key: str
    ) -> None:
        """Set the values of the links that the list under a key names, and the defaults of all others."""
        child_layout, link_list = layout.children[key], layout.qualifies[key]
        model: Any = child_layout.model
        link = child_layout.links[0]
        targets = model._meta.get_field(link).related_model.objects
        named = targets.by_slug([slug for child in item[key] if (slug := storable_slug(child, link))])
        linked = (
            list(targets.by_slug(item[link_list]).values()) if link_list in item else list(links_of(record, link_list))
        )
        if record.pk:
            others = model._base_manager.filter(**{model.parent_field: record}).exclude(
                **{f"{link}__in": named.values()}
            )
            for row in others:
                for name in child_layout.fields:
                    setattr(row, name, model._meta.get_field(name).get_default())
                row.save()
        for number, child in enumerate(item[key]):
            at = replace(location, child=f"{key}/{number}")
            slug = storable_slug(child, link)
            if slug in named and named[slug] not in linked:
                self.problems.append(at.problem(f"{slug!r} isn't in {link_list}.", link))
            else:
                self.save_child(at, child_layout, record, child, [])

    def save_child(
        self, location: Location, layout: RecordLayout, parent: PublishableRecord, item: Any, replaced: list[Any]
    ) -> None:
        """Save a child over the stored row of the same key, or over one of those that the file replaces."""
        if not self.is_well_formed(location, layout, item):
            return
        model: Any = layout.model
        child = model(**{model.parent_field: parent})
        is_set = self.set_values(location, layout, child, item)
        if not parent.pk:
            # The record was refused; its children are still checked, so that one run finds all errors.
            self.validate(location, lambda: child.clean_fields(exclude=[model.parent_field]))
        if not (is_set and parent.pk):
            return
        try:
            key = child.natural_key()
        except ObjectDoesNotExist:
            # A required link is empty, which validation reports.
            self.save(location, child)
            return
        if self.is_first(location, layout, key):
            stored = model._base_manager.filter(**dict(zip(model.natural_key_fields, key, strict=True))).first()
            child = stored or take_replaced(layout, child, replaced) or child
            if self.set_values(location, layout, child, item):
                self.save(location, child)

    def set_values(self, location: Location, layout: RecordLayout, record: Any, item: dict[str, Any]) -> bool:
        """Set the fields of a record from its item in the file; False if any of them is wrong."""
        errors = len(self.problems)
        for key in layout.single_values:
            if key in item:
                setattr(record, key, column_value(layout, record._meta.get_field(key), item[key]))
        happened = record.happened_dates(vars(record))
        for key in (key for key in layout.dates if key in item):
            try:
                first_year = getattr(type(record), key).first_year
                when = UNKNOWN if item[key] is None else parse_typed(str(item[key]), first_year)
                if key in happened:
                    when = self.cut_date(location, key, when, getattr(record, key))
                setattr(record, key, when)
            except (PartialDateError, FutureDateError) as error:
                self.problems.append(location.problem(str(error), key))
        self.set_links(location, layout.links, record, item)
        return len(self.problems) == errors

    def cut_date(self, location: Location, key: str, when: PartialDate, stored: PartialDate) -> PartialDate:
        """The date without days after the save, noted for the report. One that an earlier import cut stays so."""
        cut = when.cut_at(self.day)
        if cut == when:
            return when
        was_cut = stored.latest and stored.latest <= self.day and stored.earliest == when.earliest
        column = " ".join(filter(None, (location.child, key)))
        note = f"{column}: {when} has happened, so the days after {self.day} are cut."
        self.notes[location.kind, location.row][note] = None
        return stored if was_cut else cut

    def set_links(self, location: Location, keys: tuple[str, ...], record: Any, item: dict[str, Any]) -> None:
        for key in (key for key in keys if key in item):
            targets = self.find_targets(location, type(record), key, [item[key]])
            setattr(record, key, targets.get(item[key]))

    def find_targets(
        self, location: Location, model: type[VersionedModel], key: str, slugs: list[Any]
    ) -> dict[Any, Any]:
        """The records that these slugs name, by slug; a slug that names none is an error."""
        related: Any = model._meta.get_field(key).related_model
        targets = self.find_records(location, related, [slug for slug in slugs if slug])
        missing = [slug for slug in slugs if slug and slug not in targets]
        self.problems += [location.problem(f"there is no {slug!r}.", key) for slug in missing]
        return targets

    def find_records(self, location: Location, model: Any, slugs: list[Any]) -> dict[Any, Any]:
        """The stored records that slugs of the file mean, by slug; where one was merged, a note says into which."""
        records: dict[Any, Any] = model.objects.by_slug(slugs)
        for slug, record in records.items():
            if record.slug != slug:
                self.notes[location.kind, location.row][f"{slug} was merged into {record.slug}."] = None
        return records

    def save(self, location: Location, record: Any) -> bool:
        """Save a record that differs from what is stored; False if it is refused."""
        stored = None if record._state.adding else record.stored()
        if stored and not record.differs_from(stored):
            return True
        try:
            # The database checks constraints itself. Those about other rows take a query each, so they are asked only for a
            # record that the database refused.
            record.full_clean(validate_constraints=False)
            with transaction.atomic():
                record.save()
        except (ValidationError, IntegrityError):
            if self.validate(location, record.full_clean):
                self.problems.append(location.problem(DATABASE_REFUSED))
            return False
        return True

    def validate(self, location: Location, clean: Callable[[], None]) -> bool:
        """Run a validation and report its errors; False if there are any."""
        try:
            clean()
        except ValidationError as error:
            for key, errors in error.error_dict.items():
                column = "" if key == NON_FIELD_ERRORS else key
                message = " ".join(sentence for one in errors for sentence in sentences(one, location, key))
                self.problems.append(location.problem(message, column))
            return False
        return True

    def is_first(self, location: Location, layout: RecordLayout, key: Any) -> bool:
        """Whether the file has had no other row with this key; a second one is an error."""
        if (layout.model, key) in self.keys:
            self.problems.append(location.problem("this is in the file twice."))
            return False
        self.keys.add((layout.model, key))
        return True

    def is_well_formed(self, location: Location, layout: RecordLayout, item: Any) -> bool:
        """Whether an item has the fields of its list, each of the right JSON type; anything else is an error."""
        # A record may leave out any field, a row within one only those that may be missing in a cell.
        required = layout.required if location.child else {"slug"}
        if not isinstance(item, dict) or not required <= item.keys() <= {*layout.columns}:
            others = ", ".join(name for name in layout.columns if name not in required)
            beyond = f"beyond that only {others}" if others else "nothing else"
            message = f"this must have {', '.join(sorted(required))}, and {beyond}."
            self.problems.append(location.problem(message))
            return False
        errors = {key: message for key, value in item.items() if (message := type_error(layout, key, value))}
        self.problems += [location.problem(message, key) for key, message in errors.items()]
        return not errors


def replaced_rows(layout: RecordLayout, parent: PublishableRecord, items: list[Any]) -> list[Any]:
    """The stored rows of a record that the file doesn't have, but whose link `replaced_by` it gives with other values."""
    if not (layout.replaced_by and parent.pk):
        return []
    model: Any = layout.model
    link = layout.replaced_by
    linked = [item for item in items if storable_slug(item, link)]
    targets = model._meta.get_field(link).related_model.objects.by_slug([item[link] for item in linked])
    keys = [(targets.get(item[link]), *(item.get(name) for name in layout.fields)) for item in linked]
    rows = model._base_manager.filter(**{model.parent_field: parent, f"{link}__in": list(targets.values())})
    return [
        row
        for row in rows.select_related(link).order_by("pk")
        if (getattr(row, link), *(getattr(row, name) for name in layout.fields)) not in keys
    ]


def take_replaced(layout: RecordLayout, child: Any, replaced: list[Any]) -> Any:
    """Remove one of the replaced rows with the child's link from the list, and return it; None if there is none."""
    for row in replaced:
        if getattr(row, layout.replaced_by) == getattr(child, layout.replaced_by):
            replaced.remove(row)
            return row
    return None


def column_value(layout: RecordLayout, column: Any, value: Any) -> Any:
    """A value of the file as the column takes it."""
    is_of_record = "slug" in layout.fields
    if value is None and (is_of_record or column.name in layout.optional) and not column.blank and column.has_default():
        return column.get_default()
    if column.choices and isinstance(value, str):
        return choices_by_key(column).get(search_key(value), value)
    if isinstance(column, CharField | TextField):
        return column.to_python(value or "")
    # The text of a fraction is exact, its binary value isn't.
    return str(value) if isinstance(value, float) else value


def choices_by_key(column: Any) -> dict[str, str]:
    """The choices of a column by what a cell may say: the value or the desk's word for it, in any case."""
    return {search_key(str(text)): value for value, label in column.flatchoices for text in (label, value)}


def sentences(error: ValidationError, location: Location, key: str) -> list[str]:
    """The messages of a validation error; one about a choice lists the choices."""
    if error.code != "invalid_choice":
        return error.messages
    layout = LAYOUTS[location.kind]
    if location.child:
        layout = layout.children[location.child.partition("/")[0]]
    choices = ", ".join(value for value, _ in layout.model._meta.get_field(key).flatchoices if value)  # type: ignore[union-attr]  # columns
    return [f"“{(error.params or {})['value']}” is no choice here. Choose one of: {choices}."]


def links_of(record: Any, name: str) -> Any:
    """The records that a stored record is linked to by this name; none for one that isn't stored."""
    return getattr(record, name).all() if record.pk else ()


def type_error(layout: RecordLayout, key: str, value: Any) -> str:
    """What is wrong with the JSON type of a value, as a sentence; empty if nothing is."""
    if key in layout.children:
        return "" if isinstance(value, list) else NOT_A_LIST
    if key in layout.link_lists:
        return "" if isinstance(value, list) and all(map(is_storable, value)) else "this must be a list of slugs."
    if key == "slug":
        return "" if storable_slug({"slug": value}) else "every record needs a slug, as a text."
    if isinstance(value, float) and isinstance(layout.model._meta.get_field(key), DecimalField):
        return ""
    return "" if value is None or is_storable(value) else "this must be a text, a whole number or null."


def is_storable(value: Any) -> bool:
    """A whole number, or a text that every database stores: without NUL and without unpaired surrogates."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    return type(value) is int


def storable_slug(item: Any, key: str = "slug") -> str:
    """The slug of a record in a file, or the slug under another key; empty if it has none that could be stored."""
    slug = item.get(key) if isinstance(item, dict) else None
    return slug if isinstance(slug, str) and is_storable(slug) else ""
