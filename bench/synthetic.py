"""A made-up timeline of any size, for measuring: bulk inserts that bypass save(), with the derived columns and tables.

Half as many people and a third as many events as jobs, 1.6 claims a job; sizes of organizations, publishers and sources differ
as much as real ones. Equal numbers of jobs give equal rows. Rows have no history, as after loaddata.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection, models, transaction

from events.models import Citation, EventKind, EventOrganization, NewsEvent, NewsEventSearchText, Part
from people.evidence import Confidence, EndState, Stance
from people.models import (
    Claim,
    Cohort,
    CohortMember,
    Employment,
    Move,
    Organization,
    OrganizationName,
    OrganizationSearchText,
    Person,
    PersonName,
    PersonSearchText,
    Role,
    Source,
    SourceKind,
    SourceSearchText,
)
from people.models.move_derivation import EXCLUDED_ROLES, NOT_KNOWN
from people.moves import SUREST_FIRST, EligibleEmployment, derive_moves
from talentwatch.changefeed.models import Change
from talentwatch.changefeed.recorder import catch_up
from talentwatch.chunks import chunked
from talentwatch.dates import PartialDate, parse
from talentwatch.documents.models import Document
from talentwatch.matching.addresses import address_key
from talentwatch.records.edit import edit
from talentwatch.records.status import Status
from talentwatch.text import make_slug, publisher_key, search_key

FIRST_DAY, DAYS = date(2000, 1, 1), 9_500
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
SYLLABLES = ("ka", "lo", "mi", "ren", "tos", "va", "zu", "bel", "dor", "fin", "gar", "hul", "jan", "ner", "pol", "sek")
FIRST_NAMES = ("Wei", "Ana", "Noam", "Guillaume", "Mira", "Ilya", "Yann", "Li", "Sofia", "Omar")
WORDS = [
    "safety",
    "agent",
    "model",
    "chip",
    "robot",
    "policy",
    "founder",
    "researcher",
    "leaves",
    "joins",
    "team",
    "lab",
    "raises",
    "round",
    "board",
    "chief",
    "scientist",
    "engineer",
    "vision",
    "speech",
    "search",
    "cloud",
    "startup",
    "rival",
    "talent",
    "product",
    "science",
    "startup",
    "learning",
    "deep",
    "open",
]
LANGUAGES = ("en",) * 12 + ("zh-Hans", "zh-Hans", "fr", "fr", "de", "ja", "it", "es", "ko", "he")
STANCES = (Stance.REPORTED, Stance.ANNOUNCED, Stance.RUMOURED, Stance.DENIED)
CHUNK = 20_000
Row = dict[str, Any]


def confidence_of_claims(claims: list[tuple[Any, str, bool]]) -> str:
    """As people/evidence.py derives it: of sources (the last element is the key of the publisher) that repeat no other."""
    stances = {stance for _, stance, _ in claims}
    publishers = {source[3] for source, stance, _ in claims if stance == Stance.REPORTED}
    if Stance.DENIED in stances:
        return Confidence.REFUTED if stances == {Stance.DENIED} else Confidence.DISPUTED
    if Stance.ANNOUNCED in stances or len(publishers) > 1:
        return Confidence.CONFIRMED
    return Confidence.REPORTED if publishers else Confidence.RUMOURED


class Table:
    """Rows of one model, inserted in chunks; columns that a row leaves out take the default of their field."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = list(model._meta.concrete_fields)
        self.name, self.numbers = model._meta.db_table, count(1)
        self.columns = [field.column for field in fields]
        self.defaults = {field.column: None if field.primary_key else field.get_default() for field in fields}
        for field in fields:
            if isinstance(field, models.DateTimeField):
                self.defaults[field.column] = BEGINNING
            elif self.defaults[field.column] is None and not field.null and isinstance(field, models.CharField):
                self.defaults[field.column] = ""
        self.key = model._meta.pk.column
        self.rows: list[tuple[Any, ...]] = []

    def add(self, **values: Any) -> int:
        """Add a row and return its primary key."""
        number = values.setdefault(self.key, next(self.numbers))
        row = self.defaults | values
        self.rows.append(tuple(row[column] for column in self.columns))
        if len(self.rows) == CHUNK:
            self.flush()
        return number

    def flush(self) -> None:
        if self.rows:
            insert(self.name, self.columns, self.rows)
        self.rows = []


def insert(table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            adapted = [tuple(map(_as_sqlite_stores, row)) for row in rows]
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", adapted)  # noqa: S608 our own names


def _as_sqlite_stores(value: Any) -> Any:
    """Times have no zone there: with one, they compare as other texts."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return str(value) if isinstance(value, date) else value


class Timeline:
    """Makes the rows of a timeline of so many jobs."""

    def __init__(self, jobs: int) -> None:
        self.size, self.random = jobs, random.Random(7)
        self.tables = {
            model: Table(model)
            for model in (
                Organization, OrganizationName, Person, PersonName, Source, Employment, Claim, Move, Cohort, CohortMember,
                NewsEvent, EventOrganization, Citation,
                NewsEvent.people.through, NewsEvent.employments.through,
            )
        }  # fmt: skip
        self.moments = count()

    def add(self, model: Any, **values: Any) -> int:
        return self.tables[model].add(**values)

    def record(self, slug: str, *, is_public: bool = True) -> Row:
        """The columns that every record has."""
        at = BEGINNING + timedelta(minutes=next(self.moments))
        status = Status.PUBLISHED if is_public else Status.DRAFT
        return {
            "slug": slug,
            "status": status,
            "created_at": at,
            "updated_at": at,
            "published_at": at if is_public else None,
        }

    def skewed(self, size: int) -> int:
        """A number below size; small ones are much more frequent."""
        return int(size * self.random.random() ** 3)

    def word(self, syllables: int) -> str:
        return "".join(self.random.choices(SYLLABLES, k=syllables)).capitalize()

    def day(self) -> date:
        return FIRST_DAY + timedelta(self.random.randrange(DAYS))

    def vague(self, day: date) -> PartialDate:
        """The day as a source gives it: mostly its month, sometimes its year, the day itself, or not at all."""
        precision = self.random.choices(("month", "day", "year", "unknown"), (70, 12, 10, 8))[0]
        if precision == "unknown":
            return PartialDate()
        if precision == "day":
            return PartialDate(day, day)
        return parse(str(day)[: 7 if precision == "month" else 4])

    def fill(self) -> None:
        self.add_organizations()
        self.add_sources()
        self.add_people()
        self.add_cohorts()
        self.add_events()
        for table in self.tables.values():
            table.flush()

    def add_organizations(self) -> None:
        self.organizations: list[tuple[int, str, str]] = []  # primary key, slug, slug of the top-level organization
        size = min(self.size // 5, 120 + self.size // 200)
        for number in range(size):
            slug = f"lab-{number:05}"
            name = f"{self.word(2)} Lab {number}"
            parent = self.organizations[self.skewed(number // 2)] if number % 5 == 4 and number > 20 else None
            parent = parent if parent and parent[1] == parent[2] else None
            pk = self.add(
                Organization, **self.record(slug), name=name, search_key=search_key(name), kind="lab",
                country=self.random.choice(("US", "US", "CN", "FR", "GB", "IL", "")), parent_id=parent and parent[0],
            )  # fmt: skip
            self.add(
                OrganizationName,
                organization_id=pk,
                text=f"{name} Inc",
                language="en",
                search_key=search_key(f"{name} Inc"),
            )
            self.organizations.append((pk, slug, parent[1] if parent else slug))

    def add_sources(self) -> None:
        self.sources: list[tuple[int, str, date, str]] = []  # primary key, slug, day, key of the publisher
        publishers = [f"{self.word(3)} Times {number}" for number in range(40 + self.size // 500)]
        for number in range(self.size * 7 // 10):
            day, publisher = self.day(), publishers[self.skewed(len(publishers))]
            title = " ".join(self.random.choices(WORDS, k=7)).capitalize()
            slug = f"{make_slug(publisher)}-{day}-{number}"
            url = f"https://example.com/{number}"
            author = f"{self.random.choice(FIRST_NAMES)} {self.word(3)}"
            published = self.vague(day)
            pk = self.add(
                Source, **self.record(slug, is_public=number % 200 != 199), url=url, title=title, publisher=publisher,
                author=author, language=self.random.choice(LANGUAGES), published_earliest=published.earliest,
                published_latest=published.latest, kind=SourceKind.REPORT, search_key=search_key(title, publisher, author),
                publisher_key=publisher_key(publisher), url_key=address_key(url),
            )  # fmt: skip
            if number % 200 != 199:
                self.sources.append((pk, slug, day, publisher_key(publisher)))

    def add_people(self) -> None:
        self.people: list[tuple[int, str]] = []
        self.jobs: list[tuple[int, str, int, int]] = []  # primary key, day, person, organization; public ones
        made = 0
        while made < self.size:
            jobs = min(self.random.choice((1, 1, 2, 2, 3, 3)), self.size - made)
            self.add_person(len(self.people), jobs)
            made += jobs

    def add_person(self, number: int, jobs: int) -> None:
        first = self.random.choice((*FIRST_NAMES, self.word(2), self.word(2), self.word(2)))
        name = f"{first} {self.word(4)}"
        slug, is_public = f"{make_slug(name)}-{number}", number % 100 != 99
        person = self.add(Person, **self.record(slug, is_public=is_public), name=name, search_key=search_key(name))
        self.people.append((person, slug))
        if number % 2:
            text = f"{first[0]}. {name.split()[1]}"
            self.add(
                PersonName, person_id=person, text=text, language="en", kind="initials", search_key=search_key(text)
            )
        begin = FIRST_DAY + timedelta(self.random.randrange(DAYS - 2_000))
        held: dict[str, Row] = {}
        for place in range(jobs):
            end = begin + timedelta(self.random.randrange(90, 1_800))
            state = (
                EndState.ENDED
                if place < jobs - 1
                else self.random.choice((EndState.ONGOING, EndState.ONGOING, EndState.UNKNOWN, EndState.ENDED))
            )
            dates = self.dates_of_job(begin, end, state)
            job = self.add_job((person, slug), place, dates, is_public=is_public)
            held[job["slug"]] = job
            begin = end + timedelta(self.random.randrange(60))
        if is_public:
            self.add_moves(person, held)

    def dates_of_job(self, begin: date, end: date, state: str) -> Row:
        """The columns of a job from one day to the other, as vague as sources are."""
        first, last = self.vague(begin), self.vague(end) if state == EndState.ENDED else PartialDate()
        if state == EndState.ENDED and last.latest is None:
            last = PartialDate(None, date(2026, 6, 30))
        if first.earliest and last.latest and last.latest < first.earliest:
            first = PartialDate()
        return {
            "start_earliest": first.earliest,
            "start_latest": first.latest,
            "end_earliest": last.earliest,
            "end_latest": last.latest,
            "end_state": state,
        }

    def claims_of_job(self, *, is_dated: bool) -> list[tuple[Any, str, bool]]:
        """The source of each claim of a job, its stance, and whether it contradicts the start."""
        claims: dict[int, tuple[Any, str, bool]] = {}
        for _ in range(self.random.choices((1, 2, 3), (55, 30, 15))[0]):
            size = len(self.sources)
            index = self.skewed(size) if self.random.random() < 0.3 else self.random.randrange(size)
            stance = self.random.choices(STANCES, (60, 32, 6, 2))[0]
            is_contrary = is_dated and self.random.random() < 0.02
            claims.setdefault(index, (self.sources[index], stance, is_contrary))
        return list(claims.values())

    def add_job(self, person: tuple[int, str], place: int, dates: Row, *, is_public: bool) -> Row:
        organization, organization_slug, group = self.organizations[self.skewed(len(self.organizations))]
        slug = f"{person[1]}-{organization_slug}" + (f"-{place + 1}" if place else "")
        claims = self.claims_of_job(is_dated=bool(dates["start_earliest"]))
        is_ongoing = dates["end_state"] == EndState.ONGOING
        days = [source[2] for source, stance, _ in claims if stance != Stance.DENIED and is_ongoing]
        title = " ".join(self.random.choices(WORDS, k=2)).capitalize()
        record = self.record(slug, is_public=is_public)
        role = self.random.choices(Role.values, (5, 8, 10, 35, 20, 8, 4, 2, 1, 3, 4))[0]
        confidence = confidence_of_claims(claims)
        pk = self.add(
            Employment,
            **record,
            **dates,
            person_id=person[0],
            organization_id=organization,
            role=role,
            title=title,
            confidence=confidence,
            verified_from=min(days, default=None),
            verified_on=max(days, default=None),
            has_conflict=any(contrary or stance == Stance.DENIED for _, stance, contrary in claims),
        )
        for source, stance, is_contrary in claims:
            contrary = dict.fromkeys(("start_earliest", "start_latest"), date(1990, 1, 1)) if is_contrary else {}
            has_length = dates["end_state"] == EndState.ENDED and self.random.random() < 0.1
            claim = f"{slug}--{source[1]}"
            self.add(
                Claim,
                slug=claim,
                updated_at=record["updated_at"],
                employment_id=pk,
                source_id=source[0],
                stance=stance,
                title=title,
                stated_months=self.random.randrange(3, 90) if has_length else None,
                **dates | contrary,
                start_conflicts=is_contrary and stance != Stance.DENIED,
                existence_conflicts=stance == Stance.DENIED,
            )
        if is_public:
            self.jobs.append((pk, slug, person[0], organization))
        places = {"pk": pk, "organization": organization, "unit": organization_slug, "group": group}
        return record | dates | places | {"role": role, "confidence": confidence}

    def add_moves(self, person: int, jobs: dict[str, Row]) -> None:
        eligible = [
            EligibleEmployment(
                slug,
                PartialDate(job["start_earliest"], job["start_latest"]),
                PartialDate(job["end_earliest"], job["end_latest"]),
                job["end_state"],
                job["confidence"],
                job["group"],
                job["role"] == Role.FOUNDER,
            )
            for slug, job in jobs.items()
            if job["confidence"] in SUREST_FIRST and job["role"] not in EXCLUDED_ROLES
        ]
        for move in derive_moves(eligible):
            columns: Row = {}
            for side in ("origin", "destination"):
                end = getattr(move, side)
                job = (
                    jobs[end.slug] if end else {"organization": None, "pk": None, "unit": NOT_KNOWN, "group": NOT_KNOWN}
                )
                columns |= {
                    f"{side}_id": job["organization"],
                    f"{side}_employment_id": job["pk"],
                    f"{side}_unit": job["unit"],
                    f"{side}_group": job["group"],
                }
            gap_min, gap_max = move.gap_days
            ends = [jobs[end.slug] for end in (move.origin, move.destination) if end]
            self.add(
                Move, slug=move.slug, updated_at=max(job["updated_at"] for job in ends), person_id=person, **columns,
                date_earliest=move.date.earliest, date_latest=move.date.latest, gap_min=gap_min, gap_max=gap_max,
                kind=move.kind, confidence=move.confidence,
            )  # fmt: skip

    def add_cohorts(self) -> None:
        """The first list has 200 members (as far as there are), the others 14."""
        for number in range(4 + self.size // 5_000):
            slug, size = f"authors-{number}", min(14 if number else 200, len(self.people))
            name = f"Authors of paper {number}"
            source = self.random.choice(self.sources)
            pk = self.add(
                Cohort,
                **self.record(slug),
                name=name,
                source_id=source[0],
                expected_size=size,
                search_key=search_key(name),
            )
            for place, (person, _) in enumerate(self.random.sample(self.people, size)):
                self.add(CohortMember, cohort_id=pk, person_id=person, position=place + 1)

    def add_events(self) -> None:
        for number in range(self.size // 3):
            job, _, person, organization = self.random.choice(self.jobs)
            headline = " ".join(self.random.choices(WORDS, k=6)).capitalize() + f" {self.word(3)}"
            summary = " ".join(self.random.choices(WORDS, k=25)).capitalize()
            date_ = self.vague(self.day())
            date_ = date_ if date_.is_bounded else parse("2024")
            slug = f"{make_slug(headline)}-{number}"
            confidence = self.random.choices(
                (Confidence.CONFIRMED, Confidence.REPORTED, Confidence.RUMOURED), (50, 44, 6)
            )[0]
            pk = self.add(
                NewsEvent, **self.record(slug, is_public=number % 200 != 199), kind=self.random.choice(EventKind.values),
                date_earliest=date_.earliest, date_latest=date_.latest, headline=headline, summary=summary,
                confidence=confidence, search_key=search_key(headline, summary),
            )  # fmt: skip
            self.add(NewsEvent.people.through, newsevent_id=pk, person_id=person)
            self.add(NewsEvent.employments.through, newsevent_id=pk, employment_id=job)
            named = {organization: Part.SUBJECT}
            if number % 2:
                named.setdefault(self.organizations[self.skewed(len(self.organizations))][0], Part.DESTINATION)
            for each, part in named.items():
                self.add(EventOrganization, event_id=pk, organization_id=each, part=part)
            for source in {self.skewed(len(self.sources)), self.random.randrange(len(self.sources))}:
                self.add(Citation, event_id=pk, source_id=self.sources[source][0], stance=Stance.REPORTED)


def fill_database(jobs: int, *, is_vacuumed: bool = True) -> None:
    """Fill an empty, migrated database, and update the planner's statistics."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        # Without a check of each foreign key.
        cursor.execute("SET session_replication_role = replica" if is_postgresql else "PRAGMA foreign_keys = OFF")
        timeline = Timeline(jobs)
        with transaction.atomic():
            timeline.fill()
            if is_postgresql:
                # Without statistics, making the search texts would read whole tables for each thousand.
                cursor.execute("ANALYZE")
            for people in chunked(Person.objects.order_by("pk").values_list("pk", flat=True)):
                Move.objects.date_last_moves(people)
            for texts in (PersonSearchText, OrganizationSearchText, SourceSearchText, NewsEventSearchText):
                texts.objects.rebuild()
        if is_postgresql:
            for table in timeline.tables.values():
                if table.key == "id":
                    cursor.execute(
                        "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table.name, next(table.numbers)]
                    )
            cursor.execute("SET session_replication_role = DEFAULT")
        # The documents that readers are served, and their log.
        with edit() as current:
            catch_up(current)
        if is_postgresql:
            cursor.execute("VACUUM ANALYZE" if is_vacuumed else "ANALYZE")
        else:
            # Without statistics, as a served file is.
            cursor.execute("PRAGMA foreign_keys = ON")


# What a copy of the timeline has of its own; organizations and cohorts are the same for all.
COPIED = (
    Person, PersonName, Source, Employment, Claim, Move, NewsEvent, EventOrganization, Citation, NewsEvent.people.through,
    NewsEvent.employments.through, PersonSearchText, SourceSearchText, NewsEventSearchText, Document, Change,
)  # fmt: skip
INDEXES = """
SELECT index.indexrelid::regclass::text, pg_get_indexdef(index.indexrelid) FROM pg_index index
WHERE index.indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = index.indexrelid)
"""


def multiply(factor: int) -> None:
    """Make a filled database so many times as large, on PostgreSQL: rendering a million documents would take hours.

    The copies have slugs and links of their own, and are of the same organizations. They have no row of Mention, which only the
    past, erasing and renaming read. Documents name the records of the copied ones, but for their own.
    """
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        indexes = []
        for model in COPIED:
            cursor.execute(INDEXES, [model._meta.db_table])
            indexes += cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        steps = {}
        for model in COPIED:
            key = model._meta.pk.column
            cursor.execute(f"SELECT max({key}) FROM {model._meta.db_table}")  # noqa: S608 our own names
            steps[model] = cursor.fetchone()[0]
        for model in COPIED:
            columns = {field.column: copied(field, steps) for field in model._meta.concrete_fields}
            rows = "resource NOT IN ('organizations', 'cohorts')" if "resource" in columns else "true"
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"  # noqa: S608 the same
                f" FROM {model._meta.db_table} CROSS JOIN generate_series(1, %s) AS copy WHERE {rows}",
                [factor - 1],
            )
            print(f"{cursor.rowcount:,} more rows in {model._meta.db_table}", flush=True)
        for _, definition in indexes:
            cursor.execute(definition)
        for model in COPIED:
            if isinstance(model._meta.pk, models.AutoField):
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [model._meta.db_table, steps[model] * factor]
                )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def copied(field: models.Field[Any, Any], steps: dict[Any, int]) -> str:
    """The SQL of a column in a copy of its row; `copy` is the number of the copy."""
    column = field.column
    target = field.related_model or field.model
    if (field.primary_key or field.is_relation or column in {"since", "until", "seq"}) and target in steps:
        return f"{column} + copy * {steps[target]}"
    if column in {"slug", "owner"}:
        return f"{column} || '-c' || copy"
    if column in {"url", "url_key"}:
        return f"{column} || '?copy=' || copy"
    if field.model is Document and column == "row":
        return """replace(row, '"' || slug || '"', '"' || slug || '-c' || copy || '"')"""
    return f"{column} + copy * interval '7 seconds'" if isinstance(field, models.DateTimeField) else column


def sizes() -> Iterator[tuple[str, int]]:
    for model in (Person, Organization, Employment, Claim, Source, Move, NewsEvent, Change, Document):
        yield model._meta.verbose_name_plural, model._base_manager.count()
