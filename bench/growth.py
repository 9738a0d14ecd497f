"""How the cost of each kind of request grows with the timeline: processor time of the application and of its database.

    python bench/growth.py [--sizes 1000 100000 1000000] [--write]           # on the PostgreSQL at POSTGRES_URL
    python bench/growth.py --sqlite [--sizes 1000 100000] [--write]          # the same on files of SQLite
    python bench/growth.py fill URL JOBS                                     # the steps, one by one
    python bench/growth.py measure URL OUT.json [--rounds 5] [--only TEXT]
    python bench/growth.py table 1000=OUT.json 100000=OTHER.json [--write]

Requests go through WSGI in one process. The application's time is that of its thread; the database's, that of its backend as
Linux counts it (without parallel workers, whose time nobody could add up). SQLite works in the application's thread. Each
figure is the median of the rounds, after one round that warms up. --write puts the table into docs/performance.md.
"""

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
PAGE = ROOT / "docs" / "performance.md"
BEFORE = Path(__file__).with_name("growth_before.json")  # as `measure` wrote it of an older commit
MOST_MADE = 100_000  # jobs
MAX_RATIO = 1.5  # what a request may cost at the largest size, beside the smallest
MAX_SECONDS = 60  # of all rounds of one request
COUNTING = 300  # milliseconds of the clock that a request with a * may take: it counts or groups all rows
INTRODUCTION = """Processor time in milliseconds, application + database, and in brackets the time of the clock, of one request through WSGI by the
number of jobs (people half, events a third as many, 1.6 claims a job), as `bench/growth.py` measures it, beside commit {before}. Where
more than {ratio} times the smallest, the ratio is marked with **!**. A * counts or groups all rows, and may take {counting} ms. More than
{made:,} jobs are copies of so many, at the same organizations: the largest has as large a share of them. 503: a
statement took longer than it may for a reader."""


def targets() -> dict[str, str]:
    """Addresses by what they ask, for the rows of this database. Names and slugs are chosen the same way at each size."""
    from events.models import NewsEvent
    from people.models import Claim, Employment, Move, Organization, Person, Source
    from talentwatch.changefeed.models import Change

    def middle(rows: Any, *columns: str) -> Any:
        rows = rows.order_by("pk").values_list(*columns, flat=len(columns) == 1)
        return rows[rows.count() // 2]

    api = "/api/v1"
    person, name = middle(Person.objects.published().filter(employments__isnull=False), "slug", "name")
    organization = middle(Organization.objects.published(), "slug")
    employment = middle(Employment.objects.published(), "slug")
    event, headline = middle(NewsEvent.objects.published(), "slug", "headline")
    source, publisher = middle(Source.objects.published(), "slug", "publisher")
    cited = Claim.objects.published().order_by("-pk").values_list("source__slug", flat=True)[10]
    move = middle(Move.objects.published(), "slug")
    newest = Change.objects.order_by("-seq").values_list("seq", flat=True)[0]
    most, some, small = "lab-00000", ",".join(f"lab-{n:05}" for n in range(12)), "lab-00060,lab-00061,lab-00062"
    kinds = "kind=hire"
    lists = {
        "events": {
            "a page": "",
            "org of most": f"organization={most}",
            "orgs 1-12": f"organization={some}",
            "orgs 1-12, alone": f"organization={some}&include_descendants=false",
            "small orgs": f"organization={small}",
            "org + part": f"organization={most}&part=destination",
            "org + kind": f"organization={most}&{kinds}",
            "org + after + before": f"organization={most}&after=2010&before=2012",
            "org + kind + language + after + confidence": f"organization={most}&{kinds}&language=en&after=2015&confidence=confirmed",
            "part": "part=destination",
            "before (deep)": "before=2003",
            "in a month": "after=2012-05&before=2012-05",
            "in a month, certain": "after=2012-05&before=2012-05&certainty=certain",
            "kind": kinds,
            "kind + after": f"{kinds}&after=2015",
            "outcome": "outcome=happened",
            "confidence": "confidence=rumoured",
            "language": "language=he",
            "language en": "language=en",
            "person": f"person={person}",
            "employment": f"employment={employment}",
            "source": f"source={cited}",
            "source of most": f"source={Source.objects.published().order_by('pk')[0].slug}",
            "cohort": "cohort=authors-1",
            "cohort of 200": "cohort=authors-0",
            "updated_after": "updated_after=2020-01-01T00:00:00Z",
            "by updated_at": "ordering=updated_at",
            "by -updated_at": "ordering=-updated_at",
            "by date": "ordering=date",
            "by slug": "ordering=slug",
            "by -slug": "ordering=-slug",
            "q a name": f"q={name.replace(' ', '+')}",
            "q a headline": f"q={headline.split()[-1]}",
            "q common words": "q=safety+agent",
            "q organization": "q=lab+60",
            "q none": "q=zzyzxq",
            "q + org": f"q=safety&organization={most}",
        },
        "people": {
            "a page": "",
            "by -slug": "ordering=-slug",
            "by updated_at": "ordering=updated_at",
            "q full name": f"q={name.replace(' ', '+')}",
            "q wei": "q=wei",
            "q none": "q=zzyzxq",
            "org of most": f"organization={most}",
            "orgs 1-12": f"organization={some}",
            "small orgs": f"organization={small}",
            "org + on, certain": f"organization={most}&on=2012-05-15&certainty=certain",
            "org + role": f"organization={most}&role=research",
            "org + role + on": f"organization={most}&role=research&on=2012-05-15",
            "on": "on=2012-05-15",
            "role": "role=research",
            "role, rare": "role=board",
            "cohort": "cohort=authors-1",
            "cohort + org": f"cohort=authors-0&organization={most}",
            "q + org": f"q=wei&organization={most}",
            "updated_after": "updated_after=2020-01-01T00:00:00Z",
            "expand": "expand=employments",
        },
        "organizations": {
            "a page": "",
            "by founded": "ordering=founded",
            "by updated_at": "ordering=updated_at",
            "q": "q=lab+60",
            "q none": "q=zzyzxq",
            "kind": "kind=lab",
            "parent": f"parent={most}",
            "country": "country=IL",
        },
        "employments": {
            "a page": "",
            **{
                f"by {name}": f"ordering={name}"
                for name in ("-slug", "updated_at", "-updated_at", "start", "-start", "end", "-end")
            },
            "person": f"person={person}",
            "org of most": f"organization={most}",
            "orgs 1-12": f"organization={some}",
            "small orgs": f"organization={small}",
            "on": "on=2012-05-15",
            "on, certain": "on=2012-05-15&certainty=certain",
            "org + on": f"organization={most}&on=2012-05-15",
            "org + on, certain": f"organization={most}&on=2012-05-15&certainty=certain",
            "org + role": f"organization={most}&role=research",
            "org + end_state": f"organization={most}&end_state=ongoing",
            "org by start": f"organization={most}&ordering=-start",
            "orgs by start": f"organization={some}&ordering=-start",
            "role": "role=research",
            "role, rare": "role=board",
            "end_state": "end_state=ongoing",
            "confidence": "confidence=refuted",
            "has_conflict": "has_conflict=true",
            "no conflict": "has_conflict=false",
            "cohort": "cohort=authors-1",
            "cohort of 200": "cohort=authors-0",
            "started_after": "started_after=2023-06",
            "started_before": "started_before=2001",
            "ended_after": "ended_after=2023-06",
            "ended_before": "ended_before=2001",
            "expand": "expand=claims",
        },
        "claims": {
            "a page": "",
            "by updated_at": "ordering=updated_at",
            "by start": "ordering=start",
            "by -end": "ordering=-end",
            "org of most": f"organization={most}",
            "orgs 1-12": f"organization={some}",
            "org + stance": f"organization={most}&stance=denied",
            "org + source": f"organization={most}&source={cited}",
            "employment": f"employment={employment}",
            "person": f"person={person}",
            "source": f"source={cited}",
            "source of most": f"source={Source.objects.published().order_by('pk')[0].slug}",
            "stance": "stance=denied",
            "language": "language=he",
            "language + stance": "language=he&stance=denied",
            "has_conflict": "has_conflict=true",
            "no conflict": "has_conflict=false",
            "cohort": "cohort=authors-1",
            "cohort of 200": "cohort=authors-0",
        },
        "sources": {
            "a page": "",
            "by published": "ordering=published",
            "by -published": "ordering=-published",
            "by updated_at": "ordering=updated_at",
            "q a word": "q=safety",
            "q an author": "q=ilya",
            "q two words": "q=safety+ilya",
            "q none": "q=zzyzxq",
            "publisher": f"publisher={publisher.replace(' ', '+')}",
            "publisher + after": f"publisher={publisher.replace(' ', '+')}&after=2010",
            "language": "language=he",
            "kind": "kind=report",
            "kind, none": "kind=interview",
            "before": "before=2001",
            "in a month": "after=2012-05&before=2012-05",
            "link": "link=https://example.com/5",
        },
        "cohorts": {"a page": "", "person": f"person={person}", "q": "q=authors", "source": f"source={source}"},
        "moves": {
            "a page": "",
            **{f"by {name}": f"ordering={name}" for name in ("date", "slug", "updated_at")},
            "person": f"person={person}",
            "organization": f"organization={most}",
            "organizations 1-12": f"organization={some}",
            "origin 1-12": f"origin={some}",
            "origin + destination": f"origin={most}&destination={some}",
            "origin + after + kind": f"origin={some}&after=2015&kind=move",
            "destination": f"destination={most}",
            "kind": "kind=return",
            "confidence": "confidence=disputed",
            "role": "role=research",
            "role, rare": "role=founder",
            "source": f"source={cited}",
            "cohort": "cohort=authors-1",
            "cohort of 200": "cohort=authors-0",
            "before (deep)": "before=2002",
            "in a month": "after=2012-05&before=2012-05",
        },
        "flows": {
            "a page": "",
            "year, group": "period=year&level=group",
            "of one, year": f"origin={most}&period=year",
            "cohort": "cohort=authors-1",
            "in a year": "after=2015&before=2015",
            "largest first, group *": "ordering=-possible&level=group",
            "largest first, unit *": "ordering=-possible",
        },
        "changes": {
            "since 0": "since=0",
            "since the middle": f"since={newest // 2}",
            "events since the middle": f"resource=events&since={newest // 2}",
            "cohorts since 0": "resource=cohorts&since=0",
            "action": "action=withdrawn&since=0",
        },
        "corrections": {"a page": ""},
    }
    found = {"healthz": "/healthz", "index": f"{api}/"}
    for resource, queries in lists.items():
        found |= {f"{resource}: {what}": f"{api}/{resource}/?{query}" for what, query in queries.items()}
    counted = ("events", "people", "employments", "claims", "sources", "moves", "flows")
    found |= {f"{resource}: count *": f"{api}/{resource}/?count=true" for resource in counted}
    found |= {
        "events: org, count *": f"{api}/events/?organization={most}&count=true",
        "events: q, count *": f"{api}/events/?q=safety+agent&count=true",
        "events: group_by kind *": f"{api}/events/?group_by=kind",
        "events: group_by organization *": f"{api}/events/?group_by=organization",
        "events: group_by year *": f"{api}/events/?group_by=year",
        "people: group_by organization *": f"{api}/people/?group_by=organization",
        "employments: group_by role *": f"{api}/employments/?group_by=role",
        "employments: group_by organization *": f"{api}/employments/?group_by=organization",
        "claims: group_by stance *": f"{api}/claims/?group_by=stance",
        "claims: group_by source *": f"{api}/claims/?group_by=source",
        "moves: group_by kind *": f"{api}/moves/?group_by=kind",
        "moves: group_by origin *": f"{api}/moves/?group_by=origin",
        "flows of an organization": f"{api}/organizations/{organization}/flows/?period=year",
        "flows of the largest": f"{api}/organizations/{most}/flows/?period=year",
        "retention": f"{api}/cohorts/authors-0/retention/?organization={most}",
        "retention of 14": f"{api}/cohorts/authors-1/retention/?organization={most}",
    }
    for resource, slug in {
        "people": person,
        "organizations": organization,
        "employments": employment,
        "events": event,
        "sources": source,
        "moves": move,
        "cohorts": "authors-1",
    }.items():
        found[f"{resource}: one"] = f"{api}/{resource}/{slug}/"
    pages = {
        "front": "/", "front, q": f"/?q={headline.split()[-1]}", "front, org": f"/?organization={most}", "moves": "/moves/",
        "people": "/people/", "people, q": "/people/?q=wei", "organizations": "/organizations/",
        "a person": f"/people/{person}/", "a lab": f"/organizations/{organization}/", "the largest lab": f"/organizations/{most}/",
        "an event": f"/events/{event}/", "a cohort": "/cohorts/authors-1/", "corrections": "/corrections/",
    }  # fmt: skip
    found |= {f"page: {what}": address for what, address in pages.items()}
    found |= {
        f"desk: {model}": f"/admin/{app}/{model}/"
        for app, model in (
            ("people", "employment"),
            ("people", "person"),
            ("people", "organization"),
            ("people", "source"),
            ("people", "cohort"),
            ("events", "newsevent"),
        )
    }
    found |= {"desk: front": "/admin/", "desk: employments by name": "/admin/people/employment/?q=wei"}
    return found


class TooSlowError(Exception):
    """A statement took longer than it may for a reader (READER_STATEMENT_TIMEOUT)."""


class Caller:
    """Sends requests through WSGI and measures each."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.contrib.auth import get_user_model
        from django.core.wsgi import get_wsgi_application
        from django.db import connection
        from django.test import Client

        self.public_cookie = f"{settings.SESSION_COOKIE_NAME}=none"
        self.application: Callable[..., Any] = get_wsgi_application()
        user = get_user_model().objects.filter(username="bench").first() or get_user_model().objects.create_superuser(
            "bench"
        )
        client = Client()
        client.force_login(user)
        self.cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        self.backend: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def request(self, address: str) -> tuple[float, float, float, int]:
        """Milliseconds of the application, of the database and of the clock, and the size of the answer."""
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "HTTP_HOST": "localhost", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
            "REMOTE_ADDR": "127.0.0.1", "SCRIPT_NAME": "", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.multithread": False,
            "wsgi.multiprocess": True, "wsgi.run_once": False,
        }  # fmt: skip
        # With any session, an answer is computed, not remembered.
        environ["HTTP_COOKIE"] = self.cookie if path.startswith("/admin/") else self.public_cookie
        status = []
        database = self.database_time()
        started, worked = time.perf_counter(), time.thread_time()
        response = self.application(environ, lambda line, *_: status.append(line))
        size = sum(map(len, response))
        worked, started = time.thread_time() - worked, time.perf_counter() - started
        response.close()
        if status[0].startswith("503"):
            raise TooSlowError
        if not status[0].startswith("200"):
            raise SystemExit(f"{address}: {status[0]}")
        return worked * 1e3, self.database_time() - database, started * 1e3, size

    def database_time(self) -> float:
        return int(self.backend.read_text().split()[0]) / 1e6 if self.backend else 0.0


def measure(url: str, rounds: int, only: str) -> dict[str, Any]:
    set_up(url)
    caller, results = Caller(), {}
    from django.db import connection

    for name, address in targets().items():
        if only not in name:
            continue
        try:
            caller.request(address)
        except TooSlowError:
            print(f"{name:<55} 503", file=sys.stderr, flush=True)
            continue
        began, runs = time.perf_counter(), []
        queries = 0

        def count(execute: Any, *arguments: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*arguments)

        with connection.execute_wrapper(count):
            runs.append(caller.request(address))
        number = queries
        while len(runs) < rounds and time.perf_counter() - began < MAX_SECONDS:
            runs.append(caller.request(address))
        app, database, wall, size = (statistics.median(values) for values in zip(*runs, strict=True))
        results[name] = {"app": app, "database": database, "wall": wall, "bytes": size, "queries": number}
        print(f"{name:<55}{app:>9.1f}{database:>9.1f}{wall:>9.1f}{number:>5}", file=sys.stderr, flush=True)
    return results


def fill(url: str, jobs: int, most_made: int) -> None:
    set_up(url)
    from django.core.management import call_command
    from django.db import connection
    from synthetic import fill_database, multiply

    call_command("migrate", verbosity=0)
    times = max(jobs // most_made, 1) if connection.vendor == "postgresql" else 1
    fill_database(jobs // times)
    if times > 1:
        multiply(times)


@contextmanager
def database(*, is_sqlite: bool, jobs: int, template: str = "template1") -> Iterator[str]:
    """A new database, which is dropped afterwards; yields its address."""
    if is_sqlite:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/growth.sqlite3"
        return
    import psycopg

    name = f"talentwatch_growth_{jobs}_{os.getpid()}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield f"{SERVER.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def table(by_size: dict[str, dict[str, Any]], before: dict[str, dict[str, Any]]) -> list[str]:
    """Lines of Markdown: milliseconds of processor time, application + database = total, at each size and before."""
    sizes = sorted(by_size, key=int)
    first, last = sizes[0], sizes[-1]
    compared = max((size for size in sizes if size in before), key=int, default=last)
    lines = [
        f"| request | {' | '.join(f'{int(size):,} jobs' for size in sizes)} | queries | ratio | before, at {int(compared):,} |",
        "|---|" + "---|" * (len(sizes) + 3),
    ]
    for name, smallest in by_size[first].items():
        cells = []
        for size in sizes:
            one = by_size[size].get(name)
            cells.append(f"{one['app']:.1f} + {one['database']:.1f} ({one['wall']:.0f})" if one else "503")
        largest, old = by_size[last].get(name), before.get(compared, {}).get(name)
        ratio = total(largest) / total(smallest) if largest else float("inf")
        is_allowed = bool(largest) and name.endswith("*") and largest["wall"] <= COUNTING
        mark = " **!**" if ratio > MAX_RATIO and not is_allowed else ""
        lines.append(
            f"| {name} | {' | '.join(cells)} | {largest['queries'] if largest else ''} | {ratio:.1f}{mark} |"
            f" {f'{total(old):.0f}' if old else ''} |"
        )
    return lines


def total(result: dict[str, Any]) -> float:
    return float(result["app"] + result["database"])


def write_section(name: str, lines: list[str]) -> None:
    """Replace the lines between the markers of a section, or add it at the end."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Performance\n"
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    section = begin + "\n".join(lines) + "\n" + end
    if begin in text:
        head, _, rest = text.partition(begin)
        text = head + section + rest.partition(end)[2]
    else:
        text = f"{text}\n{section}"
    PAGE.write_text(text, encoding="utf-8")


def set_up(url: str) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ |= {"DATABASE_URL": url, "API_REQUESTS_PER_MINUTE": "1000000000", "DEBUG": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "talentwatch.settings"
    import django
    from django.conf import settings

    if url.startswith("postgres"):
        options = settings.DATABASES["default"]["OPTIONS"]
        options["options"] += " -c max_parallel_workers_per_gather=0"

    django.setup()


def measure_sizes(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """The results at each size, each filled and measured by processes of their own."""
    by_size = {}
    for jobs in options.sizes:
        with (
            database(is_sqlite=options.sqlite, jobs=jobs, template=options.template) as url,
            tempfile.NamedTemporaryFile() as out,
        ):
            run_growth("fill", url, str(jobs), "--most-made", str(options.most_made))
            run_growth("measure", url, out.name, "--rounds", str(options.rounds), "--only", options.only)
            by_size[str(jobs)] = json.loads(Path(out.name).read_text(encoding="utf-8"))
    return by_size


def run_growth(*arguments: str) -> None:
    subprocess.run([sys.executable, __file__, *arguments], check=True)  # noqa: S603 this file


def report(by_size: dict[str, dict[str, Any]], database_name: str, *, is_written: bool) -> None:
    """Print the table, and put it into docs/performance.md."""
    kept = json.loads(BEFORE.read_text(encoding="utf-8"))
    before = kept["results"].get(database_name, {})
    lines = [
        f"## Growth on {database_name}",
        "",
        INTRODUCTION.format(before=kept["commit"], ratio=MAX_RATIO, counting=COUNTING, made=MOST_MADE),
        "",
        *table(by_size, before),
    ]
    print("\n".join(lines))
    if is_written:
        write_section(f"growth on {database_name}", lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command")
    one = commands.add_parser("measure", help="measure a filled database")
    one.add_argument("url")
    one.add_argument("out", type=Path, help="the JSON file to write")
    empty = commands.add_parser("fill", help="migrate and fill an empty database")
    empty.add_argument("url")
    empty.add_argument("jobs", type=int)
    tabled = commands.add_parser("table", help="the table of files that measure wrote")
    tabled.add_argument("files", nargs="+", help="such as 1000=small.json 100000=large.json")
    for command in (parser, one):
        command.add_argument("--rounds", type=int, default=5)
        command.add_argument("--only", default="", help="requests with this in their name")
    for command in (parser, empty):
        help_ = "jobs that are made; on PostgreSQL, more are copies of these"
        command.add_argument("--most-made", type=int, default=MOST_MADE, help=help_)
    for command in (parser, tabled):
        command.add_argument("--sqlite", action="store_true")
        command.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    parser.add_argument("--template", default="template1", help="a migrated database to copy, which saves ten seconds")
    parser.add_argument("--sizes", nargs="+", type=int, default=[1_000, 100_000, 1_000_000])
    options = parser.parse_args()
    if options.command == "measure":
        results = measure(options.url, options.rounds, options.only)
        options.out.write_text(json.dumps(results), encoding="utf-8")
    elif options.command == "fill":
        fill(options.url, options.jobs, options.most_made)
    else:
        if options.command == "table":
            paths = dict(pair.split("=") for pair in options.files)
            by_size = {size: json.loads(Path(path).read_text(encoding="utf-8")) for size, path in paths.items()}
        else:
            by_size = measure_sizes(options)
        report(by_size, "SQLite" if options.sqlite else "PostgreSQL", is_written=options.write)


if __name__ == "__main__":
    main()
