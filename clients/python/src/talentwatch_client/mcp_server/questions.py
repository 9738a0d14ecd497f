"""The questions that an assistant may ask, each answered with its sources and addresses."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Annotated, Literal, TypeVar

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from talentwatch_client import models
from talentwatch_client.client import Client
from talentwatch_client.errors import ApiError, NoLongerPublicError, NotFoundError, TalentwatchError
from talentwatch_client.mcp_server.answers import Hit, Hits, Job, Jobs, Move, Moves, Source, Statement, Statements
from talentwatch_client.rows import Rows

MAX_ROWS = 25  # in one answer
MAX_HITS = 5  # of each kind in a search
MAX_CANDIDATES = 200  # that a name is looked for among
MAX_NAMED = 10  # candidates, or groups, in one sentence
# Without moves within one organization, and without those that only arrive.
LEAVING: list[Literal["departure", "return", "founding", "move"]] = ["departure", "return", "founding", "move"]
SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
LEFT_FOR = {
    "independent": "to work independently",
    "own_venture": "for their own venture",
    "unnamed_employer": "for an employer that nobody names",
    "study": "to study",
    "leave": "on leave",
}
LAST_DEPARTURES: dict[Literal["retired", "died"], str] = {"retired": "to retire", "died": "by death"}
CURATED = "The database is curated by hand and incomplete: what isn't here may still be true."

Named = TypeVar("Named", models.Person, models.Organization)
Organization = Annotated[str, Field(description="A name or slug, such as Meta; its parts belong to it.")]
Person = Annotated[str, Field(description="A name in any script, or a slug such as sam-altman.")]


@contextmanager
def errors_in_words() -> Iterator[None]:
    """The assistant reads what went wrong, and can ask again."""
    try:
        yield
    except ApiError as error:
        reasons = [f"{name}: {detail}" for name, detail in error.parameters.items()]
        raise ToolError(" ".join(reasons) or error.detail or error.title) from error
    except TalentwatchError as error:
        raise ToolError(str(error)) from error


class Questions:
    """Each public method is a tool; its docstring, its parameters and its answer describe it to the assistant."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @errors_in_words()
    def who_was_where(
        self,
        day: Annotated[date, Field(description="A day, such as 2023-06-15.")],
        organization: Organization | None = None,
        person: Person | None = None,
        certainty: Annotated[
            Literal["possible", "certain"], Field(description="Who could have been there, or only who certainly was.")
        ] = "possible",
    ) -> Jobs:
        """Who worked where on one day: at an organization, or one person, each job with its sources."""
        filters: models.EmploymentsParameters = {"on": day, "certainty": certainty}
        about = ""
        if person:
            somebody = self._person(person)
            filters["person"], about = somebody["slug"], f" of {somebody['name']}"
        if organization:
            place = self._organization(organization)
            filters["organization"], about = place["slug"], f"{about} at {place['name']}"
        if not about:
            raise ToolError("Name an organization, a person, or both.")
        rows = self._client.employments(**filters)
        total, first = rows.count(), rows.head(MAX_ROWS)
        sources = self._sources_by_job(row["slug"] for row in first)
        jobs = [
            Job(
                person=row["person"]["name"],
                organization=row["organization"]["name"],
                title=row["title"],
                role=row["role"],
                start=row["start"],
                end=row["end"],
                end_state=row["end_state"],
                verified_on=row["verified_on"],
                confidence=row["confidence"],
                page=row["page"],
                sources=sources.get(row["slug"], []),
            )
            for row in first
        ]
        return Jobs(
            summary=f"Jobs{about} on {day}: {total} {certainty}.",
            jobs=jobs,
            limits=f"{shown(total)} An ongoing job that nobody has verified since is possible, not certain. {CURATED}",
            address=rows.url,
        )

    @errors_in_words()
    def who_left(
        self,
        organization: Organization,
        destination: Organization | None = None,
        year: Annotated[int | None, Field(ge=1900, le=2100)] = None,
    ) -> Moves:
        """Who left an organization, for another one or in a year if given, each move with its sources."""
        origin = self._organization(organization)
        filters: models.MovesParameters = {"origin": origin["slug"], "kind": LEAVING}
        about = f"Moves out of {origin['name']}"
        if destination:
            place = self._organization(destination)
            filters["destination"], about = place["slug"], f"{about} to {place['name']}"
        if year:
            filters["after"] = filters["before"] = str(year)
            about = f"{about} in {year}"
        rows = self._client.moves(**filters)
        places = [f"{name} {number}" for name, number in self._counted_places(filters)]
        filters["certainty"] = "certain"
        total, certain = rows.count(), self._client.moves(**filters).count()
        numbers = f"{total} possible, {certain} certain" if year else f"{total}"
        first = rows.head(MAX_ROWS)
        employments = {row["slug"]: (row["origin_employment"], row["destination_employment"]) for row in first}
        sources = self._sources_by_job(job["slug"] for jobs in employments.values() for job in jobs if job)
        moves = [
            Move(
                person=row["person"]["name"],
                origin=row["origin"] and row["origin"]["name"],
                destination=row["destination"] and row["destination"]["name"],
                left_for=row["left_for"],
                end_reason=row["end_reason"],
                date=row["date"],
                confidence=row["confidence"],
                page=row["page"],
                sources=different(
                    source for job in employments[row["slug"]] if job for source in sources.get(job["slug"], [])
                ),
            )
            for row in first
        ]
        return Moves(
            summary=f"{about}: {numbers}. {'; '.join(places[:MAX_NAMED])}".strip(),
            moves=moves,
            limits=f"{shown(total)} A move with a vague date is possible in several years, and certain in one at most. "
            f"Moves within {origin['name']} don't count. {CURATED}",
            address=rows.url,
        )

    @errors_in_words()
    def what_sources_say(self, person: Person, organization: Organization | None = None) -> Statements:
        """What each source says of a person's jobs, and where it contradicts the newsroom's conclusion."""
        somebody = self._person(person)
        filters: models.ClaimsParameters = {"person": somebody["slug"]}
        if organization:
            place = self._organization(organization)
            filters["organization"] = place["slug"]
        rows = self._client.claims(**filters)
        total = rows.count()
        statements = [
            Statement(
                **source_of(claim).model_dump(),
                job=claim["employment"]["name"],
                title=claim["title"],
                start=claim["start"],
                end=claim["end"],
                end_state=claim["end_state"],
                contradicts=list(claim["conflicts"]),
            )
            for claim in rows.head(MAX_ROWS)
        ]
        against = sum(bool(each.contradicts) for each in statements)
        return Statements(
            summary=f"{somebody['name']}: {total} statements of sources; {against} of those shown contradict the conclusion.",
            page=somebody["page"],
            statements=statements,
            limits=f"{shown(total)} {CURATED}",
            address=rows.url,
        )

    @errors_in_words()
    def search(self, words: Annotated[str, Field(min_length=1, max_length=200)]) -> Hits:
        """Find people, organizations, events and sources by words of their names, in any script."""
        client = self._client
        people = [
            Hit(kind="person", slug=row["slug"], name=row["name"], description=row["description"], page=row["page"])
            for row in client.people(q=words).head(MAX_HITS)
        ]
        organizations = [
            Hit(kind="organization", slug=row["slug"], name=row["name"], description=row["kind"], page=row["page"])
            for row in client.organizations(q=words).head(MAX_HITS)
        ]
        events = [
            Hit(kind="event", slug=row["slug"], name=row["headline"], description=row["date"], page=row["page"])
            for row in client.events(q=words, ordering="-date").head(MAX_HITS)
        ]
        sources = [
            Hit(
                kind="source",
                slug=row["slug"],
                name=row["title"] or row["publisher"] or row["slug"],
                description=row["published"],
                page=row["link"],
            )
            for row in client.sources(q=words).head(MAX_HITS)
        ]
        hits = [*people, *organizations, *events, *sources]
        return Hits(
            summary=f"{len(hits)} found for “{words}”.",
            hits=hits,
            limits=f"At most {MAX_HITS} of each kind. {CURATED}",
        )

    def _person(self, text: str) -> models.Person:
        return one_named(text, "person", lambda q: self._client.people(q=q), self._client.person)

    def _organization(self, text: str) -> models.Organization:
        return one_named(text, "organization", lambda q: self._client.organizations(q=q), self._client.organization)

    def _sources_by_job(self, slugs: Iterable[str]) -> dict[str, list[Source]]:
        jobs = sorted(set(slugs))
        sources: dict[str, list[Source]] = {}
        for claim in self._client.claims(employment=jobs) if jobs else ():
            sources.setdefault(claim["employment"]["slug"], []).append(source_of(claim))
        return sources

    def _counted_places(self, filters: models.MovesParameters) -> list[tuple[str, int]]:
        """Where those who left went, or what for where a source says only that, and how many; the largest first."""
        rows = self._client.moves(**filters)
        groups = rows.groups("destination")
        places = [(each["name"], each["count"]) for each in groups if each["name"]]
        unknown = sum(each["count"] for each in groups if not each["name"])
        if unknown:
            # Only a move without a destination says what somebody left for.
            reasons = [(LEFT_FOR[each["value"]], each["count"]) for each in rows.groups("left_for") if each["value"]]
            for reason, words in LAST_DEPARTURES.items():
                last: models.MovesParameters = {**filters, "kind": "departure", "end_reason": reason}
                by_purpose = self._client.moves(**last).groups("left_for")
                reasons.append((words, sum(each["count"] for each in by_purpose if not each["value"])))
            places += [*reasons, ("destination unknown", unknown - sum(number for _, number in reasons))]
        return sorted((place for place in places if place[1]), key=lambda place: -place[1])


def source_of(claim: models.Claim) -> Source:
    source = claim["source"]
    return Source(
        publisher=source["publisher"], link=source["link"], published=source["published"], stance=claim["stance"]
    )


def different(sources: Iterable[Source]) -> list[Source]:
    """An article may speak of both jobs: it is named once for what it does."""
    return list({(each.link, each.publisher, each.stance): each for each in sources}.values())


def shown(total: int) -> str:
    return "All are shown." if total <= MAX_ROWS else f"Only {MAX_ROWS} of {total} are shown; the address has all."


def one_named(text: str, kind: str, search: Callable[[str], Rows[Named]], read: Callable[[str], Named]) -> Named:
    """The record that a name or a slug means; an error that lists the candidates where several may be meant."""
    # A search doesn't find every slug: it knows no number that tells namesakes apart, and ucl is University College London.
    if SLUG.fullmatch(text):
        with suppress(NotFoundError, NoLongerPublicError):
            return read(text)
    rows = search(text).head(MAX_CANDIDATES)
    key = text.casefold().strip()
    same = [row for row in rows if key in {row["slug"], row["name"].casefold()}]
    same = same or [row for row in rows if key in {name["text"].casefold() for name in row["names"]}]
    candidates = same or rows
    if not candidates:
        raise ToolError(
            f"No {kind} called “{text}” is known here. Search for a part of the name, or spell it otherwise."
        )
    if len(candidates) > 1:
        names = [f"{row['name']} ({row['slug']})" for row in candidates[:MAX_NAMED]]
        others = f", or one of {len(candidates) - MAX_NAMED} others" if len(candidates) > MAX_NAMED else ""
        raise ToolError(f"Which {kind} do you mean by “{text}”? Ask again with the slug: {'; '.join(names)}{others}.")
    return candidates[0]
