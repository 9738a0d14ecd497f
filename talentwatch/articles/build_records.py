"""Turn the screen into a timeline file: the same records that an import takes, and the cell that each value came from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from unicodedata import name as letter_name

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from events.models import NewsEvent, Outcome, Part
from people.evidence import EndState, Stance
from people.models import Cohort, Employment, Organization, Person, Source
from people.models.name import UNKNOWN_LANGUAGE, NameKind
from people.models.organization import OrganizationKind
from people.models.source import SourceKind
from people.stated_length import start_from_length
from talentwatch.articles.matching_jobs import MAX_GAP, JobPeriod, closest
from talentwatch.articles.screen import PERSON, SIDES, GridError, GridRow, Screen
from talentwatch.dates import UNKNOWN, PartialDate, PartialDateError
from talentwatch.exchange.importer import Content
from talentwatch.exchange.report import Problem
from talentwatch.exchange.serialization import stored_records
from talentwatch.matching.addresses import address_key
from talentwatch.records.models.publishable_record import SLUG_LENGTH
from talentwatch.text import make_slug, search_key, whole_number
from talentwatch.typed_dates import parse_typed

NO_END = "Write by when the job had ended, or above when the article was published: without an end, it means “by then”."
NO_LENGTH = "Write a length such as “6 years 7 months”, or the number of months: 79."
NO_EVENT_DATE = "Write when it happened. An event needs an earliest and a latest day; “2023” is enough."
NO_LATIN_NAME = "Write the name of the list in Latin letters."
NO_SIZE = "Say how many people the list has, as the source counts them: a whole number."
LEFT_FIELDS = ("left_for", "end_reason")  # of a job that was left
MOVES = {"departure", "hire", "return"}  # kinds of events in which organizations are origin and destination
SCRIPTS = {  # the languages written in a script, the most common first, by the first word of its letters' names
    "HEBREW": ("he", "yi"),
    "ARABIC": ("ar", "fa", "ur"),
    "CYRILLIC": ("ru", "uk", "bg", "sr"),
    "GREEK": ("el",),
    "CJK": ("zh", "ja"),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "BENGALI": ("bn",),
    "TAMIL": ("ta",),
    "THAI": ("th",),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
}


class CellProblemError(Exception):
    """The message is what is wrong with a cell."""


@dataclass(frozen=True)
class Question:
    """Something to ask about a cell: is this one of the candidates, or somebody or something else?"""

    row: int | None  # its number; None for the source
    cell: str  # that of the name; or "left" or "joined" for the job
    text: str
    candidates: list[Any]


@dataclass
class ArticleJob:
    """An employment of the file that the screen builds, with what the article claims of it."""

    record: dict[str, Any]
    claim: dict[str, Any]
    is_new: bool
    row: int
    side: str


@dataclass
class ArticleRecords:
    """The content to import, where each of its records stands on the screen, and what has to be asked first."""

    content: Content = field(default_factory=lambda: Content({}))
    places: dict[tuple[str, int], tuple[int | None, str]] = field(
        default_factory=dict
    )  # row and cell, by list and place
    errors: list[GridError] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    differs: list[tuple[str, str, str]] = field(default_factory=list)  # list, slug of the new record, slug of another

    def add(self, kind: str, record: dict[str, Any], row: int | None, cell: str) -> None:
        records = self.content.data.setdefault(kind, [])
        records.append(record)
        self.places[kind, len(records)] = row, cell

    def error_at_cell(self, problem: Problem) -> GridError:
        """The problem of the import, at the cell of the screen that caused it."""
        if (problem.kind, problem.row) not in self.places:
            return GridError(str(problem))
        row, cell = self.places[problem.kind, problem.row]
        return GridError(problem.message, row, cell_of(problem.kind, cell, problem.column.split(" ")[-1]))


def cell_of(kind: str, cell: str, column: str) -> str:
    """The cell of the screen that a column of a record came from."""
    if kind == "employments":
        side = cell.partition(".")[0]
        shared = {"stance": "stance", "person": PERSON, "quote": "passage", "quote_language": "passage"}
        # The screen has no cell for the job that one was left for: a row says it by its two sides.
        shared["came_from"] = "left.left_for"
        return shared.get(column, f"{side}.{column}" if column else side)
    if kind == "people":
        return "native_name" if column in {"text", "language", "kind"} else cell
    if kind == "organizations":
        return cell
    return f"{cell}.{column}" if column else cell


def build_records(screen: Screen) -> ArticleRecords:
    """The records that the accepted rows of the screen stand for, matched with those that are stored."""
    return _Builder(screen).build()


class _Builder:
    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.result = ArticleRecords(errors=list(screen.errors))
        self.taken: set[tuple[type, str]] = set()  # slugs of new records
        self.named: dict[tuple[type, str, str], dict[str, Any]] = {}  # records by model, chosen slug and search key
        self.jobs: dict[tuple[str, str], list[ArticleJob]] = {}  # by the slugs of person and organization
        self.stored_jobs: dict[str, list[dict[str, Any]]] = {}  # by the slug of the person
        self.trees: dict[str, set[str]] = {}  # the slugs of an organization and its parts
        self.jobs_of_row: dict[tuple[int, str], ArticleJob] = {}
        self.people_of_row: dict[int, dict[str, Any]] = {}

    def build(self) -> ArticleRecords:
        self.published = self.date(self.screen.source["published"], None, "source.published")
        self.source = self.find_source()
        for row in self.screen.rows:
            self.add_row(row)
        self.add_jobs()
        for number, event in enumerate(self.screen.events, 1):
            self.add_event(number, event)
        if self.screen.cohort["name"]:
            self.add_cohort()
        return self.result

    # Cells

    def date(self, text: str, row: int | None, cell: str) -> PartialDate:
        try:
            return parse_typed(text)
        except PartialDateError as error:
            self.result.errors.append(GridError(str(error), row, cell))
            return UNKNOWN

    def number(self, text: str, row: int | None, cell: str, message: str) -> int | None:
        number = whole_number(text)
        if text and number is None:
            self.result.errors.append(GridError(message, row, cell))
        return number

    def free_slug(self, model: Any, text: str) -> str:
        """A slug that neither a stored record nor another one of this screen has; empty if the text gives none."""
        base = make_slug(text, SLUG_LENGTH - 8)
        for number in count(1):  # pragma: no branch  it counts until one is free
            slug = base if number == 1 else f"{base}-{number}"
            if not base or ((model, slug) not in self.taken and not model._base_manager.filter(slug=slug).exists()):
                self.taken.add((model, slug))
                return slug
        raise AssertionError  # pragma: no cover

    # The source

    def find_source(self) -> dict[str, Any]:
        """The source of the article: the stored one with its address, or a new one."""
        values = self.screen.source
        if stored := stored_source(values["slug"], values["url"]):
            record = stored_records("sources", [stored.slug])[stored.slug]
            self.published = stored.published
        else:
            fields = {key: values[key] or None for key in ("url", "title", "publisher", "author", "language")}
            made = Source(**{key: text or "" for key, text in fields.items()})
            made.published = self.published
            repeated = stored_source(values["derived_from"], values["derived_from"])
            if values["derived_from"] and not repeated:
                message = "There is no source with this address yet: enter it first, or leave this empty."
                self.result.errors.append(GridError(message, None, "source.derived_from"))
            slug = self.free_slug(Source, made.slug_text())
            if not slug or not (values["url"] or values["title"]):
                message = "Enter the article’s address, or its title in Latin letters."
                self.result.errors.append(GridError(message, None, "source.url"))
            record = {
                # Without one, all that names the source would be refused too.
                "slug": slug or self.free_slug(Source, "article"),
                **fields,
                "published": str(self.published) or None,
                "kind": values["kind"] or SourceKind.REPORT,
                "derived_from": repeated.slug if repeated else None,
            }
            self.result.differs += [("sources", record["slug"], other) for other in sorted(self.screen.source_differs)]
        self.result.add("sources", record, None, "source")
        return record

    # People and organizations

    def find_named(self, model: Any, kind: str, row: GridRow, cell: str, new: dict[str, Any]) -> dict[str, Any] | None:
        """The record that a cell names, stored or new, once it is in the file; None if that can't be said."""
        text, others = row.cells[cell], row.differs.get(cell, set())
        key = (model, row.chosen.get(cell, ""), search_key(text))
        if key in self.named:
            return self.named[key]
        try:
            stored = self.find_stored(model, row, cell)
        except CellProblemError as problem:
            self.result.errors.append(GridError(str(problem), row.number, cell))
            return None
        if stored:
            record = stored_records(kind, [stored.slug])[stored.slug]
        else:
            record = {"slug": self.free_slug(model, text), "name": text, "names": [], **new}
            self.result.differs += [(kind, record["slug"], other) for other in sorted(others)]
        if not record["slug"]:
            message = "Write a new name in Latin letters here; the name in its own script goes beside it."
            self.result.errors.append(GridError(message, row.number, cell))
            return None
        in_file = {one["slug"]: one for one in self.result.content.data.get(kind, ())}
        if record["slug"] not in in_file:
            self.result.add(kind, record, row.number, cell)
        self.named[key] = in_file.get(record["slug"], record)
        return self.named[key]

    def find_stored(self, model: Any, row: GridRow, cell: str) -> Any:
        """The record that was chosen for a cell, or the one of exactly this name; None for a new one.

        Raises CellProblemError if the chosen one is gone. If several have the name, the editor is asked.
        """
        if slug := row.chosen.get(cell, ""):
            if chosen := chosen_record(model, slug):
                return chosen
            raise CellProblemError("This record no longer exists, or was withdrawn: choose another one.")
        text = row.cells[cell]
        records = [one for one in records_named(model, text) if one.slug not in row.differs.get(cell, set())]
        if len(records) > 1:
            question = f"{len(records)} records are called {text}. Which one is it?"
            self.result.questions.append(Question(row.number, cell, question, records))
        return records[0] if records else None

    def find_person(self, row: GridRow) -> dict[str, Any] | None:
        person = self.find_named(Person, "people", row, PERSON, {})
        if person:
            self.add_name(person, row.cells["native_name"])
        return person

    def find_organization(self, row: GridRow, side: str) -> dict[str, Any] | None:
        cell = f"{side}.organization"
        details = next(
            (one for one in self.screen.organizations if search_key(one["name"]) == search_key(row.cells[cell])), None
        )
        kind = (details or {}).get("kind") or OrganizationKind.COMPANY
        new = {"kind": kind, "parent": None, "country": None, "founded": None, "dissolved": None}
        organization = self.find_named(Organization, "organizations", row, cell, new)
        if organization and details:
            self.add_name(organization, details["native_name"])
        return organization

    def add_name(self, record: dict[str, Any], text: str) -> None:
        """Add another spelling, unless the record has it in any language."""
        known = {search_key(one["text"]) for one in record["names"]} | {search_key(record["name"])}
        if text and search_key(text) not in known:
            language = language_of_name(text, self.source["language"] or "")
            record["names"].append({"text": text, "language": language, "kind": NameKind.TRANSLITERATION})

    # Jobs

    def add_row(self, row: GridRow) -> None:
        if not row.cells[PERSON]:
            self.result.errors.append(GridError("Say who it is.", row.number, PERSON))
            return
        if not any(row.cells[f"{side}.organization"] for side in SIDES):
            message = "Say which organization the person left or joined."
            self.result.errors.append(GridError(message, row.number, "left.organization"))
        person = self.find_person(row)
        if person is None:
            return
        self.people_of_row[row.number] = person
        for side in SIDES:
            if row.cells[f"{side}.organization"] and (organization := self.find_organization(row, side)):
                self.add_job(row, side, person, organization)
        self.set_came_from(row)

    def add_job(self, row: GridRow, side: str, person: dict[str, Any], organization: dict[str, Any]) -> None:
        """Match one side of a row with a job, or make a new one; the claim says what the article says."""
        values = row.side(side)
        claim, start = self.read_claim(row, side, values)
        period = JobPeriod(
            start,
            self.date(claim["end"] or "", row.number, f"{side}.end"),
            claim["end_state"],
            self.published if claim["end_state"] == EndState.ONGOING else UNKNOWN,
        )
        job = self.find_job(row, side, person, organization, period)
        if job is None:
            record = {
                "slug": self.free_slug(Employment, f"{person['slug']} {organization['slug']}"),
                "person": person["slug"],
                "organization": organization["slug"],
                "role": values["role"] or "other",
                "title": claim["title"],
                "start": str(start) or None,
                "end": claim["end"],
                "end_state": claim["end_state"],
                "came_from": None,
                **{key: claim[key] for key in LEFT_FIELDS if key in claim},
            }
            job = ArticleJob(record, claim, is_new=True, row=row.number, side=side)
            self.jobs.setdefault((person["slug"], organization["slug"]), []).append(job)
        else:
            self.merge_claim(job, claim, row.number, side)
            if job.is_new or self.screen.fills_empty:
                fill_empty(job.record, {**claim, "start": str(start) or None, "role": values["role"] or None})
        self.jobs_of_row[row.number, side] = job

    def read_claim(self, row: GridRow, side: str, values: dict[str, str]) -> tuple[dict[str, Any], PartialDate]:
        """What the article says of the job; and its start, which may be worked out from the stated length."""
        number = row.number
        start = self.date(values["start"], number, f"{side}.start")
        end = self.date(values.get("end", ""), number, f"{side}.end")
        length = values.get("stated_months", "")
        months = self.number(length, number, f"{side}.stated_months", NO_LENGTH)
        end_state = values["end_state"] or (EndState.ENDED if side == "left" else EndState.ONGOING)
        if end_state == EndState.ENDED and not end:
            # Nobody says when: by the day of the report.
            latest = self.published.latest
            end = PartialDate(None, latest) if latest else self.missing_end(number, side)
        is_worked_out = bool(start and months and start == start_from_length(end, months))
        claim = {
            "source": self.source["slug"],
            "stance": row.cells["stance"] or Stance.REPORTED,
            "stated_months": months,
            "title": values["title"] or None,
            "end_state": end_state,
            "start": None if is_worked_out else str(start) or None,
            "end": str(end) or None,
        }
        if side == "left":
            claim |= {key: values[key] or None for key in LEFT_FIELDS}
        return claim | self.quote(row), start

    def missing_end(self, row: int, side: str) -> PartialDate:
        """Refuse an end of which not even the day of the report is known; returns one with which the rest is checked."""
        cell = "left.end" if side == "left" else "joined.end_state"
        cells = {(error.row, error.cell) for error in self.result.errors}
        if not cells & {(None, "source.published"), (row, cell)}:
            self.result.errors.append(GridError(NO_END, row, cell))
        return PartialDate(None, timezone.localdate())

    def quote(self, row: GridRow) -> dict[str, Any]:
        """The passage that a row rests on; without one, what is stored stays."""
        passage = row.cells["passage"]
        return {"quote": passage, "quote_language": self.source["language"]} if passage else {}

    def find_job(
        self, row: GridRow, side: str, person: dict[str, Any], organization: dict[str, Any], period: JobPeriod
    ) -> ArticleJob | None:
        """The job that the row speaks of, stored or from another row; None for a new one."""
        tree = self.tree(organization["slug"])
        candidates = [
            job for (of, at), jobs in self.jobs.items() if of == person["slug"] and at in tree for job in jobs
        ]
        known = {job.record["slug"] for job in candidates}
        candidates += [
            self.stored_job(record, row.number, side)
            for record in self.jobs_of(person["slug"])
            if record["organization"] in tree and record["slug"] not in known
        ]
        if chosen := row.chosen.get(side):
            matches = [job for job in candidates if job.record["slug"] == chosen]
            return self.keep(matches[0]) if matches else None
        candidates = [job for job in candidates if job.record["slug"] not in row.differs.get(side, set())]
        # At the organization itself first, then at its parts.
        candidates.sort(key=lambda job: job.record["organization"] != organization["slug"])
        job, gap = closest(period, [(JobPeriod.of(job.record), job) for job in candidates])
        if job is None or gap <= MAX_GAP:
            return self.keep(job) if job else None
        stored = Employment._base_manager.select_related("person", "organization").filter(
            slug__in=[one.record["slug"] for one in candidates]
        )
        if stored:
            text = "The dates differ by more than a year. Is this the same job?"
            self.result.questions.append(Question(row.number, side, text, list(stored)))
        return None

    def tree(self, slug: str) -> set[str]:
        if slug not in self.trees:
            organizations = Organization.objects.all()
            pks = organizations.filter(slug=slug).values_list("pk", flat=True)
            parts = organizations.filter(pk__in=organizations.with_parts(pks))
            self.trees[slug] = {slug, *parts.values_list("slug", flat=True)}
        return self.trees[slug]

    def jobs_of(self, person: str) -> list[dict[str, Any]]:
        """The stored jobs of a person, in the form of the file."""
        if person not in self.stored_jobs:
            jobs = Employment.objects.not_withdrawn().filter(person__slug=person)
            self.stored_jobs[person] = list(stored_records("employments", jobs.values_list("slug", flat=True)).values())
        return self.stored_jobs[person]

    def stored_job(self, record: dict[str, Any], row: int, side: str) -> ArticleJob:
        claims = [claim for claim in record["claims"] if claim["source"] == self.source["slug"]]
        return ArticleJob(record, dict(claims[0]) if claims else {}, is_new=False, row=row, side=side)

    def keep(self, job: ArticleJob) -> ArticleJob:
        jobs = self.jobs.setdefault((job.record["person"], job.record["organization"]), [])
        if job not in jobs:
            jobs.append(job)
        return job

    def merge_claim(self, job: ArticleJob, claim: dict[str, Any], row: int, side: str) -> None:
        """Add what a row says to the claim of its job. What the row leaves empty stays, and so does another spelling."""
        is_repeated = bool(job.claim) and (job.row, job.side) != (row, side)
        for key, value in claim.items():
            old = job.claim.get(key)
            if old is None or key not in job.claim or (key == "end_state" and value == EndState.ENDED):
                job.claim[key] = value
            elif value is not None and value != old and not is_same_text(value, old):
                if is_repeated and key not in {"stance", "end_state"}:
                    message = f"Row {job.row} says something different about the same job."
                    self.result.errors.append(GridError(message, row, f"{side}.{key}"))
                elif key != "end_state" or not is_repeated:
                    job.claim[key] = value

    def set_came_from(self, row: GridRow) -> None:
        """A row that has both sides says that one was left for the other."""
        left, joined = (self.jobs_of_row.get((row.number, side)) for side in SIDES)
        if not (left and joined) or left is joined or left.record["end_state"] != EndState.ENDED:
            return
        if not (joined.is_new or self.screen.fills_empty) or joined.record["came_from"]:
            return
        is_taken = Employment._base_manager.filter(came_from__slug=left.record["slug"]).exists()
        others = [job.record["came_from"] for jobs in self.jobs.values() for job in jobs]
        if not is_taken and left.record["slug"] not in others:
            joined.record["came_from"] = left.record["slug"]

    def add_jobs(self) -> None:
        for jobs in self.jobs.values():
            for job in jobs:
                self.result.add(
                    "employments", {**job.record, "claims": [job.claim]}, job.row, f"{job.side}.organization"
                )

    # Events and the cohort

    def add_event(self, number: int, event: dict[str, str]) -> None:
        rows = [
            row
            for row in self.screen.rows
            if row.cells["event"] == event["number"] and event["number"] and row.number in self.people_of_row
        ]
        if not rows:
            return
        jobs = [job for row in rows for side in SIDES if (job := self.jobs_of_row.get((row.number, side))) is not None]
        day = self.event_date(event["date"], f"events.{number}.date")
        values: dict[str, Any] = {
            "kind": event["kind"],
            "headline": event["headline"] or None,
            "summary": event["summary"] or None,
            "date": str(day) or None,
            "outcome": Outcome.PLANNED if day.earliest and day.earliest > timezone.localdate() else Outcome.HAPPENED,
            "people": unique(self.people_of_row[row.number]["slug"] for row in rows),
            "organizations": unique(job.record["organization"] for job in jobs),
            "employments": unique(job.record["slug"] for job in jobs),
        }
        new = {}
        for row in reversed(rows):  # of several with one stance, the first one's passage is kept
            # One that is no stance is said at its row.
            stance = row.cells["stance"] if row.cells["stance"] in Stance.values else Stance.REPORTED
            new[stance] = {"source": self.source["slug"], "stance": stance, **self.quote(row)}
        if not make_slug(event["headline"]):
            self.result.errors.append(GridError("Write a headline, in English.", None, f"events.{number}.headline"))
            return
        record = self.find_event(values, day) or {
            "slug": self.free_slug(NewsEvent, event["headline"]),
            **values,
            "citations": [],
            "parts": self.parts(rows) if event["kind"] in MOVES else [],
        }
        # A file that gives a source replaces its stances: those that are stored go with it if it says nothing new.
        stored = {one["stance"]: one for one in record["citations"] if one["source"] == self.source["slug"]}
        citations = {**(stored if new.keys() <= stored.keys() else {}), **new}
        events = self.result.content.data.get("events", [])
        # Two events of the screen may be one that the desk has: a founding by several people.
        if earlier := next((one for one in events if one["slug"] == record["slug"]), None):
            earlier["citations"] = list({**citations, **{one["stance"]: one for one in earlier["citations"]}}.values())
            return
        self.result.add("events", {**record, "citations": list(citations.values())}, None, f"events.{number}")

    def event_date(self, text: str, cell: str) -> PartialDate:
        """The date of an event; for one that is wrong, another with which the rest is checked."""
        try:
            day = parse_typed(text)
        except PartialDateError as error:
            message = str(error)
        else:
            if day.earliest and day.latest:
                return day
            message = NO_EVENT_DATE
        self.result.errors.append(GridError(message, None, cell))
        return PartialDate(timezone.localdate(), timezone.localdate())

    def parts(self, rows: list[GridRow]) -> list[dict[str, Any]]:
        """Where the people of these rows came from and went; an organization that is both has no part of its own."""
        slugs = {
            side: unique(
                job.record["organization"] for row in rows if (job := self.jobs_of_row.get((row.number, side)))
            )
            for side in SIDES
        }
        return [
            {"organization": slug, "part": part}
            for side, part in (("left", Part.ORIGIN), ("joined", Part.DESTINATION))
            for slug in slugs[side]
            if not all(slug in both for both in slugs.values())
        ]

    def find_event(self, values: dict[str, Any], day: PartialDate) -> dict[str, Any] | None:
        """The stored event that this one repeats: same kind, its people and one of its organizations, possibly the same day.

        Its texts and date stay as the desk wrote them; the article is one more source of it.
        """
        if not values["people"]:
            return None
        events = NewsEvent.objects.not_withdrawn().filter(kind=values["kind"])
        for slug in values["people"]:
            events = events.filter(people__slug=slug)
        if values["organizations"]:
            events = events.filter(organizations__slug__in=values["organizations"])
        cites = Exists(
            NewsEvent.sources.through._base_manager.filter(event=OuterRef("pk"), source__slug=self.source["slug"])
        )
        rows = events.annotate(cites=cites).order_by("-cites", "slug").distinct()
        found = next((row for row in rows if row.date.overlaps(day)), None)
        return stored_records("events", [found.slug])[found.slug] if found else None

    def add_cohort(self) -> None:
        values = self.screen.cohort
        members = [
            {"position": None, "person": person["slug"], "name_as_listed": self.name_as_listed(number)}
            for number, person in self.people_of_row.items()
        ]
        stored = Cohort.objects.not_withdrawn().filter(source__slug=self.source["slug"], name=values["name"]).first()
        if stored:
            record = stored_records("cohorts", [stored.slug])[stored.slug]
            known = {member["person"] for member in record["members"]}
            record["members"] = [member for member in members if member["person"] not in known]
        else:
            size = self.number(values["expected_size"], None, "cohort.expected_size", NO_SIZE)
            if not values["expected_size"]:
                self.result.errors.append(GridError(NO_SIZE, None, "cohort.expected_size"))
            slug = self.free_slug(Cohort, values["name"])
            if not slug:
                self.result.errors.append(GridError(NO_LATIN_NAME, None, "cohort.name"))
            record = {
                "slug": slug or self.free_slug(Cohort, "list"),
                "name": values["name"],
                "description": None,
                "source": self.source["slug"],
                "expected_size": len(members) if size is None else size,
                "members": list({member["person"]: member for member in members}.values()),
            }
        self.result.add("cohorts", record, None, "cohort")

    def name_as_listed(self, number: int) -> str:
        cells = next(row.cells for row in self.screen.rows if row.number == number)
        return cells["native_name"] or cells[PERSON]


def stored_source(slug: str, address: str) -> Any:
    """The source with a slug, or at an address however it is written; None without one."""
    sources = Source.objects.not_withdrawn()
    if slug and (source := sources.filter(slug=slug).first()):
        return source
    key = address_key(address if "://" in address else f"https://{address}") if address else ""
    return sources.filter(url_key=key).order_by("pk").first() if key else None


def chosen_record(model: Any, slug: str) -> Any:
    """The record with a slug, or the one that it was merged into; None if it is gone."""
    record = model._base_manager.filter(slug=slug).first()
    survivor = record.survivor() if record else None
    return survivor if survivor and survivor.status != "withdrawn" else None


def records_named(model: Any, text: str) -> list[Any]:
    """The records that have exactly this name, in any script; case, accents and punctuation don't matter."""
    key = search_key(text)
    names = model.names.rel.related_model
    other = names._base_manager.filter(search_key=key, **{names.parent_field: OuterRef("pk")})
    return list(model.objects.not_withdrawn().filter(Q(search_key=key) | Exists(other)).order_by("pk")) if key else []


def fill_empty(record: dict[str, Any], reported: dict[str, Any]) -> None:
    """Fill what is empty in a job's conclusion with what an article says; a job that it says has ended gets its end."""
    for key in ("title", "start"):
        record[key] = record[key] or reported[key]
    if record["role"] == "other" and reported["role"]:
        record["role"] = reported["role"]
    if record["end_state"] != EndState.ENDED and reported["end_state"] == EndState.ENDED:
        record["end"], record["end_state"] = reported["end"], reported["end_state"]
        record |= {key: reported[key] for key in LEFT_FIELDS if key in reported}
    elif record["end_state"] == EndState.UNKNOWN:
        record["end_state"] = reported["end_state"]


def is_same_text(one: Any, other: Any) -> bool:
    """Two texts that differ in case, accents or punctuation only."""
    return isinstance(one, str) and isinstance(other, str) and search_key(one) == search_key(other)


def unique(slugs: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(slugs))


def language_of_name(text: str, language: str) -> str:
    """The language of a name in an article: the article's, unless it is never written in the name's script."""
    script = next((word for letter in text if (word := letter_name(letter, " ").split(" ")[0]) in SCRIPTS), "")
    languages = SCRIPTS.get(script, (language,))
    return (
        language if language.split("-", maxsplit=1)[0] in languages and language else languages[0] or UNKNOWN_LANGUAGE
    )
