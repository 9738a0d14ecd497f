"""Save the records of a timeline file, and find everything that is wrong with them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, DecimalField, TextField, prefetch_related_objects

from talentwatch.chunks import MAX_PREFETCHED, chunked
from talentwatch.dates import UNKNOWN, FutureDateError, PartialDate, PartialDateError
from talentwatch.exchange.layout import LAYOUTS
from talentwatch.exchange.limits import shortened
from talentwatch.exchange.report import Problem
from talentwatch.records.edit import foreign_keys
from talentwatch.records.links import replace_links
from talentwatch.records.models import VersionedModel
from talentwatch.records.record_type import RecordLayout
from talentwatch.text import search_key
from talentwatch.typed_dates import parse_typed

ProgressCallback = Callable[[int, int], None]  # called with how many records are done, and how many there are
SAVED_AT_ONCE = MAX_PREFETCHED  # records of a list
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


@dataclass(eq=False)
class FileRecord:
    """A record of the file, or a child row of one, with the row that is stored for it."""

    location: Location
    layout: RecordLayout
    item: dict[str, Any]
    record: Any


UNLINKED: dict[str, Any] = {}  # stands for a row that is refused already
Targets = dict[str, dict[str, Any]]  # by the name of a link, the stored records by the slugs that name them


class Importer:
    """Saves as many records as it can, so that one run finds all errors; the caller rolls back if there are any."""

    def __init__(self, content: Content, progress: ProgressCallback | None) -> None:
        self.content, self.progress = content, progress
        self.problems: list[Problem] = []
        self.done, self.total = 0, len(content)
        self.keys: set[tuple[type[VersionedModel], Any]] = set()  # of all rows that the file had so far
        self.slugs_in_file: dict[Any, set[str]] = {}  # by model
        self.notes: defaultdict[tuple[str, int], dict[str, None]] = defaultdict(dict)  # by list and row
        self.stores_unversioned = False

    def run(self, defaults: dict[str, Any], day: date) -> None:
        """Save everything; new records with these defaults, and what has happened no later than this day."""
        self.defaults, self.day = defaults, day
        data = self.content.data
        if not isinstance(data, dict) or not data.keys() <= LAYOUTS.keys():
            self.problems.append(Problem(NOT_A_TIMELINE))
            return
        self.slugs_in_file = {layout.model: {*self.content.slugs(kind)} for kind, layout in LAYOUTS.items()}
        for kind, layout in LAYOUTS.items():
            if not isinstance(data.get(kind, []), list):
                self.problems.append(Problem(NOT_A_LIST, line=f"{kind}: {NOT_A_LIST}"))
            self.save_list(kind, layout)

    def save_list(self, kind: str, layout: RecordLayout) -> None:
        saved: list[FileRecord] = []
        for items in chunked(self.content.items(kind), SAVED_AT_ONCE):
            saved += self.save_records(kind, layout, items)
            for _ in items:
                self.done += 1
                if self.progress:
                    self.progress(self.done, self.total)
        # Links to records of the same list wait until all of them are saved.
        if layout.self_links:
            # So that a circle is seen, a link leads to the very record of the file, with the link that it has by now.
            in_file = {row.record.pk: row.record for row in saved}
            for rows in chunked(saved, SAVED_AT_ONCE):
                targets = self.find_targets(layout, [row.item for row in rows], layout.self_links)
                for key, named in targets.items():
                    targets[key] = {slug: in_file.get(record.pk, record) for slug, record in named.items()}
                self.save(rows, partial(self.set_links, keys=layout.self_links, targets=targets))

    def save_records(self, kind: str, layout: RecordLayout, items: list[tuple[int, Any]]) -> list[FileRecord]:
        """Save records of one list and their children; returns those that could be saved."""
        located = [(self.content.location(kind, number, storable_slug(item)), item) for number, item in items]
        located = [(location, item) for location, item in located if self.is_well_formed(location, layout, item)]
        model: Any = layout.model
        stored = model.objects.by_slug(item["slug"] for _location, item in located)
        rows = []
        for location, item in located:
            record = stored.get(item["slug"])
            self.note_merged(location, item["slug"], record)
            # A merged record's row is one of its survivor.
            item_of_record = item | {"slug": record.slug} if record else item
            if self.is_first(location, layout, item_of_record["slug"]):
                rows.append(FileRecord(location, layout, item_of_record, record or model(**self.defaults)))
        targets = self.find_targets(layout, [row.item for row in rows], layout.links)
        is_set = [self.set_values(row, targets) for row in rows]
        saved = self.save([row for row, is_right in zip(rows, is_set, strict=True) if is_right])
        for key in layout.link_lists:
            self.save_link_list(layout, [row for row in rows if key in row.item], saved, key)
        for key in layout.children:
            self.save_children(layout, [row for row in rows if key in row.item], key)
        return saved

    def save_link_list(self, layout: RecordLayout, rows: list[FileRecord], saved: list[FileRecord], key: str) -> None:
        targets = self.find_targets(layout, [row.item for row in rows], [key])
        links: dict[Any, list[Any]] = {}
        is_saved = {id(row) for row in saved}
        for row in rows:
            named = self.named(row, key, row.item[key], targets)
            if id(row) in is_saved:
                links[row.record] = named
        if links:
            model: Any = layout.model
            replace_links(model, key, links)

    def save_children(self, layout: RecordLayout, parents: list[FileRecord], key: str) -> None:
        """Save the children under a key, each over the stored row of the same key, or over one of those that the file replaces.

        Where they say more about a list of links, those that the file doesn't name get the defaults.
        """
        child_layout, is_about_links = layout.children[key], key in layout.qualifies
        model: Any = child_layout.model
        items = [item for parent in parents for item in parent.item[key]]
        targets = self.find_targets(child_layout, items, child_layout.links)
        if is_about_links:
            self.refuse_unlinked(layout, parents, key, targets)
        stored = stored_children(child_layout, [parent.record for parent in parents if parent.record.pk])
        children, reset, obsolete = [], [], []
        for parent in parents:
            rows = stored.get(parent.record.pk, {})
            replaced = replaced_rows(child_layout, parent.item[key], rows.values(), targets)
            if is_about_links:
                reset += unnamed_rows(child_layout, parent.item[key], rows.values(), targets)
            for number, item in enumerate(parent.item[key]):
                location = replace(parent.location, child=f"{key}/{number}")
                if item is not UNLINKED and self.is_well_formed(location, child_layout, item):
                    child = FileRecord(location, child_layout, item, model(**{model.parent_field: parent.record}))
                    if self.prepare_child(child, rows, replaced, targets):
                        children.append(child)
            obsolete += replaced
        model.save_rows(reset)
        self.save(children)
        for row in obsolete:
            row.delete()

    def prepare_child(self, child: FileRecord, stored: dict[Any, Any], replaced: list[Any], targets: Targets) -> bool:
        """Set the values of a child, or of the stored row that it means; False if it can't be saved."""
        is_set = self.set_values(child, targets)
        model: Any = child.layout.model
        if not getattr(child.record, model.parent_field).pk:
            # The record was refused; its children are still checked, so that one run finds all errors.
            named = [link for link in child.layout.links if child.item.get(link)]
            self.validate(child.location, lambda: child.record.clean_fields(exclude=[model.parent_field, *named]))
            return False
        if not is_set:
            return False
        try:
            key = child.record.natural_key()
        except ObjectDoesNotExist:
            # A required link is empty, which validation reports.
            return True
        if not self.is_first(child.location, child.layout, key):
            return False
        if row := stored.get(key) or take_replaced(child.layout, child.record, replaced):
            child.record = row
            return self.set_values(child, targets)
        return True

    def refuse_unlinked(self, layout: RecordLayout, parents: list[FileRecord], key: str, targets: Targets) -> None:
        """Report the children that say more about a link which isn't in the list of links, and put UNLINKED in their place."""
        link, link_list = layout.children[key].links[0], layout.qualifies[key]
        listed = self.find_targets(layout, [row.item for row in parents if link_list in row.item], [link_list])
        for row in parents:
            if link_list in row.item:
                linked = [listed[link_list].get(slug) for slug in row.item[link_list]]
            else:
                linked = list(links_of(row.record, link_list))
            items = list(row.item[key])
            for number, item in enumerate(items):
                slug = storable_slug(item, link)
                if (target := targets[link].get(slug)) and target not in linked:
                    location = replace(row.location, child=f"{key}/{number}")
                    self.problems.append(location.problem(f"{slug!r} isn't in {link_list}.", link))
                    items[number] = UNLINKED
            row.item = row.item | {key: items}

    def set_values(self, row: FileRecord, targets: Targets) -> bool:
        """Set the fields of a record from its item in the file; False if any of them is wrong."""
        errors = len(self.problems)
        layout, record, item = row.layout, row.record, row.item
        for key in layout.single_values:
            if key in item:
                setattr(record, key, column_value(layout, record._meta.get_field(key), item[key]))
        happened = record.happened_dates(vars(record))
        for key in (key for key in layout.dates if key in item):
            try:
                first_year = getattr(type(record), key).first_year
                when = UNKNOWN if item[key] is None else parse_typed(str(item[key]), first_year)
                if key in happened:
                    when = self.cut_date(row.location, key, when, getattr(record, key))
                setattr(record, key, when)
            except (PartialDateError, FutureDateError) as error:
                self.problems.append(row.location.problem(str(error), key))
        are_found = self.set_links(row, layout.links, targets)
        return are_found and len(self.problems) == errors

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

    def set_links(self, row: FileRecord, keys: tuple[str, ...], targets: Targets) -> bool:
        """Set the links to single records; False if one of them wasn't found."""
        are_found = True
        for key in (key for key in keys if key in row.item):
            named = self.named(row, key, [row.item[key]], targets)
            setattr(row.record, key, named[0] if named else None)
            are_found = are_found and bool(named) == bool(row.item[key])
        return are_found

    def named(self, row: FileRecord, key: str, slugs: list[Any], targets: Targets) -> list[Any]:
        """The records that these slugs name; a slug that names none is an error, and a merged one is noted.

        A record that the file has isn't missing: it was refused, which is an error already.
        """
        records: dict[Any, None] = {}
        related: Any = row.layout.model._meta.get_field(key).related_model
        for slug in filter(None, slugs):
            record = targets[key].get(slug)
            if record is None and slug in self.slugs_in_file[related]:
                continue
            if record is None:
                self.problems.append(row.location.problem(f"there is no {slug!r}.", key))
            else:
                self.note_merged(row.location, slug, record)
                records[record] = None
        return list(records)

    def find_targets(self, layout: RecordLayout, items: list[Any], keys: Iterable[str]) -> Targets:
        """The stored records that these links of the items name."""
        targets: Targets = {}
        for key in keys:
            values = [item.get(key) for item in items if isinstance(item, dict)]
            slugs = [slug for value in values for slug in (value if isinstance(value, list) else [value])]
            related: Any = layout.model._meta.get_field(key).related_model
            targets[key] = related.objects.by_slug(slug for slug in slugs if slug and is_storable(slug))
        return targets

    def note_merged(self, location: Location, slug: str, record: Any) -> None:
        if record and record.slug != slug:
            self.notes[location.kind, location.row][f"{slug} was merged into {record.slug}."] = None

    def note_unversioned(self, row: FileRecord, before: Any) -> None:
        """A quote alone is no change of the record."""
        # Only now, since validation makes a number of the text in a cell.
        differing = row.record.differing_fields(before) if before else set()
        if differing and differing <= row.record.unversioned_fields:
            self.stores_unversioned = True
            note = f"{row.location.child}: its quote is stored, without a new version."
            self.notes[row.location.kind, row.location.row][note] = None

    def save(
        self, rows: list[FileRecord], complete: Callable[[FileRecord], object] = lambda _row: None
    ) -> list[FileRecord]:
        """Save the records that differ from what is stored, each completed first; returns all but those that are refused."""
        if not rows:
            return []
        model: Any = rows[0].layout.model
        stored = model.stored_rows(row.record for row in rows if not row.record._state.adding)
        prefetch_related_objects([row.record for row in rows if row.record.pk in stored], *model.clean_prefetches())
        same, valid = [], []
        for row in rows:
            complete(row)
            before = stored.get(row.record.pk)
            if before and not row.record.differs_from(before):
                same.append(row)
            elif self.is_valid(row):
                valid.append(row)
                self.note_unversioned(row, before)
            elif before:
                for key in row.layout.self_links:
                    setattr(row.record, key, getattr(before, key))
        saved = {id(row) for row in (*same, *self.write(valid))}
        return [row for row in rows if id(row) in saved]

    def is_valid(self, row: FileRecord) -> bool:
        """Whether the record may be written. What the database checks itself, and what is unique, it is asked afterwards."""
        # Links were found, so they needn't be looked for again.
        set_links = [name for name in foreign_keys(type(row.record)) if getattr(row.record, f"{name}_id") is not None]
        try:
            row.record.clean_fields(exclude=set_links)
            row.record.clean()
        except ValidationError:
            self.refuse(row)
            return False
        return True

    def write(self, rows: list[FileRecord]) -> list[FileRecord]:
        """Write these records, and return those that the database accepts."""
        if not rows:
            return []
        try:
            with transaction.atomic():
                type(rows[0].record).save_rows([row.record for row in rows])
        except (ValidationError, IntegrityError):
            if len(rows) == 1:
                self.refuse(rows[0])
                return []
            # One of them is refused, and the other half isn't.
            middle = len(rows) // 2
            return [*self.write(rows[:middle]), *self.write(rows[middle:])]
        return rows

    def refuse(self, row: FileRecord) -> None:
        """Report everything that is wrong with a record. Its uniqueness takes a query for each rule."""
        if self.validate(row.location, row.record.full_clean):
            self.problems.append(row.location.problem(DATABASE_REFUSED))

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


def stored_children(layout: RecordLayout, parents: list[Any]) -> dict[Any, dict[Any, Any]]:
    """The stored rows of these records, by the record's primary key and their own natural key."""
    model: Any = layout.model
    by_pk = {parent.pk: parent for parent in parents}
    children: dict[Any, dict[Any, Any]] = defaultdict(dict)
    rows = model._base_manager.filter(**{f"{model.parent_field}__in": parents}).select_related(*layout.links)
    for row in rows.order_by("pk"):
        parent = by_pk[getattr(row, f"{model.parent_field}_id")]
        setattr(row, model.parent_field, parent)
        children[parent.pk][row.natural_key()] = row
    return children


def replaced_rows(layout: RecordLayout, items: list[Any], stored: Iterable[Any], targets: Targets) -> list[Any]:
    """The stored rows of a record that the file doesn't have, but whose link `replaced_by` it gives with other values."""
    if not layout.replaced_by:
        return []
    link = layout.replaced_by
    linked = [item for item in items if storable_slug(item, link)]
    records = [targets[link].get(item[link]) for item in linked]
    # A cell may say the desk's word for a value, in any case.
    values = [
        [column_value(layout, layout.model._meta.get_field(name), item.get(name)) for name in layout.fields]
        for item in linked
    ]
    keys = [(record, *row) for record, row in zip(records, values, strict=True)]
    return [
        row
        for row in stored
        if getattr(row, link) in records
        and (getattr(row, link), *(getattr(row, name) for name in layout.fields)) not in keys
    ]


def unnamed_rows(layout: RecordLayout, items: list[Any], stored: Iterable[Any], targets: Targets) -> list[Any]:
    """The stored rows of a record whose link the items don't name, with the defaults of their values."""
    link = layout.links[0]
    named = [targets[link].get(slug) for item in items if (slug := storable_slug(item, link))]
    rows = [row for row in stored if getattr(row, link) not in named]
    for row in rows:
        for name in layout.fields:
            setattr(row, name, layout.model._meta.get_field(name).get_default())  # type: ignore[union-attr]  # columns
    return rows


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
