"""Peers on FastAPI: SQLAlchemy's async ORM with pydantic, and asyncpg with JSON that PostgreSQL makes.

As their documentation advises: response models, which pydantic serializes in Rust; selectin loading of collections and joined
loading of single records, of the columns that are shown (load_only); sessions that don't expire; a pool of connections.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Annotated, Any

import asyncpg
from fastapi import Depends, FastAPI, Query, Request, Response
from pydantic import AliasPath, BaseModel, ConfigDict, Field
from sqlalchemy import ForeignKey, Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.ext.declarative import DeferredReflection
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, load_only, mapped_column, relationship, selectinload

URL = os.environ["BENCH_DATABASE_URL"]
PAGE_SIZE = 50


class Base(DeclarativeBase):
    pass


class Reflected(DeferredReflection):
    __abstract__ = True


class Person(Reflected, Base):
    __tablename__ = "people_person"


class Organization(Reflected, Base):
    __tablename__ = "people_organization"


class Employment(Reflected, Base):
    __tablename__ = "people_employment"
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("people_organization.id"))
    person: Mapped[Person] = relationship()
    organization: Mapped[Organization] = relationship()

    @property
    def name(self) -> str:
        return f"{self.person.name}, {self.organization.name}"


class Source(Reflected, Base):
    __tablename__ = "people_source"


class EventOrganization(Reflected, Base):
    __tablename__ = "events_eventorganization"
    event_id: Mapped[int] = mapped_column(ForeignKey("events_newsevent.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("people_organization.id"))
    organization: Mapped[Organization] = relationship()


class Citation(Reflected, Base):
    __tablename__ = "events_citation"
    event_id: Mapped[int] = mapped_column(ForeignKey("events_newsevent.id"))
    source_id: Mapped[int] = mapped_column(ForeignKey("people_source.id"))
    source: Mapped[Source] = relationship()


class Event(Reflected, Base):
    __tablename__ = "events_newsevent"
    people: Mapped[list[Person]] = relationship(secondary="events_newsevent_people")
    parts: Mapped[list[EventOrganization]] = relationship()
    employments: Mapped[list[Employment]] = relationship(secondary="events_newsevent_employments")
    citations: Mapped[list[Citation]] = relationship()


class FromRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ReferenceOut(FromRow):
    slug: str
    name: str


class PartOut(FromRow):
    slug: str = Field(validation_alias=AliasPath("organization", "slug"))
    name: str = Field(validation_alias=AliasPath("organization", "name"))
    part: str


class CitationOut(FromRow):
    slug: str = Field(validation_alias=AliasPath("source", "slug"))
    publisher: str = Field(validation_alias=AliasPath("source", "publisher"))
    url: str = Field(validation_alias=AliasPath("source", "url"))
    language: str = Field(validation_alias=AliasPath("source", "language"))
    published_earliest: date | None = Field(validation_alias=AliasPath("source", "published_earliest"))
    published_latest: date | None = Field(validation_alias=AliasPath("source", "published_latest"))
    stance: str


class EventOut(FromRow):
    slug: str
    updated_at: datetime
    published_at: datetime | None
    kind: str
    outcome: str
    date_earliest: date
    date_latest: date
    headline: str
    summary: str
    people_affected_min: int | None
    people_affected_max: int | None
    stake_percent: float | None
    amount: int | None
    currency: str
    confidence: str
    people: list[ReferenceOut]
    organizations: list[PartOut] = Field(validation_alias="parts")
    employments: list[ReferenceOut]
    sources: list[CitationOut] = Field(validation_alias="citations")


class Page(BaseModel):
    count: int
    results: list[EventOut]


class EventQuery(BaseModel):
    kind: str | None = None
    before: date | None = None
    after: date | None = None
    organization: str | None = None
    page: int = Field(1, ge=1)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
    engine = create_async_engine(URL.replace("postgres://", "postgresql+asyncpg://", 1))
    async with engine.begin() as connection:
        # The junctions have a key of their own, which neither end writes.
        for name in ("events_newsevent_people", "events_newsevent_employments"):
            await connection.run_sync(
                lambda sync, name=name: Table(name, Base.metadata, autoload_with=sync, extend_existing=True)
            )
        await connection.run_sync(Reflected.prepare)
    async with asyncpg.create_pool(URL, min_size=1) as pool:
        yield {"sessions": async_sessionmaker(engine, expire_on_commit=False), "pool": pool}
    await engine.dispose()


app = FastAPI(lifespan=lifespan, openapi_url=None)


async def session_of(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.state.sessions() as session:
        yield session


def shown(model: Any, names: str) -> Any:
    return load_only(*(getattr(model, name) for name in names.split()), raiseload=True)


def with_related(events: "Select[tuple[Event]]") -> "Select[tuple[Event]]":
    name = "slug name"
    return events.options(
        shown(
            Event,
            "slug updated_at published_at kind outcome date_earliest date_latest headline summary people_affected_min"
            " people_affected_max stake_percent amount currency confidence",
        ),
        selectinload(Event.people).options(shown(Person, name)),
        selectinload(Event.parts).options(
            shown(EventOrganization, "part"),
            joinedload(EventOrganization.organization).options(shown(Organization, name)),
        ),
        selectinload(Event.employments).options(
            shown(Employment, "slug"),
            joinedload(Employment.person).options(shown(Person, name)),
            joinedload(Employment.organization).options(shown(Organization, name)),
        ),
        selectinload(Event.citations).options(
            shown(Citation, "stance"),
            joinedload(Citation.source).options(
                shown(Source, "slug publisher url language published_earliest published_latest")
            ),
        ),
    )


# Not the annotation of what is returned: FastAPI makes the model of the rows, once.
@app.get("/sqlalchemy/", response_model=Page)
async def list_by_orm(
    query: Annotated[EventQuery, Query()], session: Annotated[AsyncSession, Depends(session_of)]
) -> dict[str, Any]:
    row: Any = Event
    conditions = [row.status == "published"]
    if query.kind:
        conditions.append(row.kind == query.kind)
    if query.before:
        conditions.append(row.date_earliest <= query.before)
    if query.after:
        conditions.append(row.date_latest >= query.after)
    if query.organization:
        organization: Any = Organization
        conditions.append(row.parts.any(EventOrganization.organization.has(organization.slug == query.organization)))
    count = await session.scalar(select(func.count()).select_from(Event).where(*conditions))
    events = select(Event).where(*conditions).order_by(row.date_earliest.desc(), row.slug)
    page = with_related(events).limit(PAGE_SIZE).offset(PAGE_SIZE * (query.page - 1))
    return {"count": count, "results": (await session.scalars(page)).all()}


EVENT = """
SELECT e.slug, e.updated_at, e.published_at, e.kind, e.outcome, e.date_earliest, e.date_latest, e.headline, e.summary,
    e.people_affected_min, e.people_affected_max, e.stake_percent, e.amount, e.currency, e.confidence,
    (SELECT coalesce(json_agg(json_build_object('slug', p.slug, 'name', p.name)), '[]')
        FROM events_newsevent_people l JOIN people_person p ON p.id = l.person_id
        WHERE l.newsevent_id = e.id) AS people,
    (SELECT coalesce(json_agg(json_build_object('slug', o.slug, 'name', o.name, 'part', l.part)), '[]')
        FROM events_eventorganization l JOIN people_organization o ON o.id = l.organization_id
        WHERE l.event_id = e.id) AS organizations,
    (SELECT coalesce(json_agg(json_build_object('slug', j.slug, 'name', p.name || ', ' || o.name)), '[]')
        FROM events_newsevent_employments l JOIN people_employment j ON j.id = l.employment_id
        JOIN people_person p ON p.id = j.person_id JOIN people_organization o ON o.id = j.organization_id
        WHERE l.newsevent_id = e.id) AS employments,
    (SELECT coalesce(json_agg(json_build_object('slug', s.slug, 'publisher', s.publisher, 'url', s.url,
            'language', s.language, 'published_earliest', s.published_earliest, 'published_latest', s.published_latest,
            'stance', c.stance)), '[]')
        FROM events_citation c JOIN people_source s ON s.id = c.source_id WHERE c.event_id = e.id) AS sources
FROM events_newsevent e
"""
CONDITIONS = {
    "kind": "e.kind = ${}",
    "before": "e.date_earliest <= ${}",
    "after": "e.date_latest >= ${}",
    "organization": "e.id IN (SELECT l.event_id FROM events_eventorganization l JOIN people_organization o"
    " ON o.id = l.organization_id WHERE o.slug = ${})",
}


@app.get("/asyncpg/")
async def list_by_json_agg(query: Annotated[EventQuery, Query()], request: Request) -> Response:
    given = {name: getattr(query, name) for name in CONDITIONS if getattr(query, name) is not None}
    conditions = [CONDITIONS[name].format(place) for place, name in enumerate(given, 1)]
    where = " AND ".join(["e.status = 'published'", *conditions])
    # As few texts as there are combinations of filters: asyncpg prepares each once.
    statement = (
        f"SELECT coalesce(json_agg(event), '[]')::text FROM ({EVENT} WHERE {where}"  # noqa: S608 our own names
        f" ORDER BY e.date_earliest DESC, e.slug LIMIT {PAGE_SIZE} OFFSET ${len(given) + 1}) event"
    )
    text = await request.state.pool.fetchval(statement, *given.values(), PAGE_SIZE * (query.page - 1))
    return Response(f'{{"results":{text}}}', media_type="application/json")
