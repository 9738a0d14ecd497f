"""The servers that are compared: how each is started, and how it is asked for a page of events."""

import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = HERE / ".venv" / "bin"
DIRECTUS = HERE / "node_modules" / ".bin" / "directus"
HOST = "127.0.0.1"
OURS = "talentwatch"
FIELDS = (
    "slug", "updated_at", "published_at", "kind", "outcome", "date_earliest", "date_latest", "headline", "summary",
    "people_affected_min", "people_affected_max", "stake_percent", "amount", "currency", "confidence",
)  # fmt: skip
SOURCE_FIELDS = ("slug", "publisher", "url", "language", "published_earliest", "published_latest")
RELATED = ("people", "organizations", "employments", "sources")


@dataclass(frozen=True)
class Question:
    """A page of 50 events, latest first."""

    filters: tuple[tuple[str, str], ...]  # kind, before, after, organization
    page: int = 1

    def query(self, **more: Any) -> str:
        return urlencode({**dict(self.filters), **more})


@dataclass
class Target:
    """What is asked: an address of a server, in the server's own way."""

    name: str
    path: str
    rows: str = "results"  # the name of the list in the answer; empty if the answer is the list
    headers: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[str, ...] = RELATED  # the names of the related lists
    wanted: float | None = None  # how many times our own cost at least
    is_limit: bool = False  # it does less than a list
    has_events: bool = True  # in its answers, which are compared with ours then

    def address(self, question: Question, following: str | None) -> str:
        """The address of a page; `following` is what the page before called its next one."""
        return f"{self.path}?{question.query(page=question.page)}"

    def results(self, answer: Any) -> list[Any]:
        return answer[self.rows] if self.rows else answer

    def summary(self, answer: Any) -> list[tuple[Any, ...]]:
        """Which events an answer has, and how many of each related record."""
        return [(row["slug"], *(len(row[name]) for name in self.pages)) for row in self.results(answer)]


class Ours(Target):
    def address(self, question: Question, following: str | None) -> str:
        if question.page == 1:
            return f"{self.path}?{question.query()}"
        if not following:
            raise SystemExit(f"{self.path}?{question.query()} has no page {question.page}.")
        parts = urlsplit(following)
        return f"{parts.path}?{parts.query}"


class Directus(Target):
    FILTERS = {
        "kind": "filter[kind][_eq]",
        "before": "filter[date_earliest][_lte]",
        "after": "filter[date_latest][_gte]",
        "organization": "filter[parts][organization_id][slug][_eq]",
    }
    SHOWN = (
        *FIELDS, "people.person_id.slug", "people.person_id.name", "parts.part", "parts.organization_id.slug",
        "parts.organization_id.name", "employments.employment_id.slug", "employments.employment_id.person_id.name",
        "employments.employment_id.organization_id.name", "citations.stance",
        *(f"citations.source_id.{name}" for name in SOURCE_FIELDS),
    )  # fmt: skip

    def address(self, question: Question, following: str | None) -> str:
        query = {self.FILTERS[name]: value for name, value in question.filters} | {
            "filter[status][_eq]": "published",
            "sort": "-date_earliest,slug",
            "fields": ",".join(self.SHOWN),
            "limit": 50,
            "page": question.page,
        }
        return f"{self.path}?{urlencode(query, safe='[],')}"


class Datasette(Target):
    def address(self, question: Question, following: str | None) -> str:
        names = sorted(name for name, _ in question.filters)
        query = [*question.filters, ("offset", str(50 * (question.page - 1))), ("_shape", "array")]
        query += [("_json", name) for name in RELATED]
        return f"{self.path}/{'_'.join(['events', *names])}.json?{urlencode(query)}"


# The four filters, each with or without the others, as Datasette's canned queries: its pages are named after what they filter.
CONDITIONS = {
    "after": "e.date_latest >= :after",
    "before": "e.date_earliest <= :before",
    "kind": "e.kind = :kind",
    "organization": "e.id IN (SELECT l.event_id FROM events_eventorganization l JOIN people_organization o"
    " ON o.id = l.organization_id WHERE o.slug = :organization)",
}
CANNED = """
SELECT {columns},
    (SELECT json_group_array(json_object('slug', p.slug, 'name', p.name))
        FROM events_newsevent_people l JOIN people_person p ON p.id = l.person_id WHERE l.newsevent_id = e.id) AS people,
    (SELECT json_group_array(json_object('slug', o.slug, 'name', o.name, 'part', l.part))
        FROM events_eventorganization l JOIN people_organization o ON o.id = l.organization_id
        WHERE l.event_id = e.id) AS organizations,
    (SELECT json_group_array(json_object('slug', j.slug, 'name', p.name || ', ' || o.name))
        FROM events_newsevent_employments l JOIN people_employment j ON j.id = l.employment_id
        JOIN people_person p ON p.id = j.person_id JOIN people_organization o ON o.id = j.organization_id
        WHERE l.newsevent_id = e.id) AS employments,
    (SELECT json_group_array(json_object('slug', s.slug, 'publisher', s.publisher, 'url', s.url,
            'language', s.language, 'published_earliest', s.published_earliest,
            'published_latest', s.published_latest, 'stance', c.stance))
        FROM events_citation c JOIN people_source s ON s.id = c.source_id WHERE c.event_id = e.id) AS sources
FROM events_newsevent e WHERE {where} ORDER BY e.date_earliest DESC, e.slug LIMIT 50 OFFSET :offset
"""
# Of each table, what the answers need. The primary keys come first.
COPIED = {
    "events_newsevent": ("id", "status", *FIELDS),
    "events_newsevent_people": ("id", "newsevent_id", "person_id"),
    "events_newsevent_employments": ("id", "newsevent_id", "employment_id"),
    "events_eventorganization": ("id", "event_id", "organization_id", "part"),
    "events_citation": ("id", "event_id", "source_id", "stance"),
    "people_person": ("id", "slug", "name"),
    "people_organization": ("id", "slug", "name"),
    "people_employment": ("id", "slug", "person_id", "organization_id"),
    "people_source": ("id", *SOURCE_FIELDS),
}
INDEXES = (
    "events_newsevent (date_earliest DESC, slug)",
    "events_newsevent (kind, date_earliest DESC, slug)",
    "events_newsevent_people (newsevent_id)",
    "events_newsevent_employments (newsevent_id)",
    "events_eventorganization (event_id)",
    "events_eventorganization (organization_id, event_id)",
    "events_citation (event_id)",
    "people_organization (slug)",
)


def export_to_sqlite(url: str, file: Path) -> None:
    """The tables that the answers need, with the indexes that they have on PostgreSQL."""
    with psycopg.connect(url) as source, sqlite3.connect(file) as target:
        for table, columns in COPIED.items():
            # Without its type, SQLite wouldn't look up a key in an index.
            typed = [f"{name} INTEGER" if name.endswith("_id") else name for name in columns[1:]]
            definitions = ", ".join([f"{columns[0]} INTEGER PRIMARY KEY", *typed])
            target.execute(f"CREATE TABLE {table} ({definitions})")
            rows = source.cursor().execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 our own names
            marks = ", ".join("?" * len(columns))
            plain = ([value if isinstance(value, int | float | None) else str(value) for value in row] for row in rows)
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", plain)  # noqa: S608 our own names
        for number, index in enumerate(INDEXES):
            target.execute(f"CREATE INDEX index_{number} ON {index}")
        target.execute("ANALYZE")
    target.close()


def canned_queries() -> dict[str, str]:
    """One query for each combination of filters, so that SQLite can use an index for it."""
    queries = {}
    for bits in range(1 << len(CONDITIONS)):
        names = [name for place, name in enumerate(CONDITIONS) if bits >> place & 1]
        where = " AND ".join(["e.status = 'published'", *(CONDITIONS[name] for name in names)])
        queries["_".join(["events", *names])] = CANNED.format(
            columns=", ".join(f"e.{name}" for name in FIELDS), where=where
        )
    return queries


@dataclass
class Server:
    """A running server: its process, and what it can be asked."""

    process: subprocess.Popen
    port: int
    targets: list[Target]


@contextmanager
def serving(command: list[Any], port: int, targets: list[Target], *, probe: str, **options: Any) -> Iterator[Server]:
    """Start a server and wait until it answers; stop it, with all of its processes, at the end."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(  # noqa: S603 ours
            [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True, **options
        )
        try:
            deadline = time.monotonic() + 60
            while not answers(f"http://{HOST}:{port}{probe}"):
                if process.poll() is not None or time.monotonic() > deadline:
                    errors.seek(0)
                    raise SystemExit(f"{command[0]} doesn't start:\n{errors.read()[-3000:]}")
                time.sleep(0.1)
            yield Server(process, port, targets)
        finally:
            stop(process)


def stop(process: subprocess.Popen) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    # What is left of its session: processes that it started.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 of this machine
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


def serve_ours(url: str, folder: Path) -> AbstractContextManager[Server]:
    """As in production, with the filters, the rate limit, the log and all middleware; of one worker, like the others."""
    port = free_port()
    environment = {
        "DATABASE_URL": url, "SECRET_KEY": secrets.token_urlsafe(50), "ALLOWED_HOSTS": HOST, "HTTPS": "0",
        "API_REQUESTS_PER_MINUTE": "1000000", "DOWNLOADS_ON_REQUEST": "0", "WEB_CONCURRENCY": "1",
    }  # fmt: skip
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "talentwatch/gunicorn.py",
        "--bind",
        f"{HOST}:{port}",
        "talentwatch.wsgi",
    ]
    target = Ours(OURS, "/api/v1/events/")
    return serving(command, port, [target], probe="/healthz", cwd=ROOT, env=os.environ | environment)


def serve_django_peers(url: str, folder: Path) -> AbstractContextManager[Server]:
    port = free_port()
    command = [
        PEERS / "gunicorn", "--bind", f"{HOST}:{port}", "--workers", "1", "--worker-class", "gthread", "--threads", "2",
        "django_peers:application",
    ]  # fmt: skip
    targets = [
        Target("REST framework, idiomatic", "/drf/", wanted=12),
        Target("REST framework, with only()", "/drf-only/"),
        Target("django-ninja", "/ninja/", rows="items", wanted=11),
        Target("limit: stored documents in a plain Django view", "/documents/", is_limit=True),
        Target("limit: a Django view that does nothing", "/nothing/", is_limit=True, has_events=False),
    ]
    return serving(command, port, targets, probe="/nothing/", cwd=HERE, env=os.environ | {"BENCH_DATABASE_URL": url})


def serve_fastapi_peers(url: str, folder: Path) -> AbstractContextManager[Server]:
    port = free_port()
    # uvicorn[standard]: uvloop and httptools.
    command = [PEERS / "uvicorn", "--host", HOST, "--port", str(port), "--no-access-log", "fastapi_peers:app"]
    targets = [
        Target("FastAPI, SQLAlchemy, pydantic", "/sqlalchemy/"),
        Target("FastAPI, asyncpg, json_agg", "/asyncpg/", wanted=2),
    ]
    return serving(command, port, targets, probe="/none", cwd=HERE, env=os.environ | {"BENCH_DATABASE_URL": url})


def serve_datasette(url: str, folder: Path) -> AbstractContextManager[Server]:
    """The same rows in a file that nobody changes, as its chapter on performance advises, with their numbers counted before."""
    file, port = folder / "events.db", free_port()
    export_to_sqlite(url, file)
    metadata, counts = folder / "metadata.json", folder / "counts.json"
    queries = {name: {"sql": sql} for name, sql in canned_queries().items()}
    metadata.write_text(json.dumps({"databases": {"events": {"queries": queries}}}), encoding="utf-8")
    subprocess.run([PEERS / "datasette", "inspect", file, "--inspect-file", counts], check=True)  # noqa: S603 ours
    command = [
        PEERS / "datasette", "serve", "--immutable", file, "--inspect-file", counts, "--metadata", metadata, "--host", HOST,
        "--port", str(port), "--setting", "default_cache_ttl", "0", "--setting", "suggest_facets", "off",
    ]  # fmt: skip
    return serving(
        command,
        port,
        [Datasette("Datasette, SQLite", "/events", rows="", wanted=6)],
        probe="/-/versions.json",
        cwd=folder,
    )


def serve_directus(url: str, folder: Path) -> AbstractContextManager[Server]:
    """On the same tables, with all rights, in production mode, and without what a plain list doesn't need."""
    parts, port = urlsplit(url), free_port()
    environment = {
        "NODE_ENV": "production", "HOST": HOST, "PORT": str(port), "PUBLIC_URL": f"http://{HOST}:{port}",
        "DB_CLIENT": "pg", "DB_HOST": parts.hostname, "DB_PORT": str(parts.port or 5432), "DB_USER": parts.username,
        "DB_PASSWORD": parts.password or "", "DB_DATABASE": parts.path[1:], "DB_POOL__MIN": "1",
        "SECRET": secrets.token_urlsafe(50), "ADMIN_EMAIL": "bench@example.com", "ADMIN_PASSWORD": secrets.token_urlsafe(20),
        "LOG_LEVEL": "error", "TELEMETRY": "false", "SERVE_APP": "false", "WEBSOCKETS_ENABLED": "false",
        "CACHE_ENABLED": "false", "RATE_LIMITER_ENABLED": "false", "EXTENSIONS_PATH": str(folder), "STORAGE_LOCAL_ROOT": str(folder),
    }  # fmt: skip
    subprocess.run(  # noqa: S603 ours
        [DIRECTUS, "bootstrap"], cwd=folder, env=os.environ | environment, check=True, stdout=subprocess.DEVNULL
    )
    with psycopg.connect(url) as connection:
        connection.execute((HERE / "directus.sql").read_text(encoding="utf-8"))
    headers = {"Authorization": "Bearer only-for-measuring"}
    target = Directus(
        "Directus", "/items/events_newsevent", rows="data", headers=headers, wanted=9,
        pages=("people", "parts", "employments", "citations"),
    )  # fmt: skip
    return serving([DIRECTUS, "start"], port, [target], probe="/server/ping", cwd=folder, env=os.environ | environment)


def serve_nginx(answer: bytes, folder: Path) -> AbstractContextManager[Server]:
    """One of our answers as a file."""
    port = free_port()
    (folder / "events").mkdir()
    (folder / "events" / "index.json").write_bytes(answer)
    # Its worker is of another account, where this one is root.
    folder.chmod(0o755)
    (folder / "nginx.conf").write_text(
        "worker_processes 1; daemon off; error_log stderr crit; pid nginx.pid; events {}"
        f" http {{ access_log off; sendfile on; keepalive_requests 100000; types {{ application/json json; }}"
        f" server {{ listen {HOST}:{port}; root {folder}; index index.json; }} }}",
        encoding="utf-8",
    )
    targets = [Target("limit: a file, nginx", "/events/", is_limit=True, has_events=False)]
    return serving(["nginx", "-p", folder, "-c", folder / "nginx.conf"], port, targets, probe="/events/", cwd=folder)
