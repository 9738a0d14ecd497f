"""Take in a timeline file: records by slug, each checked, all of them or none."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, ValidationError
from django.db.models import CharField, TextField

from events.models import Citation, NewsEvent
from people.models import (
    Claim,
    Cohort,
    CohortMember,
    Employment,
    Organization,
    OrganizationName,
    Person,
    PersonName,
    Source,
)
from talentwatch.curation.edits import Edit, edit
from talentwatch.curation.models import Curated, Recorded
from talentwatch.curation.status import Status
from talentwatch.dates import UNKNOWN, PartialDateError, parse


class TimelineError(Exception):
    """The file holds something wrong; `errors` has a line for each, and nothing was taken in."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class Part:
    """How one list of the file maps to a model; every column is a key of the record, under the model's own name."""

    model: type[Recorded]
    plain: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # to one record, by slug
    later: tuple[str, ...] = ()  # links within the list itself, set once all its records are there
    groups: tuple[str, ...] = ()  # links to many records, by slug
    details: dict[str, "Part"] = field(default_factory=dict)

    @property
    def keys(self) -> set[str]:
        return {*self.plain, *self.dates, *self.links, *self.later, *self.groups, *self.details}


NAME = ("text", "language", "kind")
TENURE = ("title", "end_state")
PARTS = {
    "sources": Part(
        Source, ("slug", "url", "title", "publisher", "language", "kind"), ("published",), later=("derived_from",)
    ),
    "organizations": Part(
        Organization,
        ("slug", "name", "kind", "country"),
        ("founded", "dissolved"),
        later=("parent",),
        details={"names": Part(OrganizationName, NAME)},
    ),
    "people": Part(Person, ("slug", "name"), details={"names": Part(PersonName, NAME)}),
    "employments": Part(
        Employment,
        ("slug", "role", *TENURE),
        ("start", "end"),
        links=("person", "organization"),
        later=("came_from",),
        details={"claims": Part(Claim, ("stance", "stated_months", *TENURE), ("start", "end"), links=("source",))},
    ),
    "events": Part(
        NewsEvent,
        ("slug", "kind", "headline", "summary"),
        ("date",),
        groups=("people", "organizations", "employments"),
        details={"citations": Part(Citation, ("stance",), links=("source",))},
    ),
    "cohorts": Part(
        Cohort,
        ("slug", "name", "description", "expected_size"),
        links=("source",),
        details={"members": Part(CohortMember, ("position", "name_as_listed"), links=("person",))},
    ),
}


def import_timeline(data: Any, *, publish: bool = False, at: datetime | None = None, reason: str = "") -> Counter[str]:
    """Take in the content of a timeline file; returns how many records are new, changed and same, by list.

    New records are drafts, or published where `publish` says so; a record that is there already keeps its status.
    What the file doesn't mention stays. Raises TimelineError with every error found, and then takes in nothing.
    """
    try:
        with edit(reason, at) as current:
            importer = _Importer({"status": Status.PUBLISHED, "published_at": current.at} if publish else {})
            importer.take(data)
            if importer.errors:
                raise TimelineError(importer.errors)
            return _count(data, current)
    except ValidationError as error:  # from the publishing gate, when the edit ends
        raise TimelineError(error.messages) from error


def _count(data: Any, current: Edit) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name, part in PARTS.items():
        outcomes = {pk: outcome for (model, pk), outcome in current.changed.items() if model is part.model}
        new = sum(outcome == "+" for outcome in outcomes.values())
        counts[f"{name} new"] = new
        counts[f"{name} changed"] = len(outcomes) - new
        counts[f"{name} same"] = len(data.get(name, ())) - len(outcomes)
    return counts


class _Importer:
    """Saves what it can, so that one run finds all errors; the caller undoes everything where there is one."""

    def __init__(self, beginning: dict[str, Any]) -> None:
        self.beginning = beginning  # what a new record starts from
        self.errors: list[str] = []
        self.seen: set[tuple[type[Recorded], Any]] = set()

    def take(self, data: Any) -> None:
        if not isinstance(data, dict) or not data.keys() <= PARTS.keys():
            self.errors.append(f"The file is one object with lists called {', '.join(PARTS)}.")
            return
        for name, part in PARTS.items():
            items = data.get(name, [])
            if not isinstance(items, list):
                self.errors.append(f"{name}: this is a list of records.")
                continue
            taken = [self._record(f"{name}/{_name_of(item, at)}", part, item) for at, item in enumerate(items)]
            for where, record, item in filter(None, taken):
                self._point_within(where, part, record, item)

    def _record(self, where: str, part: Part, item: Any) -> "tuple[str, Curated, dict[str, Any]] | None":
        if not self._has_its_form(where, part, item) or not self._is_first(where, part, item["slug"]):
            return None
        rows: Any = part.model._base_manager
        record: Any = rows.filter(slug=item["slug"]).first() or part.model(**self.beginning)
        is_saved = self._fill(where, part, record, item)
        for key, group in self._found(where, part.groups, part.model, item, many=True).items():
            if is_saved:
                getattr(record, key).set(group)
        for key, detail in part.details.items():
            for number, child in enumerate(item[key]):
                self._detail(f"{where} {key}/{number}", detail, record, child)
        return (where, record, item) if is_saved else None

    def _detail(self, where: str, part: Part, parent: Curated, item: Any) -> None:
        if not self._has_its_form(where, part, item):
            return
        detail: Any = part.model
        row = detail(**{detail.parent_name: parent})
        if not self._set(where, part, row, item) or not parent.pk:
            return
        try:
            key = row.natural_key()
        except ObjectDoesNotExist:  # it names nobody, which its validation says
            self._save(where, row)
            return
        if self._is_first(where, part, key):
            stored = detail._base_manager.filter(**dict(zip(detail.natural_fields, key, strict=True))).first()
            self._fill(where, part, stored or row, item)

    def _point_within(self, where: str, part: Part, record: Curated, item: dict[str, Any]) -> None:
        """Set the links to records of the same list, now that all of them are there."""
        if part.later:
            for key, target in self._found(where, part.later, part.model, item).items():
                setattr(record, key, target)
            self._save(where, record)

    def _fill(self, where: str, part: Part, record: Any, item: dict[str, Any]) -> bool:
        return self._set(where, part, record, item) and self._save(where, record)

    def _set(self, where: str, part: Part, record: Any, item: dict[str, Any]) -> bool:
        errors = len(self.errors)
        for key in part.plain:
            column = record._meta.get_field(key)
            is_text = isinstance(column, CharField | TextField)
            setattr(record, key, column.to_python(item[key] or "") if is_text else item[key])
        for key in part.dates:
            try:
                setattr(record, key, UNKNOWN if item[key] is None else parse(str(item[key])))
            except PartialDateError as error:
                self.errors.append(f"{where}: {key}: {error}")
        for key, target in self._found(where, part.links, part.model, item).items():
            setattr(record, key, target)
        return len(self.errors) == errors

    def _found(
        self, where: str, keys: tuple[str, ...], model: Any, item: dict[str, Any], *, many: bool = False
    ) -> dict[str, Any]:
        """The records that the item points to under these keys, leaving out what isn't there, with an error."""
        found = {}
        for key in keys:
            slugs = item[key] if many else [item[key]]
            related = model._meta.get_field(key).related_model
            rows = {row.slug: row for row in related._base_manager.filter(slug__in=[slug for slug in slugs if slug])}
            self.errors += [f"{where}: {key}: there is no {slug!r}." for slug in slugs if slug and slug not in rows]
            found[key] = list(rows.values()) if many else rows.get(item[key])
        return found

    def _save(self, where: str, record: Any) -> bool:
        stored = None if record._state.adding else record.stored()
        if stored and not record.differs_from(stored):
            return True
        try:
            record.full_clean()
            record.save()
        except ValidationError as error:
            for key, messages in error.message_dict.items():
                self.errors.append(f"{where}: {'' if key == NON_FIELD_ERRORS else f'{key}: '}{' '.join(messages)}")
            return False
        return True

    def _is_first(self, where: str, part: Part, key: Any) -> bool:
        """The file hasn't told of this row before."""
        if (part.model, key) in self.seen:
            self.errors.append(f"{where}: this stands in the file already.")
            return False
        self.seen.add((part.model, key))
        return True

    def _has_its_form(self, where: str, part: Part, item: Any) -> bool:
        if not isinstance(item, dict) or item.keys() != part.keys:
            self.errors.append(f"{where}: a record here has exactly the fields {', '.join(sorted(part.keys))}.")
            return False
        wrong = [f"{where}: {key}: {sentence}" for key in item if (sentence := _misformed(part, key, item[key]))]
        self.errors += wrong
        return not wrong


def _misformed(part: Part, key: str, value: Any) -> str:
    """What is wrong with the JSON type of a value, as a sentence; empty when nothing is."""
    if key in part.details:
        return "" if isinstance(value, list) else "this is a list of records."
    if key in part.groups:
        return "" if isinstance(value, list) and all(map(_is_plain, value)) else "this is a list of slugs."
    if key == "slug":
        return "" if value and _is_plain(value) else "every record has its slug."
    return "" if value is None or _is_plain(value) else "this is a text, a whole number or null."


def _is_plain(value: Any) -> bool:
    return (isinstance(value, str) and "\0" not in value) or type(value) is int


def _name_of(item: Any, number: int) -> str:
    return str(item["slug"]) if isinstance(item, dict) and item.get("slug") else str(number)
